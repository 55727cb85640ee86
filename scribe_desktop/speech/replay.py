"""The audio that a fresh worker would have to hear again, and what time it is in it."""

from dataclasses import replace

from scribe_desktop.speech.port import SAMPLE_RATE, Final, Partial, SpeechEvent

BYTES_PER_SECOND = 2 * SAMPLE_RATE

LONGEST = 60.0
"""Seconds kept; every engine ends an utterance long before, so what is older held no speech."""


class Replay:
    """Keeps the audio since the last Final of one stream."""

    def __init__(self) -> None:
        self._audio = bytearray()
        self._start = 0
        """Where the kept audio begins, in bytes of the stream."""
        self._origin = 0
        """Where the present recognition began, in bytes of the stream."""
        self.utterance_open = False

    def add(self, pcm: bytes) -> None:
        self._audio += pcm
        self._forget_before(self._start + len(self._audio) - int(LONGEST * BYTES_PER_SECOND))

    def from_start(self) -> bytes:
        """All that is kept, for a recognition that begins now and counts its time from here."""
        self._origin = self._start
        self.utterance_open = False
        return bytes(self._audio)

    def settle(self, event: SpeechEvent) -> SpeechEvent:
        """The event in the stream's own time; a Final's audio need not be kept any longer."""
        self.utterance_open = isinstance(event, Partial)
        if isinstance(event, Partial):
            return event
        final = _later(event, self._origin / BYTES_PER_SECOND)
        self._forget_before(int(final.end * SAMPLE_RATE) * 2)
        return final

    def _forget_before(self, position: int) -> None:
        surplus = min(max(position - self._start, 0), len(self._audio))
        del self._audio[:surplus]
        self._start += surplus


def _later(final: Final, seconds: float) -> Final:
    words = tuple(replace(word, start=word.start + seconds, end=word.end + seconds) for word in final.words)
    return replace(final, start=final.start + seconds, end=final.end + seconds, words=words)
