"""How long a note's words may stay on the clipboard, which every program can read."""

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.audit import settings_change
from scribe_desktop.session.desk import Desk

USUAL = 60
LONGEST = 3600
"""Seconds."""


class ClipboardRule:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._settings = desk.store.settings

    def seconds(self) -> int:
        """After which they are cleared; 0: never."""
        return int(self._settings.get("clipboard.seconds", str(USUAL)))

    def set_seconds(self, seconds: int) -> None:
        """Raises `NotAllowed`, or `BadInput` for a number that makes no sense."""
        self._desk.require(Action.CHANGE_SAFETY)
        if not 0 <= seconds <= LONGEST:
            raise BadInput(f"Choose between 0 and {LONGEST} seconds.")
        with settings_change(self._desk, "clipboard"):
            self._settings.put("clipboard.seconds", str(seconds))
