"""Asks the system (logind) to wait with its sleep until what is open is saved and locked."""

import os

from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusUnixFileDescriptor

_SERVICE, _PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
_ASKING = ["sleep", "Scribe Desktop", "Saves the open chart and locks", "delay"]


class SleepHold(QObject):
    """Holds logind's delay lock from `take` to `release`; logind itself limits how long that helps.

    Where there is no system bus, no logind or no permission, it does nothing. It never waits.
    """

    def __init__(self, parent: QObject, bus: QDBusConnection | None = None) -> None:
        super().__init__(parent)
        self._bus = bus or QDBusConnection.systemBus()
        self._wanted = False
        self._handle: int | None = None
        self._asked: QDBusPendingCallWatcher | None = None

    @property
    def is_held(self) -> bool:
        return self._handle is not None

    def take(self) -> None:
        """From now on the machine sleeps only after `release`, or when logind has waited for long enough."""
        self._wanted = True
        if self._handle is None and self._asked is None and self._bus.isConnected():
            message = QDBusMessage.createMethodCall(_SERVICE, _PATH, f"{_SERVICE}.Manager", "Inhibit")
            message.setArguments(_ASKING)
            self._asked = QDBusPendingCallWatcher(self._bus.asyncCall(message), self)
            self._asked.finished.connect(self._answered)

    def release(self) -> None:
        """Everything is saved and nothing is to be seen any more."""
        self._wanted = False
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _answered(self, call: QDBusPendingCallWatcher) -> None:
        self._asked = None
        given = call.reply().arguments()
        call.deleteLater()
        if given and isinstance(given[0], QDBusUnixFileDescriptor):
            self._handle = given[0].takeFileDescriptor()
            if not self._wanted:
                self.release()
