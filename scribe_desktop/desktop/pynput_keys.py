"""Keys of the whole desktop by pynput, an optional package that wants a display when it is imported."""

import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module, util
from typing import Any

from scribe_desktop.desktop import x11_front
from scribe_desktop.desktop.chords import Chords, chord
from scribe_desktop.desktop.port import Combination
from scribe_desktop.errors import BadInput, NoDesktopKeys

_NAMES = {
    "pgup": "page_up", "pgdown": "page_down", "ins": "insert", "del": "delete", "print": "print_screen",
    "scrolllock": "scroll_lock", "numlock": "num_lock", "return": "enter",
}  # fmt: skip
_MODIFIERS = {"ctrl": "ctrl", "alt": "alt", "shift": "shift", "meta": "cmd"}


class PynputKeys:
    """Implements `DesktopKeys`. Windows, macOS and X11; a Wayland desktop keeps keys to their windows."""

    def __init__(self) -> None:
        self._listener: Any = None
        self._controller: Any = None

    def listen(self, keys: Mapping[Combination, Callable[[], object]]) -> None:
        self.stop()
        keyboard = _keyboard()
        modifiers = {getattr(keyboard.Key, theirs): ours for ours, theirs in _MODIFIERS.items()}
        chords = Chords({_chord(one, keyboard): callback for one, callback in keys.items()})

        def name(listener: Any, key: Any) -> str:
            plain = listener.canonical(key)  # left and right are one, capitals are small
            if plain in modifiers:
                return modifiers[plain]
            return key.name if isinstance(key, keyboard.Key) else str(plain.char or plain)

        listener: Any = keyboard.Listener(
            on_press=lambda key: chords.press(name(listener, key)),
            on_release=lambda key: chords.release(name(listener, key)),
        )
        listener.start()
        listener.wait()
        self._listener, self._controller = listener, keyboard.Controller()

    def stop(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.stop()
            listener.join()

    def press_paste(self) -> None:
        keyboard = _keyboard()
        command = keyboard.Key.cmd if sys.platform == "darwin" else keyboard.Key.ctrl
        with self._controller.pressed(command):
            self._controller.tap("v")

    def take_keyboard(self, window: int) -> None:
        if sys.platform not in ("win32", "darwin"):
            x11_front.take_keyboard(window)


def find() -> PynputKeys:
    """The keys of this desktop. Raises `NoDesktopKeys`, with the reason in the user's words."""
    _keyboard()
    return PynputKeys()


def _keyboard() -> Any:
    """pynput's module, imported as late as this because it looks for a display."""
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
        raise NoDesktopKeys(
            "This desktop (Wayland) lets a program hear keys only in its own windows.",
            remedy="Log in to an X11 session, or bind a key to the program in the desktop's settings.",
        )
    if util.find_spec("pynput") is None:
        raise NoDesktopKeys(
            "Keys in every program need the package pynput, which is not installed.",
            remedy='Install it with: pip install "scribe-desktop[hotkeys]"',
        )
    if sys.platform not in ("win32", "darwin") and not os.environ.get("DISPLAY"):
        raise NoDesktopKeys("There is no display here, so there are no other programs' keys.")
    try:
        return import_module("pynput.keyboard")
    except ImportError as error:
        raise NoDesktopKeys(
            f"The keys of this desktop cannot be listened to: {error}.",
            remedy="Check that the program may use the display.",
        ) from error


def _chord(keys: Combination, keyboard: Any) -> frozenset[str]:
    *modifiers, last = keys.replace("++", "+plus").split("+")
    key = "+" if last == "plus" else last
    key = _NAMES.get(key.lower(), key.lower())
    if len(key) > 1 and not hasattr(keyboard.Key, key):
        raise BadInput(f"{keys} cannot be listened for in every program.", remedy="Choose another key.")
    return chord(modifiers, key)
