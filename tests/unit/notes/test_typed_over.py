"""Words typed over recognised ones are found, and nothing else is taken for a correction."""

from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.dictated import Spoken
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.typed_over import TypedOver, typed_over, utterances

TYPED = Source(Origin.TYPED, "p1")
HEARD = ["he", "has", "new", "mumia", "in", "the", "left", "lobe"]


def said(text: str, utterance: str = "r/1000") -> tuple[str, Source]:
    return text, Spoken("clinical", utterance).source("p1")


def found(*pieces: tuple[str, Source]) -> list[TypedOver]:
    passage = Passage.join(pieces)
    return list(typed_over(passage, {"r/1000": HEARD, "r/2000": ["no", "fever"]}))


def test_words_typed_over_in_the_middle() -> None:
    passage = said("He has "), ("pneumonia", TYPED), said(" in the left lobe.")
    assert found(*passage) == [TypedOver("new mumia", "pneumonia", "r/1000:2")]
    assert utterances(Passage.join(passage)) == {"r/1000"}


def test_part_of_a_word_typed_over_counts_as_the_whole_word() -> None:
    corrected = found(said("He has new "), ("pneu", TYPED), said("mia in the left lobe."))
    assert corrected == [TypedOver("mumia", "pneumia", "r/1000:3")]


def test_words_typed_over_at_the_ends_of_an_utterance() -> None:
    first = found(("She", TYPED), said(" has new mumia in the left lobe."))
    assert first == [TypedOver("he", "She", "r/1000:0")]
    last = found(said("He has new mumia in the left "), ("lung.", TYPED), said(" No fever.", "r/2000"))
    assert last == [TypedOver("lobe", "lung.", "r/1000:7")]


def test_what_is_typed_in_between_or_around_is_no_correction() -> None:
    assert found(said("He has "), ("a ", TYPED), said("new mumia in the left lobe.")) == []
    assert found(("Today ", TYPED), said("he has new mumia in the left lobe.")) == []
    assert found(said("He has new mumia in the left lobe."), (" Rest.", TYPED)) == []


def test_what_was_taken_out_or_written_otherwise_is_no_correction() -> None:
    assert found(said("He has new mumia in the left.")) == []
    assert found(said("He has "), said("pneumonia in the left lobe.")) == []


def test_a_sentence_in_the_place_of_another_one_is_none() -> None:
    many = ("was seen today by his own doctor", TYPED)
    assert found(said("He has "), many, said(" lobe.")) == []


def test_what_was_pasted_is_none() -> None:
    pasted = Source(Origin.PASTED, "p1", "outside the chart")
    assert found(said("He has "), ("pneumonia", pasted), said(" in the left lobe.")) == []


@given(st.lists(st.tuples(st.sampled_from(["he ", "new ", "lobe ", "x", " "]), st.booleans()), max_size=12))
def test_whatever_stands_there_is_looked_at_without_harm(parts: list[tuple[str, bool]]) -> None:
    for one in found(*((text, TYPED) if typed else said(text) for text, typed in parts)):
        assert one.heard
        assert one.written
