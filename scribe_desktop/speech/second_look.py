"""Notices a text that cannot be all that was said, and looks once more for one that can."""

from scribe_desktop.speech.beam_search import Hypothesis, Weights

PLAIN = Weights(paths=1, language=0.0, length=0.0, end=0.0)
"""One path, by the sound alone: it never leaves out the end of what was said for the sake of good words."""
SLOW = 1.8
"""Words in a second of speech, below which some were perhaps left out."""
MORE = 1.25
"""How many times as many words the second look must have found to be believed instead."""
LONG, VARIED = 16, 0.4
"""From so many tokens on, at least this share must be different: a drone of digits has fewer."""


def is_doubtful(path: Hypothesis, seconds: float) -> bool:
    """Whether this text of so many seconds of speech wants a second look."""
    return drones(path) or path.words < SLOW * seconds


def drones(path: Hypothesis) -> bool:
    """Whether a few tokens come again and again without any order: what is made of spelled letters."""
    return len(path.tokens) >= LONG and len(set(path.tokens)) < VARIED * len(path.tokens)


def settled(found: list[Hypothesis], plain: list[Hypothesis]) -> list[Hypothesis]:
    """Both lists in one, the text to believe first.

    Args:
        found: what was searched for, best first; not empty.
        plain: what the second look gave.
    """
    second = [path for path in plain if not drones(path)]
    if second and (drones(found[0]) or second[0].words >= MORE * found[0].words):
        return [*second, *(path for path in found if not drones(path))]
    return found
