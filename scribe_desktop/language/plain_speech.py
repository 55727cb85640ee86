"""Tells whether recognised words may be just what was said, so that no rule is to write others for them."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.language.risks import DOSE, NEGATION, NUMBER, SIDE, Risks, words
from scribe_desktop.language.sounds import code
from scribe_desktop.language.spelling import Knows

Follows = Callable[[str, str], bool]
"""Whether the first word is usual behind the second; both in small letters."""

_UNLIKE = 0.5
"""Texts of whose sounds more than this share differ are not taken for each other."""
_NEVER_ADDED = frozenset({NEGATION, SIDE, NUMBER, DOSE})


class PlainSpeech:
    """Any thread may ask.

    Args:
        knows: tells words that are spelt right.
        short: abbreviations: to write one for what it means, or its meaning, changes nothing.
    """

    def __init__(self, risks: Risks, knows: Knows, follows: Follows, short: Abbreviations) -> None:
        self._risks, self._knows, self._follows, self._short = risks, knows, follows, short

    def __call__(self, heard: str, written: str) -> bool:
        """Whether `heard` means something by itself that `written` does not say."""
        if self._stands_for(heard, written) or self._stands_for(written, heard):
            return False
        said, instead = _apart(words(heard), words(written))
        if any(self._risks.kind(word) for word in said if word not in instead):
            return True
        alike = _alike(" ".join(said), " ".join(instead))
        if not all(self._knows(word) for word in said):
            return not alike and any(word in self._risks.drugs for word in instead)
        added = {self._risks.kind(word) for word in instead if word not in said}
        if not alike or added & _NEVER_ADDED:
            return True
        return all(self._follows(word, before) for before, word in pairwise(said))

    def _stands_for(self, short: str, full: str) -> bool:
        meanings = self._short.reading(short, ()).meanings
        return full.casefold() in (meaning.casefold() for meaning in meanings)


def _apart(one: Sequence[str], other: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Both without the words that they begin and end with alike."""
    begin = 0
    while begin < min(len(one), len(other)) and one[begin] == other[begin]:
        begin += 1
    end = 0
    while end < min(len(one), len(other)) - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[begin : len(one) - end], other[begin : len(other) - end]


def _alike(one: str, other: str) -> bool:
    first, second = code(one), code(other)
    return Levenshtein.distance(first, second) <= _UNLIKE * max(len(first), len(second))
