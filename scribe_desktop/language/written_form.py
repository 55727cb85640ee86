"""How spoken punctuation, numbers, doses and units are written: the rules of vocabulary/spoken.toml."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scribe_desktop import assets
from scribe_desktop.language import numbers
from scribe_desktop.language.risks import DOSE
from scribe_desktop.language.spoken_rules import Rule, Rules, Said, Slots
from scribe_desktop.language.units import Units
from scribe_desktop.language.wording import Heard, Piece, Pieces, spaced

_DIGITS = re.compile(r"\d*[\d,]*\.?\d+", re.ASCII)
_YEAR = re.compile(r"1,9\d\d|2,0\d\d", re.ASCII)
"""Nobody writes one with a comma, and the value is the same if it is none."""
_FORMATS: Mapping[str, Callable[[str], str]] = {
    "": str,
    "roman": lambda text: _DIGITS.sub(lambda number: numbers.roman(number[0]), text),
    "dose": lambda text: _DIGITS.sub(lambda number: numbers.as_dose(number[0]), text),
    "plain": lambda text: text.replace(",", "") if _YEAR.fullmatch(text) else text,
    "digit": lambda text: numbers.DIGIT.get(text, text),
    "sign": {"plus": "+", "minus": "-"}.__getitem__,
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
class WrittenForm:
    """A stage: changes how words are written, never which words they are."""

    rules: Rules
    slots: Slots
    units: Units

    @classmethod
    def read(cls, path: Path | None = None) -> "WrittenForm":
        """From the program's own rules, or a file like them."""
        said = tomllib.loads((path or assets.resource("vocabulary", "spoken.toml")).read_text("utf-8"))
        rules = Rules(map(Rule.of, said["rule"]))
        classes = {name: frozenset(words.split()) for name, words in said["class"].items()}
        units = Units({word: unit for unit, words in said["unit"].items() for word in words.split()})
        return cls(rules, Slots(classes, units), units)

    def of_talk(self) -> "WrittenForm":
        """The same for people who talk and dictate nothing: their "period" is none at a sentence's end."""
        return replace(self, rules=Rules(rule for rule in self.rules.rows if not rule.is_for_writer))

    def __call__(self, pieces: Pieces, _heard: Sequence[Heard]) -> Pieces:
        return self.written(pieces)[0]

    def written(self, pieces: Pieces, cases: str = AS_HEARD) -> tuple[Pieces, str]:
        """The pieces as they are written, and how the case of those behind them is.

        Args:
            cases: how it was behind those before.
        """
        said, written, at, capital, ruled = Said.of(pieces), list[Piece](), 0, False, 0
        while at < len(pieces):
            piece, count, rule = self._next(said, at, inside_number=at > ruled and said.is_inside_number(at))
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
            ruled = at if rule is not None else ruled
        return tuple(written), cases

    def _next(self, said: Said, at: int, *, inside_number: bool) -> tuple[Piece, int, Rule | None]:
        """The piece that stands for the words at a place, for how many of them, and by which rule.

        Args:
            inside_number: no number begins here ("six fifty" is not six and 50), but for one that is counted.
        """
        for rule in self.rules.at(said.words[at]):
            if inside_number and rule.begins_with_number and not rule.counted:
                continue
            caught, count = self.slots.match(rule, said, at)
            if count:
                return _joined(said, at, at + count, caught, rule), count, rule
        compact = self.units.compact(said.words[at])
        text = compact + said.marks[at] if compact else said.pieces[at].text
        return replace(said.pieces[at], text=text), 1, None


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


def _joined(said: Said, first: int, last: int, caught: Sequence[str], rule: Rule) -> Piece:
    """One piece for several; what was remarkable about any of them is kept."""
    parts = said.pieces[first:last]
    as_said = "".join(spaced(parts)).removesuffix(said.marks[last - 1])
    text = _SLOT.sub(lambda slot: _FORMATS[slot[2] or ""]([as_said, *caught][int(slot[1])]), rule.write)
    if parts[0].text[:1].isupper() and text[:1].islower():
        text = text[0].upper() + text[1:]
    marks = "" if rule.joins or rule.capital or not text.strip() else _behind(said, last)
    instead = " ".join(part.instead or part.text for part in parts) if any(p.instead for p in parts) else ""
    return Piece(
        text + marks,
        parts[0].first,
        parts[-1].last,
        " ".join(_changed(parts)),
        instead or (as_said if rule.doubtful else ""),
        next((part.risk for part in parts if part.risk), DOSE if rule.doubtful else ""),
        rule.joins or parts[0].tight,
    )


def _behind(said: Said, last: int) -> str:
    """The punctuation behind a rule's last word; the one that belongs to "p.m." ends no sentence."""
    marks = said.marks[last - 1]
    goes_on = last < len(said.words) and said.pieces[last].text[:1].islower()
    return marks.removeprefix(".") if "." in said.words[last - 1] and goes_on else marks


def _changed(parts: Sequence[Piece]) -> Iterator[str]:
    """What was heard, if a correction changed any of these."""
    if any(part.heard for part in parts):
        yield from (part.heard or part.text for part in parts)


def _without_marks(piece: Piece) -> Piece:
    """Without the punctuation that the recogniser set where some was said."""
    return replace(piece, text=piece.text.rstrip(",.;:?!") or piece.text)


def _begun(piece: Piece) -> Piece:
    return replace(piece, text=piece.text[:1].upper() + piece.text[1:])
