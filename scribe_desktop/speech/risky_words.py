"""Tells whether two readings of a stretch of sound would have something else done to a patient."""

import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scribe_desktop.speech.language_model import NUMBER_WORDS, drug_names, ties

_PREFIXES = ("hyper", "hypo")


@dataclass(frozen=True)
class RiskyWords:
    """Words in small letters, of the lists in `resources/vocabulary`."""

    decisive: Collection[str]
    """Negations and sides: one more or one less changes the meaning."""
    drugs: Collection[str]
    opposites: Mapping[str, Collection[str]]
    """By each word those that mean something else and sound nearly the same."""

    @classmethod
    def load(cls, folder: Path) -> "RiskyWords":
        own = tomllib.loads((folder / "risks.toml").read_text(encoding="utf-8"))
        groups = ties(folder / "never_guessed.toml")
        return cls(
            frozenset(word.replace("'", "") for word in f"{own['negations']} {own['sides']}".split()),
            frozenset(drug_names(folder / "drugs.txt")),
            {word: frozenset(group) - {word} for group in groups for word in group},
        )

    def differ(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether the two differ in a number, a negation or a side, or name another drug or an opposite."""
        return self.makes_up(one, other) or self.makes_up(other, one)

    def makes_up(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether the first has a number, negation or side that the other lacks, or a rival drug or word."""
        here, there = Counter(one), Counter(other)
        only_here, only_there = here - there, there - here
        if any(map(self._decides, only_here)):
            return True
        if self._drugs(only_here) and self._drugs(only_there):
            return True
        return any(self._opposite(word, against) for word in only_here for against in only_there)

    def _decides(self, word: str) -> bool:
        return word[:1].isdigit() or word in NUMBER_WORDS or word == "one" or word in self.decisive

    def _drugs(self, words: Iterable[str]) -> bool:
        return any(word in self.drugs for word in words)

    def _opposite(self, word: str, other: str) -> bool:
        rest = _rest(word)
        return other in self.opposites.get(word, ()) or (rest is not None and rest == _rest(other))


def _rest(word: str) -> str | None:
    """What stands behind hyper- or hypo-."""
    return next((word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix)), None)
