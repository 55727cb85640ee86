"""Doses that can be misread: no unit, a trailing zero, no leading zero."""

import re
from collections.abc import Iterator

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.vocabulary import vocabulary

# In a result "1.0 mg/dL" is right: the Joint Commission's list is about orders and medications.
_UNIT = r"(?:mg|mcg|µg|ug|g|grams?|milligrams?|micrograms?|ml|mls|milliliters?|units?|meq|iu)\b(?!\s*/)"
_TRAILING = re.compile(rf"(?<![\d.,])(\d+)\.0+(?=\s*{_UNIT})", re.I)
_NAKED = re.compile(rf"\.(?<![\d.,/]\.)(\d+)(?=\s*{_UNIT})", re.I)
"""Begins with the point, which Python's search is quick to find, and looks back from there."""
_NUMBER = re.compile(r"\s+(?P<dose>\d[\d,]*(?:\.\d+)?)(?![\d,.]*\d|\s*[-–/%°]|\s*[a-zµ]+)", re.I)
_FREQUENCY = re.compile(
    r"\s+(?P<dose>\d[\d,]*(?:\.\d+)?)\s+(?:(?:po|p\.o\.|by\s+mouth|orally)\s+)?"
    r"(?:once|twice|daily|bid|tid|qid|q\d+h|qhs|nightly|at\s+bedtime|every\s+(?:day|morning|night|\d+\s+hours))\b",
    re.I,
)
MEASURED = frozenset({"results", "vitals", "exam"})
"""Sections of values and sizes, where the Joint Commission's list allows a zero at the end."""


def trailing_zeros_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end, in code points, of every dose with a zero at its end, and the dose without it."""
    if ".0" in text:
        yield from ((*found.span(), found[1]) for found in _TRAILING.finditer(text))


def leading_zeros_missing(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end, in code points, of every dose that begins with the point, and the dose with its zero."""
    yield from ((*found.span(), f"0{found[0]}") for found in _NAKED.finditer(text))


def trailing_zeros(subject: Subject) -> Iterator[Spot]:
    for key, text in subject.texts():
        for start, end, fix in trailing_zeros_in(text) if key not in MEASURED else ():
            message = f"“{text[start:end]}” can be read as {fix}0: leave the zero out"
            yield Spot(key, start, end, message, fix)


def missing_zeros(subject: Subject) -> Iterator[Spot]:
    for key, text in subject.texts():
        for start, end, fix in leading_zeros_missing(text) if key not in MEASURED else ():
            message = f"“{text[start:end]}” can be read as {fix[2:]}: put a zero before the point"
            yield Spot(key, start, end, message, fix)


def doses_without_unit(subject: Subject) -> Iterator[Spot]:
    for key, text in subject.texts():
        for drug, _ in vocabulary().drugs(text) if key not in MEASURED else ():
            end = drug.start + len(drug.text)
            found = _FREQUENCY.match(text, end) or _NUMBER.match(text, end)
            if found is not None:
                start, stop = found.span("dose")
                yield Spot(key, start, stop, f"{drug.text} {found['dose']}: in which unit?")
