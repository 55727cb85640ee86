"""Lays two texts for the same sound side by side, and makes one of the two, stretch by stretch."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from scribe_desktop.speech.beam_search import Hypothesis
from scribe_desktop.speech.token_words import TokenWord, token_words

Words = list[TokenWord]
Settle = Callable[[Words, Words], Words]
"""Chooses between two stretches that stand for each other and differ; one of them may be empty."""

_PART = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+")


def settled_between(best: Hypothesis, other: Hypothesis, pieces: Sequence[str], settle: Settle) -> Hypothesis:
    """The best text, with what is chosen where the other one differs; the same object if nothing is.

    Args:
        pieces: the text of each token, with ▁ where a word begins.
    """
    ours, theirs = (token_words(text.tokens, text.chances, pieces) for text in (best, other))
    written = [word for block in _blocks(ours, theirs, settle) for word in block]
    if written == ours:
        return best
    end = best.chances[len(best.tokens) :]
    tokens = tuple(token for word in written for token in word.tokens)
    chances = tuple(chance for word in written for chance in word.chances)
    return replace(best, tokens=tokens, chances=chances + end, said=" ".join(map(_core, written)))


def _blocks(ours: Words, theirs: Words, settle: Settle) -> Iterator[Words]:
    codes = Levenshtein.opcodes(list(map(_core, ours)), list(map(_core, theirs)))
    for same, run in groupby(codes, lambda code: code.tag == "equal"):
        stretch = list(run)
        first, last = stretch[0], stretch[-1]
        mine = ours[first.src_start : last.src_end]
        yield mine if same else settle(mine, theirs[first.dest_start : last.dest_end])


def parts(word: TokenWord) -> list[str]:
    """The word without capitals and punctuation, taken apart at hyphens and between digits and letters."""
    return _PART.findall(word.text.lower())


def _core(word: TokenWord) -> str:
    return "-".join(parts(word))
