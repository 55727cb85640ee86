"""Which forms this person has open above their sections."""

from scribe_desktop.session.desk import Desk


class OpenForms:
    """Reads the store when it is made; `names` may be asked and changed on any thread."""

    def __init__(self, desk: Desk) -> None:
        self._settings = desk.store.settings
        self._key = f"person.{desk.person.id}.open-forms"
        self.names = frozenset(self._settings.get(self._key).split())

    def put(self, name: str, *, is_open: bool) -> None:
        """A form was opened or closed."""
        self.names = self.names | {name} if is_open else self.names - {name}

    def keep(self) -> None:
        """Write down in the store what is open now."""
        self._settings.put(self._key, " ".join(sorted(self.names)))
