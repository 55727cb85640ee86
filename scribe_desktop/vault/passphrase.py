"""What makes a passphrase acceptable (NIST SP 800-63B-4): it is long and not predictable, no more."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from scribe_desktop import assets

SHORTEST, LONGEST = 15, 1024
"""Unicode code points after normalisation."""

_LEAST_LEFT = 8
"""Characters that must remain when everything predictable is taken out."""
_FEWEST_DISTINCT = 5
_STEP = 4
"""Neighbours in a row or sequence from which on it counts as a walk."""

_ROWS = (
    "abcdefghijklmnopqrstuvwxyzabc", "01234567890123", "qwertyuiop[]", "asdfghjkl;", "zxcvbnm",
    "!@#$%^&*()",
    "qwertzuiopü", "azertyuiop", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp",
    "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p",
)  # fmt: skip
_SEPARATORS = str.maketrans("", "", " \t\u2013\u2014-_.,'\"")
_LEET = tuple(str.maketrans("@403$571!", f"aaoesst{one}i") for one in "il")
_PROGRAM = ("scribe", "desktop")

_REPEATED = "It repeats the same few characters."


def normalised(passphrase: str) -> str:
    """NFKC, so that it is the same passphrase from every keyboard."""
    return unicodedata.normalize("NFKC", passphrase)


def why_refused(passphrase: str, *, context: Sequence[str] = ()) -> str:
    """Why this cannot be a passphrase, in words for a hint while typing; empty when it can.

    Args:
        passphrase: as typed so far.
        context: names that an attacker would try first: the person's, the clinic's.
    """
    text = normalised(passphrase)
    if len(text) < SHORTEST:
        return f"At least {SHORTEST} characters: {SHORTEST - len(text)} more to go."
    if len(text) > LONGEST:
        return f"At most {LONGEST} characters: {len(text) - LONGEST} too many."
    if any(unicodedata.category(character) in ("Cn", "Cs") for character in text):
        return "It contains a character that not every machine would read the same way."
    return _why_predictable(text.casefold().translate(_SEPARATORS), context)


def _why_predictable(text: str, context: Sequence[str]) -> str:
    if len(set(text)) < _FEWEST_DISTINCT or _is_repetition(text):
        return _REPEATED
    found: dict[str, set[int]] = defaultdict(set)
    for reason, start, end in _predictable_parts(text, context):
        found[reason].update(range(start, end))
    if len(text) - len(set().union(*found.values())) >= _LEAST_LEFT:
        return ""
    return max(found, key=lambda reason: len(found[reason]), default=_REPEATED)


def _is_repetition(text: str) -> bool:
    periods = range(1, min(len(text) // 2, SHORTEST - 1) + 1)
    return any(text == (text[:period] * len(text))[: len(text)] for period in periods)


def _predictable_parts(text: str, context: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    kinds = (
        *_kinds(),
        ("It is little more than a name of yours, the clinic's or the program's.", _names(context)),
    )
    spellings = (text, *(text.translate(leet) for leet in _LEET))
    for reason, pattern in kinds:
        for spelling in spellings:
            yield from ((reason, *match.span(1)) for match in pattern.finditer(spelling))


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    listed = assets.resource("vocabulary", "blocked_passphrases.txt").read_text(encoding="utf-8").splitlines()
    common = (line.strip() for line in listed if line.strip() and not line.startswith("#"))
    walks = (
        row[at : at + _STEP] for line in _ROWS for row in (line, line[::-1]) for at in range(len(line) - 3)
    )
    return (
        ("It is little more than a common passphrase.", _anywhere(map(re.escape, common))),
        ("It is little more than a row of keys, letters or numbers.", _anywhere(map(re.escape, walks))),
        (_REPEATED, _anywhere([r"(.)\2\2"])),
        ("It is little more than a year.", _anywhere([r"(?:19|20)\d\d"])),
    )


def _names(context: Sequence[str]) -> re.Pattern[str]:
    words = re.findall(r"[^\W_]{3,}", normalised(" ".join(context)).casefold())
    return _anywhere(map(re.escape, {*words, *_PROGRAM}))


def _anywhere(alternatives: Iterable[str]) -> re.Pattern[str]:
    """A pattern whose group 1 is the longest of these at a position; matches may overlap."""
    return re.compile(f"(?=({'|'.join(sorted(alternatives, key=len, reverse=True))}))")
