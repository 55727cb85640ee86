"""The way from recognised words to written text: pieces that know which words they stand for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_AFFIXED = re.compile(r"(\W*)(.*?)(\W*)", re.DOTALL)
_OPENERS = "([“"
_TIGHT = re.compile(r"[.,;:?!%)\]](?!\d)")


@dataclass(frozen=True)
class Other:
    """What else a recognised word, and some words behind it, may have been."""

    words: int
    """So many words it stands for, this one included."""
    text: str


@dataclass(frozen=True)
class Heard:
    """One recognised word."""

    text: str
    confidence: float | None = None
    """From 0 to 1; None where the engine does not tell."""
    others: tuple[Other, ...] = ()
    """Other readings that begin with this word, most likely first."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text to be written, and the recognised words that it stands for."""

    text: str
    first: int
    last: int
    """It stands for the words `first` to `last` (half-open) of the utterance."""
    heard: str = ""
    """What was recognised, where a correction wrote something else."""
    instead: str = ""
    """What might have been said, where nothing was changed."""
    risk: str = ""
    """Why somebody should look at it: a value of `notes.dictated.Risk`, or empty."""
    tight: bool = False
    """No space between this and the piece before it."""


Pieces = tuple[Piece, ...]
Stage = Callable[[Pieces, Sequence[Heard]], Pieces]
"""One step on the way: takes the pieces and all recognised words, returns pieces in the same order."""


def as_recognised(heard: Sequence[Heard]) -> Pieces:
    """Where every way begins: one piece a word."""
    return tuple(Piece(word.text, at, at + 1) for at, word in enumerate(heard))


def spaced(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The text of each piece with the space before it; together they are the utterance's text.

    A piece without text, such as a spoken command's, has no space either.
    """
    written: list[str] = []
    for piece in pieces:
        if not piece.text:
            written.append("")
            continue
        before = next((text for text in reversed(written) if text), "")
        apart = before and not (piece.tight or before[-1].isspace() or before[-1] in _OPENERS)
        apart = apart and not _stands_tight(piece.text)
        written.append(f" {piece.text}" if apart else piece.text)
    return tuple(written)


def core(text: str) -> str:
    """A text without the punctuation around it."""
    return _parts(text)[1]


def as_written(said: str, instead: str) -> str:
    """A text with the capital and the punctuation of the one whose place it takes."""
    before, letters, behind = _parts(said)
    begins = instead[:1].upper() if letters[:1].isupper() else instead[:1]
    return before + begins + instead[1:] + behind


def _parts(text: str) -> tuple[str, str, str]:
    """What stands before the words, they themselves, and what stands behind them."""
    found = _AFFIXED.fullmatch(text)
    assert found is not None
    return found[1], found[2], found[3]


def _stands_tight(text: str) -> bool:
    return text[:1].isspace() or _TIGHT.match(text) is not None
