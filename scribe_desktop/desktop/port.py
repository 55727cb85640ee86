"""What the program needs of the desktop it runs on."""

from collections.abc import Callable, Mapping
from typing import Protocol

Combination = str
"""Keys in the notation of the command table: "Ctrl+Alt+D"."""


class DesktopKeys(Protocol):
    """One keyboard, listened to in whichever program has it."""

    def listen(self, keys: Mapping[Combination, Callable[[], object]]) -> None:
        """Call back whenever one of these is pressed and let go, from another thread.

        In place of what was listened for before. The program in front gets the keys as well.

        Raises:
            NoDesktopKeys: this desktop does not allow it, or what it takes is not installed.
            BadInput: a combination has a key that cannot be listened for.
        """

    def stop(self) -> None:
        """Hear nothing more; harmless when nothing was heard."""

    def press_paste(self) -> None:
        """Press the keys that paste, in the program that has the keyboard. Only while listening."""

    def take_keyboard(self, window: int) -> None:
        """Give the keyboard to our own window with this id of the window system's; it is shown already."""
