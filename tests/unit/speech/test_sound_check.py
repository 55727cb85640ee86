"""What the test of a microphone says of what it recorded."""

import numpy as np
import pytest

from scribe_desktop.speech.sound_check import Verdict, judged


def tone(decibels: float, seconds: float = 5.0, share: float = 1.0) -> bytes:
    """A tone of this level (dBFS RMS), in the first part of the recording."""
    time = np.arange(int(16_000 * seconds)) / 16_000
    amplitude = 32_768 * 10 ** (decibels / 20) * np.sqrt(2)
    wave = amplitude * np.sin(2 * np.pi * 300 * time) * (time < seconds * share)
    return bytes(wave.clip(-32_768, 32_767).astype("<i2").tobytes())


@pytest.mark.parametrize(
    ("pcm", "verdict"),
    [
        (tone(-20), Verdict.GOOD),
        (tone(-20, share=0.3), Verdict.GOOD),
        (tone(-45), Verdict.QUIET),
        (tone(-70), Verdict.SILENT),
        (b"", Verdict.SILENT),
        (bytes(160_000), Verdict.SILENT),
        (tone(0), Verdict.CLIPPED),
    ],
)
def test_a_recording_is_judged(pcm: bytes, verdict: Verdict) -> None:
    assert judged(pcm).verdict is verdict


def test_the_level_is_that_of_the_speech_in_it() -> None:
    assert judged(tone(-20, share=0.3)).decibels == pytest.approx(-20, abs=0.5)
