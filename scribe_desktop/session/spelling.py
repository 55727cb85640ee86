"""Spelling as this person has it: the dictionary, their own words, and the names in the chart."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock

from scribe_desktop import assets
from scribe_desktop.errors import BadInput
from scribe_desktop.language.lexicon import Lexicon, Suggestion
from scribe_desktop.language.spelling import Knows, plain, words
from scribe_desktop.session.desk import Desk

_LONGEST = 60
_LOADING = Lock()


@cache
def _dictionary() -> Lexicon:
    """The same for everybody who logs in here."""
    return Lexicon.load(assets.resource("vocabulary"))


class Spelling:
    """Reads the store when it is made; own words are each person's, in the encrypted store."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._key = f"person.{desk.person.id}.spelling"
        self._own = frozenset(desk.store.settings.get(self._key).split())

    @property
    def own_words(self) -> tuple[str, ...]:
        """What this person added, in small letters and the order of the alphabet."""
        return tuple(sorted(self._own))

    def load(self) -> Lexicon:
        """The dictionary. The first call takes a moment; any thread may make it."""
        with _LOADING:
            return _dictionary()

    def knows_with(self, lexicon: Lexicon, names: Iterable[str]) -> Knows:
        """Tells known words: the dictionary's, this person's as they are then, and parts of these names."""
        named = frozenset(plain(part) for name in names for part in words(name))
        return lambda word: lexicon.knows(word) or plain(word) in named or plain(word) in self._own

    def suggestions(self, lexicon: Lexicon, word: str) -> tuple[Suggestion, ...]:
        """What may be meant by a word that is not known, this person's own words among it."""
        return lexicon.suggestions(word, also=self.own_words)

    def add(self, word: str) -> None:
        """Know this word from now on. Raises `BadInput` when it is none."""
        self.replace([*self._own, word])

    def replace(self, listed: Iterable[str]) -> None:
        """Know these words in place of those added so far. Raises `BadInput` naming one that is none."""
        kept = [word.strip() for word in listed if word.strip()]
        for word in kept:
            if len(word) > _LONGEST or list(words(word)) != [word]:
                raise BadInput(f"“{word[:_LONGEST]}” is not one word.", remedy="Write one word on each line.")
        own = frozenset(plain(word) for word in kept)
        self._desk.store.settings.put(self._key, "\n".join(sorted(own)))
        self._own = own

    def export(self, path: Path) -> int:
        """Write the own words into a file, one a line; returns how many.

        Raises:
            BadInput: the file cannot be written; says why.
        """
        try:
            path.write_text("".join(f"{word}\n" for word in self.own_words), encoding="utf-8")
        except OSError as error:
            said = f"{path.name} cannot be written: {error.strerror}."
            raise BadInput(said, remedy="Choose another folder.") from error
        return len(self._own)
