"""Babble, coughs, ventilation and clatter to mix into speech, made anew from a seed each time."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from scribe_desktop.speech.port import SAMPLE_RATE
from tests.bench.dictation.voices import LOUDNESS, Samples

COUGH = 0.35
"""Seconds."""
COUGH_EVERY = 2.0
"""Seconds between coughs, about."""
CLATTER = 0.12
"""Seconds that a dropped instrument rings."""
CLATTER_EVERY = 0.6
"""Seconds between two of them, about."""
RINGS = (1900.0, 3100.0, 4300.0, 6200.0)
"""Hertz at which metal rings, about."""
HUM = (120.0, 240.0, 360.0)
"""Hertz of a fan's motor in a country with 60 Hz."""


def babble(speech: Samples, others: list[Samples], decibels: float, chance: np.random.Generator) -> Samples:
    """The speech among other voices, all at once and from anywhere, this many decibels softer in sum."""
    noise = np.zeros(len(speech), np.float64)
    for other in others:
        noise += np.roll(np.resize(other, len(speech)), int(chance.integers(len(speech))))
    return _mixed(speech, noise / np.sqrt(np.mean(noise**2)), decibels)


def coughs(speech: Samples, decibels: float, chance: np.random.Generator) -> Samples:
    """The speech with coughs over it: bursts of coloured noise, each so many decibels softer than it."""
    return _mixed(speech, _now_and_then(len(speech), COUGH, COUGH_EVERY, _cough, chance), decibels)


def clatter(speech: Samples, decibels: float, chance: np.random.Generator) -> Samples:
    """The speech with metal falling on metal over it, each stroke so many decibels softer than it."""
    return _mixed(speech, _now_and_then(len(speech), CLATTER, CLATTER_EVERY, _stroke, chance), decibels)


def ventilation(speech: Samples, decibels: float, chance: np.random.Generator) -> Samples:
    """The speech in a steady draught, pink to brown, with a motor's hum in it, so many decibels softer."""
    spectrum = np.fft.rfft(chance.standard_normal(len(speech)))
    frequency = np.fft.rfftfreq(len(speech), 1 / SAMPLE_RATE)
    spectrum *= np.where(frequency > 40, np.maximum(frequency, 40) ** -0.75, 0)
    draught = np.fft.irfft(spectrum, len(speech))
    draught /= np.sqrt(np.mean(draught**2))
    time = np.arange(len(speech)) / SAMPLE_RATE
    hum = sum(np.sin(2 * np.pi * pitch * time) / place for place, pitch in enumerate(HUM, start=1))
    noise = draught + 0.5 * hum
    return _mixed(speech, noise / np.sqrt(np.mean(noise**2)), decibels)


def _now_and_then(
    length: int,
    lasting: float,
    every: float,
    make: Callable[[int, np.random.Generator], npt.NDArray[np.float64]],
    chance: np.random.Generator,
) -> npt.NDArray[np.float64]:
    noise = np.zeros(length, np.float64)
    at = chance.uniform(0, every)
    one = int(lasting * SAMPLE_RATE)
    while (begin := int(at * SAMPLE_RATE)) + one < length:
        noise[begin : begin + one] += make(one, chance)
        at += every * chance.uniform(0.7, 1.3)
    return noise


def _stroke(length: int, chance: np.random.Generator) -> npt.NDArray[np.float64]:
    """A click and what rings after it; root mean square 1."""
    time = np.arange(length) / SAMPLE_RATE
    stroke = chance.standard_normal(length) * np.exp(-time / 0.003)
    for pitch in RINGS:
        ring = np.sin(2 * np.pi * pitch * chance.uniform(0.9, 1.1) * time)
        stroke += chance.uniform(0.3, 1.0) * ring * np.exp(-time / chance.uniform(0.015, 0.05))
    return np.asarray(stroke / np.sqrt(np.mean(stroke**2)))


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
