"""Notes on their way from draft to signature: versions, events, signatures and addenda."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from scribe_desktop.errors import WrongState
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.lifecycle import EventKind, NoteEvent, NoteState, require_state, state_of
from scribe_desktop.notes.note import Addendum, Note, NoteVersion, Signature, digest, says_something
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.people import Author
from scribe_desktop.store import drafts
from scribe_desktop.store.database import Database
from scribe_desktop.store.deliveries import enqueue
from scribe_desktop.store.history import append, history
from scribe_desktop.store.records import to_columns, to_fields
from scribe_desktop.store.tables import ARRIVAL, addenda, note_versions, notes, signatures


class Notes:
    """Each step is one commit, or nothing. An unknown id raises `LookupError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, note_id: str) -> Note:
        return _note(self._one(select(notes).where(notes.c.id == note_id), note_id))

    def for_encounter(self, encounter_id: str) -> Note:
        """The encounter's note, or the first of several."""
        of_it = select(notes).where(notes.c.encounter_id == encounter_id).order_by(ARRIVAL)
        return _note(self._one(of_it, encounter_id))

    def change_type(self, note_id: str, note_type: str) -> None:
        """Give a note another type. Raises `WrongState` unless it is a draft that says nothing yet."""
        with self._database.transaction() as connection:
            if state_of(history(connection, note_id)) is not NoteState.DRAFT:
                raise WrongState("This note was handed over; its type stays.")
            if says_something(drafts.load(connection, note_id)):
                raise WrongState(
                    "Something is written in this note; its type stays.",
                    remedy="Undo or delete the text first, or begin another encounter.",
                )
            connection.execute(update(notes).where(notes.c.id == note_id).values(note_type=note_type))

    def state(self, note_id: str) -> NoteState:
        return state_of(self.events(note_id))

    def events(self, note_id: str) -> tuple[NoteEvent, ...]:
        """Oldest first."""
        with self._database.transaction() as connection:
            return history(connection, note_id)

    def version(self, version_id: str) -> NoteVersion:
        it = select(note_versions).where(note_versions.c.id == version_id)
        return NoteVersion(**to_fields(self._one(it, version_id)))

    def versions(self, note_id: str) -> tuple[NoteVersion, ...]:
        """Oldest first."""
        of_it = select(note_versions).where(note_versions.c.note_id == note_id)
        return tuple(
            NoteVersion(**to_fields(row)) for row in self._all(of_it.order_by(note_versions.c.number))
        )

    def submit(self, note_id: str, author: Author) -> NoteVersion:
        """Hand the draft as saved to review. Raises `WrongState` when it is there already, or signed."""
        with self._database.transaction() as connection:
            return self._step(connection, note_id, EventKind.SUBMITTED, author)

    def give_back(self, note_id: str, reason: str, author: Author) -> NoteVersion:
        """Return a note in review to its scribe. Raises `WrongState` when it is not in review."""
        with self._database.transaction() as connection:
            return self._step(connection, note_id, EventKind.RETURNED, author, reason)

    def sign(
        self,
        note_id: str,
        *,
        note_type: NoteType,
        attestation: str,
        signer_name: str,
        author: Author,
        destinations: Sequence[str],
    ) -> Signature:
        """Sign the draft as saved, in this type, and queue it for delivery.

        Raises:
            WrongState: signed already.
        """
        with self._database.transaction() as connection:
            version = self._step(connection, note_id, EventKind.SIGNED, author, note_type=note_type)
            signature = Signature(
                new_id(),
                note_id,
                version.id,
                digest(version.content),
                attestation,
                signer_name,
                author,
                version.at,
            )
            connection.execute(insert(signatures).values(to_columns(signature)))
            enqueue(connection, note_id, signature.id, destinations, version.at)
        return signature

    def signature(self, note_id: str) -> Signature | None:
        of_it = select(signatures).where(signatures.c.note_id == note_id).order_by(ARRIVAL)
        return next((Signature(**to_fields(row)) for row in self._all(of_it)), None)

    def addenda(self, note_id: str) -> tuple[Addendum, ...]:
        """Oldest first."""
        of_it = select(addenda).where(addenda.c.note_id == note_id).order_by(ARRIVAL)
        return tuple(_addendum(row) for row in self._all(of_it))

    def add_addendum(
        self,
        note_id: str,
        text: Passage,
        *,
        attestation: str,
        signer_name: str,
        author: Author,
        destinations: Sequence[str],
    ) -> Addendum:
        """Put text beside a signed note and queue it. Raises `WrongState` unless the note is signed."""
        now = self._database.clock()
        addendum = Addendum(new_id(), note_id, text, signer_name, author, now, attestation)
        with self._database.transaction() as connection:
            require_state(state_of(history(connection, note_id)), EventKind.ADDENDUM)
            append(connection, NoteEvent(new_id(), note_id, EventKind.ADDENDUM, author, now))
            values = to_columns(addendum) | {"text": text.text, "runs": text.runs}
            connection.execute(insert(addenda).values(values))
            enqueue(connection, note_id, addendum.id, destinations, now)
        return addendum

    def _step(
        self,
        connection: Connection,
        note_id: str,
        kind: EventKind,
        author: Author,
        reason: str = "",
        note_type: NoteType | None = None,
    ) -> NoteVersion:
        """Freeze the draft as the next version, and record what it was frozen for."""
        require_state(state_of(history(connection, note_id)), kind)
        latest = select(func.max(note_versions.c.number)).where(note_versions.c.note_id == note_id)
        number = (connection.execute(latest).scalar() or 0) + 1
        content = drafts.load(connection, note_id)
        now = self._database.clock()
        version = NoteVersion(new_id(), note_id, number, content, author, now, note_type)
        connection.execute(insert(note_versions).values(to_columns(version)))
        append(connection, NoteEvent(new_id(), note_id, kind, author, version.at, version.id, reason))
        return version

    def _all(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._database.transaction() as connection:
            return connection.execute(query).all()

    def _one(self, query: Select[Any], sought: str) -> Row[Any]:
        rows = self._all(query)
        if not rows:
            raise LookupError(sought)
        return rows[0]


def insert_note(connection: Connection, note: Note) -> None:
    """Add an empty note, in the transaction that opens its encounter."""
    fields = dict(vars(note))
    author: Author = fields.pop("created_by")
    connection.execute(insert(notes).values(fields | asdict(author)))


def _note(row: Row[Any]) -> Note:
    fields = to_fields(row)
    author = fields.pop("author")
    return Note(**fields, created_by=author)


def _addendum(row: Row[Any]) -> Addendum:
    fields = to_fields(row)
    text = Passage(fields.pop("text"), fields.pop("runs"))
    return Addendum(**fields, text=text)
