"""Recordings and what was heard in them: how far each is recognised, and whose words a draft holds by now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from scribe_desktop.notes.dictated import spoken
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import Recording, RecordingState, Utterance
from scribe_desktop.store.database import Database
from scribe_desktop.store.history import SIGNED
from scribe_desktop.store.records import to_columns, to_fields
from scribe_desktop.store.tables import ARRIVAL, notes, recordings, utterances

_WAITS = exists().where(utterances.c.recording_id == recordings.c.id, utterances.c.placed.is_(False))
_WAITING_IN_NOTE = (
    select(utterances.c.id)
    .join_from(utterances, recordings, recordings.c.id == utterances.c.recording_id)
    .where(recordings.c.note_id == bindparam("note_id"), utterances.c.placed.is_(False))
)


class Recordings:
    """The sound itself is elsewhere; who loses a recording's key loses its sound."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, recording: Recording) -> None:
        """Remember a recording and its key, before any sound of it is written. Twice is fine."""
        row = upsert(recordings).values(to_columns(recording)).on_conflict_do_nothing()
        with self._database.transaction() as connection:
            connection.execute(row)

    def heard(self, utterance: Utterance) -> None:
        """Keep an utterance's words and how far its recording is recognised now. Twice is fine."""
        with self._database.transaction() as connection:
            row = upsert(utterances).values({**vars(utterance), "id": utterance.id})
            connection.execute(row.on_conflict_do_nothing())
            _advance(connection, utterance.recording_id, utterance.end)

    def advance(self, recording_id: str, seconds: float) -> None:
        """What was said before this has become words."""
        with self._database.transaction() as connection:
            _advance(connection, recording_id, seconds)

    def settle(self, utterance_ids: Iterable[str]) -> None:
        """These need not be placed any more."""
        with self._database.transaction() as connection:
            _place(connection, utterance_ids)

    def recognised(self, recording_id: str) -> None:
        """All of it has become words."""
        done = update(recordings).where(
            recordings.c.id == recording_id, recordings.c.state == RecordingState.OPEN
        )
        with self._database.transaction() as connection:
            connection.execute(done.values(state=RecordingState.RECOGNISED))

    def get(self, recording_id: str) -> Recording:
        """Raises `LookupError`."""
        found = self._all(select(recordings).where(recordings.c.id == recording_id))
        if not found:
            raise LookupError(recording_id)
        return found[0]

    def unfinished(self) -> tuple[Recording, ...]:
        """Not recognised to the end, or with words that no draft has taken yet; oldest first."""
        open_ = recordings.c.state == RecordingState.OPEN
        return self._all(select(recordings).where(or_(open_, _WAITS)).order_by(ARRIVAL))

    def waiting(self, recording_id: str) -> tuple[Utterance, ...]:
        """Utterances that no draft has taken yet, in the order in which they were spoken."""
        of_it = select(utterances).where(utterances.c.recording_id == recording_id)
        with self._database.transaction() as connection:
            rows = connection.execute(of_it.where(utterances.c.placed.is_(False)).order_by(utterances.c.end))
            return tuple(_utterance(row) for row in rows)

    def utterance(self, utterance_id: str) -> Utterance | None:
        """None when its words were discarded with the sound."""
        with self._database.transaction() as connection:
            row = connection.execute(select(utterances).where(utterances.c.id == utterance_id)).first()
        return None if row is None else _utterance(row)

    def kept(self) -> frozenset[str]:
        """Ids of all recordings whose sound can still be heard."""
        with self._database.transaction() as connection:
            there = select(recordings.c.id).where(recordings.c.state != RecordingState.DISCARDED)
            return frozenset(connection.execute(there).scalars())

    def dispensable(self, *, signed: bool, before: datetime | None) -> tuple[str, ...]:
        """Ids of recordings whose words are safe and that may go.

        Args:
            signed: those of signed notes.
            before: those that began earlier than this; all for None with `signed` false.
        """
        done = and_(recordings.c.state == RecordingState.RECOGNISED, ~_WAITS)
        query = select(recordings.c.id).join_from(recordings, notes, notes.c.id == recordings.c.note_id)
        query = query.where(done)
        if signed:
            query = query.where(SIGNED)
        if before is not None:
            query = query.where(recordings.c.started_at < before)
        with self._database.transaction() as connection:
            return tuple(connection.execute(query).scalars())

    def discard(self, recording_ids: Iterable[str]) -> bool:
        """Destroy their keys, for good, and what was heard of them apart from the notes' own text.

        Words of notes that are not signed yet stay, for the sake of their alternatives.

        Returns:
            Whether there was anything; then `Store.empty_log` has what is gone out of the log, too.
        """
        ids = list(recording_ids)
        signed = select(recordings.c.id).join_from(recordings, notes, notes.c.id == recordings.c.note_id)
        gone = {"state": RecordingState.DISCARDED, "key": b""}
        of_signed = signed.where(SIGNED, recordings.c.state == RecordingState.DISCARDED)
        with self._database.transaction() as connection:
            keys = connection.execute(update(recordings).where(recordings.c.id.in_(ids)).values(gone))
            words = connection.execute(delete(utterances).where(utterances.c.recording_id.in_(of_signed)))
        return bool(keys.rowcount or words.rowcount)

    def _all(self, query: Select[Any]) -> tuple[Recording, ...]:
        with self._database.transaction() as connection:
            return tuple(Recording(**to_fields(row)) for row in connection.execute(query))


def note_placed(connection: Connection, note_id: str, changes: Mapping[str, Passage]) -> None:
    """Remember which utterances the draft holds from now on, in the transaction that saves it."""
    waiting = set(connection.execute(_WAITING_IN_NOTE, {"note_id": note_id}).scalars())
    if waiting:
        _place(connection, waiting & set(utterances_in(changes.values())))


def utterances_in(passages: Iterable[Passage]) -> Iterable[str]:
    """Ids of the utterances that these passages have words of."""
    sources = (run.source for passage in passages for run in passage.runs)
    return (how.utterance for source in sources if (how := spoken(source)) and how.utterance)


def _place(connection: Connection, utterance_ids: Iterable[str]) -> None:
    connection.execute(update(utterances).where(utterances.c.id.in_(list(utterance_ids))).values(placed=True))


def _advance(connection: Connection, recording_id: str, seconds: float) -> None:
    further = func.max(recordings.c.recognised_up_to, seconds)
    connection.execute(
        update(recordings).where(recordings.c.id == recording_id).values(recognised_up_to=further)
    )


def _utterance(row: Row[Any]) -> Utterance:
    fields = dict(row._mapping)
    del fields["id"]
    return Utterance(**fields)
