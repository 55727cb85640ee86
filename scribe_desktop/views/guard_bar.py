"""The question whose note it is: it lies over the note and takes the keys until it is answered."""

import time

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from scribe_desktop.qt import theme
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.qt.room import Room

_ANSWERS = (Qt.Key.Key_Escape, *RETURN)
_QUIET = 0.35
"""Seconds without a letter after which Enter is an answer: sooner, it belongs to what is being typed."""


class GuardBar(QFrame):
    """Enter says yes, Escape says no, everything else that is typed is handed on; no key is lost."""

    answered = Signal(bool)
    typed = Signal(object)
    """A `QKeyEvent` that was meant for the note."""
    composed = Signal(str)
    """What an input method made, meant for the note."""

    def __init__(self, window: QWidget, over: QWidget) -> None:
        """It belongs to `window`, and lies at the top of `over` inside it."""
        super().__init__(window)
        self._window, self._over = window, over
        self._last_key = 0.0
        self.question, self.waiting = QLabel(), QLabel()
        self.yes, self.no = QPushButton(), QPushButton()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self.yes.clicked.connect(lambda: self.answered.emit(True))
        self.no.clicked.connect(lambda: self.answered.emit(False))
        Room(over, self._place)
        self.hide()

    def ask(self, question: str, *, yes: str, no: str) -> None:
        """Take the keyboard; Enter is no answer yet to whoever goes on typing."""
        self.question.setText(question)
        self.yes.setText(f"{yes} (Enter)")
        self.no.setText(f"{no} (Esc)")
        self.setAccessibleName(question)
        self._place()
        self.show()
        self.raise_()
        self.take_keyboard()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def take_keyboard(self) -> None:
        self._last_key = time.monotonic()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_waiting(self, text: str) -> None:
        """What was typed and is not in any note yet."""
        self.waiting.setText(f"Waiting: “{text}”")
        self.waiting.setVisible(bool(text))
        self._place()

    @property
    def is_ready(self) -> bool:
        """Whether Enter is an answer now."""
        return self.isVisible() and time.monotonic() - self._last_key > _QUIET

    def event(self, event: QEvent) -> bool:
        """Claim the answers before a window-wide shortcut on the same key takes them."""
        overriding = event.type() is QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and event.key() in _ANSWERS and not event.modifiers():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self.answered.emit(False)
        elif event.key() in RETURN and (self.is_ready or event.isAutoRepeat()):
            if not event.isAutoRepeat():
                self.answered.emit(not self.no.hasFocus())
        else:
            self._last_key = time.monotonic()
            self.typed.emit(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self._last_key = time.monotonic()
            self.composed.emit(event.commitString())
        event.accept()

    def _lay_out(self) -> None:
        theme.mark(self, role="inline-warning")
        theme.mark(self.yes, primary=True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.question.setTextFormat(Qt.TextFormat.RichText)
        self.waiting.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.question, self.waiting):
            label.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        buttons.addStretch(1)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        for part in (self.question, self.waiting):
            self._column.addWidget(part)
        self._column.addLayout(buttons)

    def _place(self) -> None:
        width = self._over.width()
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        height = self._column.totalHeightForWidth(inner) + margins.top() + margins.bottom()
        self.setGeometry(QRect(self._over.mapTo(self._window, QPoint(0, 0)), QSize(width, height)))
