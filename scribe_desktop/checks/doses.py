"""Doses that can be misread: no unit, a trailing zero, no leading zero."""

import re
from collections.abc import Iterator

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.vocabulary import vocabulary

# In a result "1.0 mg/dL" is right: the Joint Commission's list is about orders and medications.
_UNIT = r"(?:mg|mcg|µg|ug|g|grams?|milligrams?|micrograms?|ml|mls|milliliters?|units?|meq|iu)\b(?!\s*/)"
_TRAILING = re.compile(rf"(?<![\d.,])(\d+)\.0+(?=\s*{_UNIT})", re.I)
_NAKED = re.compile(rf"(?<![\d.,/])\.(\d+)(?=\s*{_UNIT})", re.I)
_NUMBER = re.compile(r"\s+(?P<dose>\d[\d,]*(?:\.\d+)?)(?![\d,.]*\d|\s*[-–/%°]|\s*[a-zµ]+)", re.I)
_FREQUENCY = re.compile(
    r"\s+(?P<dose>\d[\d,]*(?:\.\d+)?)\s+(?:(?:po|p\.o\.|by\s+mouth|orally)\s+)?"
    r"(?:once|twice|daily|bid|tid|qid|q\d+h|qhs|nightly|at\s+bedtime|every\s+(?:day|morning|night|\d+\s+hours))\b",
    re.I,
)
_MEASURED = ("results", "vitals", "exam")


def trailing_zeros(subject: Subject) -> Iterator[Spot]:
    for key, text in subject.texts():
        for found in _TRAILING.finditer(text) if key not in _MEASURED else ():
            message = f"“{found[0]}” can be read as {found[1]}0: leave the zero out"
            yield Spot(key, found.start(), found.end(), message, found[1])


def missing_zeros(subject: Subject) -> Iterator[Spot]:
    for key, text in subject.texts():
        for found in _NAKED.finditer(text) if key not in _MEASURED else ():
            message = f"“{found[0]}” can be read as {found[1]}: put a zero before the point"
            yield Spot(key, found.start(), found.end(), message, f"0{found[0]}")


def doses_without_unit(subject: Subject) -> Iterator[Spot]:
    for key, text in subject.texts():
        for drug, _ in vocabulary().drugs(text) if key not in _MEASURED else ():
            end = drug.start + len(drug.text)
            found = _FREQUENCY.match(text, end) or _NUMBER.match(text, end)
            if found is not None:
                start, stop = found.span("dose")
                yield Spot(key, start, stop, f"{drug.text} {found['dose']}: in which unit?")
