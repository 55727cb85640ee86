"""The own passphrase typed again: a row that is there while something is refused for want of it."""

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from scribe_desktop.errors import MustWait, PassphraseNeeded, ScribeError, WrongPassphrase
from scribe_desktop.qt import forms
from scribe_desktop.qt.key_names import RETURN


@forms.register
class ProofRow(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._again: Callable[[], None] | None = None
        label = QLabel("Your own passphrase", self)
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(label.text())
        label.setBuddy(self.passphrase)
        self.confirm = QPushButton("Confirm", self)
        self.confirm.setAccessibleName("Confirm with your own passphrase")
        self.confirm.clicked.connect(self._confirm)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.passphrase, 1)
        beside.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label)
        column.addLayout(beside)
        self.hide()

    def ask(self, error: ScribeError, again: Callable[[], None], *, focus: bool = True) -> bool:
        """Show the row if a passphrase is what was missing, or was wrong; says whether it was.

        Args:
            again: what was refused; Return in the field tries it again, and finds the passphrase in `take`.
            focus: go to the field at once.
        """
        asked = isinstance(error, PassphraseNeeded | WrongPassphrase | MustWait)
        if asked:
            self._again = again
            self.show()
            if focus:
                self.passphrase.setFocus()
        return asked

    def take(self) -> str:
        """What was typed; the field is empty then."""
        typed = self.passphrase.text()
        self.passphrase.clear()
        return typed

    def done(self) -> None:
        """It was not refused any more."""
        self.take()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return here is no Return to the page."""
        if event.key() in RETURN:
            self._confirm()
        else:
            super().keyPressEvent(event)

    def _confirm(self) -> None:
        if self._again is not None:
            self._again()
