"""Babble and coughs to mix into speech, made anew from a seed each time."""

import numpy as np
import numpy.typing as npt

from scribe_desktop.speech.port import SAMPLE_RATE
from tests.bench.dictation.voices import LOUDNESS, Samples

COUGH = 0.35
"""Seconds."""
COUGH_EVERY = 2.0
"""Seconds between coughs, about."""


def babble(speech: Samples, others: list[Samples], decibels: float, chance: np.random.Generator) -> Samples:
    """The speech among other voices, all at once and from anywhere, this many decibels softer in sum."""
    noise = np.zeros(len(speech), np.float64)
    for other in others:
        noise += np.roll(np.resize(other, len(speech)), int(chance.integers(len(speech))))
    return _mixed(speech, noise / np.sqrt(np.mean(noise**2)), decibels)


def coughs(speech: Samples, decibels: float, chance: np.random.Generator) -> Samples:
    """The speech with coughs over it: bursts of coloured noise, each so many decibels softer than it."""
    noise = np.zeros(len(speech), np.float64)
    at = chance.uniform(0, COUGH_EVERY)
    length = int(COUGH * SAMPLE_RATE)
    while (begin := int(at * SAMPLE_RATE)) + length < len(speech):
        noise[begin : begin + length] += _cough(length, chance)
        at += COUGH_EVERY * chance.uniform(0.7, 1.3)
    return _mixed(speech, noise, decibels)


def _cough(length: int, chance: np.random.Generator) -> npt.NDArray[np.float64]:
    """A sharp onset that dies away twice, between 300 and 4,000 Hz; root mean square 1."""
    spectrum = np.fft.rfft(chance.standard_normal(length))
    frequency = np.fft.rfftfreq(length, 1 / SAMPLE_RATE)
    spectrum *= np.where(
        (frequency > 300) & (frequency < 4000), 1 / np.sqrt(1 + (frequency / 1200) ** 2), 0.05
    )
    time = np.arange(length) / SAMPLE_RATE
    envelope = np.exp(-time / 0.06) + 0.5 * np.exp(-np.abs(time - 0.22) / 0.04)
    burst = np.fft.irfft(spectrum, length) * envelope
    return np.asarray(burst / np.sqrt(np.mean(burst**2)))


def _mixed(speech: Samples, noise: npt.NDArray[np.float64], decibels: float) -> Samples:
    return np.clip(speech + LOUDNESS * 10 ** (-decibels / 20) * noise, -1, 1).astype(np.float32)
