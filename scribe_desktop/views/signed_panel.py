"""Under a signed note: who signed it and when, where it has arrived, and how to add to it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.delivery import Delivery, DeliveryState
from scribe_desktop.notes.people import Person
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.qt import forms
from scribe_desktop.session.charting import Chart
from scribe_desktop.views.form_text import FormText


class SignedPanel(QFrame):
    signature: QLabel
    attestation: QLabel
    addenda: QLabel
    deliveries: QLabel
    choices: QWidget
    send_again: QPushButton
    add: QPushButton
    writing: QFrame
    text: FormText
    passphrase: QLineEdit
    cancel: QPushButton
    confirm: QPushButton
    error: QLabel

    send_wanted = Signal()
    addendum_wanted = Signal(str, str)
    """Text and passphrase."""
    written = Signal(object)
    """Somebody has changed this `Unsigned` text."""

    def __init__(
        self,
        person: Person,
        title_of: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """`title_of` says what a destination is called on screen."""
        super().__init__(parent)
        forms.load(self, "signed_panel")
        self._person, self._title_of = person, title_of
        self._showing = False
        self.send_again.clicked.connect(self.send_wanted)
        self.add.clicked.connect(self.ask_addendum)
        self.cancel.clicked.connect(self._cancel)
        self.text.textChanged.connect(self._tell_written)
        self.text.refused.connect(self.show_error)
        self.confirm.clicked.connect(self._sign)
        self.passphrase.returnPressed.connect(self._sign)
        self.fold()

    def show_chart(self, chart: Chart) -> None:
        self.setVisible(chart.signature is not None)
        if chart.signature is None:
            return
        self.signature.setText(f"Signed by {chart.signature.signer_name}, {_when(chart.signature.at)}")
        self.attestation.setText(chart.signature.attestation)
        self.addenda.setText(
            "\n".join(f"Addendum, {a.signer_name}, {_when(a.at)}:\n{a.text.text}" for a in chart.addenda)
        )
        self.addenda.setVisible(bool(chart.addenda))
        self.add.setVisible(may(self._person, Action.ADD_ADDENDUM))
        self._showing = True
        self.text.setPlainText(chart.unsigned.get(Unsigned.ADDENDUM, ""))
        self._showing = False
        self.fold()
        self.show_deliveries(chart.deliveries)

    def show_deliveries(self, deliveries: Sequence[Delivery]) -> None:
        lines = [_delivery_line(delivery, self._title_of(delivery.destination)) for delivery in deliveries]
        self.deliveries.setText("\n".join(lines) or "Not sent: no destination is switched on.")
        arrived = deliveries and all(d.state is DeliveryState.DELIVERED for d in deliveries)
        self.send_again.setVisible(not arrived and may(self._person, Action.SEND_AGAIN))

    def ask_addendum(self) -> None:
        if self.isVisible() and self.add.isVisibleTo(self.choices):
            self._make_room(True)
            self.writing.show()
            self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_error(self, error: ScribeError) -> None:
        self._hold(held=False)
        self.error.setText(error.in_full())
        self.error.show()
        self.passphrase.selectAll()

    def unsigned(self) -> str:
        """The addendum as far as it is written."""
        return self.text.toPlainText()

    def _tell_written(self) -> None:
        if not self._showing:
            self.written.emit(Unsigned.ADDENDUM)

    def _cancel(self) -> None:
        self.text.clear()
        self.fold()

    def fold(self) -> None:
        """Close the form; what is typed in it is there when it opens again."""
        self.passphrase.clear()
        self._hold(held=False)
        self.writing.hide()
        self.error.hide()
        self._make_room(False)

    def _make_room(self, wanted: bool) -> None:
        """What has been signed steps back while an addendum is written: large text fills the window."""
        for part in (self.attestation, self.deliveries, self.choices):
            part.setVisible(not wanted)
        self.addenda.setVisible(not wanted and bool(self.addenda.text()))

    @property
    def is_unfolded(self) -> bool:
        return self.writing.isVisible()

    def _sign(self) -> None:
        if self.confirm.isEnabled():
            self._hold(held=True)
            self.error.hide()
            self.addendum_wanted.emit(self.text.toPlainText(), self.passphrase.text())

    def _hold(self, *, held: bool) -> None:
        """Nothing is written while it is being signed."""
        self.confirm.setEnabled(not held)
        self.text.setReadOnly(held)


def _when(at: datetime) -> str:
    return f"{at.astimezone():%m/%d/%Y %H:%M %Z}"


def _delivery_line(delivery: Delivery, destination: str) -> str:
    if delivery.state is DeliveryState.DELIVERED:
        return f"Arrived at {destination}: {delivery.reference}"
    if delivery.state is DeliveryState.REFUSED:
        return f"Refused by {destination}: {delivery.last_error}"
    if not delivery.attempts or delivery.next_try_at is None:
        return f"On its way to {destination}…"
    again = f"{delivery.next_try_at.astimezone():%H:%M:%S}"
    return f"Waiting for {destination}, next try {again}: {delivery.last_error}"
