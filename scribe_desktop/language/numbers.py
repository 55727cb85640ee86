"""Reads numbers as people say them: "one twenty", "ninety eight point six", "point five"."""

import re
from collections.abc import Sequence

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+")
_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: value for value, word in enumerate([*_ONES, *_TEENS])}
_ROUND = {word: 20 + 10 * place for place, word in enumerate(_TENS)}
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LARGEST_ROMAN = 39


def read(words: Sequence[str], at: int, *, short: bool = False) -> tuple[str, int]:
    """The number that begins at a word, in digits, and how many words say it; ("", 0) if none does.

    Args:
        words: in small letters, without punctuation.
        short: "one twenty" is 120, as people read out measurements. Elsewhere it is no number at all, since
            "one twenty milligram tablet" is one tablet.
    """
    whole, count = _whole(words, at, short)
    if at + count < len(words) and words[at + count] == "point":
        digits, more = _decimals(words, at + count + 1)
        if digits and "." not in whole:
            return f"{whole or '0'}.{digits}", count + 1 + more
    return (f"0{whole}" if whole.startswith(".") else whole), count


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
    """A number as ISMP wants a dose: no zero behind the point, one in front of it."""
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"0{number}" if number.startswith(".") else number


def _whole(words: Sequence[str], at: int, short: bool) -> tuple[str, int]:
    """Without what comes behind "point"; digits as they stand."""
    if at >= len(words):
        return "", 0
    if _DIGITS.fullmatch(words[at]):
        return words[at], 1
    value, count = _below_thousand(words, at)
    if not count:
        return "", 0
    after = at + count
    if _is(words, after, "thousand"):
        rest, more = _below_thousand(words, after + 1)
        return f"{value * 1000 + rest:,}", count + 1 + more
    if 1 <= value <= 9:
        rest, more = two_digits(words, after)
        if more:
            return (f"{value}{rest:02}", count + more) if short else ("", 0)
    return str(value), count


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int]:
    value, count = below_hundred(words, at)
    if not count or not _is(words, at + count, "hundred"):
        return value, count
    count += 1
    skipped = int(_is(words, at + count, "and"))
    rest, more = below_hundred(words, at + count + skipped)
    return (value * 100 + rest, count + skipped + more) if more else (value * 100, count)


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
    if _is(words, at, "oh", "o") and at + 1 < len(words) and words[at + 1] in _ONES[1:]:
        return _SMALL[words[at + 1]], 2
    value, count = below_hundred(words, at)
    return (value, count) if value >= 10 else (0, 0)


def _decimals(words: Sequence[str], at: int) -> tuple[str, int]:
    """Digits said one by one, or a number: "six", "two five", "seventy five", "oh five"."""
    digits, count = "", 0
    while at + count < len(words):
        word = words[at + count]
        if word in _ONES:
            digits += str(_SMALL[word])
        elif word in ("oh", "o"):
            digits += "0"
        elif word.isascii() and word.isdigit():
            digits += word
        else:
            break
        count += 1
    if digits:
        return digits, count
    value, count = below_hundred(words, at)
    return (str(value), count) if count else ("", 0)


def _is(words: Sequence[str], at: int, *wanted: str) -> bool:
    return at < len(words) and words[at] in wanted
