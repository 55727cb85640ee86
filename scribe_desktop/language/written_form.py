"""How spoken punctuation, numbers, doses and units are written: the rules of vocabulary/spoken.toml."""

import re
import tomllib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scribe_desktop import assets
from scribe_desktop.language import numbers
from scribe_desktop.language.clock_words import READERS
from scribe_desktop.language.wording import Heard, Piece, Pieces

_MARKS_BEHIND = re.compile(r"[.,;:?!\"”’')\]]*$")
_NUMBER = re.compile(r"<(n|reading)>")
_WITH_UNIT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)([a-z]+)")
_FORMATS: Mapping[str, Callable[[str], str]] = {
    "": str,
    "roman": numbers.roman,
    "dose": numbers.as_dose,
    "title": str.title,
    "upper": str.upper,
}
_CASES: Mapping[str, Callable[[str], str]] = {
    "title": str.capitalize,
    "upper": str.upper,
    "upper once": str.upper,
}
AS_HEARD = "as heard"
_SLOT = re.compile(r"\{(\d)(?::(\w+))?\}")


@dataclass(frozen=True)
class Rule:
    """One row of the file, which says what its columns mean."""

    say: tuple[tuple[str, ...], ...]
    write: str
    joins: bool = False
    capital: bool = False
    cases: str = ""
    least: int = 0
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()

    @property
    def is_for_writer(self) -> bool:
        """Whether only somebody who dictates says this: a mark, layout, capitals or spelling."""
        return self.joins or self.capital or bool(self.cases) or any("<letters>" in part for part in self.say)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Rule":
        """From a row of the file."""
        columns: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
        }
        columns["say"] = tuple(tuple(part.split("|")) for part in row["say"].split())
        return cls(**columns)


@dataclass(frozen=True)
class _Said:
    """The pieces as rules see them."""

    pieces: Pieces
    words: tuple[str, ...]
    """In small letters, without punctuation."""
    marks: tuple[str, ...]
    """The punctuation behind each."""

    @classmethod
    def of(cls, pieces: Pieces) -> "_Said":
        marks = tuple(_MARKS_BEHIND.search(piece.text)[0] for piece in pieces)  # type: ignore[index]
        bare = (piece.text.removesuffix(mark) for piece, mark in zip(pieces, marks, strict=True))
        return cls(pieces, tuple(text.lstrip("\"“'([").lower() for text in bare), marks)


@dataclass(frozen=True)
class WrittenForm:
    """A stage: changes how words are written, never which words they are."""

    rules: tuple[Rule, ...]
    classes: Mapping[str, frozenset[str]]
    units: Mapping[str, str]
    """How a unit is written, by the words for it."""

    @classmethod
    def read(cls, path: Path | None = None) -> "WrittenForm":
        """From the program's own rules, or a file like them."""
        said = tomllib.loads((path or assets.resource("vocabulary", "spoken.toml")).read_text("utf-8"))
        rules = tuple(map(Rule.of, said["rule"]))
        classes = {name: frozenset(words.split()) for name, words in said["class"].items()}
        units = {word: unit for unit, words in said["unit"].items() for word in words.split()}
        return cls(rules, classes, units)

    def of_talk(self) -> "WrittenForm":
        """The same for people who talk and dictate nothing: their "period" is none at a sentence's end."""
        return replace(self, rules=tuple(rule for rule in self.rules if not rule.is_for_writer))

    def __call__(self, pieces: Pieces, _heard: Sequence[Heard]) -> Pieces:
        return self.written(pieces)[0]

    def written(self, pieces: Pieces, cases: str = AS_HEARD) -> tuple[Pieces, str]:
        """The pieces as they are written, and how the case of those behind them is.

        Args:
            cases: how it was behind those before.
        """
        said, written, at, capital = _Said.of(pieces), list[Piece](), 0, False
        while at < len(pieces):
            piece, count, rule = self._next(said, at)
            if rule is not None and rule.joins and written:
                written[-1] = _without_marks(written[-1])
            if piece.text.startswith("\n") and written and written[-1].text.endswith("\n"):
                piece = replace(piece, text=piece.text.lstrip("\n"))
            if rule is not None and rule.cases:
                cases = rule.cases
            elif cases in _CASES:
                piece = replace(piece, text=_CASES[cases](piece.text))
                cases = AS_HEARD if cases == "upper once" else cases
            written.append(_begun(piece) if capital else piece)
            capital = rule is not None and rule.capital
            at += count
        return tuple(written), cases

    def _next(self, said: _Said, at: int) -> tuple[Piece, int, Rule | None]:
        """The piece that stands for the words at a place, for how many of them, and by which rule."""
        for rule in self.rules:
            caught, count = self._match(rule, said, at)
            if count and self._fits(rule, said, at, at + count):
                return _joined(said, at, at + count, _filled(rule.write, caught), rule), count, rule
        return self._with_unit(said, at), 1, None

    def _match(self, rule: Rule, said: _Said, at: int) -> tuple[list[str], int]:
        """What the rule's slots catch, and the words it takes; 0: it does not match here."""
        caught, place = list[str](), at
        for options in rule.say:
            if place > at and said.marks[place - 1] and options[0] != "<letters>":
                return [], 0
            found, count = self._one(options, said, place)
            if not count:
                return [], 0
            if found is not None:
                caught.append(found)
            place += count
        if rule.least and float(caught[0].replace(",", "")) < rule.least and "." not in caught[0]:
            return [], 0
        return caught, place - at

    def _one(self, options: tuple[str, ...], said: _Said, at: int) -> tuple[str | None, int]:
        if at >= len(said.words):
            return None, 0
        word = said.words[at]
        if number := _NUMBER.fullmatch(options[0]):
            digits, count = numbers.read(said.words, at, short=number[1] == "reading")
            inside = any(said.marks[at : at + count - 1]) if count else False
            return (digits, count) if count and not inside else (None, 0)
        if options[0] in READERS:
            read, count = READERS[options[0]](said.words, at)
            inside = any(said.marks[at : at + count - 1]) if count else False
            return (read, count) if count and not inside else (None, 0)
        if options[0] == "<letters>":
            return _spelled(said.words, at, self.classes["alphabet"])
        if options[0] == "<unit>":
            return (self.units[word], 1) if word in self.units else (None, 0)
        if options[0].startswith("<"):
            return (word, 1) if word in self.classes[options[0][1:-1]] else (None, 0)
        if word not in options:
            return None, 0
        return (word if len(options) > 1 else None), 1

    def _fits(self, rule: Rule, said: _Said, first: int, last: int) -> bool:
        def stands(where: int, options: tuple[str, ...]) -> bool:
            inside = 0 <= where < len(said.words)
            return inside and any(self._one((option,), said, where)[1] for option in options)

        if rule.not_after and stands(first - 1, rule.not_after):
            return False
        if rule.not_before and not said.marks[last - 1] and stands(last, rule.not_before):
            return False
        if rule.after and not stands(first - 1, rule.after):
            return False
        return not rule.before or stands(last, rule.before)

    def _with_unit(self, said: _Said, at: int) -> Piece:
        """A number with its unit glued to it ("2L") gets a space and the proper unit."""
        found = _WITH_UNIT.fullmatch(said.words[at])
        if found is None or found[2] not in self.units:
            return said.pieces[at]
        written = f"{numbers.as_dose(found[1])} {self.units[found[2]]}"
        return replace(said.pieces[at], text=written + said.marks[at])


class ContinuedForm:
    """The same stage for utterances that follow each other: capitals stay on over a pause, until `begin`."""

    def __init__(self, form: WrittenForm) -> None:
        self._form, self._cases = form, AS_HEARD

    def begin(self) -> None:
        """Another dictation begins."""
        self._cases = AS_HEARD

    def __call__(self, pieces: Pieces, _heard: Sequence[Heard]) -> Pieces:
        written, self._cases = self._form.written(pieces, self._cases)
        return written


def _spelled(words: Sequence[str], at: int, alphabet: Container[str]) -> tuple[str | None, int]:
    """Letters said one by one, by themselves or by their words in the radio alphabet: at least two."""
    letters, place = "", at
    while place < len(words):
        parts = words[place].split("-")
        if not all(part in alphabet or (len(part) == 1 and part.isalpha()) for part in parts):
            break
        letters += "".join(part[0] for part in parts)
        place += 1
    return (letters, place - at) if len(letters) > 1 else (None, 0)


def _filled(template: str, caught: Sequence[str]) -> str:
    return _SLOT.sub(lambda slot: _FORMATS[slot[2] or ""](caught[int(slot[1]) - 1]), template)


def _joined(said: _Said, first: int, last: int, text: str, rule: Rule) -> Piece:
    """One piece for several; what was remarkable about any of them is kept."""
    parts = said.pieces[first:last]
    if parts[0].text[:1].isupper() and text[:1].islower():
        text = text[0].upper() + text[1:]
    marks = "" if rule.joins or not text.strip() or rule.write.startswith("\n") else said.marks[last - 1]
    return Piece(
        text + marks,
        parts[0].first,
        parts[-1].last,
        " ".join(_changed(parts)),
        " ".join(part.instead or part.text for part in parts) if any(part.instead for part in parts) else "",
        next((part.risk for part in parts if part.risk), ""),
        rule.joins or parts[0].tight,
    )


def _changed(parts: Sequence[Piece]) -> Iterator[str]:
    """What was heard, if a correction changed any of these."""
    if any(part.heard for part in parts):
        yield from (part.heard or part.text for part in parts)


def _without_marks(piece: Piece) -> Piece:
    """Without the punctuation that the recogniser set where some was said."""
    return replace(piece, text=piece.text.rstrip(",.;:?!") or piece.text)


def _begun(piece: Piece) -> Piece:
    return replace(piece, text=piece.text[:1].upper() + piece.text[1:])
