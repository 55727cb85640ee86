"""The note as it is being written: saved passage by passage, a second after each change."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from scribe_desktop.errors import WrongState
from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.lifecycle import NoteState, state_of
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.people import Author
from scribe_desktop.store.database import Database
from scribe_desktop.store.history import history
from scribe_desktop.store.recordings import note_placed
from scribe_desktop.store.tables import draft_passages, encounters, notes

_LOAD = select(draft_passages.c.key, draft_passages.c.text, draft_passages.c.runs).where(
    draft_passages.c.note_id == bindparam("note_id")
)
_SAVED_AT = select(func.max(draft_passages.c.updated_at)).where(
    draft_passages.c.note_id == bindparam("note_id")
)
_INSERT = upsert(draft_passages)
_SAVE = _INSERT.on_conflict_do_update(
    index_elements=["note_id", "key"],
    set_={
        name: _INSERT.excluded[name] for name in ("text", "runs", "updated_at", "person_id", "workstation_id")
    },
)


def load(connection: Connection, note_id: str) -> dict[str, Passage]:
    """The draft of a note, inside a transaction of the caller's."""
    rows = connection.execute(_LOAD, {"note_id": note_id})
    return {key: Passage(text, runs) for key, text, runs in rows}


class Drafts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, note_id: str, changes: Mapping[str, Passage], author: Author) -> datetime:
        """Keep the changed passages, blank ones too, and say when. On the disk when it returns.

        Raises:
            WrongState: the note is signed.
            LookupError: there is no such note.
            StoreNotWritable: nothing of it was kept.
        """
        now = self._database.clock()
        rows = [
            {
                "note_id": note_id,
                "key": key,
                "text": passage.text,
                "runs": passage.runs,
                "updated_at": now,
                "person_id": author.person_id,
                "workstation_id": author.workstation_id,
            }
            for key, passage in changes.items()
        ]
        with self._database.transaction() as connection:
            if state_of(history(connection, note_id)) is NoteState.SIGNED:
                raise WrongState(
                    "This note is signed; its text is locked.", remedy="Write what is new as an addendum."
                )
            if rows:
                connection.execute(_SAVE, rows)
                note_placed(connection, note_id, changes)
        return now

    def load(self, note_id: str) -> dict[str, Passage]:
        """Passages by key, as saved last."""
        with self._database.transaction() as connection:
            return load(connection, note_id)

    def earlier(self, encounter: Encounter, ending: str) -> tuple[tuple[datetime, str], ...]:
        """Texts under keys with this ending in the patient's notes of visits before this one, oldest first.

        Each comes with the start of its visit.
        """
        query = (
            select(encounters.c.started_at, draft_passages.c.text)
            .join_from(draft_passages, notes, notes.c.id == draft_passages.c.note_id)
            .join(encounters, encounters.c.id == notes.c.encounter_id)
            .where(encounters.c.patient_id == encounter.patient.id, encounters.c.id != encounter.id)
            .where(encounters.c.started_at <= encounter.started_at)
            .where(func.substr(draft_passages.c.key, -len(ending)) == ending, draft_passages.c.text != "")
            .order_by(encounters.c.started_at)
        )
        with self._database.transaction() as connection:
            return tuple((at, text) for at, text in connection.execute(query))

    def saved_at(self, note_id: str) -> datetime | None:
        """When anything was last saved in it; None for an untouched note."""
        with self._database.transaction() as connection:
            return connection.execute(_SAVED_AT, {"note_id": note_id}).scalar()
