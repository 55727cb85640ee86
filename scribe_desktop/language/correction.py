"""Puts clinical terms in the place of words that a recogniser took for them, or suggests them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf, log, prod

from scribe_desktop.language.change_limits import ChangeLimits, Commonness, Utterance
from scribe_desktop.language.risks import Risks
from scribe_desktop.language.terms import LONGEST, Near, Terms
from scribe_desktop.language.wording import Heard, Piece, Pieces, as_written, core

Likelihood = Callable[[Sequence[str]], float]
"""The natural logarithm of the probability that these words, in small letters, follow each other."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MOST_TOLD = 10.0
"""Much more than that is said only against words that the language model does not know, such as names."""
_STOPS = re.compile(r"[.,;:?!]$")
_CONTEXT = 2
"""Words on either side by which a change is judged."""


@dataclass(frozen=True)
class Weights:
    """How a change is judged; found on the tuning part of the measuring set."""

    sound: float = 3.0
    """For each change of sound, against the logarithms of probability."""
    doubt: float = 0.4
    """For the recogniser's own doubt in the words: the logarithm of the odds against them."""
    unknown: float = 0.85
    """Probability that a word has where the recogniser does not tell."""
    certain: float = 0.9
    """A stretch whose words are all at least as probable as this is left alone."""
    silent: float = 7.0
    """From here on a change is made."""
    untold: float = 1.5
    """So much more it takes where the recogniser does not tell how sure it is."""
    clear: float = 2.0
    """By so much more has to speak for it than for any other term there."""
    suggested: float = 4.5
    """From here on it is suggested."""


@dataclass(frozen=True)
class Change:
    """A term for the pieces `first` to `last` (half-open), and what speaks for it."""

    first: int
    last: int
    term: str
    told: float
    """By how much the language model prefers it."""
    doubt: float
    """The logarithm of the odds against what was heard."""
    sounds: int
    """Sounds that are others."""

    def merit(self, weights: Weights) -> float:
        return self.explains(weights) - max(0.0, self.told - _MOST_TOLD)

    def explains(self, weights: Weights) -> float:
        """The same as against other terms there: the more words make no sense, the more is explained."""
        return self.told + weights.doubt * self.doubt - weights.sound * self.sounds


Judged = tuple[float, Change]
"""How much speaks for a change, and the change."""


class Correction:
    """A stage. What is risky (drugs, numbers, negations, sides) is never changed, only suggested.

    Args:
        vocabularies: where terms are looked for.
        likelihood: the language model's opinion.
        risks: says which words are risky.
        common: the language model's opinion of single words.
    """

    def __init__(
        self,
        vocabularies: Sequence[Terms],
        likelihood: Likelihood,
        risks: Risks,
        common: Commonness,
        weights: Weights | None = None,
    ) -> None:
        self._vocabularies = tuple(vocabularies)
        self._likelihood = likelihood
        self._risks = risks
        self._weights = weights or Weights()
        self._limits = ChangeLimits(risks, common, self._weights.certain)

    def __call__(self, pieces: Pieces, heard: Sequence[Heard]) -> Pieces:
        judged = [(change.merit(self._weights), change) for change in self.changes(pieces, heard)]
        found = [one for one in judged if one[0] >= self._weights.suggested]
        told = all(word.confidence is not None for word in heard)
        least = self._weights.silent + (0.0 if told else self._weights.untold)
        return tuple(self._written(pieces, _utterance(pieces, heard), found, least)) if found else pieces

    def changes(self, pieces: Pieces, heard: Sequence[Heard]) -> list[Change]:
        """Every term that sounds nearly like words which the recogniser may have got wrong."""
        said = _utterance(pieces, heard)
        words = said.words
        chances = [self._chance(piece, heard) for piece in pieces]
        stretches = [
            (first, last)
            for first, last in _stretches(words, said.ends)
            if min(chances[first:last]) < self._weights.certain
        ]
        asked = [" ".join(words[first:last]) for first, last in stretches]
        found: list[Change] = []
        for vocabulary in self._vocabularies if asked else ():
            for (first, last), near in zip(stretches, vocabulary.near(asked), strict=True):
                doubt = _odds_against(chances[first:last]) if near else 0.0
                known = set(words[first:last])
                for one in near:
                    meant = set(one.term.lower().split())
                    if known <= meant or meant <= known:
                        continue  # it would only leave words out, or make some up
                    told = self._told(words, first, last, one)
                    found.append(Change(first, last, one.term, told, doubt, one.changes))
        return found

    def _chance(self, piece: Piece, heard: Sequence[Heard]) -> float:
        """The probability of a recognised word; 1 for what another stage has settled."""
        if piece.risk or piece.last - piece.first != 1:
            return 1.0
        told = heard[piece.first].confidence
        return self._weights.unknown if told is None else told

    def _told(self, words: Sequence[str], first: int, last: int, near: Near) -> float:
        before, behind = words[max(0, first - _CONTEXT) : first], words[last : last + _CONTEXT]
        changed = self._likelihood(_apart([*before, near.term.lower(), *behind]))
        return changed - self._likelihood(_apart([*before, *words[first:last], *behind]))

    def _written(
        self, pieces: Pieces, said: Utterance, found: Sequence[Judged], least: float
    ) -> Iterator[Piece]:
        """`least` has to speak for a change that is made; for less it is suggested."""
        at = 0
        for merit, change in self._best([one for one in found if self._may_suggest(said, one[1])]):
            yield from pieces[at : change.first]
            clear = merit - _rival(change, found) >= self._weights.clear
            silent = merit >= least and clear and self._limits.may_make(said, change.first, change.last)
            silent = silent and not _is_named(pieces, change)
            yield self._changed(pieces[change.first : change.last], change.term, silent=silent)
            at = change.last
        yield from pieces[at:]

    def _best(self, found: Sequence[Judged]) -> list[Judged]:
        """Those that explain most, in order, none over another."""
        chosen: list[Judged] = []
        for merit, change in sorted(found, key=lambda one: -one[1].explains(self._weights)):
            if not any(_meet(change, other) for _, other in chosen):
                chosen.append((merit, change))
        return sorted(chosen, key=lambda one: one[1].first)

    def _may_suggest(self, said: Utterance, change: Change) -> bool:
        exact = change.sounds == 0
        return self._limits.may_suggest(said, change.first, change.last, change.term, exact=exact)

    def _changed(self, stretch: Pieces, term: str, *, silent: bool) -> Piece:
        said = " ".join(piece.text for piece in stretch)
        whole = replace(stretch[0], text=said, last=stretch[-1].last)
        written = as_written(said, term)
        if silent and not self._risks.told_apart(said, term):
            return replace(whole, text=written, heard=said, risk="corrected")
        return replace(whole, instead=written, risk="suggested")


def _utterance(pieces: Pieces, heard: Sequence[Heard]) -> Utterance:
    words = ["" if _is_letter(piece.text) else core(piece.text).lower() for piece in pieces]
    chances = [heard[piece.first].confidence if piece.last - piece.first == 1 else 1.0 for piece in pieces]
    return Utterance(words, chances, [_STOPS.search(piece.text) is not None for piece in pieces])


def _is_letter(text: str) -> bool:
    """Whether this is a single letter that is spelt out: a term made of letters sounds like anything."""
    letters = core(text)
    return len(letters) == 1 and letters != "a" and not letters.isdigit()


def _is_named(pieces: Pieces, change: Change) -> bool:
    """Whether there is a name or an abbreviation among the words, told by capitals inside a sentence."""
    for at in range(change.first, change.last):
        word = core(pieces[at].text)
        begins = at == 0 or pieces[at - 1].text.endswith((".", "?", "!"))
        if word[1:] != word[1:].lower() or (word[:1].isupper() and not begins):
            return True
    return False


def _odds_against(chances: Sequence[float]) -> float:
    sure = min(max(prod(chances), 1e-4), 1 - 1e-4)
    return log((1 - sure) / sure)


def _apart(words: Sequence[str]) -> list[str]:
    """As the language model counts them: "x-ray" is two."""
    return [part for word in words for part in _WORD.findall(word)]


def _stretches(words: Sequence[str], stops: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last (half-open) of every stretch of one to `LONGEST` words.

    None goes over an empty one, or over the end of a clause; `stops` says behind which words there is one.
    """
    return [
        (first, last)
        for first in range(len(words))
        for last in range(first + 1, min(first + LONGEST, len(words)) + 1)
        if all(words[first:last]) and not any(stops[first : last - 1])
    ]


def _rival(change: Change, found: Sequence[Judged]) -> float:
    """How much speaks for the best other term there."""
    others = (merit for merit, one in found if one.term != change.term and _meet(one, change))
    return max(others, default=-inf)


def _meet(one: Change, other: Change) -> bool:
    return one.first < other.last and other.first < one.last
