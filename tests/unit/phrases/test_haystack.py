"""Texts found by a word in them, as if each were searched on its own."""

from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.phrases.haystack import Haystack

texts = st.lists(st.text(alphabet="ab \nßÉé🐢", max_size=6), max_size=8)


@given(texts, st.text(alphabet="abséß🐢", min_size=1, max_size=3).map(str.casefold))
def test_those_texts_are_found_that_have_the_word(texts: list[str], word: str) -> None:
    wanted = {number for number, text in enumerate(texts) if word in text.casefold()}
    assert Haystack(texts).having(word) == wanted


def test_nothing_is_found_in_nothing() -> None:
    assert Haystack([]).having("a") == set()
    assert Haystack([""]).having("a") == set()
