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
_PART = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MISTAKES_TOLD = 3
_FILE = (8 << 20, "a list of words")
"""Bytes: some 400,000 words."""
_REMEDY = f"A word has letters, digits, hyphens and apostrophes; a term has up to {MOST_WORDS} words."
_LOADING = Lock()


@cache
def _loaded() -> Lexicon:
    return Lexicon.load(assets.resource("vocabulary"))


def dictionary() -> Lexicon:
    """The same for everybody who logs in here. The first call takes a moment; any thread may make it."""
    with _LOADING:
        return _loaded()


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
        """The dictionary, as `dictionary` has it."""
        return dictionary()

    def knows_with(self, lexicon: Lexicon, names: Iterable[str]) -> Knows:
        """Tells known words: the dictionary's, this person's as they are then, and parts of these names."""
        named = frozenset(plain(part) for name in names for part in words(name))
        return lambda word: lexicon.knows(word) or plain(word) in named or plain(word) in self._parts

    def suggestions(self, lexicon: Lexicon, word: str) -> tuple[Suggestion, ...]:
        """What may be meant by a word that is not known, this person's own words among it."""
        return lexicon.suggestions(word, also=sorted(self._parts))

    def add(self, word: str) -> None:
        """Know this word, or term of several, from now on. Raises `BadInput` when it is none."""
        if mistake := _mistake(word):
            raise BadInput(f"{mistake}.", remedy=_REMEDY)
        self._put([*self.own_terms, word])

    def replace(self, listed: Iterable[str]) -> None:
        """Know these in place of those added so far.

        Raises `BadInput` when some are no word or term: names the first of them with their lines.
        """
        self._put(_checked(listed, "Your words", _REMEDY))

    def take_in(self, path: Path) -> int:
        """Know the words and terms of a text file as well, one on each line; returns how many are new.

        Raises:
            BadInput: the file cannot be read, or has lines that are no word or term: the first of them with
                their numbers. Nothing is added then.
        """
        before = len(self._own)
        text = read_text(path, "Save it as plain text (UTF-8), one word or term on each line.", limit=_FILE)
        remedy = f"Nothing was added. {_REMEDY}"
        self._put([*self.own_terms, *_checked(text.splitlines(), path.name, remedy)])
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

    def _put(self, listed: Iterable[str]) -> None:
        kept = [" ".join(word.split()) for word in listed if word.strip()]
        self._desk.store.settings.put(self._key, "\n".join(kept))
        self._keep(kept)

    def _keep(self, listed: Iterable[str]) -> None:
        self._own = {plain(word): word for word in listed if word}
        self.own_terms = tuple(self._own[word] for word in self.own_words)
        """What this person added, as it was written."""
        parts = (part for word in self._own for part in _GAP.split(word))
        self._parts = frozenset(part for part in parts if not part.isdigit())


def _checked(lines: Iterable[str], name: str, remedy: str) -> list[str]:
    """The lines, none of which is a mistake. Raises `BadInput`; `name` says where they stand."""
    listed = list(lines)
    mistakes = [
        f"line {number}: {mistake}" for number, line in enumerate(listed, 1) if (mistake := _mistake(line))
    ]
    if mistakes:
        rest = len(mistakes) - _MISTAKES_TOLD
        said = [*mistakes[:_MISTAKES_TOLD], *([f"and {rest} more"] if rest > 0 else [])]
        raise BadInput(f"{name}, {'; '.join(said)}.", remedy=remedy)
    return listed


def _mistake(line: str) -> str:
    """Why a line is no word or term; empty: it is one, or there is nothing in it."""
    word = " ".join(line.split())
    parts = _GAP.split(word)
    if not word:
        return ""
    if len(parts) > MOST_WORDS:
        why = f"has {len(parts)} words"
    elif len(word) > _LONGEST:
        why = f"has more than {_LONGEST} characters"
    elif not all(map(_PART.fullmatch, parts)):
        sign = next((sign for sign in word if not (sign.isalnum() or sign in " -'’")), "")
        why = f"has “{sign}” in it" if sign else "has a hyphen or an apostrophe at an end"
    elif not any(map(str.isalpha, word)):
        why = "has no letter"
    else:
        return ""
    return f"“{word[:_LONGEST]}” {why}"
