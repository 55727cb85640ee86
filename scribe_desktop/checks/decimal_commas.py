"""A comma where a number's point is meant: "A1c 7,2" is no range, no list, and gets no flag."""

import re
from collections.abc import Iterator
from functools import cache

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.notes.table import load

_DIGITS, _NO_MORE = r"\d{1,3},\d{1,2}", r"(?![\w,/]|\.\d|-\d)"
_UNIT = r"(?=\s?(?:%|°|(?:mg|mcg|µg|ug|g|kg|ml|dl|l|mmol|µmol|meq|iu|units?|cm|mm|lbs?|k)\b))"
_BEHIND_NAME = r"(?:\s+(?:level|was|is|of|at))*\s*[:=]?\s*[<>≤≥]?\s*"


def decimal_commas(subject: Subject) -> Iterator[Spot]:
    """A number with one or two digits behind a comma, after the name of a test or before a unit.

    The International System of Units leaves comma and point to each language; in English the point is usual,
    and the comma divides thousands.
    """
    for key, text in subject.texts():
        for found in _measured().finditer(text) if "," in text else ():
            which = "tested" if found["tested"] else "number"
            said = found[which]
            meant = said.replace(",", ".")
            fix = None if meant.endswith("0") else meant
            message = f"“{said}”: is {meant} meant? Write the decimal point"
            yield Spot(key, found.start(which), found.end(which), message, fix)


@cache
def _measured() -> re.Pattern[str]:
    aliases = load("labs").aliases or {}
    names = sorted(
        {*aliases, *(other for others in aliases.values() for other in others)}, key=len, reverse=True
    )
    tests = "|".join(map(re.escape, names))
    tested = rf"\b(?:{tests}){_BEHIND_NAME}(?P<tested>{_DIGITS}){_NO_MORE}"
    measured = rf"(?<![\w.,/-])(?P<number>{_DIGITS}){_NO_MORE}{_UNIT}"
    return re.compile(f"{tested}|{measured}", re.I)
