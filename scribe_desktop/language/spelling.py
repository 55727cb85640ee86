"""Finds words in a text that nobody knows; what is no word of prose is passed over."""

import re
from collections.abc import Callable, Iterator

Knows = Callable[[str], bool]
"""Whether a word, as it is written, is known."""

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NO_PROSE = re.compile(r"[@\\]|://|www\.|^[#~/.]\w|\w\.\w+\.\w|_")
"""Addresses, paths and the triggers of dot phrases (".nkda")."""
_TITLES = frozenset({"dr.", "dr", "mr.", "mr", "mrs.", "mrs", "ms.", "miss", "nurse", "prof."})
_SHORT_CAPITALS = 4
"""Words in capitals of up to this length are taken for abbreviations."""
_APOSTROPHES = str.maketrans("", "", "'’")
_SCRIPTS = re.compile(r"[^\u0000-\u024f’]")
"""Beyond Latin letters nothing can be said about spelling."""


def plain(word: str) -> str:
    """A word as it is looked up: small letters, a straight apostrophe, no possessive."""
    return word.replace("’", "'").casefold().removesuffix("'s").removesuffix("'")


def words(text: str) -> Iterator[str]:
    """The words of a text that are prose, without what stands around them."""
    for token in _TOKEN.finditer(text):
        if not _NO_PROSE.search(token[0]):
            yield from (word[0] for word in _WORD.finditer(token[0]))


def misspelt(text: str, knows: Knows) -> Iterator[tuple[int, int]]:
    """Start and end, in code points, of every word that is not known.

    A capitalised word behind a title ("Dr. Okafor") is a name.
    """
    before = ""
    for token in _TOKEN.finditer(text):
        written = token[0]
        named = before.lower() in _TITLES
        before = written
        if _NO_PROSE.search(written):
            continue
        for word in _WORD.finditer(written):
            if (named and word[0][0].isupper()) or _passed_over(written, word) or knows(word[0]):
                continue
            yield token.start() + word.start(), token.start() + word.end()


def _passed_over(token: str, word: re.Match[str]) -> bool:
    said = word[0]
    if len(said) == 1 or _SCRIPTS.search(said) or not said.translate(_APOSTROPHES).isalpha():
        return True
    if said.isupper() and len(said) <= _SHORT_CAPITALS:
        return True
    beside = token[max(0, word.start() - 1) : word.start()] + token[word.end() : word.end() + 1]
    return any(character.isdigit() or character == "_" for character in beside)
