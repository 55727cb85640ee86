"""Rows of a table from a file or the clipboard: commas, semicolons or tabs under a line of headings."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.dates import written_date
from scribe_desktop.notes.rows import Row, tidied
from scribe_desktop.notes.table import Kind, TableSpec
from scribe_desktop.notes.text_file import read_text

_MOST_BYTES = 2_000_000
_MOST_ROWS = 500
_TOO_MANY = "Take over what this visit is about."
_MISTAKES_TOLD = 3
_LOW, _HIGH = ("low", "ref low", "reference low"), ("high", "ref high", "reference high")


@dataclass(frozen=True)
class Import:
    """What was read: each row with the number of its line, and the headings that no column answers to."""

    rows: tuple[tuple[int, Row], ...]
    left_out: tuple[str, ...]


def read_file(table: TableSpec, path: Path) -> Import:
    """The rows of a file. Raises `BadInput` as `read` does, and when it is no readable text."""
    remedy = "Save it as CSV in UTF-8. Nothing was taken over."
    text = read_text(path, remedy, limit=(_MOST_BYTES, f"a table of {table.row}s"))
    return read(table, text, path.name)


def read(table: TableSpec, text: str, name: str) -> Import:
    """The rows that a text with a line of headings describes.

    Args:
        name: what the text is called when something in it is wrong.

    Raises:
        BadInput: required headings are missing, or lines are wrong: the first of them with their numbers.
    """
    if len(text) > _MOST_BYTES:
        raise BadInput(f"{name}: more than {_MOST_BYTES:,} characters.", remedy=_TOO_MANY)
    lines = list(islice(_lines(text, name), _MOST_ROWS + 2))
    if not lines:
        raise BadInput(f"{name}: there is nothing in it.", remedy=_remedy(table))
    headings = lines[0][1]
    columns = [_column(table, heading) for heading in headings]
    for column in table.columns:
        if column.required and column.key not in columns:
            raise BadInput(f"{name}: no heading says “{column.label}”.", remedy=_remedy(table))
    if len(lines) - 1 > _MOST_ROWS:
        raise BadInput(f"{name}: more than {_MOST_ROWS} rows.", remedy=_TOO_MANY)
    rows, mistakes = [], []
    for number, cells in lines[1:]:
        try:
            rows.append((number, _row(table, columns, cells)))
        except ValueError as error:
            mistakes.append(f"line {number}: {error}")
    if mistakes:
        rest = len(mistakes) - _MISTAKES_TOLD
        said = [*islice(mistakes, _MISTAKES_TOLD), *([f"and {rest} more"] if rest > 0 else [])]
        raise BadInput(f"{name}: {'; '.join(said)}.", remedy="Nothing was taken over. Correct it there.")
    if not rows:
        raise BadInput(f"{name}: there are headings but no {table.row}s.", remedy=_remedy(table))
    left_out = [heading.strip() for heading, column in zip(headings, columns, strict=True) if not column]
    return Import(tuple(rows), tuple(filter(None, left_out)))


def _row(table: TableSpec, columns: Sequence[str], cells: Sequence[str]) -> Row:
    """Raises `ValueError` saying what is wrong with this line."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise ValueError(f"{len(cells)} cells under {len(columns)} headings")
    said = {key: cell for key, cell in zip(columns, cells, strict=False) if key and cell.strip()}
    normal = _range(said.pop(_LOW[0], ""), said.pop(_HIGH[0], ""))
    if normal and table.flag is not None:
        said.setdefault(table.flag.normal, normal)
    row = {key: tidied(table, key, cell) for key, cell in said.items()}
    for column in table.columns:
        if column.required and not row.get(column.key):
            raise ValueError(f"“{column.label}” is missing")
        if column.kind is Kind.DATE and (day := row.get(column.key)):
            row[column.key] = _date(day)
    return row


def _date(text: str) -> str:
    day = written_date(text)
    if day is None:
        raise ValueError(f"“{text[:30]}” is no date such as 11/22/2026")
    return day


def _range(low: str, high: str) -> str:
    low, high = low.strip(), high.strip()
    if low and high:
        return f"{low}–{high}"
    return f"≥{low}" if low else f"≤{high}" if high else ""


def _column(table: TableSpec, heading: str) -> str:
    """Key of the column that a heading means; empty for none."""
    said = " ".join(heading.casefold().replace("_", " ").split())
    if table.flag is not None:
        for ends in (_LOW, _HIGH):
            if said in ends:
                return ends[0]
    known = (c.key for c in table.columns if said in (c.key, c.label.casefold(), *c.headings))
    return next(known, "")


def _lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The filled lines, each with its number."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max("\t;,", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise BadInput(
            f"{name}, line {reader.line_num}: {error}.", remedy="Nothing was taken over. Correct it there."
        ) from error


def _remedy(table: TableSpec) -> str:
    needed = " and ".join(f"“{column.label}”" for column in table.columns if column.required)
    return f"The first line has to name the columns, at least {needed}. Nothing was taken over."
