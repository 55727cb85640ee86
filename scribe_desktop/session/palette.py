"""What the command palette offers, found by a few letters: best match first, among equals the latest used."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_REMEMBERED = 30
_SMALL_WORDS = {"of", "and", "or", "the", "to", "·"}


@dataclass(frozen=True)
class Entry:
    """One thing that can be asked for by its name."""

    key: str
    """What it is remembered under: "command:note.save", "section:hpi"."""
    title: str
    detail: str
    """Small print beside the title; it is searched too, but counts for less."""
    run: Callable[[], object]
    keys: str = ""
    """The key combination that does the same, as it is shown; empty: there is none."""


def find(entries: Iterable[Entry], typed: str, recent: Sequence[str]) -> list[Entry]:
    """The entries that fit every word of what was typed, best first; all of them if it is empty."""
    place = {key: at for at, key in enumerate(recent)}
    words = typed.casefold().split()
    ranked = []
    for number, entry in enumerate(entries):
        fit = _fit(words, entry)
        if fit is not None:
            ranked.append((-fit, place.get(entry.key, len(place)), number, entry))
    return [entry for *_, entry in sorted(ranked, key=lambda found: found[:3])]


def used(recent: Sequence[str], key: str) -> tuple[str, ...]:
    """What was used recently, now that `key` was, the latest first."""
    return (key, *(other for other in recent if other != key))[:_REMEMBERED]


def _fit(words: Sequence[str], entry: Entry) -> int | None:
    """How well an entry fits: the worst of its words counts. None: one does not fit at all."""
    title, detail = entry.title.casefold(), f"{entry.detail} {entry.keys}".casefold()
    fits = [max(_fit_title(word, title), 1 if word in detail else 0) for word in words]
    return None if 0 in fits else min(fits, default=1)


def _fit_title(word: str, title: str) -> int:
    parts = title.replace("-", " ").split()
    initials = "".join(part[0] for part in parts if part not in _SMALL_WORDS)
    if title.startswith(word) or (len(word) > 1 and word == initials):
        return 6
    if any(part.lstrip(".(").startswith(word) for part in parts):
        return 5
    if initials.startswith(word):
        return 4
    if word in title:
        return 3
    return 2 if len(word) > 1 and _in_order(word, title) else 0


def _in_order(letters: str, text: str) -> bool:
    """Whether these letters stand in the text in this order, the first one at the beginning of a word."""
    if not any(part.startswith(letters[0]) for part in text.split()):
        return False
    rest = iter(text)
    return all(letter in rest for letter in letters)
