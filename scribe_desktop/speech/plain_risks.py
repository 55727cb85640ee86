"""Keeps a risky stretch as the sound alone has it where that is far likelier than what the search has."""

from scribe_desktop.speech.risky_words import RiskyWords
from scribe_desktop.speech.two_texts import Words, parts

FAR = 2.5
"""How much likelier, as a logarithm: over noise the search is led astray by words that go well together."""


def with_plain_risk(risky: RiskyWords, ours: Words, plain: Words) -> Words:
    """The plain text's stretch if the sound speaks clearly for it and ours makes up what is risky.

    What is risky in the plain text alone counts for a single word only: the sound alone makes numbers of
    words that it does not know.
    """
    if _sound(plain) - _sound(ours) < FAR:
        return ours
    differ = risky.differ if len(ours) == len(plain) == 1 else risky.makes_up
    return plain if differ(_all_parts(ours), _all_parts(plain)) else ours


def _sound(words: Words) -> float:
    """The logarithm of the words' probability by the sound, together; nothing said is certain."""
    return sum(sum(word.chances) for word in words)


def _all_parts(words: Words) -> list[str]:
    return [part for word in words for part in parts(word)]
