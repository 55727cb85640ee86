"""Hears from the system that the machine is about to sleep or that its screen is being locked (logind)."""

from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

_SERVICE, _PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_MANAGER, _SESSION = f"{_SERVICE}.Manager", f"{_SERVICE}.Session"


class SleepSignal(QObject):
    """Silent where there is no system bus or no logind; then only the clocks tell of sleep."""

    coming = Signal()

    def __init__(self, parent: QObject, bus: QDBusConnection | None = None) -> None:
        super().__init__(parent)
        self._bus = bus or QDBusConnection.systemBus()
        self.listening = self._bus.isConnected() and self._listen()

    def _listen(self) -> bool:
        # the type hints ask for bytes where PySide itself takes what SLOT gives and nothing else
        sleep, lock = cast(bytes, SLOT("prepare(bool)")), cast(bytes, SLOT("locked()"))
        # whichever session is meant: on a workstation with several, locking one too many does no harm
        return self._bus.connect(_SERVICE, _PATH, _MANAGER, "PrepareForSleep", self, sleep) and (
            self._bus.connect(_SERVICE, "", _SESSION, "Lock", self, lock)
        )

    @Slot(bool)
    def prepare(self, begins: bool) -> None:
        if begins:
            self.coming.emit()

    @Slot()
    def locked(self) -> None:
        self.coming.emit()
