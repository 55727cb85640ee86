"""Removes a visit and everything that hangs on it for good: rows, search index and write-ahead log."""

from collections.abc import Iterator, Sequence
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

    def encounters(self, ids: Sequence[str], reason: str, author: Author) -> tuple[Purge, ...]:
        """Remove visits and all that hangs on them, in one transaction; each patient with their last visit.

        They are on no page of the file any more; `empty_log` of the store does the rest after the commit.

        Raises:
            BadInput: one of them is not there (any more); nothing was removed.
        """
        at = self._database.clock()
        with self._database.transaction() as connection:
            purges = []
            with _without_append_only(connection):
                for encounter_id in ids:
                    patient_id, rows = _remove_visit(connection, encounter_id)
                    if not patient_id:
                        raise BadInput("This visit is not there any more.")
                    purges.append(Purge(new_id(), encounter_id, patient_id, reason, rows, author, at))
            for purge in purges:
                connection.execute(insert(tables.purges).values(to_columns(purge)))
            search_index.forget_deleted(connection)
        return tuple(purges)

    def again(self, purge: Purge) -> int:
        """Have a purge hold here that was made in a later state of this store; returns how many rows went.

        Its author is known here.
        """
        with self._database.transaction() as connection:
            with _without_append_only(connection):
                _, rows = _remove_visit(connection, purge.encounter_id)
            connection.execute(insert(tables.purges).values(to_columns(purge)))
            if rows:
                search_index.forget_deleted(connection)
        return rows

    def all(self) -> tuple[Purge, ...]:
        """The oldest first."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(tables.purges).order_by(tables.ARRIVAL)).all()
        return tuple(Purge(**to_fields(row)) for row in rows)


def _remove_visit(connection: Connection, encounter_id: str) -> tuple[str, int]:
    """Remove a visit, and a patient with their last; returns the patient's id, "" if none, and the rows."""
    row = tables.encounters.c
    patient_id = connection.execute(select(row.patient_id).where(row.id == encounter_id)).scalar()
    if patient_id is None:
        return "", 0
    removed = _remove(connection, "encounters", [encounter_id])
    if connection.execute(select(row.id).where(row.patient_id == patient_id)).first() is None:
        removed += _remove(connection, "patients", [patient_id])
    return patient_id, removed


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
