"""Removes a visit and everything that hangs on it for good: rows, search index and write-ahead log."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.people import Author
from scribe_desktop.store import search_index, tables
from scribe_desktop.store.database import Database
from scribe_desktop.store.records import to_columns, to_fields

_MOST_AT_ONCE = 500
"""Ids in one statement."""


@dataclass(frozen=True)
class Purge:
    """The certificate of a removal: who, when, why, how much; nothing of what it was about."""

    id: str
    encounter_id: str
    patient_id: str
    reason: str
    rows: int
    author: Author
    at: datetime


class Purges:
    def __init__(self, database: Database) -> None:
        self._database = database

    def encounter(self, encounter_id: str, reason: str, author: Author) -> Purge:
        """Remove a visit and all that hangs on it; the patient with their last visit.

        It is on no page of the file any more; `empty_log` of the store does the rest after the commit.

        Raises:
            BadInput: there is no such visit (any more).
        """
        with self._database.transaction() as connection:
            patient_id = connection.execute(
                select(tables.encounters.c.patient_id).where(tables.encounters.c.id == encounter_id)
            ).scalar()
            if patient_id is None:
                raise BadInput("This visit is not there any more.")
            with _without_append_only(connection):
                removed = _remove(connection, "encounters", [encounter_id])
                others = select(tables.encounters.c.id).where(tables.encounters.c.patient_id == patient_id)
                if connection.execute(others).first() is None:
                    removed += _remove(connection, "patients", [patient_id])
            purge = Purge(new_id(), encounter_id, patient_id, reason, removed, author, self._database.clock())
            connection.execute(insert(tables.purges).values(to_columns(purge)))
            search_index.forget_deleted(connection)
        return purge

    def all(self) -> tuple[Purge, ...]:
        """The oldest first."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(tables.purges).order_by(tables.ARRIVAL)).all()
        return tuple(Purge(**to_fields(row)) for row in rows)


def _remove(connection: Connection, table: str, ids: list[str]) -> int:
    """Delete these rows after all that refer to them, directly or not; returns how many rows went."""
    removed = 0
    for child, column in _children(connection, table):
        found = _ids(connection, child, column, ids)
        if found and child != table:
            removed += _remove(connection, child, found)
    for some in _portions(ids):
        places = ", ".join("?" * len(some))
        key = _key(connection, table)
        gone = connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE "{key}" IN ({places})', tuple(some))  # noqa: S608
        removed += gone.rowcount
    return removed


def _children(connection: Connection, table: str) -> list[tuple[str, str]]:
    """Tables that refer to this one, and by which column."""
    rows = connection.exec_driver_sql(
        'SELECT listed.name, referring."from" FROM pragma_table_list AS listed, '
        "pragma_foreign_key_list(listed.name) AS referring "
        "WHERE listed.schema = 'main' AND listed.type = 'table' AND referring.\"table\" = ?",
        (table,),
    )
    return [(name, column) for name, column in rows]


def _ids(connection: Connection, table: str, column: str, parents: list[str]) -> list[Any]:
    key, found = _key(connection, table), list[Any]()
    for some in _portions(parents):
        places = ", ".join("?" * len(some))
        rows = connection.exec_driver_sql(
            f'SELECT "{key}" FROM "{table}" WHERE "{column}" IN ({places})',  # noqa: S608 names of our own
            tuple(some),
        )
        found += [value for (value,) in rows]
    return found


def _key(connection: Connection, table: str) -> str:
    """What tells a table's rows apart: its id, or the row number where the key has several columns."""
    columns = connection.exec_driver_sql("SELECT name FROM pragma_table_info(?)", (table,))
    return "id" if ("id",) in [tuple(row) for row in columns] else "rowid"


def _portions(ids: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(ids), _MOST_AT_ONCE):
        yield ids[at : at + _MOST_AT_ONCE]


@contextmanager
def _without_append_only(connection: Connection) -> Iterator[None]:
    """The triggers that keep the legal record from being deleted, gone within this transaction alone."""
    kept = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB '*_refuses_delete'"
    ).all()
    for name, _ in kept:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in kept:
        connection.exec_driver_sql(statement)
