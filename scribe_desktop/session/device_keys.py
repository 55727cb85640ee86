"""This machine's keyring, looked for once, when somebody first needs it: that can take seconds."""

from collections.abc import Callable
from threading import Lock

from scribe_desktop.errors import PlaintextKeyring
from scribe_desktop.vault.port import KeyHolder

Find = Callable[[], tuple[KeyHolder | None, str]]
"""The keyring to bind to, or None, and a sentence that says which, or why there is none."""

LOOKING = "Looking for this computer's keyring…"
"""What to tell the user until the sentence is there."""


class DeviceKeys:
    """Both methods may be called from any thread, but not from one that must not wait."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._found: tuple[KeyHolder | None, str] | None = None
        self._turn = Lock()

    def holder(self) -> KeyHolder | None:
        """Where this machine keeps device keys; None if it has no place for them.

        Raises `PlaintextKeyring` when that place is refused.
        """
        return self._look()[0]

    def note(self) -> str:
        """What to tell the user about it, or why it is refused."""
        try:
            return self._look()[1]
        except PlaintextKeyring as error:
            return error.in_full()

    def _look(self) -> tuple[KeyHolder | None, str]:
        with self._turn:
            if self._found is None:
                self._found = self._find()
            return self._found
