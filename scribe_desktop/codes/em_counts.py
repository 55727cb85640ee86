"""What the tables of a note already say about its decision making: counted, never judged."""

from collections.abc import Iterator
from dataclasses import dataclass

from scribe_desktop.codes.em import Counting, Tables
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.rows import in_note
from scribe_desktop.notes.table import load


@dataclass(frozen=True)
class Counted:
    """How often an item applies by the note's tables, and the rows behind it by name."""

    item: str
    times: int
    names: tuple[str, ...]


def counted(tables: Tables, content: NoteContent) -> tuple[Counted, ...]:
    """Every item that the note's tables have something for."""
    named = {counting.item: _names(counting, content) for counting in tables.counts}
    found = []
    for counting in tables.counts:
        elsewhere = {name.casefold() for name in named.get(counting.unless, ())}
        names = tuple(name for name in named[counting.item] if name.casefold() not in elsewhere)
        if names:
            times = len(names) if counting.most is None else min(len(names), counting.most)
            found.append(Counted(counting.item, times, names))
    return tuple(found)


def _names(counting: Counting, content: NoteContent) -> tuple[str, ...]:
    """The names of the rows that count, each once, as they are first written."""
    names: dict[str, str] = {}
    for name in _all_names(counting, content):
        names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _all_names(counting: Counting, content: NoteContent) -> Iterator[str]:
    for table, columns in counting.rows:
        for row in in_note(load(table), content):
            counts = all(row.get(column, "") in said for column, said in counting.where.items())
            name = next((row[column] for column in columns if column in row), "")
            if counts and name:
                yield name
