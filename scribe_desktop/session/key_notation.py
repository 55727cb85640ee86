"""Which key combinations can be given to a command at all: known ones that nobody needs for writing."""

import re

from scribe_desktop.session.commands import COMMANDS, by_menu

MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
_FOR_WRITING = {
    "Tab", "Backtab", "Backspace", "Return", "Enter", "Ins", "Del", "Home", "End",
    "Left", "Up", "Right", "Down", "PgUp", "PgDown", "Space",
}  # fmt: skip
_OTHERS = {"Esc", "Pause", "Print", "ScrollLock", "NumLock", "Menu", "Help", "Clear"}
_FUNCTION = re.compile(r"F([1-9]|[12][0-9]|3[0-5])")
_EDITING = {f"Ctrl+{key}" for key in ("A", "C", "V", "X", "Left", "Right", "Home", "End", "Backspace", "Del")}
_MENUS = {f"Alt+{title[title.index('&') + 1].upper()}" for title, _ in by_menu(COMMANDS)} | {"F10", "Alt+F4"}


def split(keys: str) -> tuple[tuple[str, ...], str]:
    """Modifiers and key of a combination in Qt's portable notation: "Ctrl++" is Ctrl and the plus key."""
    if keys.endswith("+"):
        keys, key = keys.removesuffix("+").removesuffix("+"), "+"
    else:
        keys, _, key = keys.rpartition("+")
    return tuple(keys.split("+")) if keys else (), key


def refusal(keys: str) -> str:
    """Why these keys cannot be given to a command, as a sentence; empty if they can."""
    modifiers, key = split(keys)
    known = (len(key) == 1 and key.isprintable()) or key in _FOR_WRITING | _OTHERS or _FUNCTION.fullmatch(key)
    if not known or len(set(modifiers)) < len(modifiers) or set(modifiers) - set(MODIFIERS):
        return f"“{keys}” is no key combination."
    without_shift = "+".join([*(m for m in modifiers if m != "Shift"), key])
    if not set(modifiers) - {"Shift"} and (len(key) == 1 or key in _FOR_WRITING):
        return f"{keys} is needed for writing."
    if keys in _EDITING or (without_shift in _EDITING and len(key) > 1):
        return f"{keys} is needed for editing text."
    if keys in _MENUS:
        return f"{keys} belongs to the menus."
    return f"{keys} takes back and closes, always." if key == "Esc" else ""
