"""Finds shorthand in a text and says what it stands for: "pt c/o SOB x 3d" in full words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scribe_desktop.language.abbreviations import Abbreviations, Reading

_TIME = {"h": "hour", "hr": "hour", "d": "day", "w": "week", "wk": "week", "mo": "month", "y": "year"}
_TIME["yr"] = "year"
_DURATION = re.compile(r"(?<![\w.])[x×] ?(\d+(?:-\d+)?) ?(hr|h|d|wk|w|mo|yr|y)s?(?![\w/])", re.IGNORECASE)
_AGO = re.compile(r"\s+ago\b", re.IGNORECASE)
_PACKS = re.compile(
    r"(?<![\w./,-])(\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?|\d/\d|\.\d+) ?ppd"
    r"(?![\w/]| (?:test|skin|placed|read))",
    re.IGNORECASE,
)
_AT_MOST_ONE = re.compile(r"1|1/\d|0?\.\d+")
_AGE = re.compile(r"(?<![\w.])(\d{1,3}) ?(?:y/o|yo)(?![\w/])", re.IGNORECASE)
_PIECE = re.compile(r"[^\s,;:()\[\]\"“”]+")
_MEASURE = re.compile(
    r"(?:^|[\s(])[<>~≈]?\d+(?:[.,/–-]\d+)*\s*(?:%|mg|mcg|g|kg|ml|l|cm|mm|mm ?hg|units?|lbs?|oz)?\s*$", re.I
)
"""What stands before a word that may belong to a number: "5 ", "10 mg "."""
_GRADE = re.compile(
    r"""\b(?:stages?|class(?:es)?|grades?|types?|phases?|degrees?|factors?|nerves?|levels?|zones?|category|part|CNs?
    |NYHA|ASA|Mallampati|Killip|Fitzpatrick|Schatzker|Salter[ -]Harris|Gartland|Mason|Neer)[ ]?[:#]?\s*
    (?:(?:[IVX]+|\d+)[A-E]?(?:\s*[,/&–-]\s*|\s+(?:and|or|to|through|vs\.?)\s+))*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands before a Roman numeral: "stage ", "CN III, "."""
_ROMAN = re.compile(r"[IVX]+[A-E]?", re.IGNORECASE)
_MARGIN = 60
"""Characters before a word that tell whether it belongs to a number or a grade."""
_NEIGHBOURS = 2
"""Words to each side that tell whether everything is in capitals there."""
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


def follows_measure(text: str, at: int) -> bool:
    """Whether what begins at this place stands right behind a number or a unit."""
    return _MEASURE.search(text[max(0, at - _MARGIN) : at]) is not None


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
        since = "" if _AGO.match(text, match.end()) else "for "
        yield Shorthand(*match.span(), (f"{since}{number} {unit}{plural}",))
    for match in _PACKS.finditer(text):
        packs = "pack" if _AT_MOST_ONE.fullmatch(match[1]) else "packs"
        yield Shorthand(*match.span(), (f"{match[1]} {packs} per day",))
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
                if not _is_something_else(text, pieces, at, table):
                    yield start, end, _beside_number(text, (start, end), read, table)
                at += count - 1
                break
        at += 1


def _is_something_else(text: str, pieces: list[tuple[int, int]], at: int, table: Abbreviations) -> bool:
    """A Roman numeral, or a common word where everything is in capitals."""
    start, end = pieces[at]
    if _ROMAN.fullmatch(text[start:end]) and _GRADE.search(text[max(0, start - _MARGIN) : start]):
        return True
    return table.only_in_capitals(text[start:end]) and any(
        not table.lists(word) for word in _shouted(text, pieces, at)
    )


def _shouted(text: str, pieces: list[tuple[int, int]], at: int) -> Iterator[str]:
    """The words in capitals just before and after one, with nothing but spaces in between."""
    for step in (-1, 1):
        for near in range(at + step, at + step * (_NEIGHBOURS + 1), step):
            if not 0 <= near < len(pieces):
                break
            first, second = sorted((near - step, near))
            word = text[slice(*pieces[near])]
            between = text[pieces[first][1] : pieces[second][0]]
            if between.strip(" ") or not word.isalpha() or not word.isupper():
                break
            if len(word) > 1:
                yield word


def _beside_number(text: str, place: tuple[int, int], read: Reading, table: Abbreviations) -> Reading:
    """Right behind a number or a unit only what is known to mean the same there is certain."""
    written = text[slice(*place)]
    if {written, written.lower()} & table.numbered or not follows_measure(text, place[0]):
        return read
    return replace(read, certain=False)


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
