"""The provider's confirmation of orders, prescriptions and referrals that somebody wrote down."""

from collections.abc import Iterator, Mapping

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.rights import Action, who_may
from scribe_desktop.notes.rows import Confirmation, confirmed
from scribe_desktop.notes.table import every
from scribe_desktop.session.desk import Desk

_Confirmed = tuple[str, frozenset[tuple[str, str]], frozenset[str]]
"""Id of a note, what one of its rows says, and the ids of those who confirmed it."""


class Orders:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def confirmation(self) -> Confirmation:
        """This person's confirmation, now. Raises `NotAllowed` unless they are a provider."""
        self._desk.require(Action.CONFIRM_ORDER)
        return Confirmation(self._desk.person.signature_name, self._desk.clock())


class Confirmations:
    """Knows every confirmation that the notes had while this person was reading and writing them.

    So whatever stood there may be taken out and put back, as it was, and nobody confirms in the name of
    somebody else: of words that are new the caller alone says from whom they come.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: set[_Confirmed] = set()

    def saw(self, note_id: str, content: Mapping[str, Passage]) -> None:
        """The store has these passages of a note."""
        self._seen.update(_confirmed(note_id, content))

    def require_own(self, note_id: str, changes: Mapping[str, Passage]) -> None:
        """Raise `NotAllowed`, on record, for a new confirmation that is not this person's to give."""
        others = {one for one in _confirmed(note_id, changes) if not self._is_own(one)} - self._seen
        if others:
            self.saw(note_id, self._desk.store.drafts.load(note_id))
        if others - self._seen:
            self._desk.audit.refused(Action.CONFIRM_ORDER)
            raise NotAllowed(
                f"{self._desk.person.name} may not {Action.CONFIRM_ORDER.value} in this way.",
                remedy=f"Whoever confirms has to be logged in: {who_may(Action.CONFIRM_ORDER)}.",
            )

    def _is_own(self, one: _Confirmed) -> bool:
        return one[2] == {self._desk.person.id} and self._desk.may(Action.CONFIRM_ORDER)


def _confirmed(note_id: str, content: Mapping[str, Passage]) -> Iterator[_Confirmed]:
    for key, passage in content.items():
        table = every().get(key.rpartition(".")[2]) if "." in key else None
        if table is not None and table.pending:
            for row, people in confirmed(table, passage):
                yield note_id, frozenset(row.items()), people
