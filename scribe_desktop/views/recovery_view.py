"""Opens the store with the recovery code and gives one person a new passphrase."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from scribe_desktop.errors import BadInput, ScribeError, WrongPassphrase
from scribe_desktop.notes.people import Role
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.views.page import Page
from scribe_desktop.views.passphrase_field import NewPassphrase
from scribe_desktop.views.submission import Submission
from scribe_desktop.views.who import list_logins, remember

if TYPE_CHECKING:
    from scribe_desktop.session.session import Session


class RecoveryView(Page):
    person: QComboBox
    newcomer: QWidget
    name: QLineEdit
    code: QLineEdit
    secret: NewPassphrase
    error: QLabel
    go_back: QPushButton
    open: QPushButton

    logged_in = Signal(object)
    """The open `Session`."""
    back = Signal()

    def __init__(self, door: FrontDoor, jobs: Jobs) -> None:
        super().__init__("recovery_view")
        self._door = door
        self._submission = Submission(jobs, self, self.open, self.error)
        self.steer(first=lambda: self.person, main=self.open, leave=self._leave)
        self.secret.avoid(lambda: (self.person.currentText(), self.name.text()))
        self.name.textChanged.connect(self.secret.review)
        self.person.currentIndexChanged.connect(self._chosen)
        self.go_back.clicked.connect(self._leave)
        self.open.clicked.connect(self._submit)
        try:
            list_logins(self.person, door.logins(), door.profile)
            if door.needs_administrator:
                self.person.addItem("Somebody new · Administrator", None)
        except ScribeError as error:
            self._submission.refuse(error)
            self.open.setEnabled(False)

    def _chosen(self) -> None:
        self.newcomer.setVisible(self.person.currentData() is None)
        self.secret.review()

    def _leave(self) -> None:
        if not self._submission.busy:
            self.back.emit()

    def _submit(self) -> None:
        door, person_id, code = self._door, self.person.currentData(), self.code.text()
        if not code.strip():
            self._submission.refuse(
                BadInput("The recovery code is missing.", remedy="Copy it from the paper.")
            )
            self.code.setFocus()
            return
        if not self.secret.insist():
            return
        passphrase = self.secret.text()
        try:
            newcomer = None if person_id else new_person(self.name.text(), Role.ADMINISTRATOR, "")
        except BadInput as error:
            self._submission.refuse(error)
            self.name.setFocus()
            return
        self._submission.run(
            lambda: (
                door.appoint(newcomer, code, passphrase)
                if newcomer
                else door.recover(person_id, code, passphrase)
            ),
            self._finish,
            meanwhile="Opening…",
            failed=self._fail,
        )

    def _finish(self, session: "Session") -> None:
        self.code.clear()
        self.secret.clear()
        remember(session.person.id, self._door.profile)
        self.logged_in.emit(session)

    def _fail(self, error: ScribeError) -> None:
        if isinstance(error, (BadInput, WrongPassphrase)):
            self.code.setFocus()
            self.code.selectAll()
