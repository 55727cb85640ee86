"""Open places in a text, `***` and `{denies|reports}`: found, answered, and dropped when optional.

All offsets are in Unicode code points. A mark lies within one line; what merely looks like one is text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

BLANK = "***"
IDENTIFIER = r"[a-z][a-z0-9_]*"

_PIECE = re.compile(r"[{}|\n]|\*\*\*")
_ECHO = re.compile(rf"=({IDENTIFIER})\}}")
_CONDITION = re.compile(rf"if ({IDENTIFIER}) (!?=) ([^:{{}}|\n]+):[ ]?")
_HEAD = re.compile(rf"(\?)?(?:(\+)(?:(and|or|,)[ ])?)?[ ]?(?:({IDENTIFIER}):[ ])?")


class Kind(Enum):
    BLANK = auto()
    CHOICE = auto()
    ECHO = auto()
    """The answer of another mark, once more."""
    CONDITION = auto()
    """Text that stays or goes with the answer of another mark."""


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    kind: Kind
    name: str = ""
    """What an answer is called, or, for an echo and a condition, whose answer they follow."""
    options: tuple[str, ...] = ()
    defaults: frozenset[int] = frozenset()
    """Which options are offered first; nothing is answered until somebody says so."""
    joiner: str = ""
    """ "and", "or" or "," between several answers; empty: one answer only."""
    optional: bool = False
    wanted: str = ""
    """The answer that a condition asks for."""
    unless: bool = False
    gap: str = ""
    """The space that an optional place was written with, `{? so}`; its answer brings it along."""

    @property
    def is_asked(self) -> bool:
        """Whether it is answered from a list; the others are typed over."""
        return self.kind is not Kind.BLANK and bool(self.options)

    @property
    def takes_text(self) -> bool:
        return BLANK in self.options


@dataclass(frozen=True)
class Edit:
    start: int
    end: int
    text: str


def marks(text: str) -> Iterator[Mark]:
    """Every open place, first to last; what is inside another one shows when that is answered."""
    if "{" not in text:
        yield from _blanks(text)
        return
    pairs, bars = _structure(text)
    done = 0
    for found in _PIECE.finditer(text):
        start = found.start()
        if start < done:
            continue
        if found[0] == BLANK:
            done = found.end()
            yield Mark(start, done, Kind.BLANK)
        elif start in pairs:
            mark = _read(text, start, pairs[start], bars.get(start, []))
            if mark is not None:
                done = mark.end
                yield mark


def every_mark(text: str) -> Iterator[Mark]:
    """Every pair of braces that is a mark, those inside of others too, in no order."""
    pairs, bars = _structure(text)
    for start, end in pairs.items():
        mark = _read(text, start, end, bars.get(start, []))
        if mark is not None:
            yield mark


def next_mark(text: str, position: int) -> Mark | None:
    """The first mark that starts at or after the position."""
    return next((mark for mark in marks(text) if mark.start >= position), None)


def previous_mark(text: str, position: int) -> Mark | None:
    """The last mark that ends at or before the position."""
    last = None
    for mark in marks(text):
        if mark.end > position:
            break
        last = mark
    return last


def required(text: str) -> int:
    """How many marks have to be answered before the text can leave the scribe."""
    return sum(not mark.optional for mark in marks(text))


def joined(chosen: Sequence[str], joiner: str) -> str:
    """Answers as a sentence has them: "a", "a and b", "a, b and c"."""
    if joiner in ("", ",") or len(chosen) < 2:
        return ", ".join(chosen)
    return f"{', '.join(chosen[:-1])} {joiner} {chosen[-1]}"


def answer(text: str, mark: Mark, chosen: Sequence[str]) -> list[Edit]:
    """What answering one mark changes in its text, last place first: echoes and conditions follow.

    Args:
        chosen: the answers; none takes an optional mark or a condition out.
    """
    said = joined(chosen, mark.joiner)
    edits = [Edit(mark.start, mark.end, mark.gap + said) if said else removal(text, mark)]
    if mark.name and mark.kind in (Kind.CHOICE, Kind.BLANK):
        edits += _followers(text, mark.name, chosen, said, besides=mark.start)
    return _backwards(edits)


def leave_out_optional(text: str) -> list[Edit]:
    """What takes every optional mark out of a text, last place first."""
    return [removal(text, mark) for mark in reversed(list(marks(text))) if mark.optional]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that are given last place first."""
    for edit in edits:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def removal(text: str, mark: Mark) -> Edit:
    """Take a mark out with the space that it leaves, or with its whole line if that holds nothing else."""
    start, end = mark.start, mark.end
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if not (text[first:start] + text[end:last]).strip():
        return Edit(first - 1, last, "") if first else Edit(first, min(last + 1, len(text)), "")
    if text[start - 1 : start] in ("", " ", "\n") and text[end : end + 1] == " ":
        end += 1
    elif text[start - 1 : start] == " " and text[end : end + 1] in ("", "\n", ".", ",", ";", ":"):
        start -= 1
    return Edit(start, end, "")


def _followers(text: str, name: str, chosen: Sequence[str], said: str, besides: int = -1) -> Iterator[Edit]:
    for mark in marks(text):
        if mark.name != name or mark.start == besides:
            continue
        if mark.kind is Kind.ECHO:
            yield Edit(mark.start, mark.end, said) if said else removal(text, mark)
        elif mark.kind is Kind.CONDITION:
            yield _decided(text, mark, chosen, said)


def _decided(text: str, mark: Mark, chosen: Sequence[str], said: str) -> Edit:
    met = mark.wanted.casefold() in {one.casefold() for one in (*chosen, said)}
    if met is mark.unless:
        return removal(text, mark)
    inner = mark.options[0]
    return Edit(mark.start, mark.end, apply(inner, _backwards(_followers(inner, mark.name, chosen, said))))


def _backwards(edits: Iterable[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: edit.start, reverse=True)


def _blanks(text: str) -> Iterator[Mark]:
    """The marks of a text without braces, as most are."""
    at = text.find(BLANK)
    while at >= 0:
        yield Mark(at, at + len(BLANK), Kind.BLANK)
        at = text.find(BLANK, at + len(BLANK))


def _structure(text: str) -> tuple[dict[int, int], dict[int, list[int]]]:
    """By the place of each `{`: where its `}` is in the same line, and its own `|` signs."""
    pairs: dict[int, int] = {}
    bars: defaultdict[int, list[int]] = defaultdict(list)
    opened: list[int] = []
    for found in _PIECE.finditer(text):
        match found[0]:
            case "{":
                opened.append(found.start())
            case "}" if opened:
                pairs[opened.pop()] = found.end()
            case "|" if opened:
                bars[opened[-1]].append(found.start())
            case "\n":
                opened.clear()
    return pairs, bars


def _read(text: str, start: int, end: int, bars: Sequence[int]) -> Mark | None:
    """The mark between these braces; None if it is none."""
    if echo := _ECHO.match(text, start + 1):
        return Mark(start, end, Kind.ECHO, echo[1])
    if condition := _CONDITION.match(text, start + 1, end):
        inner = text[condition.end() : end - 1]
        name, sign, wanted = condition.groups()
        return Mark(start, end, Kind.CONDITION, name, (inner,), wanted=wanted.strip(), unless=sign == "!=")
    head = _HEAD.match(text, start + 1, end - 1)
    assert head is not None
    optional, many, joiner, name = head.groups()
    cuts = [head.end() - 1, *(bar for bar in bars if bar >= head.end()), end - 1]
    said = [text[before + 1 : after].strip() for before, after in pairwise(cuts)]
    options = tuple(option.removeprefix("=") for option in said)
    if not all(options) or not (len(options) > 1 or optional or (name and options == (BLANK,))):
        return None
    defaults = frozenset(at for at, option in enumerate(said) if option.startswith("="))
    joiner = (joiner or "and") if many else ""
    gap = " " if optional and text.startswith(" ", start + 2) else ""
    return Mark(start, end, Kind.CHOICE, name or "", options, defaults, joiner, bool(optional), gap=gap)
