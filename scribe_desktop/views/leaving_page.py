"""Stands where the workspace was until everything is saved and the store is closed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from scribe_desktop.views.page import Page


class LeavingPage(Page):
    """Names no patient and nobody else."""

    title: QLabel
    doing: QLabel
    progress: QProgressBar
    stop: QPushButton

    stop_asked = Signal()
    """Do without the backup."""

    def __init__(self, title: str) -> None:
        super().__init__("leaving_page")
        self.title.setText(title)
        self.steer(first=lambda: self, leave=lambda: None)
        self.progress.hide()
        self.stop.hide()
        self.stop.clicked.connect(self._stop)

    def show_backup(self, done: float) -> None:
        """How far the planned backup is, from 0 to 1."""
        if self.progress.isHidden():
            self.doing.setText("Everything is saved. The planned backup is being made.")
            self.progress.show()
            self.stop.show()
        self.progress.setValue(round(done * 100))

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop_asked.emit()
