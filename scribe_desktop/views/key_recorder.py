"""A field that shows the next key combination instead of acting on it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from scribe_desktop.qt import forms
from scribe_desktop.qt.key_names import native, pressed


@forms.register
class KeyRecorder(QLineEdit):
    """Only listens after `listen()`; Escape or leaving it ends that, so it holds nobody's focus."""

    recorded = Signal(str)
    """The combination, in portable notation."""
    stopped = Signal()
    """It no longer listens, and heard nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self._listening = False

    def listen(self) -> None:
        self.clear()
        self.setPlaceholderText("Press the new keys now. Escape leaves.")
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._listening = True

    def event(self, event: QEvent) -> bool:
        """Everything is ours while listening: shortcuts, Tab and the menu's keys too."""
        if self._listening and isinstance(event, QKeyEvent):
            event.accept()
            if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
                self._take(pressed(event))
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._stop()

    def _take(self, keys: str) -> None:
        if keys == "Esc":
            self._stop()
        elif keys:
            self._listening = False
            self.setText(native(keys))
            self.setPlaceholderText("")
            self.recorded.emit(keys)

    def _stop(self) -> None:
        if self._listening:
            self._listening = False
            self.setPlaceholderText("")
            self.stopped.emit()
