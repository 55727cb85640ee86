"""Keeps a number as the sound alone has it where the search, which weighs words too, has another or none."""

from scribe_desktop.speech.language_model import NUMBER_WORDS
from scribe_desktop.speech.two_texts import Words, parts

SURE = 0.3
"""Probability of each of its words, as the sound alone has it, from which a number is believed."""
_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: at for at, word in enumerate(_SMALL.split())}
_VALUES |= {word: 10 * at for at, word in enumerate(_TENS.split(), start=2)}
_ROUND = {"hundred": 100, "thousand": 1000}
_NUMBERS = NUMBER_WORDS | {"one"}


def with_plain_number(ours: Words, plain: Words) -> Words:
    """Ours with the plain text's number if the sound is sure of it: another one, or one that ours leaves out.

    A number that only ours has is left as it is, and so is whatever stands beside a number.
    """
    if not ours:
        return plain if _all_numbers(plain) and _is_sure(plain) else ours
    mine, other = _only_number(ours), _only_number(plain)
    if mine is None or other is None:
        return ours
    numbers, instead = ours[slice(*mine)], plain[slice(*other)]
    if _others(numbers) != _others(instead) or value_of(numbers) == value_of(instead):
        return ours
    if not _is_sure(instead):
        return ours
    return [*ours[: mine[0]], *instead, *ours[mine[1] :]]


def _is_sure(words: Words) -> bool:
    return min(word.chance for word in words) >= SURE


def _all_numbers(words: Words) -> bool:
    found = [part for word in words for part in parts(word)]
    return bool(found) and all(map(_is_number, found))


def _only_number(words: Words) -> tuple[int, int] | None:
    """Where the one number among these words begins and ends; None if there is none, or are several."""
    places = [at for at, word in enumerate(words) if any(map(_is_number, parts(word)))]
    if not places or places[-1] - places[0] + 1 != len(places):
        return None
    return places[0], places[-1] + 1


def value_of(words: Words) -> list[str]:
    """Its numbers in digits, the same for "one hundred twenty", "one twenty" and "120"."""
    found: list[str] = []
    for part in (part for word in words for part in parts(word)):
        last = int(found[-1]) if found and found[-1].isdigit() else None
        joined = _joined(last, part)
        if joined is None:
            found.append(str(_VALUES.get(part, _ROUND.get(part, part))))
        else:
            found[-1:] = [str(joined)]
    return " ".join(found).replace(" point ", ".").split()


def _joined(last: int | None, part: str) -> int | None:
    """What the number before it becomes by this word; None where another number begins."""
    if not last:
        return None
    if part == "thousand":
        return last * 1000 if last < 1000 else None
    if part == "hundred":
        return last + 99 * (last % 1000) if 0 < last % 1000 < 100 else None
    value = _VALUES.get(part, 0)
    if value >= 10 and (last < 10 or value >= 20 > last):
        return last * 100 + value  # "one twenty", "nineteen eighty"
    if last % 100 == 0 or (last % 10 == 0 and last % 100 >= 20 and value < 10):
        return last + value if value else None
    return None


def _others(words: Words) -> list[str]:
    """What is written into the number's words besides: "mg" in "15mg", "year" and "old"."""
    return [part for word in words for part in parts(word) if not _is_number(part)]


def _is_number(part: str) -> bool:
    return part[0].isdigit() or part in _NUMBERS
