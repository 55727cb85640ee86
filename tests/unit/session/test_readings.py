"""Other readings of an utterance, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.language.wording import Heard, Other
from scribe_desktop.session.readings import readings
from scribe_desktop.speech.port import Final, Word


def final(text: str, *alternatives: str) -> Final:
    return Final(text, 0, 1, tuple(Word(word, 0, 1, 0.5) for word in text.split()), alternatives)


def test_a_word_that_differs_has_the_other_one_without_its_punctuation() -> None:
    found = readings(final("Takes fifteen, daily.", "takes fifty. Daily", "Takes fifteen daily"))
    assert [word.others for word in found] == [(), (Other(1, "fifty"),), ()]


def test_words_that_only_one_text_has_go_with_their_neighbour() -> None:
    found = readings(final("It is normal.", "It is not normal.", "Is normal."))
    assert found[1].others == (Other(1, "is not"),)
    assert found[0].others == (Other(2, "Is"),)


def test_without_words_the_text_is_cut_at_its_blanks() -> None:
    assert readings(Final("No fever.", 0, 1)) == [Heard("No"), Heard("fever.")]


@given(
    st.lists(st.sampled_from(["no", "a", "left", "right", "pain"])),
    st.lists(st.sampled_from(["no", "a", "left", "pain"])),
)
def test_every_reading_covers_words_that_are_there(ours: list[str], theirs: list[str]) -> None:
    found = readings(final(" ".join(ours), " ".join(theirs)))
    assert [word.text for word in found] == ours
    for at, word in enumerate(found):
        assert all(1 <= other.words <= len(ours) - at and other.text for other in word.others)
