"""Sets a workstation up: its first person, their passphrase, and where finished notes go."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPushButton

from scribe_desktop.errors import BadInput, ScribeError
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.rights import roles_to_begin
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.views.page import Page
from scribe_desktop.views.passphrase_field import NewPassphrase
from scribe_desktop.views.submission import Submission

if TYPE_CHECKING:
    from scribe_desktop.session.session import Session


class SetupView(Page):
    name: QLineEdit
    credentials: QLineEdit
    role: QComboBox
    workstation: QLineEdit
    secret: NewPassphrase
    outgoing: QLineEdit
    browse: QPushButton
    keyring: QLabel
    error: QLabel
    go_back: QPushButton
    set_up: QPushButton

    done = Signal(object, str)
    """The open `Session` and the recovery code, which is told only here."""
    back = Signal()

    def __init__(self, door: FrontDoor, jobs: Jobs, keyring_note: str) -> None:
        super().__init__("setup_view")
        self._door = door
        self._submission = Submission(jobs, self, self.set_up, self.error)
        self.steer(first=lambda: self.name, main=self.set_up, leave=self._leave)
        list_roles(self.role, roles_to_begin())
        self.outgoing.setText(str(door.profile.outgoing))
        self.keyring.setText(keyring_note)
        self.secret.avoid(lambda: (self.name.text(), self.workstation.text()))
        self.name.textChanged.connect(self.secret.review)
        self.workstation.textChanged.connect(self.secret.review)
        self.browse.clicked.connect(self._browse)
        self.go_back.clicked.connect(self._leave)
        self.set_up.clicked.connect(self._submit)

    def _leave(self) -> None:
        if not self._submission.busy:
            self.back.emit()

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder for finished notes", self.outgoing.text())
        if chosen:
            self.outgoing.setText(chosen)

    def _submit(self) -> None:
        door, passphrase, desk = self._door, self.secret.text(), self.workstation.text()
        try:
            person = new_person(self.name.text(), chosen_role(self.role), self.credentials.text())
        except BadInput as error:
            self._refuse(error, self.name)
            return
        if not self.secret.insist():
            return
        try:
            outgoing = chosen_folder(self.outgoing.text())
        except BadInput as error:
            self._refuse(error, self.outgoing)
            return
        self._submission.run(
            lambda: door.set_up(person, passphrase, workstation=desk, outgoing=outgoing),
            self._finish,
            meanwhile="Setting up…",
        )

    def _finish(self, made: tuple["Session", str]) -> None:
        self.secret.clear()
        self.done.emit(*made)

    def _refuse(self, error: ScribeError, field: QLineEdit) -> None:
        self._submission.refuse(error)
        field.setFocus()
        field.selectAll()


def list_roles(roles: QComboBox, offered: Iterable[Role]) -> None:
    """Offer these roles, in their order."""
    for role in offered:
        roles.addItem(role.label, role.value)


def chosen_role(roles: QComboBox) -> Role:
    return Role(roles.currentData())


def chosen_folder(text: str) -> Path | None:
    """The folder that was typed, None for none. Raises `BadInput` unless it is a full path."""
    if not text.strip():
        return None
    path = Path(text.strip()).expanduser()
    if not path.is_absolute():
        raise BadInput(f"“{text.strip()}” is not a full path.", remedy="Choose the folder with Browse.")
    return path
