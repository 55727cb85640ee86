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

    def __init__(self, wordings: Mapping[str, Sequence[str]], words: Mapping[str, str] | None = None) -> None:
        """
        Args:
            wordings: of each phrase; its words may stand in any order, with others between them.
            words: what short forms stand for in every phrase and query ("fx": "fracture").
        """
        self._long = {short: words_of(long) for short, long in (words or {}).items()}
        self._wordings: dict[frozenset[str], list[list[str]]] = {}
        for phrase, own in wordings.items():
            self._wordings[frozenset(self._in_full(words_of(phrase)))] = [words_of(text) for text in own]
        self._by_word: dict[str, list[frozenset[str]]] = {}
        for key in sorted(self._wordings, key=lambda key: (-len(key), sorted(key))):
            for word in key:
                self._by_word.setdefault(word, []).append(key)

    def of(self, words: Sequence[str], known: Sequence[str]) -> list[list[str]]:
        """The ways in which a query can be meant; as it stands only if `known` (sorted) has its words."""
        left = self._in_full(words)
        choices: list[list[list[str]]] = []
        while left:
            key = self._longest_match(left)
            here = [word for word in left if word in key] or left[:1]
            left = [word for word in left if word not in key] if key else left[1:]
            wordings = self._wordings.get(key, [])
            as_said = not wordings or all(_has(known, word) for word in here)
            choices.append([*wordings, here] if as_said else wordings)
        readings = islice(product(*choices), _MOST_READINGS)
        return [[word for part in reading for word in part] for reading in readings if reading]

    def _in_full(self, words: Sequence[str]) -> list[str]:
        return [full for word in words for full in self._long.get(word, (word,))]

    def _longest_match(self, words: Sequence[str]) -> frozenset[str]:
        """The longest phrase that has the first of these words and none but these."""
        keys = self._by_word.get(words[0], ())
        return next((key for key in keys if key.issubset(words)), frozenset())


def _has(known: Sequence[str], word: str) -> bool:
    at = bisect_left(known, word)
    return at < len(known) and known[at] == word
