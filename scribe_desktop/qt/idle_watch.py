"""Notices when nobody has touched the program for a while, and when the machine was asleep."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid

from scribe_desktop.vault.instant import awake_or_asleep

WARNING = 30.0
"""Seconds between `soon` and `idle`."""

_LOOK_MS = 1_000
_ASLEEP = 3.0
"""Seconds that the clock which runs on in sleep may gain on the one that does not, without it being sleep."""
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Listens to the windows themselves, not to every widget in them, so that typing costs nothing more."""

    soon = Signal()
    """It will be `idle` in `WARNING` seconds, unless somebody touches something."""
    idle = Signal()
    woke = Signal()
    """The machine was asleep, and is awake again."""

    def __init__(
        self,
        parent: QObject,
        *,
        clock: Callable[[], float] = awake_or_asleep,
        awake: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clock, self._awake = clock, awake
        self._patience = 0.0
        self._touched = self._seen = self._seen_awake = 0.0
        self._warned = False
        self._window: QWindow | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._follow)

    def start(self, seconds: float) -> None:
        """Watch from now on; `idle` comes after this time without a touch."""
        self._patience = seconds
        self._seen, self._seen_awake = self._clock(), self._awake()
        self._follow(QGuiApplication.focusWindow())
        self.touched()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def touched(self) -> None:
        """Somebody is there: called for keys and mouse, and by others for what is no key, such as words."""
        self._touched, self._warned = self._clock(), False

    def look(self) -> None:
        """Compare the clocks now; the timer does so every second."""
        now, awake = self._clock(), self._awake()
        slept = (now - self._seen) - (awake - self._seen_awake)
        self._seen, self._seen_awake = now, awake
        idle_for = now - self._touched
        if slept > _ASLEEP:
            self.woke.emit()
        elif idle_for >= self._patience:
            self.touched()
            self.idle.emit()
        elif idle_for >= self._patience - WARNING and not self._warned:
            self._warned = True
            self.soon.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touched()
        return False

    def _follow(self, window: QWindow | None) -> None:
        """Listen to the window that has the keyboard: a menu or a dialog may be one of its own."""
        if window is not None and window is not self._window:
            if self._window is not None and isValid(self._window):
                self._window.removeEventFilter(self)
            self._window = window
            window.installEventFilter(self)
