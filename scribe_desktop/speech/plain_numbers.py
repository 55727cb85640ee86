"""Keeps a number as the sound alone has it where the search, which weighs words too, has another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from scribe_desktop.speech.beam_search import Hypothesis
from scribe_desktop.speech.language_model import NUMBER_WORDS
from scribe_desktop.speech.token_words import TokenWord, token_words

SURE = 0.3
"""Probability of each of its words, as the sound alone has it, from which a number is believed."""
_PART = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+")
_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: at for at, word in enumerate(_SMALL.split())}
_VALUES |= {word: 10 * at for at, word in enumerate(_TENS.split(), start=2)}
_ROUND = frozenset(str(10 * at) for at in range(2, 10))


def with_plain_numbers(best: Hypothesis, plain: Hypothesis, pieces: Sequence[str]) -> Hypothesis:
    """The best text with the plain text's numbers where the two differ and the sound is sure of its own.

    Numbers that only one of the two has are left as they are in the best text.

    Args:
        pieces: the text of each token, with ▁ where a word begins.
    """
    ours, theirs = (token_words(text.tokens, text.chances, pieces) for text in (best, plain))
    written = [word for block in _blocks(ours, theirs) for word in _settled(*block)]
    if written == ours:
        return best
    end = best.chances[len(best.tokens) :]
    tokens = tuple(token for word in written for token in word.tokens)
    chances = tuple(chance for word in written for chance in word.chances)
    return replace(best, tokens=tokens, chances=chances + end, said=" ".join(map(_core, written)))


def _blocks(
    ours: list[TokenWord], theirs: list[TokenWord]
) -> Iterator[tuple[list[TokenWord], list[TokenWord]]]:
    """Stretches that stand for each other, in order."""
    codes = Levenshtein.opcodes(list(map(_core, ours)), list(map(_core, theirs)))
    for same, run in groupby(codes, lambda code: code.tag == "equal"):
        stretch = list(run)
        first, last = stretch[0], stretch[-1]
        mine = ours[first.src_start : last.src_end]
        yield mine, (mine if same else theirs[first.dest_start : last.dest_end])


def _settled(ours: list[TokenWord], theirs: list[TokenWord]) -> list[TokenWord]:
    mine, other = _only_number(ours), _only_number(theirs)
    if mine is None or other is None:
        return ours
    numbers, instead = ours[slice(*mine)], theirs[slice(*other)]
    if _others(numbers) != _others(instead) or _value(numbers) == _value(instead):
        return ours
    if min(word.chance for word in instead) < SURE:
        return ours
    return [*ours[: mine[0]], *instead, *ours[mine[1] :]]


def _only_number(words: list[TokenWord]) -> tuple[int, int] | None:
    """Where the one number among these words begins and ends; None if there is none, or are several."""
    places = [at for at, word in enumerate(words) if any(map(_is_number, _parts(word)))]
    if not places or places[-1] - places[0] + 1 != len(places):
        return None
    return places[0], places[-1] + 1


def _value(words: list[TokenWord]) -> list[str]:
    """Its digits and words, the same for "seventy-four" and "74"."""
    found: list[str] = []
    for part in (part for word in words for part in _parts(word)):
        value = str(_VALUES.get(part, part))
        if found and found[-1] in _ROUND and len(value) == 1:
            found[-1] = found[-1][0] + value
        else:
            found.append(value)
    return found


def _others(words: list[TokenWord]) -> list[str]:
    """What is written into the number's words besides: "mg" in "15mg", "year" and "old"."""
    return [part for word in words for part in _parts(word) if not _is_number(part)]


def _parts(word: TokenWord) -> list[str]:
    """The word without capitals and punctuation, taken apart at hyphens and between digits and letters."""
    return _PART.findall(word.text.lower())


def _core(word: TokenWord) -> str:
    return "-".join(_parts(word))


def _is_number(part: str) -> bool:
    return part[0].isdigit() or part in NUMBER_WORDS
