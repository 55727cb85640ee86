"""Mistakes in a phrase's body, found before anybody uses it."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scribe_desktop.phrases.expansion import CONDITION, CURSOR, FACT_NAMES, USE
from scribe_desktop.phrases.marks import Kind, Mark, every_mark
from scribe_desktop.phrases.tokens import KNOWN, TOKEN

LONGEST = 100_000
"""Characters in one body."""

_BRACE = re.compile(r"[{}\n]")
_FORMS = "Write {one|two}, {+one|two}, {?text}, {name: one|two}, {=name}, {if name = one: text} or {.phrase}."


@dataclass(frozen=True)
class Mistake:
    offset: int
    problem: str
    remedy: str


def first_mistake(body: str) -> Mistake | None:
    """The first thing in a body that cannot be meant, if any."""
    if len(body) > LONGEST:
        return Mistake(0, f"the body has more than {LONGEST:,} characters", "Make it several phrases.")
    if "{" not in body and "}" not in body and "@" not in body:
        return None
    found_marks = list(every_mark(body))
    found = [*_tokens(body), *_braces(body, found_marks), *_orphans(body, found_marks)]
    return min(found, key=lambda mistake: mistake.offset, default=None)


def _tokens(body: str) -> Iterator[Mistake]:
    for token in TOKEN.finditer(body):
        if token[1] not in KNOWN:
            close = difflib.get_close_matches(token[1], KNOWN, n=1)
            remedy = f"Write @{close[0]}@." if close else f"Known are {', '.join(KNOWN)}."
            yield Mistake(token.start(), f"“{token[0]}” is not known", remedy)


def _braces(body: str, found_marks: Sequence[Mark]) -> Iterator[Mistake]:
    """Braces without their partner in the same line, and pairs that mean nothing."""
    opened: list[int] = []
    understood = {mark.start for mark in found_marks}
    for found in _BRACE.finditer(body):
        at = found.start()
        if found[0] == "{":
            opened.append(at)
        elif found[0] == "\n":
            kept = [start for start in opened if _spans_lines(body, start)]
            yield from (_unclosed(start) for start in opened if start not in kept)
            opened = kept
        elif not opened:
            yield Mistake(at, "“}” closes nothing", "Remove it, or add the “{” that it belongs to.")
        elif not _means_something(body, start := opened.pop(), understood):
            yield Mistake(start, f"“{body[start : at + 1][:40]}” is not understood", _FORMS)
    yield from map(_unclosed, opened)


def _unclosed(start: int) -> Mistake:
    return Mistake(start, "“{” is not closed in its line", "Add “}” where it ends.")


def _spans_lines(body: str, start: int) -> bool:
    return CONDITION.match(body, start) is not None


def _means_something(body: str, start: int, understood: set[int]) -> bool:
    if condition := CONDITION.match(body, start):
        return condition[1] in FACT_NAMES
    return start in understood or any(form.match(body, start) for form in (USE, CURSOR))


def _orphans(body: str, found: Sequence[Mark]) -> Iterator[Mistake]:
    """What follows an answer that nothing in the phrase, or in one that it uses, asks for."""
    if USE.search(body):
        return
    asked = {mark.name for mark in found if mark.kind is Kind.CHOICE}
    for mark in found:
        if mark.kind in (Kind.ECHO, Kind.CONDITION) and mark.name not in asked:
            remedy = f"Name one: {{{mark.name}: one|two}} or {{{mark.name}: ***}}."
            yield Mistake(mark.start, f"no choice is named “{mark.name}”", remedy)
