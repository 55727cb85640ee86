"""Finds the line in a TOML file that a mistake in its values is on, which the parser no longer knows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One entry of an array of tables."""

    name: str
    """The array's, as its header has it: "sections.fields"."""
    number: int
    """Counted from 0."""
    key: str
    """The value of `key` in it, by which it is found where it stands in one line with others."""


def line_of(text: str, way: Sequence[Step], key: str = "") -> int:
    """The line, counted from 1, where this key is set in the entry that the steps lead to.

    Where it cannot be told, the line where the innermost entry found begins; 1 if none is.
    """
    start, end = 0, len(text)
    for step in way:
        start, end = _entry(text, step, start, end)
    found = _setting(key).search(text, start, end) if key else None
    return text.count("\n", 0, found.start("key") if found else start) + 1


def parser_line(text: str, said: str) -> tuple[int, str]:
    """The line that the TOML parser names, counted from 1, and what it says without the place."""
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)", said)
    if found is None:
        return 1, said
    line = int(found[1]) if found[1] else text.rstrip().count("\n") + 1
    return line, said[: found.start()] + said[found.end() :]


def _entry(text: str, step: Step, start: int, end: int) -> tuple[int, int]:
    """Where an entry begins and ends: from its header to the next one, or its line in the array."""
    header = re.compile(rf"^[ \t]*\[\[[ \t]*{re.escape(step.name)}[ \t]*\]\]", re.MULTILINE)
    headers = [found.start() for found in header.finditer(text, start, end)]
    if step.number < len(headers):
        return headers[step.number], [*headers, end][step.number + 1]
    quoted = [found.start() for found in re.finditer(rf"[\"']{re.escape(step.key)}[\"']", text[start:end])]
    if not (step.key and quoted):
        return start, end
    there = start + quoted[-1]
    rest = text.find("\n", there, end)
    return text.rfind("\n", start, there) + 1, rest if rest >= 0 else end


def _setting(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[{{,])[ \t]*(?P<key>[\"']?{re.escape(key)}[\"']?[ \t]*=)", re.MULTILINE)
