"""Reasons, attestations and addenda as they are being written: each its writer's own until it is signed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from scribe_desktop.notes.people import Author
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.store.database import Database
from scribe_desktop.store.tables import unsigned_texts

_ROW = unsigned_texts.c
_INSERT = upsert(unsigned_texts)
_SAVE = _INSERT.on_conflict_do_update(
    index_elements=["note_id", "person_id", "kind"],
    set_={name: _INSERT.excluded[name] for name in ("text", "updated_at", "workstation_id")},
)


class UnsignedTexts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, note_id: str, texts: Mapping[Unsigned, str], author: Author) -> datetime:
        """Keep what the author has written so far, forget what is blank, and say when.

        Raises:
            StoreNotWritable: nothing of it was kept.
        """
        now = self._database.clock()
        with self._database.transaction() as connection:
            for kind, text in texts.items():
                if text.strip():
                    values = {"note_id": note_id, "kind": kind, "text": text, "updated_at": now}
                    connection.execute(_SAVE, values | vars(author))
            self.forget(note_id, [kind for kind, text in texts.items() if not text.strip()], author.person_id)
        return now

    def of(self, note_id: str, person_id: str) -> dict[Unsigned, str]:
        """What this person has begun about this note."""
        begun = select(_ROW.kind, _ROW.text).where(_ROW.note_id == note_id, _ROW.person_id == person_id)
        with self._database.transaction() as connection:
            return {row.kind: row.text for row in connection.execute(begun)}

    def forget(self, note_id: str, kinds: Iterable[Unsigned], person_id: str = "") -> None:
        """Drop what is no longer wanted of this person; of everybody, if nobody is named."""
        gone = delete(unsigned_texts).where(_ROW.note_id == note_id, _ROW.kind.in_([*kinds]))
        with self._database.transaction() as connection:
            connection.execute(gone.where(_ROW.person_id == person_id) if person_id else gone)
