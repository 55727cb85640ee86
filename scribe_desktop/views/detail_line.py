"""The line that opens over a chip for a few words about it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from scribe_desktop.qt import theme
from scribe_desktop.qt.actions import ShortcutsFirst
from scribe_desktop.qt.key_names import RETURN

_WIDTH = 320


class DetailLine(QLineEdit):
    left = Signal()
    """Closed by a key: whoever opened it takes the focus back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.over: QWidget | None = None
        self.visit = object()
        self.installEventFilter(ShortcutsFirst(self, but=("Esc",)))
        self.hide()

    def ask(self, over: QWidget, name: str, text: str, room: int) -> None:
        """Open over a widget; `room` is the width of what it stands in."""
        self.over, self.visit = over, object()
        self.setText(text)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        width = min(max(over.width(), theme.px(_WIDTH)), room)
        self.setGeometry(min(over.x(), room - width), over.y(), width, over.height())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Escape ends the words about a chip and nothing else."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*RETURN, Qt.Key.Key_Escape):
            self.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab ends the words about this chip, and goes no further."""
        self.hide()
        self.left.emit()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.hide()
