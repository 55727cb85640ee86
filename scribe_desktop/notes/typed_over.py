"""Which recognised words somebody has typed others over: text and recognised words laid together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from scribe_desktop.notes.dictated import spoken
from scribe_desktop.notes.passage import Origin, Passage

LONGEST = 5
"""Words that are looked at as one correction; more of them are another sentence."""
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class TypedOver:
    heard: str
    """The recognised words that are gone."""
    written: str
    """What was typed in their place."""
    place: str
    """Which words of which utterance they were: the same for another text in the same place."""


@dataclass(frozen=True)
class _Token:
    """A word of the text; `utterance`: all of it was recognised there; `typed`: somebody wrote in it."""

    text: str
    utterance: str
    typed: bool


def typed_over(passage: Passage, heard: Mapping[str, Sequence[str]]) -> Iterator[TypedOver]:
    """Corrections by keyboard: typed words between two recognised neighbours, or at an end of their
    utterance, where words that were recognised are gone.

    Args:
        heard: the words of utterances as they were recognised, by utterance. Others are not looked at.
    """
    tokens = list(_tokens(passage))
    for utterance in dict.fromkeys(token.utterance for token in tokens if token.utterance in heard):
        yield from _of_one(tokens, utterance, heard[utterance])


def utterances(passage: Passage) -> frozenset[str]:
    """Those next to which somebody has typed: only they can have been typed over."""
    tokens = list(_tokens(passage))
    pairs = list(pairwise(tokens))
    beside = [*pairs, *((other, one) for one, other in pairs)]
    return frozenset(one.utterance for one, other in beside if one.utterance and other.typed)


def _of_one(tokens: Sequence[_Token], utterance: str, heard: Sequence[str]) -> Iterator[TypedOver]:
    own = [at for at, token in enumerate(tokens) if token.utterance == utterance]
    matched = _matched([tokens[at].text for at in own], heard)
    where = {at: matched[number] for number, at in enumerate(own) if number in matched}
    at = max(0, own[0] - LONGEST)
    while at <= own[-1] + 1 and at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end].typed:
            end += 1
        if at < end <= at + LONGEST:
            before = where.get(at - 1) if at > own[0] else -1
            after = where.get(end) if end <= own[-1] else len(heard)
            touches = at - 1 in where or end in where
            if touches and before is not None and after is not None and 0 < after - before - 1 <= LONGEST:
                words = " ".join(heard[before + 1 : after])
                written = " ".join(token.text for token in tokens[at:end])
                yield TypedOver(words, written, f"{utterance}:{before + 1}")
        at = max(end, at + 1)


def _tokens(passage: Passage) -> Iterator[_Token]:
    sources = [source for text, source in passage.pieces() for _ in text]
    for found in _WORD.finditer(passage.text):
        own = sources[found.start() : found.end()]
        known = {how.utterance if (how := spoken(source)) else "" for source in own}
        utterance = known.pop() if len(known) == 1 else ""
        yield _Token(found[0], utterance, any(source.origin is Origin.TYPED for source in own))


def _matched(ours: Sequence[str], theirs: Sequence[str]) -> dict[int, int]:
    matcher = SequenceMatcher(None, [_plain(w) for w in ours], [_plain(w) for w in theirs], autojunk=False)
    blocks = matcher.get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
