"""Reads a clinic's own list of codes (CPT, HCPCS): a CSV file with a code and a description a line."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from scribe_desktop.codes.code import Code, CodeSystem
from scribe_desktop.errors import BadInput
from scribe_desktop.notes.text_file import read_text

_SHAPES = {CodeSystem.CPT: r"\d{4}[0-9A-Z]", CodeSystem.HCPCS: r"[A-V]\d{4}"}
_EXAMPLES = {CodeSystem.CPT: "99213", CodeSystem.HCPCS: "J1100"}
IMPORTABLE = tuple(_SHAPES)
_MOST_BYTES = 20_000_000
_MISTAKES_TOLD = 5
_REMEDY = "Each line is a code, a comma and a description, saved as CSV in UTF-8. Nothing was imported."


def read(path: Path, system: CodeSystem) -> tuple[Code, ...]:
    """The codes of a file, in its order. A first line without a code is taken for headings.

    Raises:
        BadInput: it cannot be read, or lines in it are wrong; names the first of them with number and
            reason.
    """
    seen: dict[str, int] = {}
    codes, mistakes = [], []
    for line, row in _rows(path):
        code, title = row[0].strip().upper(), " ".join(",".join(row[1:]).split())
        if line == 1 and not re.search(r"\d", code):
            continue
        mistake = _mistake(system, code, title, seen.get(code))
        if mistake:
            mistakes.append(f"line {line}: {mistake}")
        else:
            seen[code] = line
            codes.append(Code(code, title))
    if mistakes:
        raise BadInput(f"{path.name}: {_summary(mistakes)}.", remedy=_REMEDY)
    if not codes:
        raise BadInput(f"{path.name} has no codes in it.", remedy=_REMEDY)
    return tuple(codes)


def _mistake(system: CodeSystem, code: str, title: str, earlier: int | None) -> str:
    if not re.fullmatch(_SHAPES[system], code):
        return f"“{code[:20]}” is no {system} code such as {_EXAMPLES[system]}"
    if not title:
        return f"{code} has no description"
    return f"{code} is already in line {earlier}" if earlier else ""


def _summary(mistakes: list[str]) -> str:
    rest = len(mistakes) - _MISTAKES_TOLD
    return "; ".join([*islice(mistakes, _MISTAKES_TOLD), *([f"and {rest} more"] if rest > 0 else [])])


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The filled lines, each with its number."""
    text = read_text(path, _REMEDY, limit=(_MOST_BYTES, "a list of codes"))
    first = text.partition("\n")[0]
    separator = next((mark for mark in "\t;" if mark in first and "," not in first), ",")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise BadInput(f"{path.name}, line {reader.line_num}: {error}.", remedy=_REMEDY) from error
