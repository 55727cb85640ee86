"""Makes a new recovery code, for somebody who proves again who they are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from scribe_desktop.errors import ScribeError
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.page import Page
from scribe_desktop.views.submission import Submission


class RenewRecoveryView(Page):
    passphrase: QLineEdit
    error: QLabel
    go_back: QPushButton
    renew: QPushButton

    renewed = Signal(str)
    """The new code, which is told only here."""
    close_asked = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__("renew_recovery_view")
        self._session = session
        self._submission = Submission(jobs, self, self.renew, self.error)
        self.steer(first=lambda: self.passphrase, main=self.renew, leave=self.close_asked.emit)
        self.renew.clicked.connect(self._renew)
        self.go_back.clicked.connect(self.close_asked)

    def _renew(self) -> None:
        people, passphrase = self._session.people, self.passphrase.text()
        self._submission.run(
            lambda: people.renew_recovery(passphrase),
            self.renewed.emit,
            meanwhile="Making it…",
            failed=self._again,
            on_store=True,
        )

    def _again(self, _error: ScribeError) -> None:
        self.passphrase.selectAll()
        self.passphrase.setFocus()
