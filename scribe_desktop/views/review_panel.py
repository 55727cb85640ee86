"""What may happen to an open note next: submit it, return it with a reason, sign it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.people import Person
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.qt import forms, theme
from scribe_desktop.qt.side_by_side import SideBySide
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.commands import CommandId, command
from scribe_desktop.views.form_text import FormText
from scribe_desktop.views.notice import hide, tell

_NEXT_FLAG = command(CommandId.NEXT_FLAG).keys[0]
_OWN_WORDING = "This is the wording that you began yourself. Cancel brings the usual one back."
_WRITABLE = (NoteState.DRAFT, NoteState.RETURNED)


class ReviewPanel(QFrame):
    first_row: SideBySide
    choices: QWidget
    heading: QLabel
    findings: QPushButton
    submit: QPushButton
    give_back: QPushButton
    sign: QPushButton
    returning: QFrame
    reason: FormText
    cancel_return: QPushButton
    confirm_return: QPushButton
    signing: QFrame
    attestation: FormText
    copies: QLabel
    confirm_copies: QPushButton
    flags: QLabel
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
    confirm_copies_wanted = Signal()
    attestation_wanted = Signal()
    """The sign form opens: its default attestation is asked for."""
    written = Signal(object)
    """Somebody has changed this `Unsigned` text."""
    closed = Signal()

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "review_panel")
        self._person = person
        self._showing = False
        self._default_attestation = ""
        self.findings.clicked.connect(self.findings_wanted)
        self.submit.clicked.connect(self.submit_wanted)
        self.give_back.clicked.connect(self.ask_reason)
        self.sign.clicked.connect(self.ask_signature)
        self.cancel_return.clicked.connect(self._cancel_return)
        self.cancel_sign.clicked.connect(self._cancel_sign)
        self.confirm_copies.clicked.connect(self.confirm_copies_wanted)
        self.reason.refused.connect(self.show_error)
        self.attestation.refused.connect(self.show_error)
        self.reason.textChanged.connect(lambda: self._tell_written(Unsigned.REASON))
        self.attestation.textChanged.connect(lambda: self._tell_written(Unsigned.ATTESTATION))
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
        theme.mark(self.submit, primary=not offered[self.sign])
        self.heading.setText(_heading(chart))
        self._default_attestation = ""
        self._showing = True
        self.reason.setPlainText(chart.unsigned.get(Unsigned.REASON, ""))
        self.attestation.setPlainText(chart.unsigned.get(Unsigned.ATTESTATION, ""))
        self._showing = False
        self._fold()
        self.setVisible(any(offered.values()) or bool(self.heading.text()))

    def ask_reason(self) -> None:
        if self._offers(self.give_back):
            self._unfold(self.returning, self.reason)

    def ask_signature(self) -> None:
        if self._offers(self.sign):
            self.attestation_wanted.emit()
            self._unfold(self.signing, self.passphrase)

    def show_attestation(self, text: str) -> None:
        """Offer this text, unless somebody has begun one of their own, which is told."""
        own = self.unsigned(Unsigned.ATTESTATION)
        self._default_attestation = text
        self._showing = True
        self.attestation.setPlainText(own or text)
        self._showing = False
        if own.strip() and own != text:
            self.ask(_OWN_WORDING)

    def show_error(self, error: ScribeError) -> None:
        self._hold(held=False)
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

    def show_copies(self, count: int) -> None:
        """How many copied paragraphs nobody has confirmed; whoever signs is told, and may confirm them."""
        leaving = self.confirm_copies.hasFocus() and not count
        what = "1 copied paragraph is" if count == 1 else f"{count} copied paragraphs are"
        tell(self.copies, f"{what} not confirmed: you sign them as they are." if count else "", "warning")
        self.confirm_copies.setVisible(bool(count))
        if leaving:
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_flags(self, count: int) -> None:
        """In how many places dictated words wait for a look; whoever signs is told."""
        what = "1 dictated place was" if count == 1 else f"{count} dictated places were"
        said = f"{what} not looked at; {_NEXT_FLAG} goes through them." if count else ""
        tell(self.flags, said, "warning")

    def show_busy(self) -> None:
        """The note is being signed or returned: nothing is written in the forms meanwhile."""
        self._hold(held=True)
        self.error.hide()

    def fold(self) -> None:
        """Close the open form; what is typed in it is there when it opens again."""
        self._fold()
        self.closed.emit()

    @property
    def is_unfolded(self) -> bool:
        return self.signing.isVisible() or self.returning.isVisible()

    def unsigned(self, kind: Unsigned) -> str:
        """What is written there; empty where it is only what the program offers."""
        if kind is Unsigned.REASON:
            return self.reason.toPlainText()
        attestation = self.attestation.toPlainText()
        return "" if attestation == self._default_attestation else attestation

    def _tell_written(self, kind: Unsigned) -> None:
        if not self._showing:
            self.written.emit(kind)

    def _cancel_return(self) -> None:
        self.reason.clear()
        self.fold()

    def _cancel_sign(self) -> None:
        self.attestation.setPlainText(self._default_attestation)
        self.fold()

    def _fold(self) -> None:
        self.passphrase.clear()
        self._hold(held=False)
        for part in (self.returning, self.signing, self.error):
            part.hide()
        self.choices.show()

    def _hold(self, *, held: bool) -> None:
        self.confirm_sign.setEnabled(not held)
        for text in (self.reason, self.attestation):
            text.setReadOnly(held)

    def _offers(self, button: QPushButton) -> bool:
        return self.isVisible() and button.isVisibleTo(self.choices)

    def _unfold(self, form: QWidget, first: QWidget) -> None:
        self._fold()
        self.choices.hide()  # the form takes their place: large text fills the window
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
