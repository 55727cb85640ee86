"""Keeps a risky stretch as the sound alone has it where that is far likelier than what the search has."""

from scribe_desktop.speech.risky_words import RiskyWords
from scribe_desktop.speech.two_texts import Words, parts

FAR = 2.0
"""How much likelier, as a logarithm: over noise the search is led astray by words that go well together."""


def with_plain_risk(risky: RiskyWords, ours: Words, plain: Words) -> Words:
    """The plain text's stretch if the sound speaks clearly for it and ours makes up what is risky.

    What is risky in the plain text alone counts against it, unless it is one word against another: the sound
    alone makes numbers of words that it does not know.
    """
    if _sound(plain) - _sound(ours) < FAR:
        return ours
    mine, other = _all_parts(ours), _all_parts(plain)
    if len(ours) == len(plain) == 1:
        return plain if risky.differ(mine, other) else ours
    return plain if risky.makes_up(mine, other) and not risky.makes_up(other, mine) else ours


def _sound(words: Words) -> float:
    """The logarithm of the words' probability by the sound, together; nothing said is certain."""
    return sum(sum(word.chances) for word in words)


def _all_parts(words: Words) -> list[str]:
    return [part for word in words for part in parts(word)]
