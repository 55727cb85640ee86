"""Knows when somebody may begin to speak: an open device is not yet one that is heard."""

from collections.abc import Callable, Iterable
from threading import Lock

from scribe_desktop.notes.recording import Channel


class FirstSound:
    """Any thread may call it."""

    def __init__(self, channels: Iterable[Channel], heard: Callable[[], None]) -> None:
        """`heard` is called once, when every channel has come; never once `end` was called."""
        self._lock = Lock()
        self._missing = set(channels)
        self._heard = heard

    def come(self, channel: Channel) -> None:
        """It delivers, or it has been told that it does not."""
        with self._lock:
            if channel in self._missing:
                self._missing.remove(channel)
                if not self._missing:
                    self._heard()

    def end(self) -> None:
        """Nobody is listened to any more."""
        with self._lock:
            self._missing.clear()
