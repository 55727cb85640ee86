"""How certain each word of an utterance is, from the scores of all texts that a recogniser found for it."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from math import exp


def confidences(texts: Sequence[Sequence[str]], scores: Sequence[float]) -> tuple[float, ...]:
    """For each word of the first text the probability of all texts that have it in this place.

    This is the word posterior over an n-best list (Wessel et al., 2001): what is not in the list counts for
    nothing, so that the numbers are rather too high than too low.

    Args:
        texts: the words of each, the best first.
        scores: natural logarithms of their likelihoods, up to a constant.
    """
    best = texts[0]
    weights = [exp(min(0.0, score - scores[0])) for score in scores]
    found = [0.0] * len(best)
    for words, weight in zip(texts, weights, strict=True):
        for block in SequenceMatcher(None, best, words, autojunk=False).get_matching_blocks():
            for at in range(block.a, block.a + block.size):
                found[at] += weight
    return tuple(min(1.0, each / sum(weights)) for each in found)
