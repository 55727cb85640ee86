"""All dot phrases at hand: the starter set and the user's own, found by name or by words."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.nesting import usable
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.phrases.reader import read

__all__ = ["Library", "Phrase"]


class Library:
    """Phrases by name; `problems` lists the files that were left out, each with file, line and remedy."""

    def __init__(self, phrases: Iterable[Phrase], problems: Iterable[BadInput] = ()) -> None:
        self._phrases, circular = usable(phrases)
        self._sorted = tuple(self._phrases[name] for name in sorted(self._phrases))
        self._headings = {
            phrase.name: (f"{phrase.name} {phrase.title}".casefold(), phrase.body.casefold())
            for phrase in self._sorted
        }
        self.problems = (*problems, *circular)

    @classmethod
    def load(cls, folders: Sequence[Path]) -> "Library":
        """Read every .toml file of these folders; later folders win, and a folder may be missing.

        A file with a mistake is left out as a whole, and so is one that repeats a name of another file in
        its folder.
        """
        found: dict[str, Phrase] = {}
        problems: list[BadInput] = []
        for folder in folders:
            here: dict[str, Phrase] = {}
            for path in sorted(folder.glob("*.toml")):
                try:
                    taken = {phrase.name: phrase.file for phrase in here.values()}
                    here |= {phrase.name: phrase for phrase in read(path, taken)}
                except BadInput as problem:
                    problems.append(problem)
            found |= here
        return cls(found.values(), problems)

    def get(self, name: str) -> Phrase | None:
        """The phrase of this name, typed in any case."""
        return self._phrases.get(name.lower())

    def all(self) -> tuple[Phrase, ...]:
        """Every phrase, by name."""
        return self._sorted

    def search(
        self, text: str, section: str = "", counts: Mapping[str, int] = MappingProxyType({})
    ) -> tuple[Phrase, ...]:
        """Phrases that have every word of the text in them, best first.

        Names that begin with the text come first, then names and titles that contain it, then bodies;
        among equals those offered in the section, then those used most, then by name.
        """
        typed = text.casefold().lstrip(".").strip()
        words = typed.split()
        matches = []
        for phrase in self._sorted:
            rank = _rank(phrase.name, *self._headings[phrase.name], typed, words)
            if rank is not None:
                order = (rank, section not in phrase.sections, -counts.get(phrase.name, 0), phrase.name)
                matches.append((order, phrase))
        return tuple(phrase for _, phrase in sorted(matches, key=lambda match: match[0]))


def _rank(name: str, heading: str, body: str, typed: str, words: Sequence[str]) -> int | None:
    if name.startswith(typed):
        return 0
    if all(word in heading for word in words):
        return 1
    return 2 if all(word in heading or word in body for word in words) else None
