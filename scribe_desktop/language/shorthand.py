"""Finds shorthand in a text and says what it stands for: "pt c/o SOB x 3d" in full words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scribe_desktop.language.abbreviations import Abbreviations, Reading

_TIME = {"h": "hour", "hr": "hour", "d": "day", "w": "week", "wk": "week", "mo": "month", "y": "year"}
_TIME["yr"] = "year"
_DURATION = re.compile(r"(?<![\w.])[x×] ?(\d+(?:-\d+)?) ?(hr|h|d|wk|w|mo|yr|y)s?(?![\w/])", re.IGNORECASE)
_AGE = re.compile(r"(?<![\w.])(\d{1,3}) ?(?:y/o|yo)(?![\w/])", re.IGNORECASE)
_PIECE = re.compile(r"[^\s,;:()\[\]\"“”]+")
_LOOK_BACK = 8
"""Characters before a word that tell whether it begins a sentence."""
_LONGEST = 3
"""Words in the longest short form."""


@dataclass(frozen=True)
class Shorthand:
    """A stretch of text, in code points, and what it may stand for, the likeliest first."""

    start: int
    end: int
    meanings: tuple[str, ...]
    certain: bool = True
    """Whether it may be written out unasked; it has one meaning then."""


def find(text: str, sections: tuple[str, ...], table: Abbreviations) -> tuple[Shorthand, ...]:
    """All shorthand of a text, in order; the first letter fits its sentence.

    Args:
        sections: where it stands: the section's key, and those of sections that it is like.
    """
    found = [*_patterns(text)]
    taken = [(one.start, one.end) for one in found]
    for start, end, read in _listed(text, sections, table):
        if not any(start < last and first < end for first, last in taken):
            found.append(Shorthand(start, end, read.meanings, read.certain))
    ordered = sorted(found, key=lambda one: one.start)
    return tuple(replace(one, meanings=fitted(text, one.start, one.meanings)) for one in ordered)


def _patterns(text: str) -> Iterator[Shorthand]:
    for match in _DURATION.finditer(text):
        number, unit = match[1], _TIME[match[2].lower()]
        plural = "" if number == "1" else "s"
        yield Shorthand(*match.span(), (f"for {number} {unit}{plural}",))
    for match in _AGE.finditer(text):
        yield Shorthand(*match.span(), (f"{match[1]}-year-old",))


def _listed(text: str, sections: tuple[str, ...], table: Abbreviations) -> Iterator[tuple[int, int, Reading]]:
    """Short forms of the table, the longest first where several begin at one place."""
    pieces = [(match.start(), match.start() + len(_bare(match[0]))) for match in _PIECE.finditer(text)]
    at = 0
    while at < len(pieces):
        for count in range(min(_LONGEST, len(pieces) - at), 0, -1):
            start, end = pieces[at][0], pieces[at + count - 1][1]
            read = table.reading(text[start:end], sections)
            if read.meanings:
                yield start, end, read
                at += count - 1
                break
        at += 1


def _bare(piece: str) -> str:
    """Without the full stop that ends a sentence."""
    return piece.rstrip(".!?")


def fitted(text: str, at: int, meanings: tuple[str, ...]) -> tuple[str, ...]:
    """Meanings as they are written at this place of a text: with a capital where a sentence begins."""
    if not _begins_sentence(text, at):
        return meanings
    return tuple(full[0].upper() + full[1:] for full in meanings)


def _begins_sentence(text: str, at: int) -> bool:
    gap = text[max(0, at - _LOOK_BACK) : at]
    before = gap.rstrip()
    if not before:
        return at <= _LOOK_BACK or "\n" in gap
    return before != gap and (before[-1] in ".!?" or "\n" in gap[len(before) :])
