"""All dot phrases at hand: the starter set and the user's own, found by name or by words."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from scribe_desktop.errors import BadInput
from scribe_desktop.phrases.haystack import Haystack
from scribe_desktop.phrases.nesting import usable
from scribe_desktop.phrases.phrase import Phrase

__all__ = ["Library", "Phrase"]


class Library:
    """Phrases by name; `problems` lists the files that were left out, each with file, line and remedy."""

    def __init__(
        self,
        phrases: Iterable[Phrase],
        problems: Iterable[BadInput] = (),
        *,
        behind: frozenset[str] = frozenset(),
    ) -> None:
        """`behind`: names of phrases that a search finds behind what matches as well."""
        self._phrases, circular = usable(phrases)
        self._sorted = tuple(self._phrases[name] for name in sorted(self._phrases))
        self._names = [phrase.name for phrase in self._sorted]
        self._headings = Haystack(
            " ".join((phrase.name, phrase.title, *phrase.spoken)) for phrase in self._sorted
        )
        self._bodies = Haystack(phrase.body for phrase in self._sorted)
        self.behind = behind
        self.problems = (*problems, *circular)

    def get(self, name: str) -> Phrase | None:
        """The phrase of this name, typed in any case."""
        return self._phrases.get(name.lower())

    def all(self) -> tuple[Phrase, ...]:
        """Every phrase, by name."""
        return self._sorted

    def search(
        self, text: str, sections: tuple[str, ...] = (), counts: Mapping[str, int] = MappingProxyType({})
    ) -> tuple[Phrase, ...]:
        """Phrases that have every word of the text in them, best first.

        Names that begin with the text come first, then names, titles and spoken names that contain it, then
        bodies; among equals those that are `behind` come last, then those offered in the section come first,
        then those used most, then by name.

        Args:
            sections: the section's key, and those of sections that it is like, the nearest first.
        """
        typed = text.casefold().lstrip(".").strip()
        matches = []
        for number, rank in self._ranks(typed).items():
            phrase = self._sorted[number]
            near = next((at for at, key in enumerate(sections) if key in phrase.sections), len(sections))
            behind = phrase.name in self.behind
            matches.append((rank, behind, near, -counts.get(phrase.name, 0), number))
        return tuple(self._sorted[number] for *_, number in sorted(matches))

    def _ranks(self, typed: str) -> dict[int, int]:
        """By number in the order of names: how well a phrase matches, 0 best; the others are left out."""
        beginning = range(bisect_left(self._names, typed), bisect_left(self._names, f"{typed}\U0010ffff"))
        words = typed.split()
        if not words:
            return dict.fromkeys(range(len(self._names)), 0)
        headings = [self._headings.having(word) for word in words]
        anywhere = [found | self._bodies.having(word) for word, found in zip(words, headings, strict=True)]
        ranks = dict.fromkeys(set.intersection(*anywhere), 2)
        return ranks | dict.fromkeys(set.intersection(*headings), 1) | dict.fromkeys(beginning, 0)
