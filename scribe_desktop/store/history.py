"""A note's append-only events, in their order of arrival, and the state that follows from them."""

from collections.abc import Collection
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, bindparam, exists, insert, select

from scribe_desktop.notes.lifecycle import EventKind, NoteEvent, NoteState, state_of
from scribe_desktop.store.records import to_columns, to_fields
from scribe_desktop.store.tables import note_events, notes

History = tuple[NoteEvent, ...]

_OF_NOTES = (
    select(*(column for column in note_events.c if column is not note_events.c.seq))
    .where(note_events.c.note_id.in_(bindparam("note_ids", expanding=True)))
    .order_by(note_events.c.note_id, note_events.c.seq)
)

_APPEND = insert(note_events)

SIGNED = exists().where(
    note_events.c.note_id == notes.c.id, note_events.c.kind.in_((EventKind.SIGNED, EventKind.ADDENDUM))
)
"""In a query on `notes`: this one is signed. Spares long lists `state_of`; tested equal to it."""


def histories(connection: Connection, note_ids: Collection[str]) -> dict[str, History]:
    """The events of each of these notes, oldest first."""
    rows = connection.execute(_OF_NOTES, {"note_ids": list(note_ids)})
    events = (NoteEvent(**to_fields(row)) for row in rows)
    return {note_id: tuple(group) for note_id, group in groupby(events, key=lambda event: event.note_id)}


def history(connection: Connection, note_id: str) -> History:
    """The events of one note, oldest first. Raises `LookupError` when there is no such note."""
    return histories(connection, [note_id])[note_id]


def state_since(events: History) -> tuple[NoteState, datetime]:
    """The state after these events, and when the note entered it."""
    states = [state_of(events[:count]) for count in range(1, len(events) + 1)]
    entered = len(states) - 1
    while entered and states[entered - 1] is states[-1]:
        entered -= 1
    return states[-1], events[entered].at


def append(connection: Connection, event: NoteEvent) -> None:
    """Add one event; whether it may happen is the caller's question to `require_state`."""
    connection.execute(_APPEND, to_columns(event))
