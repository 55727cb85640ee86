"""How clinical prose says no, whom it speaks of, and where its sentences end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE = re.compile(r"[^\n.;!?]+(?:(?:[.!?]+(?=\S|[ ]+[a-z])|;(?=\S))[^\n.;!?]*)*[.;!?]*")
_NO = re.compile(
    r"\b(?:denie[sd]|denying|no(?!\s+(?:longer|change|improvement|relief))|not|negative\s+for|without|never)\b",
    re.I,
)
_YES = re.compile(
    r"\b(?:but|except|however|although|positive|endorses?|reports?|admits?|complains?|other\s+than|besides|with)\b",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:mother|father|mom|dad|parents?|wife|husband|spouse|partner|girlfriend|boyfriend|fianc[ée]e?|sisters?"
    r"|brothers?|siblings?|daughters?|sons?|child(?:ren)?|grand\w+|aunts?|uncles?|cousins?|nieces?|nephews?"
    r"|friends?|family|relatives?|maternal|paternal)\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True)
class Stretch:
    """Part of a text, and where it begins in it."""

    text: str
    start: int


def sentences(text: str) -> Iterator[Stretch]:
    """The sentences and lines of a text. A stop in a number or before a small letter ends none."""
    for found in _SENTENCE.finditer(text):
        yield Stretch(found[0], found.start())


def words(text: str) -> Iterator[Stretch]:
    for found in _WORD.finditer(text):
        yield Stretch(found[0], found.start())


def denials(sentence: str) -> Iterator[Stretch]:
    """What a sentence says no to: from each "denies" or "no" on, as far as that reaches."""
    for found in _NO.finditer(sentence):
        turn = _YES.search(sentence, found.end())
        yield Stretch(sentence[found.end() : turn.start() if turn else len(sentence)], found.end())


def is_denied(sentence: str, at: int) -> bool:
    """Whether what stands at this place of a sentence is said not to be so."""
    return any(said.start <= at < said.start + len(said.text) for said in denials(sentence))


def speaks_of_others(sentence: str) -> bool:
    """Whether a relative or friend is named, so that the finding may be theirs."""
    return _OTHERS.search(sentence) is not None
