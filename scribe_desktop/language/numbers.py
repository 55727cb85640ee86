"""Reads numbers as people say them: "one twenty", "ninety eight point six", "a hundred and five"."""

import re
from collections.abc import Mapping, Sequence

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+", re.ASCII)
_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: value for value, word in enumerate([*_ONES, *_TEENS])}
_ROUND = {word: 20 + 10 * place for place, word in enumerate(_TENS)}
_OH = ("oh", "o")
_JOINTS = frozenset({"hundred", "thousand", "million", "point", "oh"})
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LARGEST_ROMAN = 39
_COUNTED = frozenset({"unit", "units", "tablet", "tablets", "pills", "capsules", "doses", "puffs", "bags"})
_UNITS_OF_TIME = frozenset({"minute", "hour", "day", "week", "month", "year"})
_OF_POINT = frozenset({"a", "the", "this", "that", "some", "any", "which", "what", "no", "same"})
_AWAY = frozenset({"ago", "later", "earlier", "before", "prior", "after"})
_NOTHING = "", 0

DIGIT: Mapping[str, str] = {word: str(value) for value, word in enumerate(_ONES)} | dict.fromkeys(_OH, "0")
"""Figures as they are said one by one."""


def read(words: Sequence[str], at: int, *, short: bool = False) -> tuple[str, int]:
    """The number that begins at a word, in digits, and how many words say it; ("", 0) if none does.

    What could be two numbers is none: "take twenty two times a day". Where only one way to divide them makes
    sense they are divided: "three hundred three times a day", "was one point four one week ago".

    Args:
        words: in small letters, without punctuation.
        short: "one twenty" is 120, as people read out measurements. Elsewhere it is no number at all, since
            "one twenty milligram tablet" is one tablet.
    """
    if 0 < at < len(words) and words[at] == "point" and words[at - 1] in _OF_POINT:
        return _NOTHING
    parts, ends = _taken_apart(words, at)
    digits, count = _read(parts, short=short)
    if count in ends:
        behind = [*words[at + ends[count] : at + ends[count] + 2], "", ""]
        given_back = _is_next_ones(parts[:count], digits, behind, words[at - 1] if at else "")
        if given_back is None:
            return _NOTHING
        digits, count = _read(parts[: count - given_back], short=short) if given_back else (digits, count)
    return (digits, ends[count]) if count in ends else _NOTHING


def may_begin(word: str) -> bool:
    """Whether a number may begin with this word."""
    return word in ("a", *_OH) or word[:1].isdigit() or word[:1] == "." or is_part(word)


def is_part(word: str) -> bool:
    """Whether this word, by itself or with a hyphen, is a number or belongs to one."""
    return all(part in _SMALL or part in _ROUND or part in _JOINTS for part in word.split("-"))


def roman(number: str) -> str:
    """A whole number from 1 to 39 in Roman numerals; any other as it is."""
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= _LARGEST_ROMAN:
        return number
    rest, written = int(number), ""
    for value, letters in _ROMAN:
        times, rest = divmod(rest, value)
        written += letters * times
    return written


def as_dose(number: str) -> str:
    """A number as ISMP wants a dose: no zero behind the point, one in front of it, commas from 1,000 on."""
    whole, point, decimals = number.replace(",", "").partition(".")
    whole, decimals = f"{int(whole or '0'):,}", decimals.rstrip("0")
    return f"{whole}{point}{decimals}" if decimals else whole


def below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    """A number from 0 to 99 in words, and how many of them say it; (0, 0) if none does."""
    if at >= len(words):
        return 0, 0
    first, _, second = words[at].partition("-")
    if first in _ROUND and second in _ONES:
        return _ROUND[first] + _SMALL[second], 1
    if words[at] in _SMALL:
        return _SMALL[words[at]], 1
    if words[at] not in _ROUND:
        return 0, 0
    ones = words[at + 1] if at + 1 < len(words) else ""
    if ones in _ONES[1:]:
        return _ROUND[words[at]] + _SMALL[ones], 2
    return _ROUND[words[at]], 1


def two_digits(words: Sequence[str], at: int) -> tuple[int, int]:
    """What follows the hundreds when they are not said: "twenty", "twenty five", "oh five", "ten"."""
    if _is(words, at, *_OH) and at + 1 < len(words) and words[at + 1] in _ONES[1:]:
        return _SMALL[words[at + 1]], 2
    value, count = below_hundred(words, at)
    return (value, count) if value >= 10 else (0, 0)


def _taken_apart(words: Sequence[str], at: int) -> tuple[list[str], Mapping[int, int]]:
    """The words from here on that may say one number, without hyphens.

    Returns:
        The parts, and after how many of them a word ends, with how many words that are.
    """
    parts, ends = list[str](), dict[int, int]()
    for place, word in enumerate(words[at:], start=1):
        if _DIGITS.fullmatch(word) or word in ("a", "and", *_OH):
            parts.append(word)
        elif is_part(word):
            parts += word.split("-")
        else:
            break
        ends[len(parts)] = place
    return parts, ends


def _read(parts: Sequence[str], *, short: bool) -> tuple[str, int]:
    """Like `read`, at the first of them, whatever stands behind."""
    no_whole = len(parts) > 1 and parts[0] in (*_OH, "zero") and parts[1] == "point"
    whole, count = ("0", 1) if no_whole else _whole(parts, short=short)
    if _is(parts, count, "point"):
        digits, more = _decimals(parts, count + 1)
        if digits and "." not in whole:
            return f"{whole or '0'}.{digits}", count + 1 + more
    return (f"0{whole}" if whole.startswith(".") else whole), count


def _is_next_ones(parts: Sequence[str], digits: str, behind: Sequence[str], before: str) -> int | None:
    """How many of a number's last words belong to what stands behind it; None: nobody can tell."""
    last_alone = len(parts) > 1 and parts[-1] in _ONES[1:]
    if not last_alone:
        return 0
    whole, _, decimals = digits.partition(".")
    said_singly = len(decimals) > 1 and parts[-2] in DIGIT
    counted_time = behind[0].removesuffix("s") in _UNITS_OF_TIME and behind[1] in _AWAY
    if decimals:
        if not said_singly:
            return 0
        if behind[0] in ("times", "time", "point") or counted_time:
            return 1
        return None if behind[0] in _COUNTED and whole not in ("", "0") else 0
    if behind[0] in ("times", "time"):
        return {"hundred": 1, "thousand": 1, "and": 0}.get(parts[-2])
    return None if counted_time and before == "over" else 0


def _whole(parts: Sequence[str], *, short: bool) -> tuple[str, int]:
    """Without what comes behind "point"; digits as they stand."""
    if parts and _DIGITS.fullmatch(parts[0]):
        return parts[0], 1
    if len(parts) > 1 and parts[0] == "a" and parts[1] in ("hundred", "thousand"):
        return _whole(["one", *parts[1:]], short=False)
    value, count = _below_thousand(parts, 0)
    if not count:
        return _NOTHING
    if 1 <= value <= 9 and count == 1:
        rest, more = two_digits(parts, count)
        if more and not (short or _is(parts, count + more, "point")):
            return _NOTHING
        value, count = (value * 100 + rest, count + more) if more else (value, count)
    if _is(parts, count, "thousand"):
        count += 1
        skipped = int(_is(parts, count, "and"))
        rest, more = below_hundred(parts, count + 1) if skipped else _below_thousand(parts, count)
        return f"{value * 1000 + rest:,}", count + (skipped + more if more else 0)
    return str(value), count


def _below_thousand(parts: Sequence[str], at: int) -> tuple[int, int]:
    value, count = below_hundred(parts, at)
    if not count or not _is(parts, at + count, "hundred"):
        return value, count
    count += 1
    skipped = int(_is(parts, at + count, "and"))
    rest, more = below_hundred(parts, at + count + skipped)
    return (value * 100 + rest, count + skipped + more) if more else (value * 100, count)


def _decimals(parts: Sequence[str], at: int) -> tuple[str, int]:
    """Digits said one by one, or a number: "six", "two five", "seventy five", "oh five"."""
    digits, count = "", 0
    while at + count < len(parts):
        part = parts[at + count]
        if part.isascii() and part.isdigit():
            digits += part
        elif part in DIGIT:
            digits += DIGIT[part]
        else:
            break
        count += 1
    if digits:
        return digits, count
    value, count = below_hundred(parts, at)
    return (str(value), count) if count else _NOTHING


def _is(words: Sequence[str], at: int, *wanted: str) -> bool:
    return at < len(words) and words[at] in wanted
