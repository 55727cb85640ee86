"""All words that are spelt right, everyday and clinical, and what a misspelt one may be meant to be."""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from scribe_desktop.language.spelling import plain as as_looked_up

_MOST, _NEAREST = 7, 40
_FAR = 0.34
"""Most changes, as a share of the letters, between a word and what may be meant by it."""
_USUAL = 3_000
"""How often a clinical word counts as being said, where everyday words bring their own figure."""
_PREFIXES = (
    "non", "anti", "post", "pre", "peri", "supra", "infra", "inter", "intra", "sub", "hyper", "hypo", "micro",
    "macro", "multi", "neuro", "cardio", "retro", "trans", "extra", "antero", "postero", "infero", "supero",
    "medio", "latero", "poly", "pseudo", "radio", "thoraco", "lumbo", "musculo", "gastro", "ultra", "over",
    "mid",
)  # fmt: skip
_LEAST_STEM = 5


@dataclass(frozen=True)
class Suggestion:
    word: str
    is_drug: bool = False
    alike: tuple[str, ...] = ()
    """Other drugs that this one has been mistaken for, or that the misspelt word may mean as well."""


class Lexicon:
    """Knows words in any case; a possessive is known where its word is, a plural where that is clinical.

    Args:
        everyday: words in small letters, and how often each is said.
        clinical: words in small letters; drugs are among them or not.
        drugs: names of drugs in small letters.
        confused: groups of drugs that are mistaken for each other.
    """

    def __init__(
        self,
        everyday: Mapping[str, int],
        clinical: Collection[str] = (),
        drugs: Collection[str] = (),
        confused: Iterable[Collection[str]] = (),
    ) -> None:
        self._drugs = frozenset(drugs)
        self._clinical = self._drugs.union(clinical)
        self._said = {**dict.fromkeys(self._clinical, _USUAL), **everyday}
        for word in self._clinical:
            self._said[word] = max(self._said[word], _USUAL)
        self._by_length: dict[int, list[str]] = {}
        for word in self._said:
            self._by_length.setdefault(len(word), []).append(word)
        self._alike: dict[str, set[str]] = {}
        for group in confused:
            for drug in group:
                self._alike.setdefault(drug, set()).update(set(group) - {drug})

    @classmethod
    def load(cls, folder: Path) -> "Lexicon":
        """The everyday English of the package pyspellchecker, with our own lists in `folder`."""
        english = SpellChecker(language="en", distance=1).word_frequency
        everyday = {word: count for word, count in english.items() if not word.endswith("'s")}
        own = tomllib.loads((folder / "spelling.toml").read_text(encoding="utf-8"))
        for word in own["not_words"].split():
            everyday.pop(word, None)
        clinical = [*_lines(folder / "clinical_words.txt"), *_lines(folder / "exam_words.txt")]
        confused = [group.split() for group in own["confused_drugs"]]
        return cls(everyday, clinical, _lines(folder / "drugs.txt"), confused)

    def __len__(self) -> int:
        return len(self._said)

    def knows(self, word: str) -> bool:
        """Whether a word is spelt right, as far as one can know."""
        plain = as_looked_up(word)
        if plain in self._said or plain.removesuffix("s") in self._clinical:
            return True
        return any(
            plain.startswith(prefix)
            and len(plain) - len(prefix) >= _LEAST_STEM
            and plain[len(prefix) :] in self._said
            for prefix in _PREFIXES
        )

    def suggestions(self, word: str, *, also: Sequence[str] = ()) -> tuple[Suggestion, ...]:
        """What may be meant by a word that is not known, the likeliest first, in the word's own case.

        Args:
            also: further words in small letters that may be meant.
        """
        plain = as_looked_up(word)
        reach = max(1, min(3, round(len(plain) * _FAR)))
        near: dict[str, float] = {}
        lengths = range(len(plain) - reach, len(plain) + reach + 1)
        for words in (*(self._by_length.get(length, []) for length in lengths), also):
            found = process.extract(plain, words, scorer=OSA.distance, score_cutoff=reach, limit=_NEAREST)
            near.update((said, distance) for said, distance, _ in found)
        ranked = sorted(near, key=lambda said: (self._cost(plain, said, near[said]), said))
        said_in_two = [" ".join(pair) for pair in self._in_two(plain)][:1]
        best = [*ranked[: _MOST - len(said_in_two)], *said_in_two]
        drugs = [said for said in best if said in self._drugs]
        return tuple(
            Suggestion(_in_case_of(word, said), said in self._drugs, self._easily_confused(said, drugs))
            for said in best
        )

    def is_drug(self, word: str) -> bool:
        return as_looked_up(word) in self._drugs

    def _cost(self, plain: str, said: str, distance: float) -> float:
        """Fewer changes first, the first letter above all; among equals what is said more often."""
        begins = 0.0 if said[0] == plain[0] else 0.7
        ends = 0.0 if said[-1] == plain[-1] else 0.2
        swapped = -0.4 if sorted(said) == sorted(plain) else 0.0
        return distance + begins + ends + swapped - log10(self._said.get(said, _USUAL)) / 4

    def _in_two(self, plain: str) -> Iterator[tuple[str, str]]:
        """The word as two that have run together, the more usual ones first."""
        pairs = [(plain[:at], plain[at:]) for at in range(2, len(plain) - 1)]
        known = [pair for pair in pairs if all(self._said.get(part, 0) >= _USUAL for part in pair)]
        yield from sorted(known, key=lambda pair: -min(self._said[part] for part in pair))

    def _easily_confused(self, said: str, drugs: list[str]) -> tuple[str, ...]:
        if said not in self._drugs:
            return ()
        return tuple(sorted(self._alike.get(said, set()).union(drugs) - {said}))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split()


def _in_case_of(word: str, said: str) -> str:
    if len(word) > 1 and word.isupper():
        return said.upper()
    return said[0].upper() + said[1:] if word[0].isupper() else said
