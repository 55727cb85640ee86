"""Keeps what somebody has begun to write about a note: nobody else sees it, nothing signs it by itself."""

from collections.abc import Mapping
from datetime import datetime

from scribe_desktop.notes.rights import Action
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.restrictions import Restrictions


class UnsignedTexts:
    """A chart brings them back (`Chart.unsigned`); doing what they are for forgets them (`Review`)."""

    def __init__(self, desk: Desk, restrictions: Restrictions) -> None:
        self._desk = desk
        self._restrictions = restrictions

    def keep(self, note_id: str, texts: Mapping[Unsigned, str]) -> datetime:
        """Put what the forms of a note say into the encrypted store; returns when it was safe.

        Args:
            texts: what changed; a blank one is forgotten.

        Raises:
            NotAllowed: this person could do nothing with one of them.
            Restricted: the chart is not open to them.
        """
        self._desk.require(Action.OPEN_ENCOUNTER)
        for kind in texts:
            self._desk.require(kind.takes)
        self._restrictions.require_note(note_id)
        return self._desk.store.unsigned_texts.save(note_id, texts, self._desk.author)
