"""Notices that the microphone hears what the computer plays: the same words on both channels at one time."""

from collections import deque
from difflib import SequenceMatcher

from scribe_desktop.notes.recording import Channel
from scribe_desktop.speech.port import Final

_REMEMBERED = 8
_LEAST_WORDS = 4
"""Of what is shorter people say the same by chance: "yes", "thank you"."""
_ALIKE = 0.6
"""Share of words that both have, in their order; a loudspeaker across a room costs many."""
_AT_ONCE = 0.5
"""Share of the shorter utterance that both overlap by; who repeats what was said does so afterwards."""


class Echo:
    """Used by two threads, of which each only adds."""

    def __init__(self) -> None:
        self._heard: deque[tuple[Channel, float, float, list[str]]] = deque(maxlen=_REMEMBERED)
        self._noticed = False

    def is_in(self, channel: Channel, final: Final) -> bool:
        """Whether this utterance was on the other channel, too; says so once."""
        words = _words(final.text)
        others = [one for one in tuple(self._heard) if one[0] is not channel]
        self._heard.append((channel, final.start, final.end, words))
        if self._noticed or len(words) < _LEAST_WORDS:
            return False
        self._noticed = any(
            min(end, final.end) - max(start, final.start)
            >= _AT_ONCE * min(end - start, final.end - final.start)
            and len(said) >= _LEAST_WORDS
            and SequenceMatcher(None, words, said, autojunk=False).ratio() >= _ALIKE
            for _, start, end, said in others
        )
        return self._noticed


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
