"""Whether this person wants to see where each stretch of a note comes from."""

from scribe_desktop.session.desk import Desk


class Provenance:
    """Reads the store when it is made; `shown` may be asked and set on any thread."""

    def __init__(self, desk: Desk) -> None:
        self._settings = desk.store.settings
        self._key = f"person.{desk.person.id}.provenance"
        self.shown = self._settings.get(self._key) == "on"

    def keep(self) -> None:
        """Write down in the store what is wanted now."""
        self._settings.put(self._key, "on" if self.shown else "")
