"""Covers an open chart that could not be left: what was written last is in the window only."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from scribe_desktop.errors import ScribeError, StoreError
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.notice import tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.submission import Submission

_AGAIN_MS = 30_000


class Curtain(Page):
    """Names no patient. Only whoever is logged in draws it back; what is behind it stays as it was."""

    explanation: QLabel
    passphrase: QLineEdit
    error: QLabel
    open: QPushButton

    opened = Signal()
    save_again = Signal()
    """Perhaps it can be left now."""

    def __init__(self, session: Session, jobs: Jobs, why: ScribeError | None) -> None:
        """`why`: as for `explain`."""
        super().__init__("curtain")
        self._session = session
        self._submission = Submission(jobs, self, self.open, self.error)
        self.steer(first=lambda: self.passphrase, main=self.open, leave=lambda: None)
        self.explain(why)
        self.open.clicked.connect(self._open)
        timer = QTimer(self, interval=_AGAIN_MS)
        timer.timeout.connect(self._try_to_save)
        timer.start()

    def explain(self, why: ScribeError | None) -> None:
        """Say what keeps the words here; None: saving goes on, and takes its time.

        Only what the store says is told: other errors may quote a patient's name.
        """
        name = self._session.person.name
        state = "could not be saved" if why is not None else "is still being saved"
        cause = f" {why.in_full()}" if isinstance(why, StoreError) else ""
        self.explanation.setText(
            f"Something that {name} wrote last {state}.{cause} It is kept here, so nobody else can log in "
            f"until it is saved, which is tried again and again. {name}’s passphrase opens the window."
        )

    def refuse_to_close(self) -> None:
        """Whoever asked need not be the one whose words would be lost."""
        tell(self.error, "Closing the window now would lose those words. Type the passphrase first.")

    def _try_to_save(self) -> None:
        if not self._submission.busy:
            self.save_again.emit()

    def _open(self) -> None:
        people, passphrase = self._session.people, self.passphrase.text()
        self._submission.run(
            lambda: people.confirm(passphrase),
            self._confirmed,
            meanwhile="Unlocking…",
            failed=self._refused,
        )

    def _confirmed(self, _none: None) -> None:
        self.passphrase.clear()
        self.opened.emit()

    def _refused(self, _error: ScribeError) -> None:
        self.passphrase.setFocus()
        self.passphrase.selectAll()
