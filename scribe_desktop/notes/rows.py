r"""The rows of a table as the text that a note keeps: one a line, `Potassium | value=5.9 | unit=mmol/L`.

The first column stands alone, the others with their keys; `\` before `|` or itself takes away its meaning.
Behind them a row has a name of its own (`id=4f1c09aa`): by it its sentence is found again in the note.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from scribe_desktop.notes import reference
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.table import Kind, TableSpec, fill

Row = Mapping[str, str]
"""Cells by column; blank ones are absent. What this version has no column for is kept all the same."""

CONFIRMED = "confirmed"
"""Key of the cell that says who confirmed a row, and when; only `confirm` writes it."""

IDENTITY = "id"
"""Key of the cell that tells a row from all others, whatever is written in it; in no document."""

_CUT = re.compile(r"(?<!\\)(?:\\\\)*\|")
_NAMED = re.compile(r"([a-z_]+)=(.*)", re.DOTALL)
_DOSE_TAIL = re.compile(r"(?<![\d.,])(\d+)\.0+(?![\d.])")
_DOSE_HEAD = re.compile(r"(?<![\d.,/])\.(?=\d)")


@dataclass(frozen=True)
class Confirmation:
    """The provider's act on one row."""

    who: str
    """Name as signed."""
    at: datetime


def parse(table: TableSpec, text: str) -> tuple[Row, ...]:
    """The rows of a passage's text; lines without anything are none."""
    return tuple(row for line in text.split("\n") if (row := parse_line(table, line)))


def in_note(table: TableSpec, content: NoteContent) -> Iterator[Row]:
    """All rows that a note has in this kind of table, in whichever sections."""
    for key, passage in content.items():
        if key.rpartition(".")[2] == table.key and "." in key:
            yield from parse(table, passage.text)


def parse_line(table: TableSpec, line: str) -> Row:
    """One row. What has no key is part of the first column, so that nothing is lost."""
    first, row = [], {}
    for number, part in enumerate(_parts(line)):
        named = _NAMED.fullmatch(part) if number else None
        if named and named[1] not in row and named[1] != table.columns[0].key:
            row[named[1]] = named[2].strip()
        else:
            first.append(part)
    cells = {table.columns[0].key: " | ".join(filter(None, first)), **row}
    return {key: said for key, said in cells.items() if said}


def written(table: TableSpec, row: Row) -> str:
    """A row as one line of text; empty for one that says nothing."""
    if not says_something(row):
        return ""
    first = table.columns[0].key
    keys = [column.key for column in table.columns[1:]]
    last = [CONFIRMED] if CONFIRMED in row else []
    others = [*keys, *(key for key in row if key not in {first, *keys, *last}), *last]
    parts = [f"{key}={_escaped(row[key])}" for key in others if _one_line(row.get(key, ""))]
    alone = _escaped(row.get(first, ""))
    return " | ".join([alone, *parts])


def with_cell(row: Row, key: str, text: str) -> Row:
    """The row with another text in one cell. What was confirmed is something else now, and pending again."""
    said = _one_line(text)
    if said == row.get(key, ""):
        return row
    others = {name: cell for name, cell in row.items() if name not in (key, CONFIRMED)}
    return {**others, key: said} if said else others


def says_something(row: Row) -> bool:
    """Whether anything is written in a row."""
    return any(key != IDENTITY for key in row)


def named(row: Row) -> Row:
    """The row with a name of its own, once something is written in it."""
    return {**row, IDENTITY: secrets.token_hex(4)} if says_something(row) and IDENTITY not in row else row


def identified(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows that were written before rows had names, each named by its place; the others as they are."""
    return tuple(
        row if IDENTITY in row else {**row, IDENTITY: f"{place}"} for place, row in enumerate(rows, 1)
    )


def confirm(row: Row, by: Confirmation) -> Row:
    return {**row, CONFIRMED: f"{by.who}; {by.at.isoformat(timespec='seconds')}"}


def confirmation(row: Row) -> Confirmation | None:
    """Who confirmed a row, and when; None while it is pending."""
    who, _, at = row.get(CONFIRMED, "").rpartition("; ")
    try:
        return Confirmation(who, datetime.fromisoformat(at)) if who else None
    except ValueError:
        return None


def confirmed(table: TableSpec, passage: Passage) -> Iterator[tuple[Row, frozenset[str]]]:
    """The rows that are confirmed, without their own names, each with the ids of those who wrote that."""
    for line in passage.lines():
        row = parse_line(table, line.text)
        if confirmation(row) is not None:
            stretch = line.behind(line.text.index(f"{CONFIRMED}="))
            said = {key: cell for key, cell in row.items() if key != IDENTITY}
            yield said, frozenset(source.person_id for _, source in stretch.pieces())


def is_pending(table: TableSpec, row: Row) -> bool:
    """Whether the provider has yet to confirm this row."""
    return bool(table.pending) and confirmation(row) is None


def tidied(table: TableSpec, key: str, text: str) -> str:
    """A cell as it is kept: doses without trailing and with leading zeros.

    Source: ISMP List of Error-Prone Abbreviations, Symbols, and Dose Designations; The Joint Commission's "Do
    Not Use" list.
    """
    said = _one_line(text)
    if table.column(key).kind is not Kind.DOSE:
        return said
    return _DOSE_HEAD.sub("0.", _DOSE_TAIL.sub(r"\1", said))


def flag(table: TableSpec, row: Row) -> str:
    """ "L", "H", "critical L" or "critical H"; else nothing.

    It follows from the range entered in the row itself. The laboratory's own flag counts where there is no
    range, the value lies in it, or the laboratory calls critical what is low or high. What contradicts the
    range, or has no meaning here, is said as it was reported.
    """
    if table.flag is None:
        return ""
    named = (table.flag.value, table.flag.normal, table.flag.critical)
    found = reference.flag(*(row.get(key, "") for key in named))
    written = row.get(table.flag.reported, "")
    reported = table.flag.meanings.get(written.casefold())
    if reported is None:
        return "; ".join(filter(None, [found, written and f"laboratory: {written}"]))
    if not found or reported == f"critical {found}":
        return reported
    return found if not reported or reported[-1] == found[-1] else f"{found}; laboratory: {written}"


def sentence(table: TableSpec, row: Row, number: int) -> str:
    """What the note says of a row: nothing but its cells, its flag, and whether it is confirmed.

    Args:
        number: its place in the table, counted from 1.
    """
    by = confirmation(row)
    when = f"{by.at.astimezone():%m/%d/%Y %H:%M}" if by else ""
    standing = table.confirmed.format(who=by.who, when=when) if by else table.pending
    lists = {c.key: ", ".join(items(row.get(c.key, ""))) for c in table.columns if c.kind is Kind.LIST}
    said = {**row, **lists, "flag": flag(table, row), "number": str(number), "standing": standing}
    return fill(table.sentence, said)


def sentences(table: TableSpec, text: str) -> str:
    """What the note says of all rows of a passage's text, a line each."""
    return "\n".join(sentence(table, row, number) for number, row in enumerate(parse(table, text), 1))


def items(text: str) -> tuple[str, ...]:
    """What a list in a cell names."""
    return tuple(filter(None, (item.strip() for item in text.split(";"))))


def pending(table: TableSpec, rows: Iterable[Row]) -> int:
    """How many rows wait for the provider."""
    return sum(is_pending(table, row) for row in rows)


def _parts(line: str) -> list[str]:
    """The cells of a line, in order, without the signs that escape."""
    parts, start = [], 0
    for cut in _CUT.finditer(line):
        parts.append(line[start : cut.end() - 1])
        start = cut.end()
    return [re.sub(r"\\(.)", r"\1", part.strip()) for part in [*parts, line[start:]]]


def _escaped(text: str) -> str:
    return _one_line(text).replace("\\", r"\\").replace("|", r"\|")


def _one_line(text: str) -> str:
    return " ".join(text.split())
