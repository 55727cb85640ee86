"""Recognised words as dictation writes them, without a store."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scribe_desktop.session.transcript import Transcript, flags
from scribe_desktop.speech.port import Final, Word


def test_an_utterance_goes_through_all_stages_and_says_what_wants_a_look() -> None:
    text = "history of lime disease, takes fifteen milligrams"
    words = tuple(Word(word, 0, 1, 0.2 if word in ("lime", "fifteen") else 0.99) for word in text.split())
    passage = Transcript().written(Final(text, 0, 5, words), "clinical")
    assert passage.text == "history of lyme disease, takes 15 mg"
    assert list(flags(passage)) == [
        {"text": "lyme disease,", "risk": "corrected", "heard": "lime disease,"},
        {"text": "15 mg", "risk": "dose"},
    ]


WORD = st.sampled_from(
    ["—", "(", "15", "mg", "no", "Left,", "x-ray", "lime", "disease.", "9½", "O'Quin", "new", "line"]
)


@pytest.fixture(scope="module")
def transcript() -> Transcript:
    return Transcript()


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(WORD | st.text(min_size=1, max_size=9), st.none() | st.floats(0, 1)), max_size=9),
    st.lists(WORD, max_size=6),
)
def test_whatever_is_heard_is_written(
    transcript: Transcript, heard: list[tuple[str, float | None]], other: list[str]
) -> None:
    words = tuple(Word(text, 0, 1, chance) for text, chance in heard)
    text = " ".join(word.text for word in words)
    passage = transcript.written(Final(text, 0, 1, words, (" ".join(other),)), "clinical")
    assert bool(passage.text.strip()) or not text.strip(' ,.;:?!-—("“”')
