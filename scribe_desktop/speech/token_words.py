"""Puts tokens together to words, each with the probability that it is this one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

WORD_BEGINS = "▁"


@dataclass(frozen=True)
class TokenWord:
    text: str
    """As it is written, with the punctuation behind it."""
    tokens: tuple[int, ...]
    chances: tuple[float, ...]
    """The logarithm of each token's acoustic probability."""

    @property
    def chance(self) -> float:
        return min(1.0, exp(sum(self.chances)))


def token_words(tokens: Sequence[int], chances: Sequence[float], pieces: Sequence[str]) -> list[TokenWord]:
    """The words of a text; a chance without a token, of the text's end, is part of none.

    Args:
        pieces: the text of each token, with ▁ where a word begins.
    """
    found: list[TokenWord] = []
    for token, chance in zip(tokens, chances, strict=False):
        text = pieces[token]
        if text.startswith(WORD_BEGINS) or not found:
            found.append(TokenWord(text.removeprefix(WORD_BEGINS), (token,), (chance,)))
        else:
            last = found[-1]
            found[-1] = TokenWord(last.text + text, (*last.tokens, token), (*last.chances, chance))
    return found
