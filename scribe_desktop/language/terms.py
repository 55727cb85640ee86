"""Finds the terms of a vocabulary, of one to five words, that sound nearly like what was heard."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from scribe_desktop.language.sounds import code, skeleton

LONGEST = 5
"""Words of a term, at most."""
SHORTEST = 4
"""Sounds of a term that can be told from another one by sound, at least."""
FARTHEST = 0.34
"""Most changes, as a share of the sounds, between what was heard and a term that may be meant."""
_MOST = 6

_Keys = npt.NDArray[np.int64]
_Places = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Near:
    term: str
    changes: int
    """Sounds that are others, left out or added."""


class Terms:
    """An index that never changes; any thread may ask.

    A term is found by the consonants that it has in common with what was heard, one of them changed,
    left out or added. Making the index takes some ten microseconds a term.

    Args:
        terms: as they are to be written; longer ones than `LONGEST` words and very short ones are left out.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = [term for term in dict.fromkeys(terms) if len(term.split()) <= LONGEST]
        self._sounds = [code(term) for term in self._terms]
        self._keys, self._places = _index(self._sounds)

    def __len__(self) -> int:
        return len(self._terms)

    def near(self, heard: Sequence[str]) -> list[list[Near]]:
        """For each stretch, in small letters, the terms that sound nearly like it, nearest first."""
        sounds = [code(words) for words in heard]
        asked = [_ways(skeleton(sound)) if len(sound) >= SHORTEST else () for sound in sounds]
        keys = np.fromiter((hash(way) for way in chain.from_iterable(asked)), np.int64)
        low, high = (np.searchsorted(self._keys, keys, side).tolist() for side in ("left", "right"))
        found: list[list[Near]] = []
        at = 0
        for words, sound, ways in zip(heard, sounds, asked, strict=True):
            places: set[int] = set()
            for here in range(at, at + len(ways)):
                if high[here] > low[here]:
                    places.update(self._places[low[here] : high[here]].tolist())
            at += len(ways)
            found.append(self._nearest(words, sound, places))
        return found

    def _nearest(self, words: str, sound: str, places: set[int]) -> list[Near]:
        near: list[Near] = []
        for place in places:
            other, term = self._sounds[place], self._terms[place]
            longest = max(len(sound), len(other))
            most = int(FARTHEST * longest)
            changes = Levenshtein.distance(sound, other, score_cutoff=most)
            if changes <= most and term.lower() != words:
                near.append(Near(term, changes))
        return sorted(near, key=lambda one: (one.changes, one.term))[:_MOST]


def _index(sounds: Sequence[str]) -> tuple[_Keys, _Places]:
    keys: list[int] = []
    places: list[int] = []
    for place, sound in enumerate(sounds):
        if len(sound) >= SHORTEST:
            ways = _ways(skeleton(sound))
            keys += map(hash, ways)
            places += [place] * len(ways)
    found = np.array(keys, np.int64)
    order = np.argsort(found, kind="stable")
    return found[order], np.array(places, np.int32)[order]


def _ways(consonants: str) -> tuple[str, ...]:
    """A skeleton, and all that it can be when one sign of it is left out."""
    return tuple({consonants, *_shorter(consonants)}) if len(consonants) > 2 else (consonants,)


def _shorter(consonants: str) -> Iterator[str]:
    for at in range(len(consonants)):
        yield consonants[:at] + consonants[at + 1 :]
