"""The latest result of a test, out of this note's and earlier notes' tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scribe_desktop.notes.dates import read_date
from scribe_desktop.notes.rows import Row, flag
from scribe_desktop.notes.table import TableSpec


@dataclass(frozen=True)
class Reported:
    """One row of a note's results."""

    row: Row
    noted: date
    """The day of the visit whose note has it."""

    @property
    def day(self) -> date:
        """When it was collected, else when it was noted."""
        return read_date(self.row.get("collected", "")) or self.noted


def latest(table: TableSpec, reported: Iterable[Reported]) -> Mapping[str, str]:
    """By test name and each of its other names, in small letters: what was found last, and when.

    Of results of one day the one that comes later counts. A row without a value is none.
    """
    newest: dict[str, Reported] = {}
    for one in sorted(reported, key=lambda each: each.day):
        name = one.row.get("test", "").casefold()
        if name and one.row.get("value"):
            newest[name] = one
    said = {name: _said(table, one) for name, one in newest.items()}
    for group in _groups(table):
        known = [newest[name] for name in group if name in newest]
        if known:
            last = max(known, key=lambda each: each.day)
            said |= dict.fromkeys(group, _said(table, last))
    return said


def _groups(table: TableSpec) -> Iterable[tuple[str, ...]]:
    return ((name, *others) for name, others in (table.aliases or {}).items())


def _said(table: TableSpec, one: Reported) -> str:
    """ "1.2 mg/dL (H), 11/02/2026"."""
    found, row = flag(table, one.row), one.row
    value = " ".join(filter(None, [row["value"], row.get("unit", ""), f"({found})" if found else ""]))
    return f"{value}, {one.day:%m/%d/%Y}"
