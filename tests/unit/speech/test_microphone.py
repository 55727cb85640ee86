"""What capture does to sound, whatever the device delivers."""

import numpy as np
import pytest

from scribe_desktop.speech.microphone import Silence, _Feed, level


def test_48_khz_stereo_becomes_16_khz_mono() -> None:
    time = np.arange(48_000) / 48_000
    left = (16_000 * np.sin(2 * np.pi * 440 * time)).astype(np.int16)
    stereo = np.stack([left, left], axis=1)
    pcm: list[bytes] = []
    levels: list[float] = []
    feed = _Feed(48_000, 2, pcm.append, levels.append)
    for block in np.split(stereo, 20):
        feed(block.tobytes(), len(block), None, None)
    samples = np.frombuffer(b"".join(pcm), "<i2")
    assert len(samples) == pytest.approx(16_000, abs=800)
    assert np.argmax(np.abs(np.fft.rfft(samples, 16_000))) == pytest.approx(440, abs=1)
    assert np.abs(samples).max() == pytest.approx(16_000, rel=0.02)
    assert len(levels) == 20


def test_a_muted_feed_passes_nothing_on() -> None:
    pcm: list[bytes] = []
    feed = _Feed(16_000, 1, pcm.append, lambda _: None)
    feed(bytes(1600), 800, None, None)
    feed.mute()
    feed(bytes(1600), 800, None, None)
    assert pcm == [bytes(1600)]


@pytest.mark.parametrize(
    ("amplitude", "expected"), [(0, 0.0), (32.768, 0.0), (327.68, 1 / 3), (3276.8, 2 / 3), (32_768, 1.0)]
)
def test_the_meter_shows_decibels_from_minus_sixty_to_full_scale(amplitude: float, expected: float) -> None:
    assert level(np.full(800, amplitude, np.float32)) == pytest.approx(expected, abs=0.001)


def test_a_device_that_delivers_nothing_is_silent_within_two_seconds() -> None:
    silence = Silence()
    assert next(at for at in range(50) if silence.is_too_long(7, at / 10)) < 20
    assert not silence.is_too_long(8, 5.0)


def test_a_device_that_is_slow_to_begin_has_more_time() -> None:
    silence = Silence()
    lost_at = next(at for at in range(100) if silence.is_too_long(0, at / 10))
    assert 50 < lost_at < 70


def test_a_program_that_was_held_up_does_not_take_its_microphone_for_stalled() -> None:
    silence = Silence()
    assert silence.since(0, 100.0) == 0
    assert silence.since(0, 104.0) < 0.5
    assert silence.since(0, 104.1) < 0.5
    assert silence.since(3, 104.2) == 0
