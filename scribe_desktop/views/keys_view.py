"""Keys: the own passphrase, others' log-ins, and a new data key for the whole store."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QPushButton, QSpinBox

from scribe_desktop.errors import ScribeError, WrongPassphrase
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.clipboard_rule import LONGEST
from scribe_desktop.session.log_ins_after import named
from scribe_desktop.session.session import Session
from scribe_desktop.vault.vault import Login
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.passphrase_field import NewPassphrase
from scribe_desktop.views.submission import Submission


class KeysView(Page):
    close_view: QPushButton
    old: QLineEdit
    secret: NewPassphrase
    change: QPushButton
    change_message: QLabel
    clipboard: QSpinBox
    clipboard_message: QLabel
    remove_card: QFrame
    returned: QLabel
    looked: QPushButton
    person: QComboBox
    remove_passphrase: QLineEdit
    remove: QPushButton
    remove_message: QLabel
    rekey_card: QFrame
    rekey_passphrase: QLineEdit
    rekey: QPushButton
    rekey_message: QLabel

    close_asked = Signal()
    succeeded = Signal(object)
    """A `Successor`, whose code has to be written down before it comes into force."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__("keys_view")
        self._session, self._jobs = session, jobs
        self._changing = Submission(jobs, self, self.change, self.change_message)
        self._looking = Submission(jobs, self, self.looked, self.remove_message)
        self._removing = Submission(jobs, self, self.remove, self.remove_message)
        self._rekeying = Submission(jobs, self, self.rekey, self.rekey_message)
        self.steer(first=lambda: self.old, leave=self._leave)
        self.clipboard.setRange(0, LONGEST)
        self.clipboard.setEnabled(may(session.person, Action.CHANGE_SAFETY))
        for label in (self.clipboard_message, self.change_message, self.remove_message, self.rekey_message):
            hide(label)
        self.remove_card.setVisible(may(session.person, Action.MANAGE_PEOPLE))
        self.rekey_card.setVisible(may(session.person, Action.APPOINT))
        self.secret.avoid(lambda: (session.person.name, session.desk.workstation.name))
        self._connect()
        self._list()
        jobs.store(session.clipboard_rule.seconds, self._show_clipboard, owner=self)

    def _connect(self) -> None:
        self.close_view.clicked.connect(self._leave)
        self.change.clicked.connect(self._change)
        self.looked.clicked.connect(self._look)
        self.remove.clicked.connect(self._remove)
        self.rekey.clicked.connect(self._rekey)
        self.secret.repeat.returnPressed.connect(self.change.click)
        self.remove_passphrase.returnPressed.connect(self.remove.click)
        self.rekey_passphrase.returnPressed.connect(self.rekey.click)

    def _list(self) -> None:
        self._jobs.background(self._session.keys.logins, self._show, self._refuse, owner=self)
        self._jobs.store(
            self._session.returned_log_ins.pending, self._show_returned, self._refuse, owner=self
        )

    def _show_returned(self, logins: tuple[Login, ...]) -> None:
        said = f"A restore brought {named(logins)}. Remove whoever may not come any more." if logins else ""
        tell(self.returned, said, "warning")
        self.looked.setVisible(bool(logins))

    def _look(self) -> None:
        self._looking.run(
            self._session.returned_log_ins.looked,
            lambda _none: self._show_returned(()),
            meanwhile="Saving…",
            on_store=True,
        )

    def _show_clipboard(self, seconds: int) -> None:
        self.clipboard.setValue(seconds)
        self.clipboard.valueChanged.connect(self._keep_clipboard)

    def _keep_clipboard(self, seconds: int) -> None:
        self._jobs.store(
            lambda: self._session.clipboard_rule.set_seconds(seconds),
            lambda _none: tell(self.clipboard_message, "Kept.", "ok"),
            lambda error: tell(self.clipboard_message, error.in_full()),
            owner=self,
        )

    def _show(self, logins: tuple[Login, ...]) -> None:
        self.person.clear()
        for login in logins:
            if login.person_id != self._session.person.id:
                self.person.addItem(f"{login.name}, {login.role.label.lower()}", login.person_id)
        self.remove.setEnabled(self.person.count() > 0)

    def _refuse(self, error: ScribeError) -> None:
        tell(self.remove_message, error.in_full())

    def _leave(self) -> None:
        if not (self._changing.busy or self._removing.busy or self._rekeying.busy):
            self.close_asked.emit()

    def _change(self) -> None:
        if not self.secret.insist():
            return
        old, new = self.old.text(), self.secret.text()
        self._changing.run(
            lambda: self._session.keys.change_passphrase(old, new),
            self._changed,
            meanwhile="Changing…",
            failed=lambda error: _again(self.old, error),
        )

    def _changed(self, _none: None) -> None:
        self.old.clear()
        self.secret.clear()
        tell(self.change_message, "Your new passphrase holds from now on.", "ok")

    def _remove(self) -> None:
        person_id, name = self.person.currentData(), self.person.currentText()
        passphrase = self.remove_passphrase.text()
        self._removing.run(
            lambda: self._session.keys.remove_login(person_id, passphrase),
            lambda _none: self._removed(name),
            meanwhile="Removing…",
            failed=lambda error: _again(self.remove_passphrase, error),
            on_store=True,
        )

    def _removed(self, name: str) -> None:
        self.remove_passphrase.clear()
        tell(self.remove_message, f"{name} can no longer log in here.", "ok")
        self._list()

    def _rekey(self) -> None:
        passphrase = self.rekey_passphrase.text()
        self._rekeying.run(
            lambda: self._session.keys.succeed(passphrase),
            self.succeeded.emit,
            meanwhile="Preparing…",
            failed=lambda error: _again(self.rekey_passphrase, error),
        )


def _again(field: QLineEdit, error: ScribeError) -> None:
    if isinstance(error, WrongPassphrase):
        field.setFocus()
        field.selectAll()
