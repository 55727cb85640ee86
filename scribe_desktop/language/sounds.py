"""How English words sound, roughly: words that are mistaken for each other have nearly the same code."""

import re
from functools import lru_cache

_LETTERS = re.compile(r"[^a-z]+")
_AT_FIRST = {
    "pneu": "nu", "pn": "n", "ps": "s", "pt": "t", "kn": "n", "gn": "n", "wr": "r", "rh": "r", "x": "s",
    "mn": "n", "cz": "s",
}  # fmt: skip
_SPELLINGS = {
    "chol": "kol", "chr": "kr", "chem": "kem", "chlo": "klo", "psych": "sik", "tech": "tek", "arch": "ark",
    "stomach": "stomak", "orch": "ork", "tch": "S", "ch": "S", "sch": "sk", "sh": "S", "tion": "Son",
    "sion": "Son", "cian": "Son", "tian": "Son", "cious": "Sos", "tious": "Sos", "cial": "Sal", "tial": "Sal",
    "ture": "Sr", "sure": "Sr", "dge": "S", "ge": "Se", "gi": "Si", "gy": "Si", "j": "S", "ph": "f",
    "th": "t", "rrh": "r", "rh": "r", "gh": "", "ght": "t", "ck": "k", "qu": "kw", "q": "k", "ce": "se",
    "ci": "si", "cy": "si", "cc": "k", "xc": "ks", "x": "ks", "mb": "m", "dj": "S", "c": "k", "g": "k",
    "z": "s", "v": "f", "b": "p", "d": "t", "h": "", "w": "w",
}  # fmt: skip
"""What sounds alike has one sign: voiced and voiceless consonants are mistaken for each other most."""
_SPELT = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_BEGINS = re.compile("^(?:" + "|".join(sorted(_AT_FIRST, key=len, reverse=True)) + ")")
_SOUNDED = re.compile("[aeiouyw]+")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 14)
def code(words: str) -> str:
    """The sounds of one or several words together: consonants by kind, `a` or `o` for vowels.

    Spaces do not count: "new mumia" has nearly the code of "pneumonia".
    """
    return "".join(_code_of(word) for word in _LETTERS.split(words.lower()))


def skeleton(sounds: str) -> str:
    """The consonants of a code, with a sign for a vowel at the beginning."""
    first = sounds[:1] if sounds[:1] in ("a", "o") else ""
    return ("a" if first else "") + _DOUBLED.sub(r"\1", sounds.replace("a", "").replace("o", ""))


@lru_cache(maxsize=1 << 16)
def _code_of(word: str) -> str:
    begun = _BEGINS.sub(lambda found: _AT_FIRST[found[0]], word)
    spelt = _SPELT.sub(lambda found: _SPELLINGS[found[0]], begun)
    heard = _SOUNDED.sub(lambda found: "o" if found[0][0] in "ouw" else "a", spelt)
    if heard.endswith("a") and word.endswith("e") and len(heard) > 2:
        heard = heard[:-1]
    return _DOUBLED.sub(r"\1", heard)
