"""Puts in what a person always puts in for certain recognised words: their own rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scribe_desktop.language.terms import LONGEST
from scribe_desktop.language.wording import Heard, Piece, Pieces, as_written, core


def key_of(words: str) -> str:
    """Recognised words as a rule knows them: small letters, without punctuation, single blanks."""
    return " ".join(filter(None, (core(word).lower() for word in words.split())))


class OwnRules:
    """The first stage. What it changes is flagged as corrected: a rule fits more than was thought of.

    Args:
        rules: by the recognised words (`key_of`) what is written for them.
    """

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules = rules

    def __call__(self, pieces: Pieces, _heard: Sequence[Heard]) -> Pieces:
        return tuple(self._written(pieces)) if self._rules else pieces

    def _written(self, pieces: Pieces) -> Iterator[Piece]:
        at = 0
        while at < len(pieces):
            count = next((n for n in range(LONGEST, 0, -1) if _said(pieces[at : at + n]) in self._rules), 0)
            stretch = pieces[at : at + max(1, count)]
            yield self._changed(stretch) if count else stretch[0]
            at += len(stretch)

    def _changed(self, stretch: Pieces) -> Piece:
        said = " ".join(piece.text for piece in stretch)
        text = as_written(said, self._rules[key_of(said)])
        return replace(stretch[0], text=text, last=stretch[-1].last, heard=said, risk="corrected")


def _said(stretch: Pieces) -> str:
    return key_of(" ".join(piece.text for piece in stretch))
