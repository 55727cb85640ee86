"""Zeros by which a dose is misread: one too many behind the point, one too few before it."""

import re
from collections.abc import Iterator

from scribe_desktop.checks.vocabulary import vocabulary

# In a result "1.0 mg/dL" is right: the Joint Commission's list is about orders and medications.
# What is given by weight or by the hour is a dose all the same.
_UNIT = (
    r"(?P<unit>mg|mcg|µg|ug|g|grams?|milligrams?|micrograms?|ml|mls|milliliters?|cc|l|liters?|units?|meq|iu"
    r"|tabs?|tablets?|caps?|capsules?|puffs?|sprays?|drops?|gtts?|patch(?:es)?|suppositor(?:y|ies))\b"
    r"(?!\s*/(?!\s*(?:kg|h|hr|hour|dose)\b))"
)
_TRAILING = re.compile(rf"(?<![\d.,])(?P<dose>(?P<number>\d+)\.0+)(?=\s*{_UNIT})", re.I)
_NAKED = re.compile(rf"\.(?<![\d.,/]\.)(\d+)(?=\s*{_UNIT})", re.I)
"""Begins with the point, which Python's search is quick to find, and looks back from there."""
_BARE_TRAILING = re.compile(r"\s+(?P<dose>(?P<number>\d+)\.0+)(?![\d,.]*\d|\s*[-–/%°]|\s*[a-zµ]+\s*/)", re.I)
_BARE_NAKED = re.compile(r"\s+(?P<dose>\.\d+)(?![\d,.]*\d|\s*[-–/%°]|\s*[a-zµ]+\s*/)", re.I)
_MEASURED_THERE = re.compile(
    r"\b(?:k|na|cl|mg|ca|phos|phosphorus|potassium|sodium|chloride|magnesium|calcium|hgb|hb|hemoglobin|wbc|rbc|plt"
    r"|albumin|glucose|bun|cr|creatinine|lactate|inr|tsh|iron|ferritin|lithium|digoxin|phenytoin|valproate)"
    r"(?:\s+(?:level|trough|was|is|of|at))*\s*[:=]?\s*$",
    re.I,
)
"""What stands before a value of the laboratory: "K 3.0 L" is a low one, and "lithium 1.0" no dose."""
_LOOK_BACK = 40
_POINT_FIRST = re.compile(r"\s\.\d")


def trailing_zeros_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end, in code points, of every dose with a zero at its end, and the dose without it."""
    if ".0" in text:
        united = [found for found in _TRAILING.finditer(text) if not _is_flag(found)]
        behind = _behind_drugs(text, _BARE_TRAILING)
        bare = [found for found in behind if not _is_measured(text, found.start("dose"))]
        every = {found.span("dose"): found["number"] for found in (*united, *bare)}
        yield from ((*span, number) for span, number in sorted(every.items()))


def leading_zeros_missing(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end, in code points, of every dose that begins with the point, and the dose with its zero."""
    united = {found.start(): found[0] for found in _NAKED.finditer(text)}
    behind = _behind_drugs(text, _BARE_NAKED) if _POINT_FIRST.search(text) else ()
    bare = {found.start("dose"): found["dose"] for found in behind}
    for start, dose in sorted({**bare, **united}.items()):
        yield start, start + len(dose), f"0{dose}"


def _behind_drugs(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Where a pattern follows the name of a drug at once."""
    for drug, _ in vocabulary().drugs(text):
        found = pattern.match(text, drug.start + len(drug.text))
        if found is not None:
            yield found


def _is_flag(found: re.Match[str]) -> bool:
    """Whether the L behind a number says that a laboratory's value is low."""
    return found["unit"] == "L" and _is_measured(found.string, found.start())


def _is_measured(text: str, at: int) -> bool:
    return _MEASURED_THERE.search(text[max(0, at - _LOOK_BACK) : at]) is not None
