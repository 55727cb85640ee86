"""Dates that cannot be: no such day, or told as past and still to come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.checks.language import Stretch, sentences

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    r"(?<![\d/.-])(?:(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d\d)|(?P<Y>\d{4})-(?P<M>\d{2})-(?P<D>\d{2})"
    r"|(?P<only>0?[1-9]|1[0-2])/(?P<of>(?:19|20)\d\d))(?![\d/-])"
    rf"|\b(?P<name>{_MONTH})(?:\s+(?P<nth>\d{{1,2}})(?:st|nd|rd|th)?)?,?\s+(?:of\s+)?(?P<in>(?:19|20)\d\d)\b",
    re.I,
)
_YEARS_AHEAD = 20
"""A year of two digits is taken for one at most so long after the visit, or else of the last century."""
_PAST = (
    *("cc", "hpi", "interval", "prehospital", "mechanism", "collateral", "records", "referral_reason"),
    *("ed_course", "pmh", "psh", "psychiatric_history", "family", "social", "ros", "vitals", "exam"),
    *("results", "imaging"),
)
_HISTORY = ("pmh", "psh", "psychiatric_history", "family")
_BARE_YEAR = re.compile(
    r"(?<![\w.,/:$#-])(?P<in>in\s+)?(?P<year>20\d\d)"
    r"(?!\d|[,.:/-]\d|\s*-|\s*(?:hours?|hrs?|h|m?l|m?g|mcg|k?cal|units?|iu|steps|feet|ft|meters?)\b|\s*[%/])",
    re.I,
)
"""In a list of the history; elsewhere only behind "in", as 2030 is a time of the day, too."""
_AHEAD = re.compile(
    r"\b(?:schedul\w*|due|appointment|follow\w*|return\w*|next|until|through|expir\w*|will|upcoming|plan\w*"
    r"|estimated|edd|going|booked|expected)\b",
    re.I,
)
_BORN = re.compile(r"\b(?:born|birth|dob)\b", re.I)


@dataclass(frozen=True)
class _Written:
    """A date as it is written: its parts may make no day."""

    start: int
    text: str
    year: int
    month: int
    day: int | None
    """None where only the month is named."""
    is_short: bool
    """Its year has two digits, so that its century is a guess."""

    @property
    def first_day(self) -> date | None:
        """The day, or the month's first one; None: it is in no calendar."""
        try:
            return date(self.year, self.month, self.day or 1)
        except ValueError:
            return None


def impossible_dates(subject: Subject) -> Iterator[Spot]:
    """A day that is in no calendar: 02/30/2021."""
    for key, text in subject.texts():
        for found in _dates(text, subject.visit_day):
            if not found.is_short and (found.day == 0 or found.first_day is None):
                yield Spot(key, found.start, found.start + len(found.text), f"{found.text} is in no calendar")


def future_dates(subject: Subject) -> Iterator[Spot]:
    """A day after the visit, in what is told as past or as a date of birth."""
    for key, text in subject.texts():
        for sentence in sentences(text):
            told = key in _PAST and not _AHEAD.search(sentence.text)
            born = _BORN.search(sentence.text) is not None
            for found in _dates(sentence.text, subject.visit_day) if told or born else ():
                if born and found.is_short:
                    continue  # somebody of a hundred years
                day = found.first_day
                if day is not None and day > subject.visit_day:
                    start = sentence.start + found.start
                    yield Spot(key, start, start + len(found.text), f"{found.text} is after this visit")
            yield from _future_years(key, sentence, subject.visit_day) if told else ()


def _future_years(key: str, sentence: Stretch, visit_day: date) -> Iterator[Spot]:
    """Years that stand alone: "CABG 2028"."""
    dated = [range(found.start, found.start + len(found.text)) for found in _dates(sentence.text, visit_day)]
    for found in _BARE_YEAR.finditer(sentence.text):
        start = found.start("year")
        is_meant = key in _HISTORY or found["in"]
        if (
            is_meant
            and int(found["year"]) > visit_day.year
            and not any(start in written for written in dated)
        ):
            start += sentence.start
            yield Spot(key, start, start + len(found["year"]), f"{found['year']} is after this visit")


def _dates(text: str, visit_day: date) -> Iterator[_Written]:
    for found in _DATE.finditer(text):
        year = int(found["y"] or found["Y"] or found["of"] or found["in"])
        is_short = found["y"] is not None and len(found["y"]) == len("YY")
        if is_short:
            year += 2000 if 2000 + year <= visit_day.year + _YEARS_AHEAD else 1900
        named = found["name"]
        number = found["m"] or found["M"] or found["only"]
        month = _MONTHS.index(named[:3].casefold()) + 1 if named else int(number)
        day = found["d"] or found["D"] or found["nth"]
        yield _Written(found.start(), found[0], year, month, int(day) if day else None, is_short)
