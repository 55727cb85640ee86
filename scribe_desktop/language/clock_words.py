"""Reads days of a month, years, hours and minutes as people say them: "twenty third", "twenty twenty six"."""

import re
from collections.abc import Callable, Mapping, Sequence

from scribe_desktop.language import numbers

Reader = Callable[[Sequence[str], int], tuple[str, int]]
"""What begins at a word, in digits, and how many words say it; ("", 0) if nothing does."""

_FIRST = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_TEENTHS = (
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_ORDINALS = {word: value for value, word in enumerate((*_FIRST, *_TEENTHS), start=1)} | {"thirtieth": 30}
_TENS = {"twenty": 20, "thirty": 30}
_WRITTEN_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_WRITTEN_YEAR = re.compile(r"(?:19|20)\d\d")
_CENTURIES = {"nineteen": 1900, "twenty": 2000}
_LAST_DAY, _LAST_YEAR = 31, 2099
_NOTHING = "", 0


def day(words: Sequence[str], at: int) -> tuple[str, int]:
    """A day of a month: "third", "twenty third", "3rd", "3"."""
    if at >= len(words):
        return _NOTHING
    written = _WRITTEN_DAY.fullmatch(words[at])
    value, count = (int(written[1]), 1) if written else _ordinal(words, at)
    return (str(value), count) if 1 <= value <= _LAST_DAY else _NOTHING


def date(words: Sequence[str], at: int) -> tuple[str, int]:
    """A day of a month as a plain number: "fifteen", "twenty five"."""
    value, count = numbers.below_hundred(words, at)
    return (str(value), count) if 1 <= value <= _LAST_DAY else _NOTHING


def clock(words: Sequence[str], at: int) -> tuple[str, int]:
    """A time of a clock with twenty-four hours that begins with a nought: "oh eight hundred" is 0800."""
    if tuple(words[at : at + 1]) not in (("oh",), ("o",), ("zero",)) or at + 2 >= len(words):
        return _NOTHING
    value, count = numbers.below_hundred(words, at + 1)
    if count != 1 or not 1 <= value <= 9:
        return _NOTHING
    if words[at + 2] == "hundred":
        return f"0{value}00", 3
    minutes, more = minute(words, at + 2)
    return (f"0{value}{minutes}", 2 + more) if more else _NOTHING


def year(words: Sequence[str], at: int) -> tuple[str, int]:
    """A year from 1900 to 2099: "nineteen ninety eight", "twenty oh five", "two thousand five", "2026"."""
    if at >= len(words):
        return _NOTHING
    if _WRITTEN_YEAR.fullmatch(words[at]):
        return words[at], 1
    if words[at] in _CENTURIES:
        rest, count = numbers.two_digits(words, at + 1)
        return (str(_CENTURIES[words[at]] + rest), count + 1) if count else _NOTHING
    if tuple(words[at : at + 2]) == ("two", "thousand"):
        skipped = int(tuple(words[at + 2 : at + 3]) == ("and",))
        rest, count = numbers.below_hundred(words, at + 2 + skipped)
        return (str(2000 + rest), 2 + skipped + count) if count else ("2000", 2)
    return _NOTHING


def hour(words: Sequence[str], at: int) -> tuple[str, int]:
    """An hour of a clock with twelve: "eight", "8"."""
    value, count = numbers.below_hundred(words, at)
    if not count and at < len(words) and words[at].isascii() and words[at].isdigit():
        value, count = int(words[at]), 1
    return (str(value), count) if count == 1 and 1 <= value <= 12 else _NOTHING


def minute(words: Sequence[str], at: int) -> tuple[str, int]:
    """Minutes as they follow an hour: "thirty", "oh five", "forty five", "30"."""
    value, count = numbers.two_digits(words, at)
    if not count and at < len(words) and re.fullmatch("[0-5][0-9]", words[at], re.ASCII):
        value, count = int(words[at]), 1
    return (f"{value:02}", count) if count and value < 60 else _NOTHING


def _ordinal(words: Sequence[str], at: int) -> tuple[int, int]:
    tens, hyphen, ones = words[at].partition("-")
    if tens not in _TENS:
        return _ORDINALS.get(words[at], 0), 1
    last = ones if hyphen else " ".join(words[at + 1 : at + 2])
    value = _ORDINALS.get(last, 0)
    return (_TENS[tens] + value if 1 <= value <= 9 else 0), 1 if hyphen else 2


def level(words: Sequence[str], at: int) -> tuple[str, int]:
    """A level of the spine, or a heart sound: there are no more than twelve of a kind."""
    return hour(words, at)


READERS: Mapping[str, Reader] = {
    "<day>": day,
    "<date>": date,
    "<year>": year,
    "<hour>": hour,
    "<minute>": minute,
    "<clock>": clock,
    "<level>": level,
}
