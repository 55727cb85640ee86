"""Words as they are compared, and what everyday words and abbreviations mean in the words of the codes."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import islice, product

_WORD = re.compile(r"[a-z0-9]+")
_MOST_READINGS = 6


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).replace("'s", ""))


class Readings:
    """Everyday phrases ("heart attack", "dm2"), each with one or more wordings that the codes use."""

    def __init__(self, wordings: Mapping[str, Sequence[str]]) -> None:
        self._wordings = {
            tuple(words_of(phrase)): tuple(tuple(words_of(wording)) for wording in wordings[phrase])
            for phrase in wordings
        }
        self._longest = max((len(phrase) for phrase in self._wordings), default=0)

    def of(self, words: Sequence[str], known: Sequence[str]) -> list[list[str]]:
        """The ways in which a query can be meant; as it stands only if `known` (sorted) has its words."""
        choices: list[tuple[tuple[str, ...], ...]] = []
        at = 0
        while at < len(words):
            length = self._longest_match(words, at)
            here = tuple(words[at : at + max(length, 1)])
            wordings = self._wordings.get(here, ())
            as_said = not wordings or all(_has(known, word) for word in here)
            choices.append((*wordings, here) if as_said else wordings)
            at += len(here)
        readings = islice(product(*choices), _MOST_READINGS)
        return [[word for part in reading for word in part] for reading in readings if reading]

    def _longest_match(self, words: Sequence[str], at: int) -> int:
        lengths = range(min(self._longest, len(words) - at), 0, -1)
        return next((n for n in lengths if tuple(words[at : at + n]) in self._wordings), 0)


def _has(known: Sequence[str], word: str) -> bool:
    at = bisect_left(known, word)
    return at < len(known) and known[at] == word
