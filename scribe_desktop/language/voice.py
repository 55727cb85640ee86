"""Finds what an utterance names: something known by exactly these words, some of them, or similar ones."""

import difflib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from scribe_desktop import assets

_WORD = re.compile(r"[^\W_]+")
_ENOUGH = 0.75
"""The least share of a name's words that has to be said for it to be meant without asking."""
_AHEAD = 0.2
"""By how much that share has to exceed the next best name's."""
_ALIKE = 0.8
"""How similar a word has to be that is offered in place of a misheard one (difflib's ratio)."""
_MOST = 20


@dataclass(frozen=True)
class _Words:
    fillers: frozenset[str]
    telling: frozenset[str]
    before_verbs: frozenset[str]


@cache
def _words() -> _Words:
    table = tomllib.loads(assets.resource("vocabulary", "voice.toml").read_text(encoding="utf-8"))
    return _Words(*(frozenset(table[key].split()) for key in ("fillers", "telling", "before_verbs")))


def before_verbs() -> frozenset[str]:
    """Words behind which a verb belongs to their sentence, and is no command."""
    return _words().before_verbs


@dataclass(frozen=True)
class Named:
    """What was found under a spoken name."""

    keys: tuple[str, ...]
    """Best first; empty: nothing has that name."""
    certain: bool = False
    """Exactly one thing can be meant; otherwise somebody has to say which."""
    in_full: bool = False
    """All of them have just this name."""


class Names:
    """Things by the names that they may be called in speech. Immutable, so any thread may ask."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """`names`: by each thing's key, all that it may be called."""
        self._whole: defaultdict[str, list[str]] = defaultdict(list)
        self._having: defaultdict[str, set[tuple[str, frozenset[str]]]] = defaultdict(set)
        for key, called in names.items():
            for name in called:
                words = words_of(name)
                if key not in self._whole["".join(words)]:
                    self._whole["".join(words)].append(key)
                kept = frozenset(words) - _words().fillers
                for word in kept:
                    self._having[word].add((key, kept))

    def called(self, said: str) -> Named:
        """What may be meant by these words.

        All of them have to be part of one of its names. A name said in full is meant; so is one of which
        nearly everything was said, and of no other one nearly as much. Words that are merely similar, as
        after a slip of the recogniser, are never taken without asking.
        """
        words = words_of(said)
        whole = self._whole.get("".join(words)) or self._whole.get("".join(words).removeprefix("dot"))
        if whole:
            return Named(tuple(whole), certain=len(whole) == 1, in_full=True)
        spoken = frozenset(words) - _words().fillers
        exact = self._with_all([{word} & self._having.keys() for word in spoken])
        if exact:
            return _judged(spoken, exact)
        alike = [set(difflib.get_close_matches(word, self._having, n=5, cutoff=_ALIKE)) for word in spoken]
        return Named(_ranked(self._with_all(alike)))

    def _with_all(self, choices: list[set[str]]) -> dict[str, tuple[float, frozenset[str]]]:
        """By key, where every choice has a word in a name: the share of it that was said, and its words."""
        found: dict[str, tuple[float, frozenset[str]]] = {}
        each = [
            set[tuple[str, frozenset[str]]]().union(*(self._having[w] for w in words)) for words in choices
        ]
        for key, name in set.intersection(*each) if each else ():
            share = len(choices) / len(name)
            if share > found.get(key, (0.0, name))[0]:
                found[key] = (share, name)
        return found


def words_of(text: str) -> list[str]:
    """The words of a text without case and punctuation."""
    return _WORD.findall(text.casefold())


def _judged(spoken: frozenset[str], found: Mapping[str, tuple[float, frozenset[str]]]) -> Named:
    ranked = _ranked(found)
    share, name = found[ranked[0]]
    second = found[ranked[1]][0] if len(ranked) > 1 else 0.0
    unsaid = (name - spoken) & _words().telling
    return Named(ranked, certain=not unsaid and share >= _ENOUGH and share - second >= _AHEAD)


def _ranked(found: Mapping[str, tuple[float, frozenset[str]]]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda key: (-found[key][0], key)))[:_MOST]
