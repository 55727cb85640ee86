"""Which words change what is done to a patient when they are misheard: drugs, doses, negations, sides."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scribe_desktop.language.numbers import read

DRUG, DOSE, NUMBER, NEGATION, SIDE, SOUND_ALIKE = "drug", "dose", "number", "negation", "side", "sound-alike"
UNSURE = "unsure"
"""As `notes.dictated.Risk` names them."""

_PREFIXES = ("hyper", "hypo")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|%")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Risks:
    """Knows words in small letters, with a straight apostrophe."""

    drugs: Collection[str]
    confused: Mapping[str, frozenset[str]]
    """By each word the others that it is mistaken for: drugs, and words such as "adduction"."""
    negations: Collection[str]
    sides: Collection[str]
    numbers: Collection[str]
    units: Collection[str]
    before_drugs: Collection[str]
    """Directly behind them a drug is named."""
    before_drugs_passed: Collection[str]
    """May stand between these and the drug."""
    doubtful_from: Mapping[str, float]
    """By kind of risk the probability of being wrong from which on a word is flagged."""
    doubtful_below: Mapping[str, float]
    """By kind of risk the recogniser's own probability below which a word is flagged however well it fits."""
    poorly_heard: float
    """Mean logarithm of an utterance's probabilities below which all of its words are flagged."""
    told_nothing: Collection[str]
    """Kinds that are flagged wherever the recogniser tells no probability."""
    doubt: tuple[float, tuple[float, ...]]
    """What `Doubt` is fitted to: its start, and its features' weights."""

    @classmethod
    def load(cls, folder: Path) -> "Risks":
        """From the lists in `resources/vocabulary`."""
        own = tomllib.loads((folder / "risks.toml").read_text(encoding="utf-8"))
        spelling = tomllib.loads((folder / "spelling.toml").read_text(encoding="utf-8"))
        tied = tomllib.loads((folder / "never_guessed.toml").read_text(encoding="utf-8"))
        groups = [group.split() for group in spelling["confused_drugs"]]
        groups += [group for name, listed in tied.items() if name != "sides" for group in listed]
        return cls(
            drugs=frozenset((folder / "drugs.txt").read_text(encoding="utf-8").split()),
            confused=_others(groups),
            negations=frozenset(own["negations"].split()),
            sides=frozenset(own["sides"].split()),
            numbers=frozenset(own["numbers"].split()),
            units=frozenset(own["units"].split()),
            before_drugs=frozenset(own["before_drugs"].split()),
            before_drugs_passed=frozenset(own["before_drugs_passed"].split()),
            doubtful_from=own["from"],
            doubtful_below=own["below"],
            poorly_heard=own["utterance"]["below"],
            told_nothing=frozenset(own["told_nothing"]["kinds"]),
            doubt=(own["doubt"]["start"], tuple(own["doubt"]["features"])),
        )

    def kind(self, word: str, following: str = "") -> str:
        """What is risky about a word, told by the word behind it as well; empty: nothing."""
        if _DIGIT.search(word) or word in self.numbers:
            return DOSE if following in self.units or word.lstrip("0123456789.,") in self.units else NUMBER
        if word in self.negations:
            return NEGATION
        if word in self.sides:
            return SIDE
        if word in self.units:
            return DOSE
        if word in self.confused or word.startswith(_PREFIXES):
            return SOUND_ALIKE
        return DRUG if word in self.drugs else ""

    def kinds(self, text: str, following: str = "") -> list[str]:
        """What is risky in a text, word by word; `following` is the word behind it."""
        found = words(text)
        pairs = zip(found, [*found[1:], following][: len(found)], strict=True)
        return [kind for word, after in pairs if (kind := self.kind(word, after))]

    def doubts(self, kind: str, wrong: float, told: float) -> bool:
        """Whether a word of this kind wants a look.

        Args:
            wrong: how likely it is wrong, as `Doubt` has it.
            told: how likely it is right, as the recogniser itself has it.
        """
        return wrong >= self.doubtful_from[kind] or told < self.doubtful_below[kind]

    def told_apart(self, one: str, other: str) -> str:
        """The risk in taking one text for another: the kind of a risky word that only one of them says.

        A number says the same in digits and in words.
        """
        first, second = _by_meaning(words(one)), _by_meaning(words(other))
        differing = [
            word
            for here, there in ((first, second), (second, first))
            for meaning, said in here.items()
            if meaning not in there
            for word in said
        ]
        return next((kind for word in differing if (kind := self.kind(word))), "")


def words(text: str) -> list[str]:
    """The words of a text in small letters; digits with the letters that stand to them."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def _by_meaning(words: Sequence[str]) -> dict[str, Sequence[str]]:
    """The words of a text by what they say: numbers in digits, all others as they are."""
    found: dict[str, Sequence[str]] = {}
    at = 0
    while at < len(words):
        number, count = read(words, at)
        said = words[at : at + max(count, 1)]
        found[number or said[0]] = said
        at += len(said)
    return found


def _others(groups: Iterable[Collection[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in groups:
        for word in group:
            found.setdefault(word, set()).update(set(group) - {word})
    return {word: frozenset(others) for word, others in found.items()}
