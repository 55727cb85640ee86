"""From what was typed to a phrase's text: the trigger before the cursor, the expansion, and its blanks.

All offsets are in Unicode code points.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.marks import BLANK, marks, next_mark, previous_mark
from scribe_desktop.phrases.phrase import NAME, Phrase
from scribe_desktop.phrases.tokens import TOKEN, Facts

__all__ = ["BLANK", "Expansion", "Pulled", "expand", "next_blank", "previous_blank", "trigger_before"]

Find = Callable[[str], Phrase | None]

USE = re.compile(rf"\{{\.({NAME})\}}")
CURSOR = re.compile(r"\{\^\}")
CONDITION = re.compile(r"\{if ([A-Z]+) (!?=) ([^:{}\n]+):[ ]?")
FACT_NAMES = ("SEX", "VISIT", "LOCATION", "PROVIDER")
"""Facts that parts of a phrase may depend on."""

LONGEST = 200_000
"""Characters of an expansion, with all that it uses."""

_RULE = re.compile("|".join(part.pattern for part in (USE, CURSOR, CONDITION, TOKEN)))
_BRACE = re.compile(r"[{}]")

# The dot begins the word, if only behind an opening bracket or quote: not so in "3.5", "e.g" or "J.Smith".
_TRIGGER = re.compile(rf"[(\[{{\"'“‘]*\.({NAME})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Pulled:
    """A stretch of an expansion that a patient token stands behind."""

    start: int
    end: int
    token: str


@dataclass(frozen=True)
class Expansion:
    text: str
    cursor: int
    """Offset of the place that the phrase names, else of the first blank, else of the end."""
    pulled: tuple[Pulled, ...] = ()


def trigger_before(text_before_cursor: str) -> str | None:
    """The name typed with a dot right before the cursor, as typed: "denies .nkda" gives "nkda"."""
    if not text_before_cursor or text_before_cursor[-1].isspace():
        return None
    found = _TRIGGER.fullmatch(text_before_cursor.rsplit(maxsplit=1)[-1])
    return found[1] if found else None


def expand(
    phrase: Phrase, typed: str = "", facts: Facts | None = None, find: Find = lambda _name: None
) -> Expansion:
    """What takes the place of the dot and the name.

    Args:
        typed: the name as typed; a capital letter in front gives the text one too.
        facts: what is known of the patient; a token that nobody knows becomes a blank.
        find: where the phrases are that this one uses.

    Raises:
        BadInput: it uses itself, uses one that is missing, or grows beyond all measure.
    """
    maker = _Maker(facts or Facts(), find)
    maker.add(phrase)
    text = maker.text
    if typed[:1].isupper():
        text = _with_capital(text)
    cursor = maker.cursor
    if cursor is None:
        blank = next_mark(text, 0)
        cursor = blank.start if blank else len(text)
    return Expansion(text, cursor, tuple(maker.pulled))


def next_blank(text: str, position: int) -> tuple[int, int] | None:
    """Start and end of the first open place that starts at or after the position."""
    mark = next_mark(text, position)
    return (mark.start, mark.end) if mark else None


def previous_blank(text: str, position: int) -> tuple[int, int] | None:
    """Start and end of the last open place that ends at or before the position."""
    mark = previous_mark(text, position)
    return (mark.start, mark.end) if mark else None


@dataclass
class _Maker:
    """Writes an expansion piece by piece."""

    facts: Facts
    find: Find
    parts: list[str] = field(default_factory=list)
    length: int = 0
    cursor: int | None = None
    pulled: list[Pulled] = field(default_factory=list)
    inside: list[Phrase] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def add(self, phrase: Phrase) -> None:
        if phrase in self.inside:
            way = " → ".join(f".{one.name}" for one in (*self.inside, phrase))
            raise BadInput(f"{phrase.file}: .{phrase.name} uses itself: {way}.", remedy="Break the circle.")
        self.inside.append(phrase)
        self._write(phrase.body)
        self.inside.pop()

    def _write(self, body: str) -> None:
        at = 0
        while found := _RULE.search(body, at):
            self._say(body[at : found.start()])
            at = self._follow(body, found)
        self._say(body[at:])

    def _follow(self, body: str, found: re.Match[str]) -> int:
        """Do what a rule says; returns where the body goes on."""
        if found[0].startswith("{."):
            self._use(found[1])
        elif found[0] == "{^}":
            self.cursor = self.length if self.cursor is None else self.cursor
        elif found[0].startswith("{if"):
            end = _closing(body, found.start())
            if self._holds(found[2], found[3], found[4].strip()):
                self._write(body[found.end() : end])
            return end + 1
        else:
            self._pull(found[0])
        return found.end()

    def _use(self, name: str) -> None:
        other = self.find(name)
        if other is None:
            user = self.inside[-1]
            remedy = "Write that phrase, or correct its name."
            raise BadInput(f"{user.file}: .{user.name} uses .{name}, which is not there.", remedy=remedy)
        self.add(other)

    def _holds(self, fact: str, sign: str, wanted: str) -> bool:
        """An unknown fact leaves the part in: its blanks show, and a person decides."""
        known = self.facts.known.get(fact, "")
        return not known or (known.casefold() == wanted.casefold()) is (sign == "=")

    def _pull(self, token: str) -> None:
        start = self.length
        self._say(self.facts.value(token, "".join(self.parts[-3:])) or BLANK)
        self.pulled.append(Pulled(start, self.length, token))

    def _say(self, text: str) -> None:
        self.length += len(text)
        if self.length > LONGEST:
            first = self.inside[0]
            raise BadInput(
                f"{first.file}: .{first.name} becomes longer than {LONGEST:,} characters.",
                remedy="Make it several phrases.",
            )
        if text:
            self.parts.append(text)


def _closing(body: str, start: int) -> int:
    """Where the brace that is opened at `start` closes; the end if it never does."""
    depth = 0
    for found in _BRACE.finditer(body, start):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return found.start()
    return len(body)


def _with_capital(text: str) -> str:
    """The text with a capital in front, in every answer of a choice that begins it."""
    first = next(marks(text), None)
    if first is None or first.start or not first.options or first.name:
        return text[:1].upper() + text[1:] if len(text[:1].upper()) == 1 else text
    options = "|".join(map(re.escape, first.options))
    spelled = rf"(?<=[{{|=+?: ])({options})(?=[|}}])"
    head = re.sub(spelled, lambda found: found[0][0].upper() + found[0][1:], text[: first.end])
    return head + text[first.end :]
