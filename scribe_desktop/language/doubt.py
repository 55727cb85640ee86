"""How likely a recognised word is wrong: what the recogniser says, and how well the word fits where it is."""

from collections.abc import Callable, Sequence
from math import exp, log

from scribe_desktop.language.risks import words
from scribe_desktop.language.wording import Heard

Scores = Callable[[Sequence[str]], Sequence[float]]
"""The natural logarithm of each word's probability behind the ones before it; words in small letters."""

Features = tuple[float, float, float, float, float]
"""What is known of a word; the weights in `risks.toml` have the same order.

The logarithm of the recogniser's probability; the mean of these over the utterance, as in noise one word is
as doubtful as the next; the language model's logarithm; how many other readings there are; its letters.
"""
_LEAST = 1e-4
"""Probability below which less says nothing more."""


class Doubt:
    """A logistic regression, fitted to the tuning part of the measuring set.

    Args:
        scores: the language model's opinion.
        weights: `start` and `features`, as in `risks.toml`.
    """

    def __init__(self, scores: Scores, start: float, features: Sequence[float]) -> None:
        self._scores, self._start, self._weights = scores, start, tuple(features)

    def of(self, heard: Sequence[Heard]) -> list[float | None]:
        """Each word's probability of being wrong; None where the recogniser tells nothing."""
        return [
            None if known is None else max(map(self._wrong, known), default=0.0)
            for known in self.features(heard)
        ]

    def features(self, heard: Sequence[Heard]) -> list[list[Features] | None]:
        """What is known of each recognised word, for each part of it ("x-ray" has two)."""
        told, mean = _told(heard), overall(heard)
        others = _others(heard)
        parts = [words(word.text) for word in heard]
        scores = iter(self._scores([part for found in parts for part in found]))
        fits = [[(part, next(scores)) for part in found] for found in parts]
        return [
            None
            if sound is None
            else [(sound, mean, score, float(readings), float(len(part))) for part, score in found]
            for sound, readings, found in zip(told, others, fits, strict=True)
        ]

    def _wrong(self, features: Features) -> float:
        found = self._start + sum(weight * one for weight, one in zip(self._weights, features, strict=True))
        return 1 / (1 + exp(-found))


def overall(heard: Sequence[Heard]) -> float:
    """The mean logarithm of the recogniser's probabilities; 0 where it tells none."""
    known = [one for one in _told(heard) if one is not None]
    return sum(known) / len(known) if known else 0.0


def _told(heard: Sequence[Heard]) -> list[float | None]:
    return [None if word.confidence is None else log(max(word.confidence, _LEAST)) for word in heard]


def _others(heard: Sequence[Heard]) -> list[int]:
    """How many other readings cover each word."""
    found = [0] * len(heard)
    for at, word in enumerate(heard):
        for other in word.others:
            for place in range(at, min(at + other.words, len(heard))):
                found[place] += 1
    return found
