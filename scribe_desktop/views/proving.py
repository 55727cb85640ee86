"""The passphrase field beside an export: asked for once, then left alone for a few minutes."""

from math import ceil

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from scribe_desktop.session.proof import Proof
from scribe_desktop.views.notice import tell


class Proving(QObject):
    """Shows in the field whether a passphrase is needed now; what was typed is taken out once."""

    def __init__(self, proof: Proof, field: QLineEdit, message: QLabel, parent: QWidget) -> None:
        super().__init__(parent)
        self._proof, self._field, self._message = proof, field, message
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.renew)
        self.renew()

    @property
    def is_ready(self) -> bool:
        """Whether an export has what it takes; if not, that is said, and the field has the focus."""
        ready = bool(self._field.text() or self._proof.lasts)
        if not ready:
            tell(self._message, "Type your passphrase to export.", "muted")
            self._field.setFocus()
        return ready

    def take(self) -> str:
        """What was typed; the field is empty then."""
        typed = self._field.text()
        self._field.clear()
        return typed

    def renew(self) -> None:
        """An export has ended, or the time is over: say in the field how things are."""
        seconds = self._proof.lasts
        said = f"Not needed for {_minutes(seconds)}" if seconds else "To export"
        self._field.setPlaceholderText(said)
        self._field.setAccessibleDescription(said)
        if seconds:
            self._timer.start(int(min(seconds, 60.0) * 1000) + 100)


def _minutes(seconds: float) -> str:
    minutes = ceil(seconds / 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
