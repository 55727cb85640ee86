"""Doses that can be misread: no unit, a trailing zero, no leading zero."""

import re
from collections.abc import Iterator

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.language import Stretch
from scribe_desktop.checks.vocabulary import vocabulary
from scribe_desktop.checks.zeros import leading_zeros_missing, trailing_zeros_in

_DOSE = r"(?:[ \t]*:)?[ \t]+(?P<dose>(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?)"
"""Behind a drug, in its line; a year is none."""
_NUMBER = re.compile(_DOSE + r"(?![\d,.]*\d|[ \t]*[-–/%°a-zµ])", re.I)
_DAYS = re.compile(_DOSE + r"\s*[x×]\s*\d+\s*-?(?:d|days?|w|wks?|weeks?|doses?|months?)\b", re.I)
_FREQUENCY = re.compile(
    _DOSE + r"\s+(?:(?:po|p\.o\.|iv|im|sc|sq|subq|sl|by\s+mouth|orally)\s+)?"
    r"(?:once|twice|daily|bid|tid|qid|b\.i\.d\.|t\.i\.d\.|q\.i\.d\.|qd|qod|q\s?\d+\s?h|qhs|qam|qpm|nightly"
    r"|weekly|prn|at\s+(?:bedtime|night)|in\s+the\s+(?:morning|evening)"
    r"|every\s+(?:day|morning|night|evening|other\s+day|\d+\s+hours))\b",
    re.I,
)
_GOES_ON = re.compile(
    r"(?:\s+(?:glargine|lispro|aspart|detemir|degludec|glulisine|nph|regular|xl|xr|er|sr|cr|dr|ec|ir|la|ds|hcl|hctz"
    r"|sodium|potassium|succinate|tartrate|besylate|acetate|sulfate|phosphate|mesylate|hydrochloride)\b)+",
    re.I,
)
MEASURED = frozenset({"results", "vitals", "exam"})
"""Sections of values and sizes, where the Joint Commission's list allows a zero at the end."""


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
    """A number behind a drug that is a dose by its place, and says neither milligrams nor tablets."""
    known = vocabulary()
    for key, text in subject.texts():
        for drug, _ in known.drugs(text) if key not in MEASURED else ():
            end = _end_of_name(text, drug)
            found = _FREQUENCY.match(text, end) or _DAYS.match(text, end)
            if found is None and drug.text.casefold() not in known.measured:
                found = _NUMBER.match(text, end)
            if found is not None:
                start, stop = found.span("dose")
                yield Spot(key, start, stop, f"{text[drug.start : end]} {found['dose']}: in which unit?")


def _end_of_name(text: str, drug: Stretch) -> int:
    """Where a drug's name ends that goes on: insulin glargine, Toprol XL."""
    end = drug.start + len(drug.text)
    more = _GOES_ON.match(text, end)
    return more.end() if more is not None else end
