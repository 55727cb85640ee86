"""Written clinical text as somebody says it, and any text as the words that recognition is judged by."""

import re
from collections.abc import Iterator

_UNITS = {
    "mg": "milligrams",
    "mgs": "milligrams",
    "mcg": "micrograms",
    "kg": "kilograms",
    "g": "grams",
    "gm": "grams",
    "ml": "milliliters",
    "cc": "c c",
    "cm": "centimeters",
    "mm": "millimeters",
    "lbs": "pounds",
    "hr": "hour",
    "hrs": "hours",
    "dr": "doctor",
    "mr": "mister",
    "ms": "miss",
    "mrs": "misses",
    "ok": "okay",
    "vs": "versus",
}
_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen"""
_ROUND = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
_ONES, _TENS = _SMALL.split(), _ROUND.split()
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth"}
_PART = re.compile(
    r"[0-9][0-9,]*(?:\.[0-9]+)?(?:st|nd|rd|th)\b|[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+"
    r"|[A-Za-z]+(?:['’][A-Za-z]+)*|[%/.,+]"
)
_LONGEST_READ_OUT = 4


def number(digits: str) -> str:
    """Digits as words: 2.5 as two point five, 120 as one hundred twenty, however they were said."""
    whole, _, decimals = digits.replace(",", "").partition(".")
    said = _cardinal(int(whole)) if whole else "zero"
    return " ".join([said, *(["point", *(_ONES[int(digit)] for digit in decimals)] if decimals else [])])


def _cardinal(value: int) -> str:
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= size:
            rest = value % size
            return f"{_cardinal(value // size)} {name}" + (f" {_cardinal(rest)}" if rest else "")
    if value < len(_ONES):
        return _ONES[value]
    return _TENS[value // 10] + (f" {_ONES[value % 10]}" if value % 10 else "")


def words(text: str) -> list[str]:
    """Lower-case words with numbers and units written out; single letters in a row are one word (MRI)."""
    found: list[str] = []
    letters = ""
    for word in _parts(text):
        if len(word) == 1 and word.isalpha() and (letters or word not in "ai"):
            letters += word
            continue
        if letters:
            found.append(letters)
            letters = ""
        found += word.split()
    return [*found, *([letters] if letters else [])]


def _parts(text: str) -> Iterator[str]:
    parts = _PART.findall(text)
    for position, part in enumerate(parts):
        low = part.lower().replace("’", "").replace("'", "")
        following = parts[position + 1] if position + 1 < len(parts) else ""
        if low in _ORDINALS:
            yield _ORDINALS[low]
        elif low[0].isdigit() or (low[0] == "." and len(low) > 1):
            yield number(re.sub(r"[a-z]+$", "", low))
        elif low == "%":
            yield "percent"
        elif low == "+":
            yield "plus"
        elif low == "/":
            if position and parts[position - 1][0].isdigit() and following[:1].isdigit():
                yield "over"
        elif low not in ".,":
            yield _UNITS.get(low, low)


def read_aloud(sentence: str) -> str:
    """The sentence as text for a synthetic voice: its pauses kept, everything else written out."""
    pieces = re.split(r"([,;]\s)", sentence.strip().rstrip("."))
    return "".join(", " if piece[:1] in ",;" else " ".join(_voiced(piece)) for piece in pieces) + "."


def _voiced(text: str) -> Iterator[str]:
    for word in re.findall(r"[^\s-]+", text):
        if word.isupper() and word.isalpha() and 1 < len(word) <= _LONGEST_READ_OUT:
            yield " ".join(word)
        else:
            yield " ".join(_parts(word))
