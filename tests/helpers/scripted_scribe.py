"""A scribe who writes whole notes by a script: which keys are pressed, and what the note has to say then."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from scribe_desktop import assets
from scribe_desktop.language import shorthand
from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.phrases.marks import BLANK, Kind, Mark, answer, apply, next_mark
from scribe_desktop.walk.hands import Hands

NOTES = Path(__file__).parents[1] / "bench" / "notes"
LIBRARY = NOTES / "library.toml"
_SHIFTED = set('~!@#$%^&*()_+{}|:"<>?')
_MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel)


@dataclass(frozen=True)
class Step:
    """What is done at one go; what is empty is left out."""

    go: str = ""
    """Keys that lead to a section."""
    line: bool = False
    """Begin a new line first."""
    text: str = ""
    shorthand: str = ""
    """Lines in short forms, each written out when it is complete; the first of several meanings is taken."""
    fields: tuple[str, ...] = ()
    phrase: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Script:
    title: str
    name: str
    birth_date: str
    sex: str
    steps: tuple[Step, ...]


def load(name: str) -> Script:
    table = tomllib.loads((NOTES / f"{name}.toml").read_text(encoding="utf-8"))
    steps = tuple(map(_step, table.pop("step")))
    return Script(**table, steps=steps)


def _step(table: dict[str, Any]) -> Step:
    fields, answers = tuple(table.pop("fields", ())), tuple(table.pop("answers", ()))
    return Step(**table, fields=fields, answers=answers)


@dataclass(frozen=True)
class Answered:
    """One open place of a phrase, what the script answers, and what the text says then."""

    mark: Mark
    picks: tuple[int, ...]
    """From 0, in the order of the list."""
    words: str
    """Typed, into the list or over the blank."""
    chosen: tuple[str, ...]
    text: str


def answered(text: str, answers: tuple[str, ...]) -> Iterator[Answered]:
    """A phrase's open places as they are asked one after the other.

    Raises:
        ValueError: the answers do not fit.
    """
    at = 0
    for said in answers:
        mark = next_mark(text, at)
        if mark is None:
            raise ValueError(f"nothing is asked any more, but the script answers {said!r}")
        picked, _, words = said.removeprefix("#").partition("=") if said[0] in "#=" else ("", "", said)
        picks = tuple(int(number) - 1 for number in picked.split(",") if number)
        if (mark.kind is Kind.BLANK) is (said[0] in "#="):
            raise ValueError(f"{said!r} does not answer {text[mark.start : mark.end]!r}")
        options = [option for option in mark.options if option != BLANK]
        chosen = (*(options[pick] for pick in picks), *([words] if words else []))
        if not chosen:
            chosen = tuple(mark.options[number] for number in sorted(mark.defaults))
        edits = answer(text, mark, chosen)
        text = apply(text, edits)
        own = next(edit for edit in edits if edit.start <= mark.start and edit.end >= mark.end)
        at = own.start + sum(len(e.text) - e.end + e.start for e in edits if e.start < own.start)
        at = max(at + (len(words) if mark.kind is Kind.BLANK else 0), 0)
        yield Answered(mark, picks, words, chosen, text)
    if (left := next_mark(text, 0)) is not None:
        raise ValueError(f"no answer for {text[left.start : left.end]!r}")


def written_out(line: str, section: str) -> str:
    """A line of shorthand in full words."""
    for found in reversed(shorthand.find(line, (section,), _abbreviations())):
        line = line[: found.start] + found.meanings[0] + line[found.end :]
    return line


def asked_about(line: str, section: str) -> int:
    """How often the window asks what is meant before it writes a line of shorthand out."""
    return sum(not found.certain for found in shorthand.find(line, (section,), _abbreviations()))


@cache
def _abbreviations() -> Abbreviations:
    return Abbreviations.load(assets.resource("vocabulary", "abbreviations.toml"))


@dataclass
class Count:
    """A press is one key that is not a modifier, with whatever modifiers are held, Shift among them."""

    presses: int = 0
    modifiers: int = 0
    """How often a modifier went down for these, if each were let go in between."""

    def characters(self, text: str) -> None:
        self.presses += len(text)
        self.modifiers += sum(letter.isupper() or letter in _SHIFTED for letter in text)

    def chord(self, keys: str) -> None:
        self.presses += 1
        self.modifiers += keys.count("+") if not keys.endswith("+") else keys.count("+") - 1


@dataclass
class CountingHands(Hands):
    """Hands that count what they press."""

    window: QWidget
    pictures: Path
    count: Count = field(default_factory=Count)

    def __post_init__(self) -> None:
        super().__init__(self.window, self.pictures)

    def type(self, text: str) -> None:
        self.count.characters(text)
        super().type(text)

    def press(self, *keys: str) -> None:
        for one in keys:
            self.count.chord(one)
        super().press(*keys)


class MouseWatch(QObject):
    """Counts what any window is told of a mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.events = 0
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.events += event.type() in _MOUSE
        return False


def perform(step: Step, section: str, hands: Hands, expansion: str) -> None:
    """Press the keys of one step.

    Args:
        section: key of the one that it is done in.
        expansion: what the window puts in for the step's phrase, before anything in it is answered.
    """
    if step.go:
        hands.press(step.go)
    if step.line:
        hands.press("Return")
    _write(step.text, hands)
    for number, line in enumerate(step.shorthand.split("\n") if step.shorthand else ()):
        if number:
            hands.press("Return")
        hands.type(line)
        hands.press("Ctrl+Shift+W", *["Return"] * asked_about(line, section))
    for number, value in enumerate(step.fields):
        if number:
            hands.press("Tab")
        hands.type(value)
    if step.phrase:
        hands.type(f".{step.phrase}")
        hands.press("Tab")
        places = list(answered(expansion, step.answers))
        for place in places:
            _answer(place, hands, last=place is places[-1])


def _write(text: str, hands: Hands) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            hands.press("Return")
        hands.type(line)


def _answer(place: Answered, hands: Hands, *, last: bool) -> None:
    if place.mark.kind is Kind.BLANK:
        hands.type(place.words)
        if not last:
            hands.press("F2")
        return
    for pick in place.picks:
        hands.press(str(pick + 1))
    if place.words:
        hands.type(place.words)
    if place.words or place.mark.joiner or not place.picks:
        hands.press("Return")
