"""Where utterances begin, pause and end; the judge here takes whatever is loud for speech."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scribe_desktop.speech import segments
from scribe_desktop.speech.port import SAMPLE_RATE
from scribe_desktop.speech.segments import Moment, Segmenter, Utterance


def loud(chunk: bytes) -> float:
    return float(np.abs(np.frombuffer(chunk, np.int16)).mean() > 500)


def sound(*lengths: float) -> npt.NDArray[np.int16]:
    """Silence and speech by turns, in seconds."""
    chance = np.random.default_rng(1)
    parts = [
        (chance.standard_normal(int(seconds * SAMPLE_RATE)) * (2000 if place % 2 else 0)).astype(np.int16)
        for place, seconds in enumerate(lengths)
    ]
    return np.concatenate(parts)


def utterances(samples: npt.NDArray[np.int16], block: int = 1600) -> list[Utterance]:
    segmenter = Segmenter(loud)
    blocks = [samples[at : at + block] for at in range(0, len(samples), block)]
    return [found for piece in blocks for found in segmenter.accept(piece)] + list(segmenter.finish())


def ended(found: list[Utterance]) -> list[Utterance]:
    return [utterance for utterance in found if utterance.moment is Moment.ENDED]


def test_each_utterance_has_the_times_of_its_speech() -> None:
    found = ended(utterances(sound(1, 2, 1, 1.5, 1)))
    assert [utterance.start for utterance in found] == pytest.approx([1, 4], abs=0.07)
    assert [utterance.end for utterance in found] == pytest.approx([3, 5.5], abs=0.07)


def test_a_pause_is_told_before_the_end_and_only_once() -> None:
    moments = [
        utterance.moment for utterance in utterances(sound(1, 2, 1)) if utterance.moment.value != "speaking"
    ]
    assert moments == [Moment.PAUSED, Moment.ENDED]


def test_a_short_pause_does_not_end_an_utterance() -> None:
    assert len(ended(utterances(sound(0.5, 1, 0.3, 1, 1)))) == 1


def test_a_breath_in_a_pause_does_not_make_it_shorter() -> None:
    samples = sound(0.5, 1, 0.8, 1, 1)
    breath = int(1.9 * SAMPLE_RATE) // segments.CHUNK * segments.CHUNK
    samples[breath : breath + segments.CHUNK] = 2000
    assert len(ended(utterances(samples))) == 2


def test_a_click_is_no_utterance() -> None:
    assert {utterance.moment for utterance in utterances(sound(1, 0.05, 1))} <= {Moment.SPEAKING}


def test_what_is_open_when_the_sound_ends_is_an_utterance() -> None:
    (found,) = ended(utterances(sound(0.5, 1)))
    assert found.end == pytest.approx(1.5, abs=0.07)


def test_a_speaker_without_pauses_is_interrupted_where_it_is_softest() -> None:
    samples = sound(0.5, 20, 1)
    soft = int(17 * SAMPLE_RATE)
    samples[soft : soft + 1024] //= 3
    first, second = ended(utterances(samples))
    assert first.end == pytest.approx(17, abs=0.1)
    assert second.start == first.end
    assert second.end == pytest.approx(20.5, abs=0.07)


def test_silence_is_not_kept() -> None:
    segmenter = Segmenter(loud)
    for _ in range(100):
        list(segmenter.accept(np.zeros(SAMPLE_RATE, np.int16)))
    assert len(segmenter._sound) < 2 * SAMPLE_RATE


@settings(max_examples=25, deadline=None)
@given(
    lengths=st.lists(st.floats(0.1, 3), min_size=2, max_size=6),
    block=st.integers(200, 20_000),
)
def test_however_the_sound_comes_in_the_utterances_are_the_same(lengths: list[float], block: int) -> None:
    samples = sound(*lengths)
    one, other = ended(utterances(samples)), ended(utterances(samples, block))
    assert [(u.start, u.end, u.offset) for u in one] == [(u.start, u.end, u.offset) for u in other]
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(one, other, strict=True))


@settings(max_examples=25, deadline=None)
@given(lengths=st.lists(st.floats(segments.SHORTEST + 0.1, 25), min_size=2, max_size=3))
def test_no_speech_is_left_out_or_said_twice(lengths: list[float]) -> None:
    found = ended(utterances(sound(0.5, *lengths, 0.6)))
    assert all(one.end <= other.start for one, other in pairwise(found))
    spoken = sum(lengths[::2])
    assert sum(utterance.end - utterance.start for utterance in found) >= spoken - 0.1 * len(found)
