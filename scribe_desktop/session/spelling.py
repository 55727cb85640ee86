"""Spelling as this person has it: the dictionary, their own words, and the names in the chart."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock

from scribe_desktop import assets
from scribe_desktop.errors import BadInput
from scribe_desktop.language.lexicon import Lexicon, Suggestion
from scribe_desktop.language.spelling import Knows, plain, words
from scribe_desktop.language.terms import LONGEST as MOST_WORDS
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.text_file import read_text
from scribe_desktop.session import export_file
from scribe_desktop.session.audit import announced
from scribe_desktop.session.desk import Desk

_LONGEST = 60
_GAP = re.compile(r"[\s-]+")
_FILE = (8 << 20, "a list of words")
"""Bytes: some 400,000 words."""
_LOADING = Lock()


@cache
def _dictionary() -> Lexicon:
    """The same for everybody who logs in here."""
    return Lexicon.load(assets.resource("vocabulary"))


class Spelling:
    """Reads the store when it is made; own words are each person's, in the encrypted store.

    A word may be a term of several: spelling knows its parts, dictation reckons with the whole.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._key = f"person.{desk.person.id}.spelling"
        self._keep(desk.store.settings.get(self._key).splitlines())

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
        return lambda word: lexicon.knows(word) or plain(word) in named or plain(word) in self._parts

    def suggestions(self, lexicon: Lexicon, word: str) -> tuple[Suggestion, ...]:
        """What may be meant by a word that is not known, this person's own words among it."""
        return lexicon.suggestions(word, also=sorted(self._parts))

    def add(self, word: str) -> None:
        """Know this word, or term of several, from now on. Raises `BadInput` when it is none."""
        self.replace([*self.own_terms, word])

    def replace(self, listed: Iterable[str]) -> None:
        """Know these in place of those added so far. Raises `BadInput` naming one that is no word or term."""
        kept = [" ".join(word.split()) for word in listed if word.strip()]
        for word in kept:
            parts = _GAP.split(word)
            if len(word) > _LONGEST or len(parts) > MOST_WORDS or list(words(" ".join(parts))) != parts:
                raise BadInput(
                    f"“{word[:_LONGEST]}” is not one word, and no term of up to {MOST_WORDS} words.",
                    remedy="Write one on each line.",
                )
        self._desk.store.settings.put(self._key, "\n".join(kept))
        self._keep(kept)

    def take_in(self, path: Path) -> int:
        """Know the words and terms of a text file as well, one on each line; returns how many are new.

        Raises:
            BadInput: the file cannot be read, or has a line that is no word or term; nothing is added then.
        """
        before = len(self._own)
        listed = read_text(path, "Save it as plain text (UTF-8), one word or term on each line.", limit=_FILE)
        self.replace([*self.own_terms, *listed.splitlines()])
        return len(self._own) - before

    def export(self, path: Path) -> int:
        """Write the own words into a file, one a line; returns how many.

        Raises:
            BadInput: the file cannot be written; says why.
        """
        listed = self.own_terms
        with announced(self._desk, AuditKind.WORDS_EXPORTED, f"{len(listed)} words"):
            export_file.write(path, "".join(f"{word}\n" for word in listed).encode())
        return len(listed)

    def _keep(self, listed: Iterable[str]) -> None:
        self._own = {plain(word): word for word in listed if word}
        self.own_terms = tuple(self._own[word] for word in self.own_words)
        """What this person added, as it was written."""
        self._parts = frozenset(part for word in self._own for part in _GAP.split(word))
