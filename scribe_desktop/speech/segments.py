"""Speech in a stream of sound: where an utterance begins, pauses and ends."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from scribe_desktop.speech.port import SAMPLE_RATE

CHUNK = 512
"""Samples that the detector judges at once."""
BEGINS, GOES_ON = 0.5, 0.35
"""Probabilities of speech from which an utterance begins, and above which it goes on."""
STEADY = 2
"""Chunks in a row that must sound like speech for an utterance to begin or to go on: a breath is one."""
BEFORE, BEHIND = 0.3, 0.2
"""Seconds of sound around the speech that belong to it: soft beginnings and ends."""
PAUSE, END = 0.2, 0.5
"""Seconds of silence that make a pause, and an end."""
LONGEST = 18.0
"""Seconds after which a speaker without pauses is interrupted, in the softest place of the last few."""
SEARCH = 4.0
"""These few."""
SHORTEST = 0.25
"""Seconds; what is shorter was a click or a cough."""
SILENT = 20
"""Amplitude (of 32,768) below which nothing is worth being judged."""


class Moment(Enum):
    SPEAKING = "speaking"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True)
class Utterance:
    """As much of it as there is; `samples` are signed 16-bit."""

    moment: Moment
    samples: npt.NDArray[np.int16]
    start: float
    end: float
    """Seconds of the stream between which there was speech."""
    offset: float
    """Where the samples begin, in seconds of the stream."""


class Segmenter:
    """Finds utterances. `judge` gives the probability of speech in a chunk of 16-bit samples.

    Keeps no more sound than the utterance that is open, or what could be the beginning of one. `end` and
    `longest` are seconds in the place of `END` and `LONGEST`.
    """

    def __init__(
        self, judge: Callable[[bytes], float], *, end: float = END, longest: float = LONGEST
    ) -> None:
        self._judge = judge
        self._end, self._longest = end, longest
        self._sound = np.zeros(0, np.int16)
        self._offset = 0
        """Where the kept sound begins, in samples of the stream."""
        self._judged = 0
        self._speech: tuple[int, int] | None = None
        """First and last sample of the open utterance's speech."""
        self._likely = 0
        self._paused = False

    def accept(self, samples: npt.NDArray[np.int16]) -> Iterator[Utterance]:
        """Take more sound; every pause and end in it, and whatever utterance is open behind it."""
        self._sound = np.concatenate([self._sound, samples])
        while self._judged + CHUNK <= self._offset + len(self._sound):
            begin = self._judged - self._offset
            chunk = self._sound[begin : begin + CHUNK]
            self._judged += CHUNK
            chance = self._judge(chunk.tobytes()) if np.abs(chunk).max() > SILENT else 0.0
            yield from self._note(chance)
        if self._speech and not self._paused:
            yield self._utterance(Moment.SPEAKING, self._offset + len(self._sound))

    @property
    def speech_open(self) -> bool:
        """Whether somebody speaks, or has paused for less than would end the utterance."""
        return self._speech is not None

    def finish(self) -> Iterator[Utterance]:
        """The sound has ended, and with it the utterance that is open."""
        if self._speech:
            yield from self._close(self._offset + len(self._sound))

    def _note(self, chance: float) -> Iterator[Utterance]:
        if self._speech is None:
            self._likely = self._likely + 1 if chance >= BEGINS else 0
            if self._likely >= STEADY:
                self._speech, self._paused = (self._judged - self._likely * CHUNK, self._judged), False
            else:
                self._forget(self._judged - int((BEFORE + 0.2) * SAMPLE_RATE))
            return
        start, end = self._speech
        self._likely = self._likely + 1 if chance >= GOES_ON else 0
        if self._likely >= STEADY:
            self._speech, self._paused = (start, self._judged), False
            if self._judged - start >= self._longest * SAMPLE_RATE:
                yield from self._interrupt()
            return
        silence = (self._judged - end) / SAMPLE_RATE
        if silence >= self._end:
            yield from self._close(end + int(BEHIND * SAMPLE_RATE))
        elif silence >= PAUSE and not self._paused:
            self._paused = True
            if end - start < SHORTEST * SAMPLE_RATE:
                return
            yield self._utterance(Moment.PAUSED, end + int(BEHIND * SAMPLE_RATE))

    def _interrupt(self) -> Iterator[Utterance]:
        assert self._speech is not None
        start, end = self._speech
        first = end - int(SEARCH * SAMPLE_RATE)
        late = self._sound[first - self._offset : end - self._offset].astype(np.float32)
        loudness = np.square(late[: len(late) // CHUNK * CHUNK]).reshape(-1, CHUNK).mean(axis=1)
        cut = first + int(np.argmin(loudness)) * CHUNK + CHUNK // 2
        self._speech = (start, cut)
        yield from self._close(cut)
        self._speech, self._paused = (cut, end), False

    def _close(self, until: int) -> Iterator[Utterance]:
        assert self._speech is not None
        start, end = self._speech
        if end - start >= SHORTEST * SAMPLE_RATE:
            yield self._utterance(Moment.ENDED, until)
        self._speech, self._likely = None, 0
        self._forget(min(until, end))

    def _utterance(self, moment: Moment, until: int) -> Utterance:
        assert self._speech is not None
        start, end = self._speech
        first = max(self._offset, start - int(BEFORE * SAMPLE_RATE))
        return Utterance(
            moment,
            self._sound[first - self._offset : until - self._offset],
            start / SAMPLE_RATE,
            end / SAMPLE_RATE,
            first / SAMPLE_RATE,
        )

    def _forget(self, position: int) -> None:
        surplus = min(max(position - self._offset, 0), len(self._sound))
        self._sound = self._sound[surplus:]
        self._offset += surplus
