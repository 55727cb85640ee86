"""What else an utterance may read as, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.wordings import Word, Wording, cut, others, plain


def reading(text: str) -> Wording:
    """One recognised word for each word, but one for a number with its unit."""
    words, heard = list[Word](), 0
    for one in cut(text):
        heard += text[one] != "mg"
        words.append(Word(one.start, one.stop, range(2 * heard, 2 * heard + 2)))
    return Wording(text, tuple(words))


def offered(said: str, word: str, *readings: str) -> tuple[str, tuple[str, ...]]:
    ours = reading(said)
    at = ours.plain.index(plain(word))
    which, texts = others(ours, ours.whole(range(at, at + 1)), [reading(one) for one in readings])
    return ours.of(which), texts


def test_each_other_reading_of_a_word_is_offered_once() -> None:
    said = "patient denies chest pain or new mumia today"
    readings = (
        "patient denies chest pain or pneumonia today",
        "patient denies chest pain or new mania today",
        "patient denies chest pains or new mumia today",
        "Patient denies chest pain or pneumonia, today",
    )
    assert offered(said, "mumia", *readings) == ("new mumia", ("pneumonia", "new mania"))
    assert offered(said, "pain", *readings) == ("pain", ("pains",))
    assert offered(said, "patient", *readings) == ("patient", ())


@pytest.mark.parametrize(
    ("said", "word", "other", "place", "text"),
    [
        ("give 5 mg of", "5", "give 9 mg of", "5 mg", "9 mg"),
        ("give 1.5 mg of", "mg", "give 15 mg of", "1.5 mg", "15 mg"),
        ("takes 20 for days", "for", "takes 24 days", "20 for", "24"),
        ("is not normal", "not", "is normal", "is not", "is"),
        ("not normal", "not", "normal", "not normal", "normal"),
        ("is normal", "is", "is not normal", "is", "is not"),
        ("is normal", "normal", "is not normal", "normal", "not normal"),
        ("normal, and", "normal", "abnormal. And", "normal", "abnormal"),
    ],
)
def test_what_is_read_otherwise_together_is_offered_together(
    said: str, word: str, other: str, place: str, text: str
) -> None:
    assert offered(said, word, other) == (place, (text,) if text else ())


def test_another_text_altogether_is_no_other_reading_of_a_word() -> None:
    assert offered("one two three four five six seven", "two", "a b c d e f g") == ("two", ())


_TEXTS = st.lists(st.sampled_from(["no", "new", "5 mg", "pain", "pain."]), min_size=1, max_size=6).map(
    " ".join
)


@given(said=_TEXTS, readings=st.lists(_TEXTS | st.just(""), max_size=3), data=st.data())
def test_what_is_offered_makes_one_of_the_readings_where_there_is_but_one(
    said: str, readings: list[str], data: st.DataObject
) -> None:
    ours = reading(said)
    at = data.draw(st.integers(0, len(ours.words) - 1))
    which, texts = others(ours, range(at, at + 1), [reading(one) for one in readings])
    assert at in which
    assert len({plain(text) for text in (*texts, ours.of(which))}) == len(texts) + 1
    whole = range(len(ours.words))
    if len(readings) == 1 and which == whole and texts:
        assert plain(texts[0]) == plain(readings[0])
