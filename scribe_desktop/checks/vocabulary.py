"""The words that rules know: symptoms, body parts, drugs; read once from `resources/`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from scribe_desktop import assets
from scribe_desktop.checks.language import Stretch, words

_JOINED = re.compile(r",\s*|\s+and\s+")


@dataclass(frozen=True)
class Vocabulary:
    symptoms: tuple[tuple[re.Pattern[str], str], ...]
    """What finds a symptom under any of its names, and its usual name."""
    body_parts: Mapping[str, str]
    """Every form of a paired body part ("knees"), and its name."""
    families: Mapping[str, str]
    """Every drug that is known, and the family that allergies go by (its own name where there is none)."""
    shortened: Mapping[str, str]
    """Short forms that mean a drug only where an amount of it follows (MS), and its family."""
    short: re.Pattern[str]
    """What finds those."""
    measured: frozenset[str]
    """Drugs that are as often measured in blood, or have a number in their name: a bare one is no dose."""
    sided: Mapping[str, str]
    """What is said to be left-sided or right-sided though it is no body part ("weak"), and its name."""
    sides_and_parts: Mapping[str, tuple[str, str]]
    """Short forms of a side with a part (RLQ), and the two."""
    only_with: Mapping[str, re.Pattern[str]]
    """Parts whose short forms mean other things too (OD), and what has to stand in the sentence besides."""
    male: re.Pattern[str]
    female: re.Pattern[str]

    def drugs(self, text: str) -> Iterator[tuple[Stretch, str]]:
        """Drugs named in a text, each with its family."""
        for found in self.short.finditer(text):
            yield Stretch(found[0], found.start()), self.shortened[found[0]]
        for word in words(text):
            family = self.families.get(word.text.casefold())
            if family is not None:
                yield word, family


@cache
def vocabulary() -> Vocabulary:
    table = tomllib.loads(assets.resource("checks", "words.toml").read_text(encoding="utf-8"))
    listed = assets.resource("vocabulary", "drugs.txt").read_text(encoding="utf-8").split()
    families = {drug: drug for drug in [*listed, *table["drugs"]["names"]]}
    for family, members in table["drugs"]["families"].items():
        families |= dict.fromkeys([family, *members], family)
    return Vocabulary(
        symptoms=tuple(
            (_any_of([*names, *_short_for(names)]), names[0]) for names in table["symptoms"]["names"]
        ),
        body_parts={form: forms[0] for forms in table["body_parts"]["names"] for form in forms},
        families=families,
        shortened=table["drugs"]["shortened"],
        short=re.compile(
            rf"\b(?:{'|'.join(table['drugs']['shortened'])})\b(?=\s+(?:Contin\s+)?\d+(?:\.\d+)?\s*(?:mg|mcg)\b)"
        ),
        measured=frozenset(table["drugs"]["measured"]),
        sided={form: forms[0] for forms in table["sided"]["names"] for form in forms},
        sides_and_parts={short.upper(): (side, part) for short, side, part in table["sided"]["short"]},
        only_with={part: _any_of(names) for part, names in table["sided"]["only_with"].items()},
        male=_any_of(table["sex"]["male"]),
        female=_any_of(table["sex"]["female"]),
    )


def _short_for(names: list[str]) -> Iterator[str]:
    """The short forms whose meaning, or a part of it (nausea and vomiting), is one of these names."""
    for short, meaning in _shorthand():
        if not set(names).isdisjoint(_JOINED.split(meaning.casefold())):
            yield short


@cache
def _shorthand() -> tuple[tuple[str, str], ...]:
    """What may be written short in a chief complaint, and what it means there."""
    table = tomllib.loads(assets.resource("vocabulary", "abbreviations.toml").read_text(encoding="utf-8"))
    terms = (
        term.partition(":")
        for group in table["group"]
        if "cc" in group["sections"]
        for line in group["terms"].splitlines()
        for term in line.split(";")
    )
    return tuple((short.strip(), meaning.strip()) for short, _, meaning in terms if meaning)


def _any_of(names: list[str]) -> re.Pattern[str]:
    """Finds these in any case; one with capitals only as it is written."""
    longest_first = sorted(names, key=len, reverse=True)
    written = (re.escape(name) if name.islower() else f"(?-i:{re.escape(name)})" for name in longest_first)
    return re.compile(rf"\b(?:{'|'.join(written)})\b", re.I)
