"""An estimate of when each word of an utterance was said, where the recogniser does not tell."""

from collections.abc import Sequence

import numpy as np

from scribe_desktop.speech.port import SAMPLE_RATE, Word
from scribe_desktop.speech.segments import Utterance

FRAME = SAMPLE_RATE // 100
"""Samples over which loudness is taken."""
QUIET = 0.1
"""Of the utterance's loudness: what is softer counts as a pause, in which no word is said."""
PAUSE_SHARE = 0.1
"""How much a frame of pause counts, so that a word never gets no time at all."""


def timed(words: Sequence[tuple[str, float]], utterance: Utterance) -> tuple[Word, ...]:
    """Give each word (with its confidence) a share of the time in which there was sound, by its length.

    The estimate is out by some tenths of a second inside a long utterance; its ends are the utterance's.
    """
    if not words:
        return ()
    begin, end = (round((at - utterance.offset) * SAMPLE_RATE) for at in (utterance.start, utterance.end))
    speech = utterance.samples[begin:end].astype(np.float32)
    count = max(1, len(speech) // FRAME)
    frames = np.resize(speech, count * FRAME).reshape(count, FRAME)
    loudness = np.sqrt(np.square(frames).mean(axis=1))
    voiced = np.where(loudness > QUIET * np.sqrt(np.square(loudness).mean()), 1.0, PAUSE_SHARE)
    spoken = np.concatenate([[0.0], np.cumsum(voiced)])
    lengths = np.cumsum([0.0, *(1.0 + sum(map(str.isalnum, text)) for text, _ in words)])
    marks = np.interp(
        lengths / lengths[-1] * spoken[-1], spoken, np.linspace(utterance.start, utterance.end, count + 1)
    )
    return tuple(
        Word(text, float(start), float(end), confidence)
        for (text, confidence), start, end in zip(words, marks, marks[1:], strict=False)
    )
