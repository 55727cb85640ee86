"""Whether this person wants to see where each stretch of a note comes from."""

from scribe_desktop.session.desk import Desk


class Provenance:
    """Reads the store when it is made and writes when it is switched; `shown` may be asked on any thread."""

    def __init__(self, desk: Desk) -> None:
        self._settings = desk.store.settings
        self._key = f"person.{desk.person.id}.provenance"
        self.shown = self._settings.get(self._key) == "on"

    def show(self, *, on: bool) -> None:
        """Remember it for the next time; `shown` is the caller's to set, who may not wait for the store."""
        self._settings.put(self._key, "on" if on else "")
