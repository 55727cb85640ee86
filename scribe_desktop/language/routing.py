"""What an utterance says about where its words go: a section to go to, and readings for typed fields."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from scribe_desktop import assets

_WORD = re.compile(r"[^\W_]+")
_GO = (("go", "to", "the"), ("go", "to", "section"), ("go", "to"))
_UNDER = (("under", "the"), ("under",))
_ALONE = 3
"""Letters that a name has at least to be meant without "go to"."""
_LINKS = frozenset({"is", "of", "was", "at", "and", "the"})
_VALUE = re.compile(r"\s*(\d+(?:\.\d+)?(?:/\d+)?%?)(?:\s*(°\s?[CF]|[a-z]+/?[a-z]*|%))?", re.IGNORECASE)


@dataclass(frozen=True)
class Route:
    """A section that words are meant for."""

    section: str
    behind: int
    """Where in the utterance the words for it begin; its length if it only says where to go."""


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


def readings(text: str, names: Mapping[str, Iterable[str]]) -> dict[str, str] | None:
    """What an utterance gives to fields ("pulse 82, temperature 98.6"); None if it says anything else.

    Args:
        names: by field, all that it may be called.
    """
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        words = [(match[0].lower(), match.end()) for match in _WORD.finditer(text, at)]
        skipped = next((n for n, (word, _) in enumerate(words) if word not in _LINKS), len(words))
        key, count = _longest([word for word, _ in words[skipped:]], names)
        if not key or key in found:
            return None
        named = words[skipped + count - 1][1]
        linked = re.compile(rf"(?:[\s:,]*\b(?:{'|'.join(_LINKS)})\b)*[\s:]*").match(text, named)
        value = _VALUE.match(text, linked.end() if linked else named)
        if value is None:
            return None
        unit = value[2] if value[2] and value[2].lower() not in _LINKS and not _named(value[2], names) else ""
        found[key] = f"{value[1]} {unit}".strip()
        at = value.end(2) if unit else value.end(1)
        at += len(text[at:]) - len(text[at:].lstrip(" ,.;"))
    return found or None


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


def _named(word: str, names: Mapping[str, Iterable[str]]) -> bool:
    """Whether this word begins the name of a field, and is therefore no unit."""
    return any(name.lower().startswith(word.lower()) for several in names.values() for name in several)
