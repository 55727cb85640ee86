from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.passage import Origin, Passage, Run, Source

SOURCES = st.builds(
    Source, st.sampled_from(Origin), st.sampled_from(["ann", "bo"]), st.sampled_from(["", "x"])
)
PIECES = st.lists(st.tuples(st.text(max_size=12), SOURCES), max_size=12)
TYPED = Source(Origin.TYPED, "ann")


@given(PIECES)
def test_joining_keeps_every_character_and_whose_it_is(pieces: list[tuple[str, Source]]) -> None:
    passage = Passage.join(pieces)
    per_character = [(char, source) for text, source in pieces for char in text]
    assert [(char, source) for text, source in passage.pieces() for char in text] == per_character


@given(PIECES)
def test_runs_are_never_empty_and_neighbours_differ(pieces: list[tuple[str, Source]]) -> None:
    runs = Passage.join(pieces).runs
    assert all(run.length > 0 for run in runs)
    assert all(left.source != right.source for left, right in pairwise(runs))


@given(PIECES)
def test_taking_apart_and_joining_again_changes_nothing(pieces: list[tuple[str, Source]]) -> None:
    passage = Passage.join(pieces)
    assert Passage.join(passage.pieces()) == passage


@given(st.text())
def test_a_passage_of_one_source_has_one_run_or_none(text: str) -> None:
    assert list(Passage.of(text, TYPED).pieces()) == ([(text, TYPED)] if text else [])


def test_characters_outside_the_basic_plane_count_once() -> None:
    assert Passage.of("37 °C 🤒", TYPED).runs == (Run(7, TYPED),)


@pytest.mark.parametrize("runs", [(), (Run(2, TYPED),), (Run(4, TYPED),)])
def test_runs_that_do_not_cover_the_text_are_a_bug(runs: tuple[Run, ...]) -> None:
    with pytest.raises(ValueError, match="of 3 characters"):
        Passage("abc", runs)


@pytest.mark.parametrize(("text", "blank"), [("", True), (" \n\t", True), (" a ", False)])
def test_white_space_alone_is_blank(text: str, blank: bool) -> None:
    assert Passage.of(text, TYPED).is_blank is blank


@given(st.text(alphabet="ab😀", max_size=8), st.text(alphabet="ab😀", max_size=8))
def test_a_revised_text_keeps_the_sources_of_what_stays_at_its_ends(old: str, new: str) -> None:
    before, after = Source(Origin.TYPED, "ann"), Source(Origin.TYPED, "bo")
    revised = Passage.of(old, before).revised(new, after)
    assert revised.text == new
    kept = "".join(text for text, source in revised.pieces() if source == before)
    changed = [number for number, (_, source) in enumerate(revised.pieces()) if source == after]
    assert len(changed) <= 1
    assert any(old[:cut] + old[len(old) - len(kept) + cut :] == kept for cut in range(len(kept) + 1))


def test_only_the_words_that_differ_are_of_the_new_source() -> None:
    before, after = Source(Origin.TYPED, "ann"), Source(Origin.TYPED, "bo")
    revised = Passage.of("+cough; -fever; at night", before).revised("+cough; +fever; at night", after)
    assert list(revised.pieces()) == [("+cough; ", before), ("+", after), ("fever; at night", before)]


@given(
    st.lists(st.tuples(st.text(alphabet="a\n😀", max_size=6), st.sampled_from(["ann", "bo"])), max_size=5),
    st.data(),
)
def test_lines_and_what_follows_keep_their_sources(said: list[tuple[str, str]], data: st.DataObject) -> None:
    passage = Passage.join((text, Source(Origin.TYPED, person)) for text, person in said)
    assert [line.text for line in passage.lines()] == passage.text.split("\n")
    at = data.draw(st.integers(0, len(passage.text)))
    assert Passage.join([*passage.upto(at).pieces(), *passage.behind(at).pieces()]) == passage
    whole = [source for line in passage.lines() for text, source in line.pieces() for _ in text]
    assert whole == [source for text, source in passage.pieces() for letter in text if letter != "\n"]


def test_another_wording_keeps_each_letters_source() -> None:
    spoken = Source(Origin.DICTATED, "bo")
    passage = Passage.join([("Seen ", TYPED), ("today.", spoken)])
    assert passage.recast(" seen today ") == Passage.join([(" seen ", TYPED), ("today ", spoken)])
    assert passage.recast("") == Passage()
    assert Passage().recast("") == Passage()
