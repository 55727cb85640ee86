"""Whole notes taken apart at their headings lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.note_text import in_full, put_together, take_apart
from scribe_desktop.notes.passage import Origin, Passage, Source
from tests.bench import check_bench
from tests.helpers.note_types import SOAP

PASTED = Source(Origin.PASTED, "scribe", "whole note")
TITLE = Source(Origin.TYPED, "scribe")
LINES = ["PLAN", "Plan: rest", "CC: cough", "  ROS  ", "HPI:", "Procedure", "", "   ", "Fever\u2028.", "é 😀"]


def apart(text: str) -> dict[str, str]:
    content, _ = take_apart(text, SOAP, PASTED, otherwise="hpi")
    return {key: passage.text for key, passage in content.items()}


def test_sections_are_found_by_any_of_their_headings() -> None:
    text = "CHIEF COMPLAINT\n\nCough.\n\nHPI: Since Monday.\nWorse at night.\n\nImpression:\nBronchitis.\n"
    assert apart(text) == {
        "cc": "Cough.",
        "hpi": "Since Monday.\nWorse at night.",
        "problems": "Bronchitis.",
    }


def test_an_unknown_heading_stays_where_it_stands() -> None:
    assert apart("EXAM\nClear.\n\nPROCEDURE\nShave biopsy.") == {"exam": "Clear.\n\nPROCEDURE\nShave biopsy."}


def test_text_without_headings_goes_where_it_is_wanted() -> None:
    assert apart("Cough since Monday.") == {"hpi": "Cough since Monday."}


def test_a_section_met_twice_keeps_its_second_heading() -> None:
    assert apart("PLAN\nRest.\n\nINSTRUCTIONS\nDrink.") == {"follow_up": "Rest.\n\nINSTRUCTIONS\nDrink."}


def test_a_sentence_that_begins_like_a_heading_is_none() -> None:
    assert apart("HPI\nPlan: he wants to rest.") == {"hpi": "Plan: he wants to rest."}


def test_where_the_words_came_from_is_kept() -> None:
    content, _ = take_apart("CC: cough", SOAP, PASTED, otherwise="hpi")
    assert [source for _, source in content["cc"].pieces()] == [PASTED]


@given(
    st.lists(st.one_of(st.sampled_from(LINES), st.text()), max_size=12),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_taking_apart_and_putting_together_changes_no_character(lines: list[str], end: str) -> None:
    text = end.join(lines)
    assert put_together(*take_apart(text, SOAP, PASTED, otherwise="hpi")) == text


LINE = st.text(st.characters(codec="utf-8", exclude_characters="\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")).map(
    lambda line: f"· {line}."
)
"""Never a heading."""


@given(st.dictionaries(st.sampled_from([section.key for section in SOAP.sections]), LINE))
def test_a_note_in_full_has_the_same_sections_when_it_is_taken_apart(texts: dict[str, str]) -> None:
    content = {key: Passage.of(text, PASTED) for key, text in texts.items()}
    whole = in_full(SOAP, content, TITLE)
    again, _ = take_apart(whole.text, SOAP, PASTED, otherwise="hpi")
    assert {key: passage.text for key, passage in again.items()} == texts
    assert "".join(text for text, source in whole.pieces() if source is PASTED).count("·") >= len(texts)


def test_the_words_of_a_note_in_full_keep_their_sources() -> None:
    content = {"vitals.heart_rate": Passage.of(" 82 ", PASTED), "vitals": Passage.of("Sitting.", PASTED)}
    assert list(in_full(SOAP, content, TITLE).pieces()) == [
        ("VITAL SIGNS\nPulse: ", TITLE),
        ("82", PASTED),
        ("/min\n", TITLE),
        ("Sitting.", PASTED),
    ]


@pytest.mark.skipif(not check_bench.DATA.is_dir(), reason=f"ACI-BENCH is not in {check_bench.DATA}")
def test_all_real_notes_come_out_as_they_went_in() -> None:
    notes = check_bench.real_notes()
    assert len(notes) == 87
    for note in notes:
        content, layout = take_apart(note.text, SOAP, PASTED, otherwise="hpi")
        assert put_together(content, layout) == note.text, note.id
        assert len(content) >= 4, note.id
