"""What an utterance says about where its words go: a section to go to, and readings for typed fields."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from scribe_desktop import assets
from scribe_desktop.language import numbers

_WORD = re.compile(r"[^\W_]+")
_GO = (("go", "to", "the"), ("go", "to", "section"), ("go", "to"))
_UNDER = (("under", "the"), ("under",))
_ALONE = 3
"""Letters that a name has at least to be meant without "go to"."""
_LINKS = frozenset({"is", "of", "was", "at", "and", "the"})
_ON = frozenset({"to", "or", "and", "through", "-", "–"})
"""What stands between two values of one field."""
_MARKS = ".,;:?!"
_MOST = 5
"""Words of a value, at most: "five feet eight inches", "38.2 degrees C"."""


@dataclass(frozen=True)
class Route:
    """A section that words are meant for."""

    section: str
    behind: int
    """Where in the utterance the words for it begin; its length if it only says where to go."""


@dataclass(frozen=True)
class Reading:
    """A value for a field."""

    field: str
    value: str
    """As the field takes it."""
    start: int
    end: int
    """Where in the utterance it is said, its name included."""


@dataclass(frozen=True)
class Readings:
    found: tuple[Reading, ...]
    rest: tuple[tuple[int, int], ...]
    """Where in the utterance something else is said."""


Takes = Callable[[str, str], str]
"""The value of this field that a text is, without a unit that goes without saying; empty: it is none."""


@dataclass(frozen=True)
class _Part:
    """What stands between two blanks."""

    start: int
    end: int
    bare: str
    """Without the marks behind it."""

    @classmethod
    def of(cls, found: re.Match[str]) -> "_Part":
        return cls(found.start(), found.end(), found[0].rstrip(_MARKS))

    @property
    def word(self) -> str:
        return "".join(_WORD.findall(self.bare.lower()))

    @property
    def mark(self) -> bool:
        """Whether a mark stands behind it."""
        return self.end - self.start > len(self.bare)


def route(text: str, names: Mapping[str, Iterable[str]]) -> Route | None:
    """The section that an utterance is about: "assessment", "go to plan", "under vitals, pulse 82".

    Only "under" may have more behind the name: "assessment of the wound" is text.

    Args:
        names: by section, all that it may be called.
    """
    found = [(match[0].lower(), match.end()) for match in _WORD.finditer(text)]
    words = [word for word, _ in found]
    for opening in _UNDER:
        if tuple(words[: len(opening)]) == opening:
            key, count = _longest(words[len(opening) :], names)
            if key:
                end = found[len(opening) + count - 1][1]
                return Route(key, end + len(text[end:]) - len(text[end:].lstrip(" ,:;.")))
    rest = next((words[len(go) :] for go in _GO if tuple(words[: len(go)]) == go), None)
    key, count = _longest(words if rest is None else rest, names)
    alone = rest is not None or sum(map(len, words)) >= _ALONE
    return Route(key, len(text)) if key and alone and count == len(words if rest is None else rest) else None


def readings(text: str, names: Mapping[str, Iterable[str]], takes: Takes) -> Readings:
    """What an utterance gives to fields ("pulse 82, temperature 98.6"), and what else it says.

    A value goes with the name said before it; one that goes on ("82 to 90") is none. Words that are no
    reading remain, with the reading that they are about where no mark parts the two: "saturation 98% on
    room air" is a value, and remains as a whole.

    Args:
        names: by field, all that it may be called.
    """
    parts = _parts(text)
    found: list[Reading] = []
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(parts):
        key, count = _longest([part.word for part in parts[at:]], names)
        read = (
            _value(parts, at + count, key, takes) if key not in {"", *(one.field for one in found)} else None
        )
        if read is None:
            at += 1
            continue
        value, end = read
        found.append(Reading(key, value, parts[at].start, parts[end - 1].end))
        spans.append((at, end))
        at = end
    rest = tuple((parts[first].start, parts[last - 1].end) for first, last in _unread(parts, spans))
    return Readings(tuple(found), rest)


def mentions(text: str, names: Mapping[str, Iterable[str]]) -> bool:
    """Whether any of these is named in a text."""
    words = [match[0].lower() for match in _WORD.finditer(text)]
    return any(_longest(words[at:], names)[0] for at in range(len(words)))


def value(text: str, takes: Callable[[str], str]) -> str:
    """A text that is a field's value and nothing else, as the field takes it; empty: it is something else."""
    parts = _parts(text)
    return takes(_in_digits(parts)) if parts and not any(part.mark for part in parts[:-1]) else ""


def tells_numbers(text: str) -> bool:
    """Whether a text has figures, or is nothing but a number in words."""
    said = _in_digits(_parts(text)).split()
    return any(letter.isdigit() for letter in text) or (bool(said) and all(one[0].isdigit() for one in said))


@cache
def called() -> Mapping[str, tuple[str, ...]]:
    """What sections and fields are called in speech beside their titles, by key."""
    table = tomllib.loads(assets.resource("vocabulary", "voice.toml").read_text(encoding="utf-8"))
    return {key: tuple(names) for key, names in table["called"].items()}


def _longest(words: list[str], names: Mapping[str, Iterable[str]]) -> tuple[str, int]:
    """Which name the words begin with, and with how many words; letters may be said one by one."""
    best = "", 0
    for key, several in names.items():
        for name in several:
            wanted = "".join(_WORD.findall(name.lower()))
            said = ""
            for count, word in enumerate(words, start=1):
                said += word
                if not wanted.startswith(said):
                    break
                if said == wanted and count > best[1]:
                    best = key, count
    return best


def _parts(text: str) -> list[_Part]:
    return [_Part.of(found) for found in re.finditer(r"\S+", text)]


def _value(parts: Sequence[_Part], at: int, key: str, takes: Takes) -> tuple[str, int] | None:
    """The longest value for a field that begins at a word, as the field takes it, and where it ends."""
    while at < len(parts) and parts[at].word in _LINKS:
        at += 1
    for end in range(min(at + _MOST, len(parts)), at, -1):
        if any(part.mark for part in parts[at : end - 1]) or _goes_on(parts, end):
            continue
        if taken := takes(key, _in_digits(parts[at:end])):
            return taken, end
    return None


def _goes_on(parts: Sequence[_Part], end: int) -> bool:
    """Whether what ends there is the beginning of a longer number, a range or a list of values."""
    if end >= len(parts) or parts[end - 1].mark:
        return False
    behind = [part.bare.casefold() for part in parts[end : end + 2]]
    if behind[0] in _ON:
        behind = behind[1:]
    return bool(behind) and (behind[0][:1].isdigit() or bool(numbers.read(behind, 0, short=True)[1]))


def _in_digits(parts: Sequence[_Part]) -> str:
    """Words in a row, with small numbers that are written as words in digits."""
    words, said, at = [part.bare.lower() for part in parts], list[str](), 0
    while at < len(words):
        digits, count = numbers.read(words, at, short=True)
        said.append(digits if count else parts[at].bare)
        at += count or 1
    return " ".join(said)


def _unread(parts: Sequence[_Part], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words that are no readings, with those readings that no mark parts from them."""
    edges = [0, *(edge for span in spans for edge in span), len(parts)]
    kept: list[tuple[int, int]] = []
    for place, (first, last) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
        if all(part.word in _LINKS for part in parts[first:last]):
            continue
        if place and not parts[first - 1].mark:
            first = spans[place - 1][0]
        elif place < len(spans) and not parts[last - 1].mark:
            last = spans[place][1]
        if kept and kept[-1][1] >= first:
            first = kept.pop()[0]
        kept.append((first, last))
    return kept
