"""Logging in: one's name, one's passphrase; in the sample clinic also who there is to be."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scribe_desktop.errors import (
    CodeNeeded,
    DeviceKeyMissing,
    LockedOut,
    MustWait,
    ScribeError,
    VaultError,
    WrongCode,
)
from scribe_desktop.qt import theme
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.sample_clinic import SampleLogin
from scribe_desktop.views.count_down import CountDown
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.passphrase_field import revealed_by
from scribe_desktop.views.submission import Submission
from scribe_desktop.views.who import list_logins, remember

if TYPE_CHECKING:
    from scribe_desktop.session.session import Session


class LoginView(Page):
    workstation: QLabel
    person: QComboBox
    passphrase: QLineEdit
    reveal: QCheckBox
    code_row: QWidget
    code: QLineEdit
    error: QLabel
    log_in: QPushButton
    use_recovery: QPushButton
    restore: QPushButton
    sample_card: QFrame
    sample_layout: QVBoxLayout
    leave: QPushButton

    logged_in = Signal(object)
    """The open `Session`."""
    recover = Signal()
    restore_asked = Signal()
    leave_sample = Signal()

    def __init__(self, door: FrontDoor, jobs: Jobs, samples: tuple[SampleLogin, ...] = ()) -> None:
        super().__init__("login_view")
        self._door = door
        self._submission = Submission(jobs, self, self.log_in, self.error)
        self._wait = CountDown(self.error, self.log_in, self)
        self._rows = [self._sample_row(number, sample) for number, sample in enumerate(samples)]
        self.steer(
            first=lambda: self._rows[0] if self._rows else self.passphrase,
            main=self.log_in,
            leave=(lambda: self._go(self.leave_sample)) if samples else None,
        )
        revealed_by(self.reveal, self.passphrase)
        self.log_in.clicked.connect(self._submit)
        self.use_recovery.clicked.connect(lambda: self._go(self.recover))
        self.restore.clicked.connect(lambda: self._go(self.restore_asked))
        self.restore.setVisible(not samples)
        self.leave.clicked.connect(lambda: self._go(self.leave_sample))
        self.sample_card.setVisible(bool(samples))
        for row in self._rows:
            self.sample_layout.addWidget(row)
        self._list_people()
        self.person.currentIndexChanged.connect(self._begin_anew)

    def refuse(self, error: ScribeError) -> None:
        """Say why nobody can log in here as things are."""
        self._submission.refuse(error)

    def _list_people(self) -> None:
        try:
            list_logins(self.person, self._door.logins(), self._door.profile)
            self.workstation.setText(self._door.workstation.name)
        except ScribeError as error:
            self._submission.refuse(error)
            self.log_in.setEnabled(False)

    def _sample_row(self, number: int, sample: SampleLogin) -> QPushButton:
        row = QPushButton(f"{sample.name} · {sample.role.label}\n{sample.passphrase}", self)
        row.setObjectName(f"sample_{number}")
        row.setAccessibleDescription("Fills in this name and passphrase")
        row.clicked.connect(lambda: self._fill_in(sample))
        return row

    def _fill_in(self, sample: SampleLogin) -> None:
        at = self.person.findText(f"{sample.name} · {sample.role.label}")
        self.person.setCurrentIndex(at)
        self.passphrase.setText(sample.passphrase)
        self.log_in.setFocus()

    def _go(self, elsewhere: SignalInstance) -> None:
        """Leave, but not while a session is being opened: nobody would be there to close it."""
        if not self._submission.busy:
            elsewhere.emit()

    def _submit(self) -> None:
        door, person_id, passphrase = self._door, self.person.currentData(), self.passphrase.text()
        code = self.code.text()
        self._submission.run(
            lambda: door.log_in(person_id, passphrase, code),
            self._finish,
            meanwhile="Unlocking…",
            failed=self._fail,
        )

    def _finish(self, session: "Session") -> None:
        self.passphrase.clear()
        self.code.clear()
        remember(session.person.id, self._door.profile)
        self.logged_in.emit(session)

    def _begin_anew(self) -> None:
        """Another person: what was said is not about them."""
        self._wait.stop()
        self.code_row.hide()
        self.code.clear()
        hide(self.error)

    def _fail(self, error: ScribeError) -> None:
        lost = isinstance(error, DeviceKeyMissing | LockedOut)
        theme.mark(self.use_recovery, primary=lost)
        theme.mark(self.log_in, primary=not lost)
        asks_code = isinstance(error, CodeNeeded | WrongCode)
        typing_code = isinstance(error, MustWait) and bool(self.code.text())
        field = self.code if asks_code or typing_code else self.passphrase
        if isinstance(error, CodeNeeded):
            tell(self.error, error.in_full(), "muted")
            self.code_row.show()
        if isinstance(error, VaultError) and error.wait:
            self._wait.start(f"{error} {error.remedy}".strip(), error.wait, lambda: self._again(field))
        if lost:
            self.use_recovery.setFocus()
        else:
            self._again(field)

    @staticmethod
    def _again(field: QLineEdit) -> None:
        field.setFocus()
        field.selectAll()
