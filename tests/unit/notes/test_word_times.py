"""From a place in the text back to the words that were heard there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.dictated import Spoken
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.recording import TimedWord
from scribe_desktop.notes.word_times import dictated_at, place_of, said_in, words_in
from scribe_desktop.notes.wordings import Word, Wording, cut

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


def reads(*pieces: tuple[str, int]) -> Wording:
    """As these pieces, each of which stands for so many recognised words."""
    text, words, heard = "", list[Word](), 0
    for piece, count in pieces:
        start = len(text) + bool(text)
        text = f"{text} {piece}".strip()
        stands_for = range(heard, heard + count)
        words += (Word(start + one.start, start + one.stop, stands_for) for one in cut(piece))
        heard += count
    return Wording(text, tuple(words))


SAID = reads(*((word, 1) for word in HEARD))
DOSE = reads(("give", 1), ("5 mg", 2), ("of", 1), ("lisinopril.", 1))


def at(word: str) -> tuple[int, int]:
    start = PASSAGE.text.index(word)
    return start, start + len(word)


def words_at(word: str) -> list[str]:
    start, end = at(word)
    stretch = dictated_at(PASSAGE, start)
    assert stretch is not None
    return [HEARD[n] for n in words_in(PASSAGE, stretch, start, end, SAID)]


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
        assert HEARD[words_in(PASSAGE, stretch, place, place, SAID)[0]] == "denies"


def test_an_edited_word_means_what_was_heard_between_its_neighbours() -> None:
    edited = Passage.of("Patient reports chest pain", PLAIN)
    stretch = dictated_at(edited, 10)
    assert stretch is not None
    assert list(words_in(edited, stretch, 10, 10, SAID)) == [1]


def test_typed_text_was_not_dictated_but_the_end_of_dictated_text_was() -> None:
    assert dictated_at(PASSAGE, 2) is None
    assert dictated_at(PASSAGE, len(PASSAGE.text) - 1) is None
    behind = dictated_at(PASSAGE, at("today")[1] + 1)
    assert behind is not None
    assert behind.utterance == "r/4000"


def test_times_are_those_of_the_first_and_the_last_word() -> None:
    words = [TimedWord(text, float(n), n + 0.8) for n, text in enumerate(HEARD)]
    assert said_in(words, range(2, 4)) == (2.0, 3.8)


@pytest.mark.parametrize(
    ("text", "asked", "stands"),
    [
        ("Give 5 mg of lisinopril.", "5", "5 mg"),
        ("Give 5 mg of lisinopril.", "mg", "5 mg"),
        ("Give 5 mg of lisinopril.", "Give 5", "Give 5 mg"),
        ("Give 50 mg of lisinopril.", "50", "50 mg"),
        ("Give 50 mg of lisinopril.", "mg", "50 mg"),
        ("Give 5 of lisinopril.", "5", "5"),
        ("Give five to ten mg of lisinopril.", "ten", "five to ten mg"),
        ("5 mg", "5", "5 mg"),
    ],
)
def test_what_was_written_as_one_is_found_as_a_whole(text: str, asked: str, stands: str) -> None:
    passage = Passage.of(text, PLAIN)
    start = text.index(asked)
    stretch = dictated_at(passage, start)
    assert stretch is not None
    which = words_in(passage, stretch, start, start + len(asked), DOSE)
    place = place_of(passage, stretch, which, DOSE)
    assert place is not None
    assert text[slice(*place)] == stands


def test_a_typed_word_between_does_not_make_words_stand_for_more() -> None:
    passage = Passage.join([("Give ", PLAIN), ("about ", TYPED), ("5 mg of", PLAIN)])
    stretch = dictated_at(passage, 11)
    assert stretch is not None
    which = words_in(passage, stretch, 11, 12, DOSE)
    assert DOSE.of(which) == "5 mg"
    assert place_of(passage, stretch, which, DOSE) == (11, 15)


def test_words_that_were_parted_stand_nowhere() -> None:
    passage = Passage.join([("Give 5", PLAIN), ("0", TYPED), (" mg of", PLAIN)])
    stretch = dictated_at(passage, 5)
    assert stretch is not None
    which = words_in(passage, stretch, 5, 6, DOSE)
    assert place_of(passage, stretch, which, DOSE) is None


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
        said = reads(*((word, 1) for word in heard))
        which = words_in(passage, stretch, start, end, said)
        assert (len(which) > 0) == (len(said.words) > 0)
        assert set(which) <= set(range(len(said.words)))
