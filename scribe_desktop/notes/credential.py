"""A scribe's certificate: what it is, until when it holds, and the hours of continuing education for it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from scribe_desktop.errors import BadInput

HOURS_A_YEAR = 3.0
"""Continuing education that a certified scribe shows each year."""
REMINDERS = (60, 30, 7, 0)
"""Days before the last day from which on somebody is reminded; 0 when it is over."""
_FORMS = ("%m/%d/%Y", "%m-%d-%Y", "%Y-%m-%d")


@dataclass(frozen=True)
class Course:
    day: date
    hours: float
    title: str


@dataclass(frozen=True)
class Credential:
    certificate: str = ""
    """What it is, e.g. "CMSS"."""
    number: str = ""
    expires: date | None = None
    """The last day on which it holds."""
    attestation: str = ""
    """Number of the attestation that an employer or school gave for it."""
    checked_by: str = ""
    """Name of whoever manages people and has seen it; empty until somebody has."""
    courses: tuple[Course, ...] = ()

    def is_current(self, today: date) -> bool:
        """Whether it holds today and somebody other than its holder vouches for it."""
        return bool(
            self.certificate and self.checked_by and self.expires is not None and today <= self.expires
        )

    def hours_in(self, year: int) -> float:
        return sum(course.hours for course in self.courses if course.day.year == year)

    def due_reminder(self, today: date) -> int | None:
        """The latest of `REMINDERS` that has been reached; None while there is time, or no last day."""
        if self.expires is None:
            return None
        left = (self.expires - today).days
        return min((days for days in REMINDERS if (left < 0 if days == 0 else left <= days)), default=None)

    def reminder(self, today: date) -> str:
        """What its holder should know, in a sentence; empty while nothing has to be done."""
        if self.expires is None or self.due_reminder(today) is None:
            return ""
        left, day = (self.expires - today).days, f"{self.expires:%m/%d/%Y}"
        if left < 0:
            return f"Your {self.certificate} certificate ended on {day}."
        when = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
        return f"Your {self.certificate} certificate ends {when}, on {day}."

    def hours_due(self, today: date) -> int | None:
        """The latest of `REMINDERS` before the year ends that has been reached, while hours are missing."""
        if not self.certificate or self.hours_in(today.year) >= HOURS_A_YEAR:
            return None
        left = (date(today.year, 12, 31) - today).days
        return min((days for days in REMINDERS if days and left <= days), default=None)

    def hours_reminder(self, today: date) -> str:
        """What its holder should know about the hours, in a sentence; empty while there is time."""
        if self.hours_due(today) is None:
            return ""
        had = f"{self.hours_in(today.year):g} of {HOURS_A_YEAR:g} hours"
        return f"You have {had} of continuing education in {today.year}."

    def changed(self, other: "Credential") -> bool:
        """Whether what somebody has vouched for reads differently in the other one."""
        return replace(self, courses=(), checked_by="") != replace(other, courses=(), checked_by="")


def read_day(typed: str) -> date:
    """MM/DD/YYYY, MM-DD-YYYY or YYYY-MM-DD. Raises `BadInput` for anything else."""
    for form in _FORMS:
        try:
            return datetime.strptime(typed.strip(), form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise BadInput(f"“{typed.strip()}” is no day.", remedy="Type it as MM/DD/YYYY.")


LONGEST_COURSE = 100.0
"""Hours."""


def read_hours(typed: str) -> float:
    """Hours with at most two decimals, above 0 and up to 100. Raises `BadInput`."""
    text = typed.strip().replace(",", ".")
    if (
        not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", text, re.ASCII)
        or not 0 < float(text) <= LONGEST_COURSE
    ):
        raise BadInput(f"“{typed.strip()}” are no hours.", remedy="Type a number such as 1.5.")
    return float(text)


def stored(courses: Iterable[Course]) -> str:
    """One course a line: day, hours, title; `read_courses` takes it back."""
    return "\n".join(
        f"{course.day.isoformat()}\t{course.hours:g}\t{' '.join(course.title.split())}" for course in courses
    )


def read_courses(text: str) -> tuple[Course, ...]:
    rows = (line.split("\t", 2) for line in text.splitlines())
    return tuple(Course(date.fromisoformat(day), float(hours), title) for day, hours, title in rows)
