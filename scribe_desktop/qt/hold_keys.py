"""Keys that mean something for as long as they are held down."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass
class HoldKey:
    keys: tuple[str, ...]
    pressed: Callable[[], object]
    """Called once when a key goes down; the keyboard's repeats are left out."""
    released: Callable[[], object]
    """Called once afterwards, whatever ends it: key up, window left, or switched off."""
    enabled: bool = False


class HoldKeys(QObject):
    """Watches one window for such keys, as far as the widget with the focus does not use them itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._keys: list[HoldKey] = []
        self._held: tuple[HoldKey, int] | None = None
        window.installEventFilter(self)

    def add(self, key: HoldKey) -> None:
        self._keys.append(key)

    def release(self) -> None:
        """End whatever is held now."""
        if self._held is not None:
            held, self._held = self._held[0], None
            held.released()

    def enable(self, key: HoldKey, enabled: bool) -> None:
        key.enabled = enabled
        if not enabled and self._held is not None and self._held[0] is key:
            self.release()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._press(event)
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease:
                return self._let_go(event)
            if event.type() == QEvent.Type.WindowDeactivate:
                self.release()
        return False

    def _press(self, event: QKeyEvent) -> bool:
        if self._held is not None and self._held[1] == event.key():
            return True
        combination = QKeySequence(event.keyCombination())
        for key in self._keys:
            if self._held is None and key.enabled and combination in map(QKeySequence, key.keys):
                self._held = key, event.key()
                key.pressed()
                return True
        return False

    def _let_go(self, event: QKeyEvent) -> bool:
        if self._held is None or self._held[1] != event.key():
            return False
        if not event.isAutoRepeat():
            self.release()
        return True
