"""How likely a word is in clinical English after the two before it, and how likely a word begins so."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from functools import lru_cache
from math import exp, log
from pathlib import Path

import numpy as np
import numpy.typing as npt

State = tuple[int, int]
"""Units of the last two words."""

UNKNOWN, START, END, NUMBER, NAME, DRUG = range(6)
"""Units that are no single word. All numbers are one unit, so that only their sound decides between them."""

_NUMBERS = """zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
hundred thousand point"""
NUMBER_WORDS = frozenset(_NUMBERS.split())
""" "one" is not among them: it is a pronoun as well."""
_NUMBERS_BEGIN = frozenset(word[:end] for word in NUMBER_WORDS for end in range(1, len(word) + 1))
EXPECTED_LETTER = 4.0
"""Added for each letter of a word that the patient at hand makes likely, and of its beginning."""
EXPECTED_WORD = log(1e-4)
"""The least for such a word where a text is judged as a whole."""
UNKNOWN_LETTER = log(1 / 12)
"""For each letter of a word that is not in the vocabulary."""
REMEMBERED = 1 << 13
"""Answers that are kept, of each kind: an utterance asks for some hundreds, most of them again and again."""


class LanguageModel:
    """Trigrams over units; a unit is one word or a set of words between which it does not choose.

    Raises `FileNotFoundError` on construction where the table is missing.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as table:
            self._words: list[str] = table["words"].tobytes().decode().split("\n")
            self._unit = table["unit"]
            self._within = table["within"].astype(np.float32)
            self._unigrams = table["unigrams"].astype(np.float32)
            self._backoff = table["backoff"].astype(np.float32)
            self._pairs = np.cumsum(table["pairs"].astype(np.int64))
            self._pair_scores = table["pair_scores"].astype(np.float32)
            self._pair_backoff = table["pair_backoff"].astype(np.float32)
            self._triples = np.cumsum(table["triples"].astype(np.int64))
            self._triple_scores = table["triple_scores"].astype(np.float32)
        self._units = len(self._unigrams)
        chances = np.exp(self._unigrams[self._unit] + self._within)
        self._mass = np.concatenate([[0.0], np.cumsum(chances.astype(np.float64))])
        self._rare = log(float(np.exp(self._unigrams[UNKNOWN])))
        self._expected: list[str] = []
        self._forget()

    def with_words(self, words: Iterable[str]) -> "LanguageModel":
        """The same model where each of these words is to be reckoned with anywhere."""
        clean = {letter_word for word in words for letter_word in re.findall(r"[a-z]+", word.lower())}
        model = copy(self)
        model._expected = sorted(clean)
        model._forget()
        return model

    def _forget(self) -> None:
        self.word = lru_cache(maxsize=REMEMBERED)(self._word)
        self.beginning = lru_cache(maxsize=REMEMBERED)(self._beginning)

    @property
    def start(self) -> State:
        """Before the first word of a sentence."""
        return START, START

    def _word(self, state: State, word: str) -> tuple[float, State]:
        """Natural logarithm of the word's probability there, and the state behind it."""
        unit, within = self.find(word)
        if unit == NUMBER and state[1] == NUMBER:
            return 0.0, state
        score = self._unit_score(state, unit) + within
        if word in self._expected:
            score += EXPECTED_LETTER * len(word)
        return score, (state[1], unit)

    def alone(self, word: str) -> float:
        """Natural logarithm of the word's probability anywhere; the word is in small letters."""
        unit, within = self.find(word)
        return float(self._unigrams[unit]) + within

    def follows(self, word: str, before: str) -> bool:
        """Whether the word was counted right behind the other one; both are in small letters."""
        last, unit = self.find(before)[0], self.find(word)[0]
        return UNKNOWN not in (last, unit) and _position(self._pairs, last * self._units + unit) >= 0

    def end(self, state: State) -> float:
        """Natural logarithm of the probability that the sentence ends there."""
        return self._unit_score(state, END)

    def likelihood(self, words: Sequence[str], expected: Collection[str] = ()) -> float:
        """Natural logarithm of the probability that a sentence begins with these words, in small letters.

        Args:
            expected: words that are to be reckoned with anywhere.
        """
        return sum(self.scores(words, expected))

    def scores(self, words: Sequence[str], expected: Collection[str] = ()) -> list[float]:
        """The same word by word."""
        state, told = self.start, list[float]()
        for word in words:
            score, state = self.word(state, word.replace("'", ""))
            told.append(max(score, EXPECTED_WORD) if word in expected else score)
        return told

    def _beginning(self, letters: str) -> float:
        """Natural logarithm of the probability that any word begins with (or is) these letters."""
        if letters[:1].isdigit():
            return float(self._unigrams[NUMBER])
        low = bisect_left(self._words, letters)
        high = bisect_left(self._words, letters + "\x7f")
        chance = float(self._mass[high] - self._mass[low]) + exp(self._rare + UNKNOWN_LETTER * len(letters))
        if letters in _NUMBERS_BEGIN:
            chance += exp(float(self._unigrams[NUMBER]))
        score = log(chance)
        at = bisect_left(self._expected, letters)
        if at < len(self._expected) and self._expected[at].startswith(letters):
            score += EXPECTED_LETTER * len(letters)
        return score

    def find(self, word: str) -> tuple[int, float]:
        """The word's unit, and the logarithm of its share in it."""
        if word[0].isdigit() or word in NUMBER_WORDS:
            return NUMBER, 0.0
        at = bisect_left(self._words, word)
        if at < len(self._words) and self._words[at] == word:
            return int(self._unit[at]), float(self._within[at])
        return UNKNOWN, UNKNOWN_LETTER * len(word)

    def _unit_score(self, state: State, unit: int) -> float:
        before, last = state
        lower = self._after(last, unit)
        context = _position(self._pairs, before * self._units + last)
        if context < 0:
            return lower
        triple = _position(self._triples, context * self._units + unit)
        if triple >= 0:
            return float(self._triple_scores[triple])
        return float(self._pair_backoff[context]) + lower

    def _after(self, last: int, unit: int) -> float:
        pair = _position(self._pairs, last * self._units + unit)
        if pair >= 0:
            return float(self._pair_scores[pair])
        return float(self._backoff[last]) + float(self._unigrams[unit])


def ties(path: Path) -> list[list[str]]:
    """The groups of words that are never told apart by what usually stands there."""
    groups: list[list[str]] = []
    for found in tomllib.loads(path.read_text(encoding="utf-8")).values():
        groups += found
    return groups


def drug_names(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name for line in lines if not line.startswith("#") for name in line.split()}


def _position(keys: npt.NDArray[np.int64], key: int) -> int:
    at = int(np.searchsorted(keys, key))
    return at if at < len(keys) and keys[at] == key else -1
