"""The Joint Commission's "Do Not Use" list: abbreviations that have been misread to a patient's harm."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from scribe_desktop import assets
from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.zeros import leading_zeros_missing, trailing_zeros_in

_SENTENCE_OVER = re.compile(r"\s*$|\s+[A-Z]")


@dataclass(frozen=True)
class Misreadable:
    """A stretch of a text, in code points, that is on the list."""

    start: int
    end: int
    why: str
    """How it has been misread."""
    write: tuple[str, ...]
    """What to write instead; where there are several, only a person can say which."""


@dataclass(frozen=True)
class _Entry:
    needs: tuple[str, ...]
    """One of these is in every text that has it."""
    found: re.Pattern[str]
    why: str
    write: tuple[str, ...]
    space: bool
    """Whether what is written instead stands apart from the number before."""


def misreadable(text: str) -> Iterator[Misreadable]:
    """Abbreviations of a text that are on the list, in order.

    Source: The Joint Commission, official "Do Not Use" list; the zeros are `misreadable_zeros`.
    """
    likely = (entry for entry in _entries() if any(sign in text for sign in entry.needs))
    every = (_found(entry, match) for entry in likely for match in entry.found.finditer(text))
    yield from sorted(every, key=lambda one: one.start)


def misreadable_zeros(text: str) -> Iterator[Misreadable]:
    """Doses with a zero at the end or none before the point; not meant for `MEASURED` sections."""
    for start, end, fix in trailing_zeros_in(text):
        yield Misreadable(start, end, f"can be read as {text[start:end].replace('.', '')}", (fix,))
    for start, end, fix in leading_zeros_missing(text):
        yield Misreadable(start, end, f"can be read as {text[start + 1 : end]}", (fix,))


def do_not_use(subject: Subject) -> Iterator[Spot]:
    """Abbreviations of the list, in any section."""
    for key, text in subject.texts():
        for found in misreadable(text):
            fix = found.write[0] if len(found.write) == 1 else None
            said = f"“{text[found.start : found.end].strip()}” {found.why}: write {_choice(found.write)}"
            yield Spot(key, found.start, found.end, said, fix)


@cache
def _entries() -> tuple[_Entry, ...]:
    table = tomllib.loads(assets.resource("checks", "do_not_use.toml").read_text(encoding="utf-8"))
    return tuple(_entry(row) for row in table["entry"])


def _entry(row: dict[str, Any]) -> _Entry:
    pattern, write = re.compile(row["found"]), tuple(row["write"])
    return _Entry(tuple(row["needs"]), pattern, row["why"], write, row.get("space", False))


def _found(entry: _Entry, match: re.Match[str]) -> Misreadable:
    group = next(name for name, said in match.groupdict().items() if said is not None)
    start, end = match.span(group)
    joined = entry.space and match.string[start - 1 : start].isdigit()
    write = tuple(f" {word}" for word in entry.write) if joined else entry.write
    if match[group].endswith(".") and _SENTENCE_OVER.match(match.string, end):
        end -= 1
    return Misreadable(start, end, entry.why, write)


def _choice(write: tuple[str, ...]) -> str:
    said = [f"“{word.strip()}”" for word in write]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"
