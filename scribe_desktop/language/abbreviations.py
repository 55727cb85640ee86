"""The table of abbreviations: what each may stand for, and in which sections it does."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Meaning:
    full: str
    sections: frozenset[str]
    """Keys of the sections where it usually means this."""


@dataclass(frozen=True)
class Reading:
    """What a short form may stand for in a place, the likeliest first; nothing: it is none."""

    meanings: tuple[str, ...]
    certain: bool
    """Whether it may be written out unasked; it has one meaning then."""


class Abbreviations:
    """Short forms with all their meanings. One in small letters stands for every way to write it.

    Args:
        ask: forms that are asked about wherever they stand.
        anywhere: forms that mean the same in sections that they do not name.
    """

    def __init__(
        self,
        meanings: dict[str, list[Meaning]],
        *,
        ask: Iterable[str] = (),
        anywhere: Iterable[str] = (),
    ) -> None:
        self._meanings = {short: tuple(found) for short, found in meanings.items()}
        self.ask, self.anywhere = frozenset(ask), frozenset(anywhere)

    @classmethod
    def load(cls, path: Path) -> "Abbreviations":
        meanings: dict[str, list[Meaning]] = {}
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        anywhere = table["anywhere"].split()
        for group in table["group"]:
            sections = frozenset(group["sections"])
            for short, full in _terms(group["terms"]):
                meanings.setdefault(short, []).append(Meaning(full, sections))
                anywhere += [short] if group.get("anywhere") else []
        return cls(meanings, ask=table["ask"].split(), anywhere=anywhere)

    def __len__(self) -> int:
        return len(self._meanings)

    def __iter__(self) -> Iterator[str]:
        return iter(self._meanings)

    def all_of(self, short: str) -> tuple[Meaning, ...]:
        """Every meaning of a short form, wherever it stands."""
        return self._meanings[short]

    def reading(self, written: str, sections: tuple[str, ...]) -> Reading:
        """What `written` stands for in a section.

        It is certain where one meaning names the section, or else where one names any that it is like, or
        where there is only one and it means the same anywhere. What is in `ask` never is.

        Args:
            sections: the section's key, and those of sections that it is like.
        """
        lower = written.lower()
        found = self._meanings.get(written, ())
        found += self._meanings.get(lower, ()) if lower != written else ()
        here = _first(_naming(found, keys) for keys in ({*sections[:1]}, {*sections[1:]}))
        every = tuple(dict.fromkeys((*here, *_distinct(found))))
        if {written, lower} & self.ask:
            return Reading(every, certain=False)
        if len(here) == 1:
            return Reading(here, certain=True)
        return Reading(every, certain=len(every) == 1 and bool({written, lower} & self.anywhere))


def _naming(found: tuple[Meaning, ...], keys: set[str]) -> tuple[str, ...]:
    return _distinct(meaning for meaning in found if meaning.sections & keys)


def _first(several: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return next(filter(None, several), ())


def _terms(text: str) -> Iterator[tuple[str, str]]:
    for term in text.replace("\n", ";").split(";"):
        if term.strip():
            short, _, full = term.partition(":")
            yield short.strip(), full.strip()


def _distinct(meanings: Iterable[Meaning]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(meaning.full for meaning in meanings))
