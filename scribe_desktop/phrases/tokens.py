"""Patient tokens such as `@AGE@` and `@TODAY+14d@`: their names, and what they stand for now."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

TOKEN = re.compile(r"@([A-Z]+)(?:\(([^()@\n]*)\))?(?:([+-])(\d{1,4})([dwmy]))?@")

DATES = {"TODAY": "%m/%d/%Y", "NOW": "%m/%d/%Y %H:%M", "TIME": "%H:%M", "WEEKDAY": "%A"}
"""Tokens that follow the clock, and how each is written."""

FACTS = (
    "NAME", "FIRSTNAME", "LASTNAME", "AGE", "AGEOLD", "SEX", "DOB", "MRN",
    "PROVIDER", "ME", "VISIT", "LOCATION", "VITALS", "BMI", "LASTLAB", "HE", "HIM", "HIS",
)  # fmt: skip
"""What the program can know of a patient and a visit."""

PENDING = ("LASTVITALS", "PROBLEMS", "MEDICATIONS", "ALLERGIES", "LASTNOTE")
"""What only a record system knows: a blank until one is connected that tells it."""

KNOWN = (*DATES, *FACTS, *PENDING)

_BEGINNING = re.compile(r"(?:^|[.!?]\s+|\n)[\s“\"(]*\Z")
_PRONOUNS = ("HE", "HIM", "HIS")


@dataclass(frozen=True)
class Facts:
    """What is known at this moment; nothing at all by default."""

    known: Mapping[str, str] = field(default_factory=dict)
    """By token; what is asked with a word goes by that word in small letters: "LASTLAB(creatinine)"."""
    now: datetime | None = None
    """Local time."""

    def value(self, token: str, before: str = "") -> str:
        """What a token stands for, empty while nobody knows.

        Args:
            token: with its @ signs.
            before: the text in front of it; a pronoun that begins a sentence gets a capital.
        """
        found = TOKEN.fullmatch(token)
        if found is None:
            return ""
        name = found[1]
        if name in DATES:
            moment = self._moment(found)
            return "" if moment is None else moment.strftime(DATES[name])
        if found[3]:
            return ""
        said = self.known.get(name if found[2] is None else f"{name}({found[2].strip().casefold()})", "")
        begins = name in _PRONOUNS and _BEGINNING.search(before[-20:] if before else "")
        return said[:1].upper() + said[1:] if begins else said

    def _moment(self, found: re.Match[str]) -> datetime | None:
        if self.now is None or found[3] is None:
            return self.now
        try:
            return shifted(self.now, int(f"{found[3]}{found[4]}"), found[5])
        except (OverflowError, ValueError):
            return None  # beyond the calendar


def shifted(moment: datetime, by: int, unit: str) -> datetime:
    """The moment moved by days, weeks, months or years; a month that is too short gives its last day.

    Raises:
        OverflowError, ValueError: that is before year 1 or after year 9999.
    """
    if unit in "dw":
        return moment + timedelta(days=by * (7 if unit == "w" else 1))
    months = moment.year * 12 + moment.month - 1 + by * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
