"""The rules of vocabulary/spoken.toml: which words each one takes, and what its slots catch of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from scribe_desktop.language import amounts, clock_words, letters, numbers
from scribe_desktop.language.clock_words import Reader
from scribe_desktop.language.units import KINDS, Units
from scribe_desktop.language.wording import Pieces

_MARKS_BEHIND = re.compile(r"[.,;:?!\"”’')\]]*$")
_NUMBERS = ("<n>", "<reading>", "<amount>")
_LETTERS = "<letters>"
_MARKS_BEFORE: Mapping[str, tuple[str, ...]] = {_LETTERS: ("", ",", ".", ":"), "<year>": ("", ",")}
"""Those that the recogniser may set where one is to be read on; nowhere else is there any."""
_WORD = "<word>"
_KEPT = 4096
"""Words of which it is remembered what may stand there."""
_LONGEST_BEFORE = 6
"""Words that a pattern of several may take in front of a rule."""
_NOTHING = None, 0

Pattern = tuple[tuple[str, ...], ...]
"""One word after the other: which ones it may be, or a slot."""


@dataclass(frozen=True)
class Rule:
    """One row of the file, which says what its columns mean."""

    say: Pattern
    write: str
    joins: bool = False
    capital: bool = False
    cases: str = ""
    counted: bool = False
    doubtful: bool = False
    least: int = 0
    after: tuple[Pattern, ...] = ()
    before: tuple[Pattern, ...] = ()
    not_after: tuple[Pattern, ...] = ()
    not_before: tuple[Pattern, ...] = ()

    @property
    def is_for_writer(self) -> bool:
        """Whether only somebody who dictates says this: a mark, layout, capitals or spelling."""
        asked = {part for options in self.say for part in options} & {_LETTERS, _WORD}
        return self.joins or self.capital or bool(self.cases) or bool(asked)

    @property
    def begins_with_number(self) -> bool:
        return self.say[0][0] in _NUMBERS

    def may_begin(self, word: str) -> bool:
        """Whether it is worth looking whether it stands where this word does."""
        if self.begins_with_number:
            return numbers.may_begin(word)
        return self.say[0][0].startswith("<") or word in self.say[0]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Rule":
        """From a row of the file."""
        columns: dict[str, Any] = {
            key: tuple(map(_pattern, value)) if isinstance(value, list) else value
            for key, value in row.items()
        }
        return cls(**columns | {"say": _pattern(row["say"])})


class Rules:
    """Rows in their order. Any thread may ask."""

    def __init__(self, rows: Iterable[Rule]) -> None:
        self.rows = tuple(rows)
        self.at = lru_cache(maxsize=_KEPT)(self._at)
        """Those that may stand where a word does, in their order."""

    def _at(self, word: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rows if rule.may_begin(word))


@dataclass(frozen=True)
class Said:
    """The pieces as rules see them."""

    pieces: Pieces
    words: tuple[str, ...]
    """In small letters, without punctuation."""
    marks: tuple[str, ...]
    """The punctuation behind each."""
    stops: tuple[int, ...]
    """The first place that punctuation parts from each."""

    @classmethod
    def of(cls, pieces: Pieces) -> "Said":
        marks = tuple(_MARKS_BEHIND.search(piece.text)[0] for piece in pieces)  # type: ignore[index]
        bare = (piece.text.removesuffix(mark) for piece, mark in zip(pieces, marks, strict=True))
        words = tuple(text.lstrip("\"“'([").lower() for text in bare)
        stops = [len(words)]
        for place in range(len(words) - 1, 0, -1):
            stops.append(place if marks[place - 1] else stops[-1])
        return cls(pieces, words, marks, tuple(reversed(stops)))

    def bare(self, at: int) -> str:
        """A word as it was heard, without the punctuation behind it."""
        return self.pieces[at].text.removesuffix(self.marks[at])

    def is_inside_number(self, at: int) -> bool:
        """Whether the word before is one of a number: what goes on here is none of its own."""
        return at > 0 and not self.marks[at - 1] and numbers.is_part(self.words[at - 1])


class Slots:
    """What stands for many words in a rule.

    Args:
        classes: words that may stand for each other.
    """

    def __init__(self, classes: Mapping[str, frozenset[str]], units: Units) -> None:
        alphabet = classes.get("alphabet", frozenset())
        self._readers: dict[str, Reader] = {
            "<n>": numbers.read,
            "<reading>": partial(numbers.read, short=True),
            "<letters>": partial(letters.spelled, alphabet=alphabet),
            "<acronym>": partial(letters.acronym, with_a=classes.get("with_a", frozenset())),
            **clock_words.READERS,
            **amounts.READERS,
            **{f"<{kind}>": partial(units.read, kind=kind) for kind in KINDS},
        }
        self._classes = {f"<{name}>": words for name, words in classes.items()}

    def match(self, rule: Rule, said: Said, at: int) -> tuple[list[str], int]:
        """What the rule's slots catch, and the words it takes; 0: it does not stand here."""
        caught, place = list[str](), at
        for options in rule.say:
            if place > at and said.marks[place - 1] not in _MARKS_BEFORE.get(options[0], ("",)):
                return [], 0
            found, count = self._one(options, said, place)
            if not count:
                return [], 0
            if found is not None:
                caught.append(found)
            place += count
        if rule.least and float(caught[0].replace(",", "")) < rule.least and "." not in caught[0]:
            return [], 0
        fits = self._fits(rule, said, at, place)
        return (caught, place - at) if fits else ([], 0)

    def _fits(self, rule: Rule, said: Said, first: int, last: int) -> bool:
        if any(self._ends_at(pattern, said, first) for pattern in rule.not_after):
            return False
        followed = not said.marks[last - 1]
        if followed and any(self._begins_at(pattern, said, last) for pattern in rule.not_before):
            return False
        if rule.after and not any(self._ends_at(pattern, said, first) for pattern in rule.after):
            return False
        return not rule.before or any(self._begins_at(pattern, said, last) for pattern in rule.before)

    def _ends_at(self, pattern: Pattern, said: Said, end: int) -> bool:
        """Whether the words before a place, in the same sentence, are such."""
        if not end or said.marks[end - 1]:
            return False
        starts = range(end - 1, max(-1, end - 1 - _LONGEST_BEFORE), -1)
        return any(self._begins_at(pattern, said, start) == end - start for start in starts)

    def _begins_at(self, pattern: Pattern, said: Said, start: int) -> int:
        """How many words from a place on are such; 0: they are not."""
        place = start
        for options in pattern:
            count = self._one(options, said, place)[1]
            if not count:
                return 0
            place += count
        return place - start

    def _one(self, options: tuple[str, ...], said: Said, at: int) -> tuple[str | None, int]:
        """What one part of a pattern catches, None where that goes without saying, and its words."""
        if at >= len(said.words):
            return _NOTHING
        word, slot = said.words[at], options[0]
        if reader := self._readers.get(slot):
            read, count = reader(said.words if slot == _LETTERS else said.words[: said.stops[at]], at)
            return (read, count) if count else _NOTHING
        if slot == _WORD:
            is_one = word.isalpha() and word not in self._classes["<determiner>"]
            return (said.bare(at), 1) if is_one else _NOTHING
        if slot == "<possessive>":
            return (word, 1) if word.endswith(("'s", "’s")) else _NOTHING
        if slot in self._classes:
            return (word, 1) if word in self._classes[slot] else _NOTHING
        if word not in options:
            return _NOTHING
        return (word if len(options) > 1 else None), 1


def _pattern(text: str) -> Pattern:
    return tuple(tuple(part.split("|")) for part in text.split())
