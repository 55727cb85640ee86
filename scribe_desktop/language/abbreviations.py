"""The table of abbreviations: what each may stand for, and in which sections it does."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Meaning:
    full: str
    sections: frozenset[str]
    """Keys of the sections where it usually means this; empty: nowhere in particular."""


class Abbreviations:
    """Short forms with all their meanings. One in small letters stands for every way to write it."""

    def __init__(self, meanings: dict[str, list[Meaning]]) -> None:
        self._meanings = {short: tuple(found) for short, found in meanings.items()}

    @classmethod
    def load(cls, path: Path) -> "Abbreviations":
        meanings: dict[str, list[Meaning]] = {}
        for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]:
            sections = frozenset(group["sections"])
            for short, full in _terms(group["terms"]):
                meanings.setdefault(short, []).append(Meaning(full, sections))
        return cls(meanings)

    def __len__(self) -> int:
        return len(self._meanings)

    def __iter__(self) -> Iterator[str]:
        return iter(self._meanings)

    def all_of(self, short: str) -> tuple[Meaning, ...]:
        """Every meaning of a short form, wherever it stands."""
        return self._meanings[short]

    def meanings(self, written: str, sections: tuple[str, ...]) -> tuple[str, ...]:
        """What `written` may stand for in a section: nothing, one thing, or several to choose from.

        Where it has several meanings, the only one that names the section is taken; if none does, the only
        one that names any that it is like.

        Args:
            sections: the section's key, and those of sections that it is like.
        """
        found = self._meanings.get(written, ())
        lower = written.lower()
        found += self._meanings.get(lower, ()) if lower != written else ()
        if not found:
            return ()
        for keys in ({*sections[:1]}, {*sections[1:]}):
            here = _distinct(meaning for meaning in found if meaning.sections & keys)
            if here:
                return here if len(here) == 1 else _distinct(found)
        return _distinct(found)


def _terms(text: str) -> Iterator[tuple[str, str]]:
    for term in text.replace("\n", ";").split(";"):
        if term.strip():
            short, _, full = term.partition(":")
            yield short.strip(), full.strip()


def _distinct(meanings: Iterable[Meaning]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(meaning.full for meaning in meanings))
