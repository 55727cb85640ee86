"""Builds a long page in portions: what somebody needs at once, the rest in order while nobody waits."""

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

_TURN_S = 0.012
"""Seconds of building before the window gets its turn."""


class Portions(QObject):
    """Builds each portion once: when it is needed, or when its turn has come."""

    built = Signal(str)
    """Name of the portion that is there now."""

    def __init__(self, names: Iterable[str], build: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._left = dict.fromkeys(names)
        self._build = build
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    @property
    def left(self) -> tuple[str, ...]:
        """Names of the portions that are not there yet, in order."""
        return tuple(self._left)

    def need(self, name: str) -> None:
        """Build this portion now, unless it is there."""
        if name not in self._left:
            return
        del self._left[name]
        if not self._left:
            self._timer.stop()
        self._build(name)
        self.built.emit(name)

    def need_all(self) -> None:
        """Build now what is not there yet."""
        for name in self.left:
            self.need(name)

    def _go_on(self) -> None:
        until = time.perf_counter() + _TURN_S
        for name in self.left:
            self.need(name)
            if time.perf_counter() > until:
                return
