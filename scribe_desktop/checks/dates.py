"""Dates that cannot be: no such day, or told as past and still to come."""

import re
from collections.abc import Iterator
from datetime import date

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.language import sentences

_DATE = re.compile(
    r"(?<![\d/.-])(?:(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})|(?P<Y>\d{4})-(?P<M>\d{2})-(?P<D>\d{2}))(?![\d/-])"
)
_PAST = ("cc", "hpi", "pmh", "psh", "family", "social", "ros", "vitals", "exam", "results")
_AHEAD = re.compile(
    r"\b(?:schedul\w*|due|appointment|follow\w*|return\w*|next|until|through|expir\w*|will|upcoming|plan\w*"
    r"|estimated|edd|going|booked|expected)\b",
    re.I,
)
_BORN = re.compile(r"\b(?:born|birth|dob)\b", re.I)


def impossible_dates(subject: Subject) -> Iterator[Spot]:
    """A day that is in no calendar: 02/30/2021."""
    for key, text in subject.texts():
        for found in _DATE.finditer(text):
            if _day(found) is None:
                yield Spot(key, found.start(), found.end(), f"{found[0]} is in no calendar")


def future_dates(subject: Subject) -> Iterator[Spot]:
    """A day after the visit, in what is told as past or as a date of birth."""
    for key, text in subject.texts():
        for sentence in sentences(text):
            told = key in _PAST and not _AHEAD.search(sentence.text)
            for found in _DATE.finditer(sentence.text) if told or _BORN.search(sentence.text) else ():
                day = _day(found)
                if day is not None and day > subject.visit_day:
                    start = sentence.start + found.start()
                    yield Spot(key, start, start + len(found[0]), f"{found[0]} is after this visit")


def _day(found: re.Match[str]) -> date | None:
    year, month, day = (int(found[a] or found[b]) for a, b in (("y", "Y"), ("m", "M"), ("d", "D")))
    try:
        return date(year, month, day)
    except ValueError:
        return None
