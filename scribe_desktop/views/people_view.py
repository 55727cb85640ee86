"""Who has a log-in on this workstation, and giving somebody one."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidgetItem,
    QWidget,
)

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.people import Person
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.full_list import FullList
from scribe_desktop.views.notice import tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.passphrase_field import NewPassphrase
from scribe_desktop.views.proof_row import ProofRow
from scribe_desktop.views.setup_view import chosen_role, list_roles
from scribe_desktop.views.submission import Submission


class PeopleView(Page):
    close_view: QPushButton
    people: FullList
    tools: QWidget
    open_again: QPushButton
    reset_factor: QPushButton
    own: ProofRow
    not_allowed: QLabel
    add_card: QFrame
    name: QLineEdit
    credentials: QLineEdit
    role: QComboBox
    secret: NewPassphrase
    own_to_add: ProofRow
    error: QLabel
    add: QPushButton

    close_asked = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__("people_view")
        self._session = session
        self._jobs = jobs
        self._submission = Submission(jobs, self, self.add, self.error)
        self.steer(first=lambda: self.people, main=self.add, leave=self._leave)
        self.people.setHeaderLabels(["Name", "Credentials", "Role"])
        self.people.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.people.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.people.header().setStretchLastSection(False)
        list_roles(self.role, session.people.roles_to_give())
        self.add_card.hide()
        self.secret.avoid(lambda: (self.name.text(), session.desk.workstation.name))
        self.name.textChanged.connect(self.secret.review)
        self.close_view.clicked.connect(self._leave)
        self.add.clicked.connect(self._submit)
        people, factor = session.people, session.second_factor
        self.open_again.clicked.connect(
            lambda: self._help(people.open_again, "{} can try the passphrase again.")
        )
        self.reset_factor.clicked.connect(
            lambda: self._help(factor.reset, "{} logs in with the passphrase alone now.")
        )
        self._refresh()

    def _help(self, act: Callable[[str, str], None], said: str) -> None:
        """Do something for the chosen person, and say so."""
        row = self.people.currentItem()
        if row is not None:
            self._help_one(act, row.data(0, Qt.ItemDataRole.UserRole), said.format(row.text(0)))

    def _help_one(self, act: Callable[[str, str], None], person_id: str, said: str) -> None:
        passphrase = self.own.take()

        def done(_none: None) -> None:
            self.own.done()
            tell(self.not_allowed, said, "ok")

        def fail(error: ScribeError) -> None:
            self.own.ask(error, lambda: self._help_one(act, person_id, said))
            self._fail(error)

        self._jobs.store(lambda: act(person_id, passphrase), done, fail, owner=self)

    def _refresh(self) -> None:
        people = self._session.people
        self._jobs.store(people.all, self._show, self._fail)

    def _show(self, people: tuple[Person, ...]) -> None:
        self.people.clear()
        for person in sorted(people, key=lambda person: person.name.casefold()):
            row = QTreeWidgetItem(self.people, [person.name, person.credentials, person.role.label])
            row.setData(0, Qt.ItemDataRole.UserRole, person.id)
            if person == self._session.person:
                self.people.setCurrentItem(row)
        may_add = bool(self._session.people.roles_to_give())
        self.add_card.setVisible(may_add)
        self.tools.setVisible(may_add)
        tell(self.not_allowed, "" if may_add else _who_can(people), "muted")

    def _fail(self, error: ScribeError) -> None:
        tell(self.not_allowed, error.in_full())

    def _leave(self) -> None:
        if not self._submission.busy:
            self.close_asked.emit()

    def _submit(self) -> None:
        name, role, credentials = self.name.text(), chosen_role(self.role), self.credentials.text()
        people = self._session.people
        if not self.secret.insist():
            return
        passphrase, own = self.secret.text(), self.own_to_add.take()
        self._submission.run(
            lambda: people.add(name, role, credentials, passphrase, own_passphrase=own),
            self._added,
            meanwhile="Adding…",
            failed=self._not_added,
            on_store=True,
        )

    def _not_added(self, error: ScribeError) -> None:
        if not self.own_to_add.ask(error, self._submit):
            self.name.setFocus()

    def _added(self, person: Person) -> None:
        self.own_to_add.done()
        for field in (self.name, self.credentials):
            field.clear()
        self.secret.clear()
        tell(self.error, f"{person.name} can log in here now.", "ok")
        self.name.setFocus()
        self._refresh()


def _who_can(people: Iterable[Person]) -> str:
    """Whom to ask for a log-in, or what to do where nobody has one to give."""
    if any(may(person, Action.MANAGE_PEOPLE) for person in people):
        return "Physicians, supervisors and administrators can add people."
    return (
        "Nobody here can add people yet. Lock, choose “Use the recovery code” and make an administrator: "
        "it takes the code that was printed when this workstation was set up."
    )
