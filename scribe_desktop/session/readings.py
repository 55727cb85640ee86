"""What else the words of an utterance may have been, from a recogniser's other texts for the whole of it."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from scribe_desktop.language.wording import Heard, Other
from scribe_desktop.speech.port import Final

MOST = 2
"""Texts that are looked at: those behind them are less likely than mistakes of the sound."""
_LONGEST = 4
"""Words of a reading, at most: more of them are another text and no other word."""
_EDGES = re.compile(r"^\W+|\W+$")


def readings(final: Final) -> list[Heard]:
    """The words of an utterance, each with the other readings that begin with it.

    An engine that tells no words has its text cut at the blanks, without probabilities.
    """
    words = [Heard(word.text, word.confidence) for word in final.words]
    words = words or [Heard(text) for text in final.text.split()]
    others: dict[int, list[Other]] = {}
    for text in final.alternatives[:MOST]:
        for at, other in _differences([word.text for word in words], text.split()):
            others.setdefault(at, []).append(other)
    return [
        Heard(word.text, word.confidence, tuple(dict.fromkeys(others.get(at, ()))))
        for at, word in enumerate(words)
    ]


def _differences(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, Other]]:
    """Where another text reads differently, and what stands there."""
    for code in Levenshtein.opcodes(list(map(_plain, ours)), list(map(_plain, theirs))):
        first, last, begin, end = code.src_start, code.src_end, code.dest_start, code.dest_end
        if code.tag == "equal":
            continue
        if first == last or begin == end:  # words that only one of them has go with a neighbour
            if first and begin:
                first, begin = first - 1, begin - 1
            elif last < len(ours) and end < len(theirs):
                last, end = last + 1, end + 1
            else:
                continue
        if max(last - first, end - begin) <= _LONGEST:
            yield first, Other(last - first, _EDGES.sub("", " ".join(theirs[begin:end])))


def _plain(word: str) -> str:
    return _EDGES.sub("", word.lower())
