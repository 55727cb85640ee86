"""The first start: set this workstation up, or look around in the sample clinic."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton

from scribe_desktop.errors import ScribeError
from scribe_desktop.views.notice import tell
from scribe_desktop.views.page import Page


class WelcomeView(Page):
    set_up: QPushButton
    restore: QPushButton
    sample: QPushButton
    error: QLabel

    set_up_chosen = Signal()
    restore_chosen = Signal()
    sample_chosen = Signal()

    def __init__(self) -> None:
        super().__init__("welcome_view")
        self.steer(first=lambda: self.set_up, main=self.set_up)
        self._sample_text = self.sample.text()
        self.set_up.clicked.connect(self.set_up_chosen)
        self.restore.clicked.connect(self.restore_chosen)
        self.sample.clicked.connect(self.sample_chosen)

    def prepare_sample(self) -> None:
        """Show that the sample clinic is being built."""
        tell(self.error, "")
        self.sample.setText("Preparing the sample clinic…")
        self.sample.setEnabled(False)
        self.set_up.setEnabled(False)
        self.restore.setEnabled(False)

    def refuse(self, error: ScribeError) -> None:
        """Both choices are open again; say what went wrong."""
        self.sample.setText(self._sample_text)
        self.sample.setEnabled(True)
        self.set_up.setEnabled(True)
        self.restore.setEnabled(True)
        tell(self.error, error.in_full())
