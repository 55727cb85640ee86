"""Certainty of words from the scores of several texts."""

from math import isclose, log

from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.speech.n_best import confidences

_TEXTS = st.lists(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=5), min_size=1, max_size=6)


def test_a_word_is_as_certain_as_the_texts_that_have_it() -> None:
    texts = [["no", "fever"], ["no", "flavor"], ["mow", "fever"]]
    no, fever = confidences(texts, [log(0.5), log(0.3), log(0.2)])
    assert isclose(no, 0.8)
    assert isclose(fever, 0.7)


def test_one_text_alone_leaves_no_doubt() -> None:
    assert confidences([["no", "fever"]], [-812.5]) == (1.0, 1.0)


def test_scores_far_apart_do_no_harm() -> None:
    assert confidences([["a"], ["b"]], [5000.0, -5000.0]) == (1.0,)


@given(_TEXTS, st.data())
def test_every_word_gets_a_probability(texts: list[list[str]], data: st.DataObject) -> None:
    scores = data.draw(
        st.lists(st.floats(-1e4, 1e4), min_size=len(texts), max_size=len(texts)).map(
            lambda found: sorted(found, reverse=True)
        )
    )
    found = confidences(texts, scores)
    assert len(found) == len(texts[0])
    assert all(0 < each <= 1 for each in found)
