"""What may happen to an open note next: submit it, return it with a reason, sign it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.people import Person
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt import forms
from scribe_desktop.session.charting import Chart
from scribe_desktop.views.notice import hide, tell

_WRITABLE = (NoteState.DRAFT, NoteState.RETURNED)


class ReviewPanel(QFrame):
    heading: QLabel
    findings: QPushButton
    submit: QPushButton
    give_back: QPushButton
    sign: QPushButton
    returning: QFrame
    reason: QPlainTextEdit
    cancel_return: QPushButton
    confirm_return: QPushButton
    signing: QFrame
    attestation: QPlainTextEdit
    passphrase: QLineEdit
    cancel_sign: QPushButton
    confirm_sign: QPushButton
    error: QLabel

    findings_wanted = Signal()
    submit_wanted = Signal()
    return_wanted = Signal(str)
    """The reason as typed."""
    sign_wanted = Signal(str, str)
    """Passphrase and attestation."""
    attestation_wanted = Signal()
    """The sign form opens: its default attestation is asked for."""
    closed = Signal()

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "review_panel")
        self._person = person
        self.findings.clicked.connect(self.findings_wanted)
        self.submit.clicked.connect(self.submit_wanted)
        self.give_back.clicked.connect(self.ask_reason)
        self.sign.clicked.connect(self.ask_signature)
        self.cancel_return.clicked.connect(self.fold)
        self.cancel_sign.clicked.connect(self.fold)
        self.confirm_return.clicked.connect(lambda: self.return_wanted.emit(self.reason.toPlainText()))
        self.confirm_sign.clicked.connect(self._sign)
        self.passphrase.returnPressed.connect(self._sign)
        self._fold()

    def show_chart(self, chart: Chart) -> None:
        """Offer what this person may do in this state; hidden when that is nothing."""
        offered = {
            self.submit: chart.state in _WRITABLE and may(self._person, Action.SUBMIT),
            self.give_back: chart.state is NoteState.SUBMITTED and may(self._person, Action.RETURN),
            self.sign: chart.state is not NoteState.SIGNED and may(self._person, Action.SIGN),
        }
        for button, shown in offered.items():
            button.setVisible(shown)
        self.heading.setText(_heading(chart))
        self.reason.clear()
        self._fold()
        self.setVisible(any(offered.values()) or bool(self.heading.text()))

    def ask_reason(self) -> None:
        if self.give_back.isVisible():
            self._unfold(self.returning, self.reason)

    def ask_signature(self) -> None:
        if self.sign.isVisible():
            self.attestation_wanted.emit()
            self._unfold(self.signing, self.passphrase)

    def show_attestation(self, text: str) -> None:
        self.attestation.setPlainText(text)

    def show_error(self, error: ScribeError) -> None:
        self.confirm_sign.setEnabled(True)
        tell(self.error, error.in_full())
        if self.signing.isVisible():
            self.passphrase.selectAll()
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self, question: str) -> None:
        """Say what the user may want to think over before going on; `withdraw` takes it back."""
        tell(self.error, question, "warning")

    def withdraw(self) -> None:
        if self.error.property("role") == "warning":
            hide(self.error)

    def show_findings(self, count: str) -> None:
        """The note check's outcome, quietly; hidden when empty."""
        self.findings.setText(count)
        self.findings.setVisible(bool(count))

    def show_busy(self) -> None:
        """The signature is being checked and stored."""
        self.confirm_sign.setEnabled(False)
        self.error.hide()

    def fold(self) -> None:
        """Close the open form, keep the note as it is."""
        self._fold()
        self.closed.emit()

    @property
    def is_unfolded(self) -> bool:
        return self.signing.isVisible() or self.returning.isVisible()

    def _fold(self) -> None:
        self.passphrase.clear()
        self.confirm_sign.setEnabled(True)
        for part in (self.returning, self.signing, self.error):
            part.hide()

    def _unfold(self, form: QWidget, first: QWidget) -> None:
        self._fold()
        form.show()
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _sign(self) -> None:
        if self.confirm_sign.isEnabled():
            self.sign_wanted.emit(self.passphrase.text(), self.attestation.toPlainText())


def _heading(chart: Chart) -> str:
    say: dict[NoteState, Callable[[], str]] = {
        NoteState.DRAFT: lambda: "",
        NoteState.RETURNED: lambda: f"Returned: {chart.return_reason}",
        NoteState.SUBMITTED: lambda: "Waiting for the provider's signature",
        NoteState.SIGNED: lambda: "",
    }
    return say[chart.state]()
