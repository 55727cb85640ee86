"""Tries a microphone: records a few seconds and says whether a recogniser could use them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from threading import Event

import numpy as np
import numpy.typing as npt

from scribe_desktop.errors import MicrophoneLost
from scribe_desktop.speech.microphone import Microphone
from scribe_desktop.speech.port import SAMPLE_RATE

SECONDS = 5.0
_BLOCK = SAMPLE_RATE // 20
_SPEAKING = 0.9
"""Of all blocks, so many are no louder than what counts as the level of speech: the loudest tenth."""
_SILENT, _QUIET = -55.0, -38.0
"""dBFS RMS of that below which nobody was heard, or too softly."""
_FULL = 32_700
"""Amplitude (of 32,768) that a sample of undistorted sound does not reach."""
_CLIPPED = 3
"""So many samples at full scale in a row are no accident."""


class Verdict(Enum):
    GOOD = "good"
    SILENT = "silent"
    QUIET = "quiet"
    CLIPPED = "clipped"


@dataclass(frozen=True)
class Checked:
    pcm: bytes
    """16-bit mono at 16 kHz."""
    verdict: Verdict
    decibels: float
    """Level of the speech in it, in dBFS RMS."""


def check(
    device: str | None, on_level: Callable[[float], None], cancelled: Event, seconds: float = SECONDS
) -> Checked | None:
    """Record and judge; waits for it, so not for the GUI thread. None when it was cancelled.

    Args:
        on_level: gets the loudness from 0 to 1, on the sound system's thread.

    Raises:
        NoMicrophone: there is none, or it cannot be opened.
        MicrophoneLost: it went away meanwhile.
    """
    recorded: list[bytes] = []
    lost: list[MicrophoneLost] = []
    over = Event()

    def gone(error: MicrophoneLost) -> None:
        lost.append(error)
        over.set()

    def take(pcm: bytes) -> None:
        recorded.append(pcm)
        if cancelled.is_set() or sum(map(len, recorded)) >= seconds * 2 * SAMPLE_RATE:
            over.set()

    microphone = Microphone(device)
    microphone.start(take, on_level, gone)
    over.wait()
    stopped = Event()
    microphone.stop(stopped.set)
    stopped.wait()
    if lost:
        raise lost[0]
    return None if cancelled.is_set() else judged(b"".join(recorded))


def judged(pcm: bytes) -> Checked:
    """Judge a recording."""
    samples = np.frombuffer(pcm, "<i2")
    blocks = samples[: len(samples) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).astype(np.float32)
    loudness = np.sqrt(np.square(blocks).mean(axis=1)) if len(blocks) else np.zeros(1, np.float32)
    speech = float(np.quantile(loudness, _SPEAKING))
    decibels = 20 * float(np.log10(max(speech, 1.0) / 32_768))
    if _is_clipped(samples):
        verdict = Verdict.CLIPPED
    elif decibels < _SILENT:
        verdict = Verdict.SILENT
    else:
        verdict = Verdict.QUIET if decibels < _QUIET else Verdict.GOOD
    return Checked(pcm, verdict, decibels)


def _is_clipped(samples: npt.NDArray[np.int16]) -> bool:
    full = np.abs(samples.astype(np.int32)) >= _FULL
    run = np.ones(_CLIPPED, np.int32)
    return len(full) >= _CLIPPED and bool((np.convolve(full, run, "valid") == _CLIPPED).any())
