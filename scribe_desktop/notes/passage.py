"""Text that knows where each stretch of it came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Origin(StrEnum):
    TYPED = "typed"
    DICTATED = "dictated"
    PHRASE = "phrase"
    PASTED = "pasted"
    PULLED = "pulled"
    COPIED = "copied"
    """Taken over from another note of the same patient; `notes/copied.py` knows its details."""
    FIELD = "field"
    """A sentence that says what a field of the section's form holds."""


SPOKEN = ", spoken"
"""Follows a phrase's name in a source's detail when the phrase was asked for by voice."""


@dataclass(frozen=True)
class Source:
    """Where words came from: how, by whom, and what exactly (phrase name, speech engine, earlier note)."""

    origin: Origin
    person_id: str
    detail: str = ""


@dataclass(frozen=True)
class Run:
    """A stretch of `length` characters (Unicode code points) that share one source."""

    length: int
    source: Source


@dataclass(frozen=True)
class Passage:
    """The text of one section or field; `runs` cover it exactly, in order.

    Raises:
        ValueError: the runs do not add up to the text.
    """

    text: str = ""
    runs: tuple[Run, ...] = ()

    def __post_init__(self) -> None:
        if sum(run.length for run in self.runs) != len(self.text):
            raise ValueError(f"runs cover {sum(r.length for r in self.runs)} of {len(self.text)} characters")

    @classmethod
    def of(cls, text: str, source: Source) -> "Passage":
        return cls(text, (Run(len(text), source),) if text else ())

    @classmethod
    def join(cls, pieces: Iterable[tuple[str, Source]]) -> "Passage":
        """A passage from text pieces in order; neighbours with one source become one run."""
        filled = [(text, source) for text, source in pieces if text]
        runs = (
            Run(sum(len(text) for text, _ in group), source)
            for source, group in ((s, list(g)) for s, g in groupby(filled, key=lambda piece: piece[1]))
        )
        return cls("".join(text for text, _ in filled), tuple(runs))

    def pieces(self) -> Iterable[tuple[str, Source]]:
        """The text cut at the borders of its runs."""
        at = 0
        for run in self.runs:
            yield self.text[at : at + run.length], run.source
            at += run.length

    def upto(self, end: int) -> "Passage":
        """The first `end` characters, with their sources."""
        return Passage.join(self._cut(0, end))

    def behind(self, start: int) -> "Passage":
        """What follows the first `start` characters, with its sources."""
        return Passage.join(self._cut(start, len(self.text)))

    def lines(self) -> tuple["Passage", ...]:
        """The passage cut at its line breaks, which are left out."""
        found: list[list[tuple[str, Source]]] = [[]]
        for text, source in self.pieces():
            first, *others = text.split("\n")
            found[-1].append((first, source))
            found += ([(line, source)] for line in others)
        return tuple(map(Passage.join, found))

    def revised(self, text: str, source: Source) -> "Passage":
        """Another text; what its ends share with the former keeps its source, the rest gets this one."""
        most = min(len(self.text), len(text))
        head = next((at for at in range(most) if self.text[at] != text[at]), most)
        rest = range(most - head)
        tail = next((at for at in rest if self.text[-1 - at] != text[-1 - at]), most - head)
        kept = len(self.text) - tail
        between = text[head : len(text) - tail]
        return Passage.join([*self._cut(0, head), (between, source), *self._cut(kept, len(self.text))])

    def recast(self, text: str) -> "Passage":
        """Almost the same text in another wording, with the sources that its letters have now.

        Args:
            text: this text with other spaces around it, other capitals, or without its last character.
        """
        if not self.runs or not text:
            return Passage()
        skipped = len(self.text) - len(self.text.lstrip())
        lead = len(text) - len(text.lstrip())
        sources = [source for piece, source in self.pieces() for _ in piece]
        last = len(sources) - 1
        return Passage.join(
            (letter, sources[min(max(at - lead + skipped, 0), last)]) for at, letter in enumerate(text)
        )

    def _cut(self, start: int, end: int) -> Iterable[tuple[str, Source]]:
        at = 0
        for text, source in self.pieces():
            yield text[max(start - at, 0) : max(end - at, 0)], source
            at += len(text)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()
