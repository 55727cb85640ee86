"""The provider's confirmation of orders, prescriptions and referrals that somebody wrote down."""

from collections.abc import Mapping

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.rights import Action, may, require
from scribe_desktop.notes.rows import Confirmation, confirmers
from scribe_desktop.notes.table import every
from scribe_desktop.session.desk import Desk


class Orders:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def confirmation(self) -> Confirmation:
        """This person's confirmation, now. Raises `NotAllowed` unless they are a provider."""
        require(self._desk.person, Action.CONFIRM_ORDER)
        return Confirmation(self._desk.person.signature_name, self._desk.clock())


def require_own_confirmations(desk: Desk, changes: Mapping[str, Passage]) -> None:
    """Raise `NotAllowed` for a row that is confirmed in words which do not come from a provider."""
    for key, passage in changes.items():
        table = every().get(key.rpartition(".")[2]) if "." in key else None
        if table is None or not table.pending:
            continue
        for person_id in confirmers(table, passage):
            person = desk.store.people.get(person_id)
            if not may(person, Action.CONFIRM_ORDER):
                raise NotAllowed(
                    f"{person.name} may not {Action.CONFIRM_ORDER.value}.",
                    remedy="Ask the provider to confirm them.",
                )
