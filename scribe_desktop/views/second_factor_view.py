"""Switching one's second factor on, renewing its paper codes, switching it off."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QWidget

from scribe_desktop.errors import ScribeError, WrongCode
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.second_factor import Enrolment
from scribe_desktop.session.session import Session
from scribe_desktop.views.notice import tell
from scribe_desktop.views.page import Page
from scribe_desktop.views.qr_code import QrCode
from scribe_desktop.views.submission import Submission


class SecondFactorView(Page):
    """Shows one of three cards: to switch it on, the paper codes just made, what to do while it is on."""

    due: QLabel
    off_card: QFrame
    picture: QrCode
    secret: QLineEdit
    code: QLineEdit
    proof: QLineEdit
    off_error: QLabel
    switch_on: QPushButton
    paper_card: QFrame
    paper: QLabel
    kept: QPushButton
    on_card: QFrame
    left: QLabel
    passphrase: QLineEdit
    on_error: QLabel
    renew: QPushButton
    switch_off: QPushButton
    close_view: QPushButton

    close_asked = Signal()

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__("second_factor_view")
        self._factor, self._jobs = session.second_factor, jobs
        self._enrolment: Enrolment | None = None
        self._beginning = Submission(jobs, self, self.switch_on, self.off_error)
        self._renewing = Submission(jobs, self, self.renew, self.on_error)
        self._ending = Submission(jobs, self, self.switch_off, self.on_error)
        self.switch_on.clicked.connect(self._begin)
        self.kept.clicked.connect(self._look)
        self.renew.clicked.connect(self._renew)
        self.switch_off.clicked.connect(self._end)
        self.close_view.clicked.connect(self._leave)
        self._show(None)
        self._look()

    def _look(self) -> None:
        """Ask the store how it stands, and forget the codes that were shown."""
        self.paper.clear()
        factor = self._factor
        self._jobs.store(
            lambda: (factor.is_on, factor.is_due, factor.paper_left), self._show_state, self._fail, owner=self
        )

    def _show_state(self, state: tuple[bool, bool, int]) -> None:
        is_on, is_due, left = state
        self.due.setVisible(is_due)
        self.left.setText(
            f"Every log-in asks for a code. {left} paper codes are left. New ones void those from before."
        )
        if is_on:
            self._enrolment = None
            self._show(self.on_card)
        else:
            self._propose()

    def _propose(self) -> None:
        self._enrolment = self._factor.propose()
        self.picture.show_text(self._enrolment.address)
        self.secret.setText(self._enrolment.spelled)
        self.secret.setCursorPosition(0)
        self._show(self.off_card)

    def _show(self, card: QWidget | None) -> None:
        for one in (self.off_card, self.paper_card, self.on_card):
            one.setVisible(one is card)
        begins = {self.off_card: self.proof, self.paper_card: self.kept, self.on_card: self.passphrase}
        mains = {self.off_card: self.switch_on, self.paper_card: self.kept, self.on_card: self.renew}
        first = begins.get(card, self.close_view) if isinstance(card, QFrame) else self.close_view
        main = mains.get(card) if isinstance(card, QFrame) else None
        self.steer(first=lambda: first, main=main, leave=self._leave)
        if self.isVisible():
            first.setFocus()

    def _begin(self) -> None:
        enrolment, code, factor = self._enrolment, self.code.text(), self._factor
        passphrase = self.proof.text()
        if enrolment is not None:
            self._beginning.run(
                lambda: factor.switch_on(enrolment, code, passphrase),
                self._show_paper,
                meanwhile="Checking…",
                failed=lambda error: self._again(self.code if isinstance(error, WrongCode) else self.proof),
                on_store=True,
            )

    def _show_paper(self, codes: tuple[str, ...]) -> None:
        for field in (self.code, self.proof, self.passphrase):
            field.clear()
        self.secret.clear()
        self.picture.show_text("")
        half = (len(codes) + 1) // 2
        self.paper.setText("\n".join("     ".join(codes[at::half]) for at in range(half)))
        self._show(self.paper_card)

    def _renew(self) -> None:
        passphrase, factor = self.passphrase.text(), self._factor
        self._renewing.run(
            lambda: factor.renew_paper(passphrase),
            self._show_paper,
            meanwhile="Making them…",
            failed=lambda _: self._again(self.passphrase),
            on_store=True,
        )

    def _end(self) -> None:
        passphrase, factor = self.passphrase.text(), self._factor
        self._ending.run(
            lambda: factor.switch_off(passphrase),
            lambda _none: self._ended(),
            meanwhile="Switching off…",
            failed=lambda _: self._again(self.passphrase),
            on_store=True,
        )

    def _ended(self) -> None:
        self.passphrase.clear()
        self._look()

    def _fail(self, error: ScribeError) -> None:
        tell(self.due, error.in_full())

    def _leave(self) -> None:
        if not any(one.busy for one in (self._beginning, self._renewing, self._ending)):
            self.close_asked.emit()

    @staticmethod
    def _again(field: QLineEdit) -> None:
        field.setFocus()
        field.selectAll()
