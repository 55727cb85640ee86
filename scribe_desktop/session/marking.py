"""What is marked in the text while it is written, as functions over one paragraph."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from scribe_desktop.checks.do_not_use import Misreadable, misreadable, misreadable_zeros
from scribe_desktop.checks.doses import MEASURED
from scribe_desktop.language import shorthand
from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.language.spelling import Knows, misspelt
from scribe_desktop.phrases.marks import marks


class Kind(StrEnum):
    """What a mark says; screen readers and tests know it by this name."""

    BLANK = "open blank"
    OPTIONAL = "optional place"
    DO_NOT_USE = "do not use"
    MISSPELT = "not in the dictionary"
    AMBIGUOUS = "several meanings"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one paragraph, in code points."""

    start: int
    end: int
    kind: Kind


MarkSource = Callable[[str], Iterable[Mark]]
"""Finds the marks of one paragraph; the same text always gives the same ones, in order."""


def open_places(text: str) -> Iterator[Mark]:
    for place in marks(text):
        yield Mark(place.start, place.end, Kind.OPTIONAL if place.optional else Kind.BLANK)


def do_not_use_in(section: str) -> MarkSource:
    """Marks what is on the Joint Commission's list, as far as it applies to this section."""

    def find(text: str) -> Iterator[Mark]:
        for found in listed(text, section):
            yield Mark(found.start, found.end, Kind.DO_NOT_USE)

    return find


def listed(text: str, section: str) -> list[Misreadable]:
    """Everything of a text that the Joint Commission's list forbids in this section, in order."""
    zeros = () if section in MEASURED else misreadable_zeros(text)
    return sorted([*misreadable(text), *zeros], key=lambda found: found.start)


def ambiguous_in(sections: tuple[str, ...], table: Abbreviations) -> MarkSource:
    """Marks short forms that mean several things in a section, given with those that it is like."""

    def find(text: str) -> Iterator[Mark]:
        for found in shorthand.find(text, sections, table):
            if len(found.meanings) > 1:
                yield Mark(found.start, found.end, Kind.AMBIGUOUS)

    return find


def misspelt_unless(knows: Knows) -> MarkSource:
    """Marks words that nobody knows; `knows` is asked about one word at a time."""

    def find(text: str) -> Iterator[Mark]:
        for start, end in misspelt(text, knows):
            yield Mark(start, end, Kind.MISSPELT)

    return find


def beside(found: Iterable[Mark], kept: Sequence[Mark]) -> list[Mark]:
    """What is kept (in order, none over another), and of what was found all that meets none of it."""
    new: list[Mark] = []
    for mark in found:
        at = bisect_right(kept, mark.start, key=_end)
        if at == len(kept) or kept[at].start >= mark.end:
            new.append(mark)
    return sorted([*kept, *new], key=_start) if new else list(kept)


_start, _end = attrgetter("start"), attrgetter("end")
