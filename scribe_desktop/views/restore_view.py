"""Restores a backup into this workstation: looks into it first, then puts it in place, with a way to stop."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QLineEdit, QProgressBar, QPushButton, QWidget

from scribe_desktop.errors import BackupStopped, BadInput, ScribeError, WrongPassphrase
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.submission import Submission

if TYPE_CHECKING:
    from scribe_desktop.session.log_ins_after import LogInsAfter
    from scribe_desktop.session.restoring import Proven, Restoration

_FILES = "Backups (*.scribe-backup);;All files (*)"


class RestoreView(Page):
    file: QLineEdit
    browse: QPushButton
    code: QLineEdit
    found: QLabel
    people: QLabel
    present: QWidget
    replace: QCheckBox
    progress: QProgressBar
    stop: QPushButton
    error: QLabel
    go_back: QPushButton
    look: QPushButton
    restore: QPushButton
    go_on: QPushButton

    left = Signal()
    """Back to the log-in, with or without a restored store."""

    def __init__(self, door: FrontDoor, jobs: Jobs) -> None:
        super().__init__("restore_view")
        self._door, self._jobs = door, jobs
        self._stop = Event()
        self._looking = Submission(jobs, self, self.look, self.error)
        self._restoring = Submission(jobs, self, self.restore, self.error)
        self.steer(first=lambda: self.file, main=self.look, leave=self._leave)
        self.browse.clicked.connect(self._browse)
        self.file.textChanged.connect(self._begin_anew)
        self.code.textChanged.connect(self._begin_anew)
        self.look.clicked.connect(self._look)
        self.restore.clicked.connect(self._restore)
        self.stop.clicked.connect(self._stop.set)
        self.go_back.clicked.connect(self._leave)
        self.go_on.clicked.connect(self.left)

    @property
    def _busy(self) -> bool:
        return self._looking.busy or self._restoring.busy

    def _leave(self) -> None:
        if self._busy:
            self._stop.set()
        else:
            self.left.emit()

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Backup file", self.file.text(), _FILES)
        if chosen:
            self.file.setText(chosen)
            self.code.setFocus()

    def _begin_anew(self) -> None:
        """Another file or code: what was found is not about it."""
        for widget in (self.found, self.people, self.present, self.restore):
            widget.hide()
        hide(self.error)
        self.look.show()
        self.steer(first=lambda: self.file, main=self.look, leave=self._leave)

    def _look(self) -> None:
        for field, what, remedy in (
            (self.file, "The backup file", "Choose it with Browse."),
            (self.code, "The recovery code", "Copy it from the paper."),
        ):
            if not field.text().strip():
                self._looking.refuse(BadInput(f"{what} is missing.", remedy=remedy))
                field.setFocus()
                return
        backup, code = Path(self.file.text().strip()).expanduser(), self.code.text()
        tell_progress = self._begin()
        self._looking.run(
            lambda: self._door.look_into(backup, code, tell_progress),
            self._show_found,
            meanwhile="Checking…",
            failed=self._fail,
        )

    def _show_found(self, found: "tuple[Proven, LogInsAfter]") -> None:
        proven, log_ins = found
        self._end()
        tell(self.found, f"Whole. {proven.in_words()}", "ok")
        tell(self.people, log_ins.in_words, "warning" if log_ins.returned else "muted")
        self.present.setVisible(self._door.is_occupied)
        self.replace.setChecked(False)
        self.look.hide()
        self.restore.show()
        self.steer(first=lambda: self.file, main=self.restore, leave=self._leave)
        (self.restore if self.present.isHidden() else self.replace).setFocus()

    def _restore(self) -> None:
        replace = not self.present.isHidden()
        if replace and not self.replace.isChecked():
            self._restoring.refuse(
                BadInput("This workstation holds notes already.", remedy="Agree that they are moved aside.")
            )
            self.replace.setFocus()
            return
        backup, code = Path(self.file.text().strip()).expanduser(), self.code.text()
        tell_progress = self._begin()
        self._restoring.run(
            lambda: self._door.restore(backup, code, tell_progress, replace=replace),
            self._finish,
            meanwhile="Restoring…",
            failed=self._fail,
        )

    def _finish(self, done: "Restoration") -> None:
        self._end()
        self.code.clear()
        self.people.hide()
        on_new = (
            "" if done.log_ins.as_they_are else " On a new machine each begins with “Use the recovery code”."
        )
        tell(self.found, f"Restored. {done.in_words()}{on_new}", "ok")
        for widget in (self.look, self.go_back):
            widget.hide()
        for field in (self.file, self.browse, self.code):
            field.setEnabled(False)
        self.go_on.show()
        self.steer(first=lambda: self.go_on, main=self.go_on, leave=self.left.emit)
        self.go_on.setFocus()

    def _begin(self) -> Callable[[float], None]:
        """Show that work goes on; returns what is told how far it is, and ends it once that was stopped."""
        self._stop.clear()
        self.progress.setValue(0)
        for field in (self.file, self.browse, self.code, self.replace):
            field.setEnabled(False)
        self.progress.show()
        self.stop.show()
        show = self._jobs.on_gui(lambda done: self.progress.setValue(round(done * 100)), owner=self)

        def tell_progress(done: float) -> None:
            if self._stop.is_set():
                raise BackupStopped("Stopped. Nothing was changed.")
            show(done)

        return tell_progress

    def _end(self) -> None:
        self.progress.hide()
        self.stop.hide()
        for field in (self.file, self.browse, self.code, self.replace):
            field.setEnabled(True)

    def _fail(self, error: ScribeError) -> None:
        self._end()
        if isinstance(error, BackupStopped):
            tell(self.error, error.in_full(), "muted")
        wrong = self.code if isinstance(error, (BadInput, WrongPassphrase)) else self.file
        wrong.setFocus()
        wrong.selectAll()
