"""The estimated times of words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.speech.segments import Moment, Utterance
from scribe_desktop.speech.word_times import timed


def utterance(*loudness: int, offset: float = 2.0) -> Utterance:
    """A second of noise for each loudness, a tenth of a second into its samples."""
    chance = np.random.default_rng(1)
    sound = np.concatenate([chance.integers(-one, one + 1, 16_000) for one in (*loudness, 0)])
    samples = np.concatenate([np.zeros(1600), sound]).astype(np.int16)
    start = offset + 0.1
    return Utterance(Moment.ENDED, samples, start, start + len(loudness), offset)


def test_words_fill_the_utterance_one_after_the_other() -> None:
    words = timed([("She", 0.9), ("takes", 0.8), ("ibuprofen.", 0.5)], utterance(3000, 3000))
    assert (words[0].start, words[-1].end) == pytest.approx((2.1, 4.1), abs=0.02)
    assert [one.end for one in words[:-1]] == [other.start for other in words[1:]]
    assert words[2].end - words[2].start > words[0].end - words[0].start
    assert [word.confidence for word in words] == [0.9, 0.8, 0.5]


def test_no_word_is_put_into_a_pause() -> None:
    one, other = timed([("fever", 1.0), ("cough", 1.0)], utterance(3000, 0, 3000))
    assert one.end == pytest.approx(3.6, abs=0.6)
    assert one.start == pytest.approx(2.1, abs=0.02)
    assert other.end == pytest.approx(5.1, abs=0.02)


def test_no_words_have_no_times() -> None:
    assert timed([], utterance(3000)) == ()


@given(
    words=st.lists(st.text(max_size=12), min_size=1, max_size=30),
    loudness=st.lists(st.integers(0, 9000), min_size=1, max_size=4),
)
def test_times_always_go_forward_within_the_utterance(words: list[str], loudness: list[int]) -> None:
    whole = utterance(*loudness)
    found = timed([(word, 0.5) for word in words], whole)
    assert len(found) == len(words)
    marks = [mark for word in found for mark in (word.start, word.end)]
    assert marks == sorted(marks)
    assert whole.start - 1e-6 <= marks[0]
    assert marks[-1] <= whole.end + 1e-6
