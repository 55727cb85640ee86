"""Shown while the closed store gets its new key; then on to the log-in, or what went wrong."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from scribe_desktop.errors import ScribeError
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.vault.vault import Successor
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.page import Page


class RekeyView(Page):
    progress: QProgressBar
    message: QLabel
    go_on: QPushButton

    done = Signal()
    """Somebody may log in again."""

    def __init__(self, door: FrontDoor, jobs: Jobs, successor: Successor) -> None:
        super().__init__("rekey_view")
        self.steer(first=lambda: self.go_on, main=self.go_on)
        hide(self.message)
        self.go_on.setEnabled(False)
        self.go_on.clicked.connect(self.done)
        show = jobs.on_gui(lambda done: self.progress.setValue(round(done * 100)), owner=self)
        jobs.background(lambda: door.rekey(successor, show), self._finish, self._fail, owner=self)

    def _finish(self, _none: None) -> None:
        self.progress.setValue(100)
        tell(self.message, "The store has its new key. Everybody logs in with their own passphrase.", "ok")
        self._let_go_on()

    def _fail(self, error: ScribeError) -> None:
        self.progress.hide()
        tell(
            self.message,
            f"{error.in_full()} The key and the recovery code from before are in force; destroy the new one.",
        )
        self._let_go_on()

    def _let_go_on(self) -> None:
        self.go_on.setEnabled(True)
        self.go_on.setFocus()
