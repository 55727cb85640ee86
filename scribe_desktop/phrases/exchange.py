"""Phrases of other programs: espanso's YAML, and tables of auto-texts as CSV."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.check import first_mistake
from scribe_desktop.phrases.espanso_import import plain, replacement
from scribe_desktop.phrases.phrase import NAME, Phrase
from scribe_desktop.phrases.reader import LARGEST, read

_HEADINGS = {"name": ("name", "trigger", "shortcut", "abbreviation"), "title": ("title", "description")}
_TEXTS = ("body", "text", "replace", "expansion", "content")


@dataclass(frozen=True)
class Import:
    phrases: tuple[Phrase, ...]
    remarks: tuple[str, ...]
    """What could not be taken over, or not as it was."""


def read_any(path: Path) -> Import:
    """The phrases of a file, by its ending: .toml, .yml or .yaml, .csv.

    Raises:
        BadInput: it cannot be read; says file, line where there is one, and remedy.
    """
    ending = path.suffix.casefold()
    if ending == ".toml":
        return Import(read(path), ())
    text = _text(path)
    if ending in (".yml", ".yaml"):
        rows = _espanso(path, text)
    elif ending == ".csv":
        rows = _table(path, text)
    else:
        raise BadInput(f"{path.name} is of no known kind.", remedy="Choose a .toml, .yml or .csv file.")
    return _taken(path, list(rows))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path.name} is larger than {LARGEST // 1_000_000} MB.", remedy="Divide it.")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}.", remedy="Check the file.") from error
    except UnicodeDecodeError as error:
        remedy = "Save it with the encoding UTF-8 and try again."
        raise BadInput(f"{path.name} is not in UTF-8.", remedy=remedy) from error


def _espanso(path: Path, text: str) -> Iterator[tuple[int, str, str, str]]:
    """Number, name, title and text of each match; variables become blanks, `$|$` the cursor's place."""
    try:
        table = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = "" if line is None else f", line {line + 1}"
        raise BadInput(f"{path.name}{where}: this is no YAML.", remedy="Correct that line.") from error
    matches = table.get("matches") if isinstance(table, dict) else None
    if not isinstance(matches, list):
        raise BadInput(f"{path.name} has no list “matches”.", remedy="Choose a match file of espanso.")
    for number, match in enumerate(matches, 1):
        if isinstance(match, dict):
            text, label = replacement(match), str(match.get("label") or "")
            yield from ((number, trigger, label, text) for trigger in _triggers(match))


def _triggers(match: dict[str, Any]) -> list[str]:
    """Every name that a match goes by; each becomes a phrase."""
    several = match.get("triggers")
    return [str(one) for one in several] if isinstance(several, list) else [str(match.get("trigger", ""))]


def _table(path: Path, text: str) -> Iterator[tuple[int, str, str, str]]:
    """Rows with headings (trigger, title, text), or without: name and text."""
    try:
        dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    dialect.doublequote = True  # told only where the part that was looked at has such a quote
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect, strict=True))
    except csv.Error as error:
        raise BadInput(f"{path.name} is no CSV table: {error}.", remedy="Save it as CSV anew.") from error
    heads = [head.strip().casefold() for head in rows[0]] if rows else []
    name = next((at for at, head in enumerate(heads) if head in _HEADINGS["name"]), None)
    body = next((at for at, head in enumerate(heads) if head in _TEXTS), None)
    title = next((at for at, head in enumerate(heads) if head in _HEADINGS["title"]), None)
    headed = name is not None and body is not None
    for number, row in enumerate(rows[headed:], 1 + headed):
        cell = dict(enumerate(row))
        at = (name, title, body) if headed else (0, None, 1)
        said = [cell.get(column, "") if column is not None else "" for column in at]
        if any(row):
            yield number, said[0], said[1], plain(said[2])


def _taken(path: Path, rows: list[tuple[int, str, str, str]]) -> Import:
    phrases: dict[str, Phrase] = {}
    remarks = []
    for number, trigger, title, text in rows:
        name = re.sub(r"[^a-z0-9_-]+", "-", trigger.strip().casefold().lstrip(".:;/!#@")).strip("-")
        body = text.replace("\r\n", "\n").strip("\n")
        where = f"{path.name}, entry {number}"
        mistake = first_mistake(body)
        if not re.fullmatch(NAME, name) or not body.strip():
            remarks.append(f"{where}: “{trigger[:30]}” left out; it needs a name of letters and a text.")
        elif name in phrases:
            remarks.append(f"{where}: “{name}” left out; the name comes twice.")
        elif mistake is not None:
            remarks.append(f"{where}: “{name}” left out: {mistake.problem}.")
        else:
            first = body.strip().split("\n")[0][:60]
            phrases[name] = Phrase(name, title.strip() or first, (), body, path.name)
            if name != trigger.strip().lstrip(".:;/!#@"):
                remarks.append(f"{where}: “{trigger[:30]}” is now .{name}.")
    return Import(tuple(phrases.values()), tuple(remarks))
