"""Reads amounts as people say them: ranges, halves, decades, grades with a plus, figures said one by one."""

import re
from collections.abc import Mapping, Sequence

from scribe_desktop.language import numbers
from scribe_desktop.language.clock_words import Reader

_NOTHING = "", 0
_RANGE = re.compile(r"(\d*\.?\d+)[-–](\d*\.?\d+)", re.ASCII)
_PARTS: Mapping[tuple[str, ...], str] = {
    ("and", "a", "half"): ".5",
    ("and", "one", "half"): ".5",
    ("and", "a", "quarter"): ".25",
    ("and", "one", "quarter"): ".25",
    ("and", "three", "quarters"): ".75",
}
_DECADES = {f"{tens.removesuffix('y')}ies": tens for tens in ("twenty", "thirty", "forty", "fifty")}
_DECADES |= {f"{tens.removesuffix('y')}ies": tens for tens in ("sixty", "seventy", "eighty", "ninety")}
_DECADES |= {"tens": "ten", "hundreds": "hundred"}
_FEWEST_FIGURES = 5


def amount(words: Sequence[str], at: int) -> tuple[str, int]:
    """A number, with a half or quarter, or two of them: "2", "1.5", "2–4", behind "from" "2 to 4", "2 or 3".

    The first of a range is the smaller one: pupils go from 3 to 2 mm.
    """
    written, count = written_range(words, at)
    if count:
        return written, count
    first, count = _portion(words, at)
    if not count:
        return _NOTHING
    joint = words[at + count] if at + count < len(words) else ""
    second, more = _portion(words, at + count + 1) if joint in ("to", "or", "and") else _NOTHING
    before = words[at - 1] if at else ""
    if not more or (joint == "and" and before != "between"):
        return first, count
    is_range = joint == "to" and before != "from" and _value(first) < _value(second)
    return first + ("–" if is_range else f" {joint} ") + second, count + 1 + more


def written_range(words: Sequence[str], at: int) -> tuple[str, int]:
    """Two numbers with a hyphen: "2-12" is 2–12."""
    found = _RANGE.fullmatch(words[at]) if at < len(words) else None
    return (f"{found[1]}–{found[2]}", 1) if found else _NOTHING


def figure(words: Sequence[str], at: int) -> tuple[str, int]:
    """One figure: "two", "2"."""
    word = words[at] if at < len(words) else ""
    if len(word) == 1 and word.isascii() and word.isdigit():
        return word, 1
    return (numbers.DIGIT[word], 1) if word in numbers.DIGIT and word not in ("oh", "o") else _NOTHING


def figures(words: Sequence[str], at: int) -> tuple[str, int]:
    """Five figures or more, said one by one, as of a telephone or a record: "five five five oh one"."""
    count = 0
    while at + count < len(words) and words[at + count] in numbers.DIGIT:
        count += 1
    if count < _FEWEST_FIGURES or words[at] == "o":
        return _NOTHING
    return "".join(numbers.DIGIT[word] for word in words[at : at + count]), count


def decade(words: Sequence[str], at: int) -> tuple[str, int]:
    """Ten numbers together: "eighties" is 80s, "one twenties" 120s."""
    for count in (1, 2):
        said = list(words[at : at + count])
        if len(said) == count and said[-1] in _DECADES:
            number, used = numbers.read([*said[:-1], _DECADES[said[-1]]], 0, short=True)
            return (f"{number}s", count) if used == count else _NOTHING
    return _NOTHING


def _portion(words: Sequence[str], at: int) -> tuple[str, int]:
    number, count = numbers.read(words, at)
    part = _PARTS.get(tuple(words[at + count : at + count + 3]))
    if part and number.isdigit():
        return number + part, count + 3
    return number, count


def _value(number: str) -> float:
    return float(number.replace(",", ""))


READERS: Mapping[str, Reader] = {
    "<amount>": amount,
    "<range>": written_range,
    "<figure>": figure,
    "<figures>": figures,
    "<decade>": decade,
}
