"""From a place in the text back to the words that were heard there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.dictated import Spoken
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.recording import TimedWord
from scribe_desktop.notes.word_times import dictated_at, heard_in, others, said_in

HEARD = ["patient", "denies", "chest", "pain", "or", "new", "mumia", "today"]
PLAIN = Spoken("clinical", "r/4000").source("p")
FIXED = Spoken("clinical", "r/4000", heard="new mumia").source("p")
TYPED = Source(Origin.TYPED, "p")
PASSAGE = Passage.join(
    [
        ("Typed. ", TYPED),
        ("Patient denies chest pain or", PLAIN),
        (" pneumonia", FIXED),
        (" today.", PLAIN),
        (" More.", TYPED),
    ]
)


def at(word: str) -> tuple[int, int]:
    start = PASSAGE.text.index(word)
    return start, start + len(word)


def words_at(word: str) -> list[str]:
    start, end = at(word)
    stretch = dictated_at(PASSAGE, start)
    assert stretch is not None
    return [HEARD[n] for n in heard_in(PASSAGE, stretch, start, end, HEARD)]


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("Patient", ["patient"]),
        ("chest", ["chest"]),
        ("chest pain", ["chest", "pain"]),
        ("pneumonia", ["new", "mumia"]),
        ("today", ["today"]),
    ],
)
def test_each_word_leads_to_what_was_heard(word: str, heard: list[str]) -> None:
    assert words_at(word) == heard


def test_a_cursor_inside_or_right_behind_a_word_means_it() -> None:
    stretch = dictated_at(PASSAGE, at("denies")[0] + 3)
    assert stretch is not None
    for place in (at("denies")[0] + 3, at("denies")[1]):
        assert HEARD[heard_in(PASSAGE, stretch, place, place, HEARD)[0]] == "denies"


def test_an_edited_word_means_what_was_heard_between_its_neighbours() -> None:
    edited = Passage.of("Patient reports chest pain", PLAIN)
    stretch = dictated_at(edited, 10)
    assert stretch is not None
    assert list(heard_in(edited, stretch, 10, 10, HEARD)) == [1]


def test_typed_text_was_not_dictated_but_the_end_of_dictated_text_was() -> None:
    assert dictated_at(PASSAGE, 2) is None
    assert dictated_at(PASSAGE, len(PASSAGE.text) - 1) is None
    behind = dictated_at(PASSAGE, at("today")[1] + 1)
    assert behind is not None
    assert behind.utterance == "r/4000"


def test_times_are_those_of_the_first_and_the_last_word() -> None:
    words = [TimedWord(text, float(n), n + 0.8) for n, text in enumerate(HEARD)]
    assert said_in(words, range(2, 4)) == (2.0, 3.8)


def test_alternatives_tell_what_else_the_word_could_be() -> None:
    alternatives = (
        "patient denies chest pain or pneumonia today",
        "patient denies chest pain or new mania today",
        "patient denies chest pains or new mumia today",
        "Patient denies chest pain or pneumonia, today",
    )
    assert others(HEARD, range(5, 7), alternatives) == ("pneumonia", "new mania")
    assert others(HEARD, range(3, 4), alternatives) == ("pains",)
    assert others(HEARD, range(1), alternatives) == ()


_TEXTS = st.lists(st.sampled_from([*HEARD, "zebra", "\n", "of"]), max_size=8)


@given(written=_TEXTS, heard=_TEXTS, data=st.data())
def test_any_place_in_any_text_means_words_that_there_are(
    written: list[str], heard: list[str], data: st.DataObject
) -> None:
    passage = Passage.of(" ".join(written), PLAIN)
    start = data.draw(st.integers(0, len(passage.text)))
    end = data.draw(st.integers(start, len(passage.text)))
    stretch = dictated_at(passage, start)
    if stretch is not None:
        which = heard_in(passage, stretch, start, end, heard)
        assert (len(which) > 0) == (len(heard) > 0)
        assert set(which) <= set(range(len(heard)))
