"""Search over the text of all notes and addenda: what is asked for, in words of the index, and the hits."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, text

from scribe_desktop.notes.patient import Patient, Sex
from scribe_desktop.store.columns import moment
from scribe_desktop.store.database import Database

MARK_ON, MARK_OFF = "\x02", "\x03"
"""Around each word found, in a snippet."""
MOST = 50
"""Hits told at once."""
_SHORTEST_PREFIX = 3
"""Letters from which on an unfinished last word finds what begins like it."""
_WORDS_SHOWN = 14
_PIECES = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Hit:
    """One stretch of text that has all the words."""

    encounter_id: str
    note_id: str
    patient: Patient
    started_at: datetime
    """Of the visit."""
    note_type: str
    key: str
    """Of the passage; empty for an addendum."""
    snippet: str
    """Some words around, those found between `MARK_ON` and `MARK_OFF`."""


def expression(typed: str) -> str:
    """What somebody typed, for FTS5: all words, "exact words" together, -word not; empty without a word.

    The last word may be unfinished. Nothing that is typed can be a syntax error.
    """
    wanted, unwanted = [], []
    for minus, quoted, bare in _pieces(typed):
        words = _WORD.findall(quoted or bare)
        if words and minus:
            unwanted.append(_phrase(words))
        elif words:
            wanted.append(_phrase(words))
    if not wanted:
        return ""
    last = _WORD.findall(typed)[-1]
    if typed[-1:].isalnum() and len(last) >= _SHORTEST_PREFIX and wanted[-1].endswith(f'{last}"'):
        wanted[-1] += "*"
    return " AND ".join(wanted) + "".join(f" NOT {phrase}" for phrase in unwanted)


def of_patient(match: str, patient_id: str) -> str:
    """The same in this patient's notes only; in everybody's without one."""
    text_only = f"text : ({match})"
    return f'patient : "{patient_id.replace("-", "")}" AND {text_only}' if patient_id else text_only


def _pieces(typed: str) -> Iterator[tuple[str, str, str]]:
    """Sign, quoted words and bare words of each piece; one of the latter two is empty."""
    for match in _PIECES.finditer(typed):
        minus, quoted, bare = match.groups(default="")
        if bare.startswith("-"):
            minus, bare = "-", bare[1:]
        yield minus, quoted, bare


def _phrase(words: list[str]) -> str:
    return f'"{" ".join(words)}"'


_FOUND = """
SELECT encounters.id AS encounter_id, notes.id AS note_id, notes.note_type, encounters.started_at,
    patients.id AS patient_id, patients.name, patients.birth_date, patients.sex, patients.mrn,
    {key} AS key, snippet({index}, 0, :mark_on, :mark_off, '…', :words) AS snippet
FROM {index}
CROSS JOIN {table} ON {table}.rowid = {index}.rowid
JOIN notes ON notes.id = {table}.note_id
JOIN encounters ON encounters.id = notes.encounter_id
JOIN patients ON patients.id = encounters.patient_id
WHERE {index} MATCH :expression AND patients.id NOT IN (SELECT value FROM json_each(:hidden))
ORDER BY {index}.rowid DESC LIMIT :limit
"""

_SOURCES = (("draft_passages", "passage_search", "draft_passages.key"), ("addenda", "addendum_search", "''"))
STATEMENTS = tuple(_FOUND.format(table=table, index=index, key=key) for table, index, key in _SOURCES)
"""Over passages and over addenda; each takes `values`."""


def values(typed: str, patient_id: str, hidden: Collection[str] = ()) -> dict[str, object] | None:
    """What `STATEMENTS` ask for by name; None when no word is asked for."""
    match = expression(typed)
    if not match:
        return None
    return {
        "expression": of_patient(match, patient_id),
        "mark_on": MARK_ON,
        "mark_off": MARK_OFF,
        "words": _WORDS_SHOWN,
        "limit": MOST,
        "hidden": json.dumps([*hidden]),
    }


class Search:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, typed: str, *, patient_id: str = "", hidden: Collection[str] = ()) -> tuple[Hit, ...]:
        """What has all the words, latest visit first, `MOST` at most; nothing for nothing.

        Args:
            typed: see `expression`.
            patient_id: look at this patient's notes only.
            hidden: ids of patients whose notes are passed over, and do not count.
        """
        bound = values(typed, patient_id, hidden)
        if bound is None:
            return ()
        with self._database.transaction() as connection:
            rows = [row for statement in STATEMENTS for row in connection.execute(text(statement), bound)]
        return tuple(sorted(map(_hit, rows), key=lambda hit: hit.started_at, reverse=True)[:MOST])


def _hit(row: Row[Any]) -> Hit:
    born = date.fromisoformat(row.birth_date)
    return Hit(
        row.encounter_id,
        row.note_id,
        Patient(row.patient_id, row.name, born, Sex(row.sex), row.mrn),
        moment(row.started_at),
        row.note_type,
        row.key,
        row.snippet,
    )
