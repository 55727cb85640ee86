"""The phrase libraries side by side: whose each is, and which of several phrases with one name is meant."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.phrases.reader import read, read_folder

SPECIALTIES = "specialties"
"""Folder beside the other files of a library, with a file for each specialty: `cardiology.toml`."""


class Kind(IntEnum):
    """Whose phrases they are; of two with one name that of the lower kind is meant."""

    PERSONAL = 0
    CLINIC = 1
    SPECIALTY = 2
    STARTER = 3
    OTHER = 4
    """Of a specialty that is not at hand: there for whoever asks, behind all others."""


@dataclass(frozen=True)
class Shelf:
    kind: Kind
    phrases: Mapping[str, Phrase]
    """By name."""
    place: Path | None = None
    """What is added is written there: a folder, or a specialty's own file. None: nothing can be."""
    specialty: str = ""
    """Key of the specialty, such as "infectious_disease"."""

    @property
    def title(self) -> str:
        return titled(self.specialty) if self.specialty else self.kind.name.capitalize()

    def keeps(self, phrase: Phrase) -> bool:
        """Whether the phrase is written where this shelf's own changes go."""
        return self.place is not None and self.place in (phrase.path, phrase.path.parent)


class Shelves:
    """All libraries as they were read; `problems` lists the files that were left out."""

    def __init__(self, shelves: Iterable[Shelf], problems: Iterable[BadInput] = ()) -> None:
        self.all = tuple(shelves)
        """In order of precedence, the specialties by name among themselves."""
        self.problems = tuple(problems)
        self._libraries: dict[tuple[str, ...], Library] = {}

    @classmethod
    def load(
        cls, starter: Path, own: Path, clinic: Path | None = None, known: Iterable[str] = ()
    ) -> "Shelves":
        """Read every library; a folder may be missing.

        A specialty's phrases are those of the clinic's file for it and, where that has no such name, those of
        the starter set's.

        Args:
            starter: folder of the phrases that come with the program.
            own: folder of the personal ones.
            clinic: folder of the clinic's, if it has any.
            known: keys of specialties that are there even if nobody has written phrases for them yet.
        """
        problems: list[BadInput] = []
        found = {folder: _folder(folder, problems) for folder in (own, starter)}
        theirs = _folder(clinic, problems) if clinic else {}
        shipped, added = _specialties(starter, problems), _specialties(clinic, problems) if clinic else {}
        specialties = (
            Shelf(
                Kind.SPECIALTY,
                shipped.get(key, {}) | added.get(key, {}),
                clinic / SPECIALTIES / f"{key}.toml" if clinic else None,
                key,
            )
            for key in sorted({*shipped, *added, *filter(None, known)}, key=titled)
        )
        return cls(
            [
                Shelf(Kind.PERSONAL, found[own], own),
                Shelf(Kind.CLINIC, theirs, clinic),
                *specialties,
                Shelf(Kind.STARTER, found[starter]),
            ],
            problems,
        )

    def library(self, chosen: tuple[str, ...]) -> Library:
        """What is at hand where these specialties count, the first one before the second.

        A phrase of another specialty is there, too, where nothing else has its name; one that several of
        them have is not, as nobody could know which one is meant. Made when it is first asked for.
        """
        found = self._libraries.get(chosen)
        if found is None:
            found = self._libraries[chosen] = self._library(chosen)
        return found

    def prepared(self, like: "Shelves") -> "Shelves":
        """These, with every library made that others had been asked for."""
        for chosen in like._libraries:
            self.library(chosen)
        return self

    def _library(self, chosen: tuple[str, ...]) -> Library:
        by_key = {shelf.specialty: shelf for shelf in self.all if shelf.specialty}
        lone = _lone(shelf.phrases for key, shelf in by_key.items() if key not in chosen)
        general = [shelf for shelf in self.all if not shelf.specialty]
        ours = [by_key[key] for key in reversed(chosen) if key in by_key]
        found: dict[str, Phrase] = {}
        for shelf in sorted([*general, *ours], key=lambda shelf: shelf.kind, reverse=True):
            found |= shelf.phrases
        behind = frozenset(lone.keys() - found.keys())
        return Library((lone | found).values(), self.problems, behind=behind)

    def of(self, phrase: Phrase) -> Shelf:
        """The library that a phrase stands in, or stood in before the files were read anew."""
        having = self.having(phrase.name)
        found = (shelf for shelf in having if shelf.phrases[phrase.name].path == phrase.path)
        return next(found, self.all[0])

    def having(self, name: str) -> tuple[Shelf, ...]:
        """Every library with a phrase of this name, in order of precedence."""
        return tuple(shelf for shelf in self.all if name in shelf.phrases)

    def specialty(self, key: str) -> Shelf | None:
        return next((shelf for shelf in self.all if key and shelf.specialty == key), None)


def titled(specialty: str) -> str:
    """A specialty's key in words: "infectious_disease" gives "Infectious disease"."""
    return specialty.replace("_", " ").capitalize()


def _lone(shelves: Iterable[Mapping[str, Phrase]]) -> dict[str, Phrase]:
    """The phrases whose names no two of the shelves share."""
    phrases = [phrase for shelf in shelves for phrase in shelf.values()]
    times = Counter(phrase.name for phrase in phrases)
    return {phrase.name: phrase for phrase in phrases if times[phrase.name] == 1}


def _folder(folder: Path, problems: list[BadInput]) -> dict[str, Phrase]:
    phrases, wrong = read_folder(folder)
    problems += wrong
    return phrases


def _specialties(folder: Path, problems: list[BadInput]) -> dict[str, dict[str, Phrase]]:
    """By key of the specialty: the phrases of its file."""
    found: dict[str, dict[str, Phrase]] = {}
    for path in sorted((folder / SPECIALTIES).glob("*.toml")):
        try:
            key = re.sub(r"[^a-z0-9]+", "_", path.stem.casefold()).strip("_")
            found[key] = {phrase.name: phrase for phrase in read(path)}
        except BadInput as problem:
            problems.append(problem)
    return found
