"""Misspelt and misreadable words in the real window, by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.session.marking import Kind
from tests.helpers.clinic import IMOGEN, SCRIBE, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart
from tests.views.test_code_finder import text


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe has the visitor's chart open, with the cursor in the problems."""
    with at_chart(clinic_in(tmp_path, IMOGEN), SCRIBE, IMOGEN) as day:
        day.chart.editor.go_to("problems")
        yield day


def marked(day: ClinicDay, *kinds: Kind, section: str = "problems") -> list[str]:
    """The words with a mark of these kinds, once the dictionary is there."""
    marks = day.chart.editor.section_editor(section).marks
    day.hands.wait("the dictionary", lambda: day.chart.marking.suggestions("pateint"))
    return [found.selectedText() for found in marks.after(0, *kinds) if found is not None]


def test_unknown_words_are_marked_and_words_of_the_trade_are_not(day: ClinicDay) -> None:
    day.hands.type("Pateint Imogen Hartley's dyspnea, metoprolol 25 mg, HFpEF, DM2, see Dr. Magenis teh end")
    assert marked(day, Kind.MISSPELT) == ["Pateint", "teh"]


def test_one_key_offers_and_enter_takes_and_the_cursor_stays_at_the_end(day: ClinicDay) -> None:
    day.hands.type("The pateint walks")
    marked(day)
    day.hands.press("F7")
    popup = day.chart.corrections
    assert popup.rows.currentItem().text() == "patient"
    day.hands.press("Return")
    day.hands.type(" well")
    assert text(day) == "The patient walks well"
    pieces = list(day.chart.editor.passage("problems").pieces())
    assert ("patient", "spelling: pateint") in [(said, source.detail) for said, source in pieces]
    day.hands.press("Ctrl+Z", "Ctrl+Z")
    assert text(day) == "The pateint walks"


def test_a_corrected_dictation_keeps_its_source_around_the_word(day: ClinicDay) -> None:
    dictated = Source(Origin.DICTATED, "somebody", "moonshine")
    editor = day.chart.editor.section_editor("problems")
    editor.show_passage(Passage.of("severe diarhea today", dictated))
    editor.moveCursor(QTextCursor.MoveOperation.End)
    marked(day)
    day.hands.press("F7", "Return")
    assert [source.origin for _, source in editor.passage().pieces()] == [
        Origin.DICTATED,
        Origin.TYPED,
        Origin.DICTATED,
    ]


def test_escape_leaves_the_word_and_goes_back_to_where_one_was(day: ClinicDay) -> None:
    day.hands.type("The pateint walks")
    marked(day)
    day.hands.press("F7", "Escape")
    day.hands.type(".")
    assert text(day) == "The pateint walks."


def test_a_drug_is_chosen_by_a_person_and_never_by_the_first_enter(day: ClinicDay) -> None:
    day.hands.type("on hydralazne ")
    marked(day)
    day.hands.press("F7", "Return")
    assert text(day) == "on hydralazne "
    popup = day.chart.corrections
    assert "hydroxyzine" in popup.rows.item(0).text()
    day.hands.press("Down", "Return")
    assert text(day) == "on hydralazine "


def test_the_next_key_goes_round_the_whole_note(day: ClinicDay) -> None:
    day.hands.type("cuogh and cough")
    day.hands.press("Ctrl+2")  # the history, which stands before
    day.hands.type("since teusday and sunday xqzzy")
    marked(day)
    day.hands.press("Shift+F7")
    editors = day.chart.editor
    selected = editors.section_editor("problems").textCursor().selectedText
    assert selected() == "cuogh"
    day.hands.press("Shift+F7")
    assert editors.section_editor("hpi").textCursor().selectedText() == "teusday"
    day.hands.press("Shift+F7", "Shift+F7")
    assert selected() == "cuogh"


def test_f7_offers_the_next_unknown_word_where_none_stands_before_the_cursor(day: ClinicDay) -> None:
    day.hands.type("Pateint took teh pill")
    marked(day, Kind.MISSPELT)
    day.hands.press("Home", "F7", "Return")
    assert text(day) == "Patient took teh pill"
    day.hands.press("F7", "Return")
    assert text(day) == "Patient took the pill"


def test_a_word_that_is_added_is_known_in_the_whole_note_and_at_the_next_log_in(day: ClinicDay) -> None:
    day.hands.type("xqzzy and Xqzzy's ")
    assert marked(day, Kind.MISSPELT) == ["xqzzy", "Xqzzy's"]
    day.hands.press("Ctrl+F7")
    day.hands.wait("the word kept", lambda: "xqzzy" in day.workspace.session.spelling.own_words)
    assert day.app.jobs.wait(10_000)  # and told
    assert marked(day, Kind.MISSPELT) == []


def test_what_is_selected_is_added_without_the_full_stop_behind_it(day: ClinicDay) -> None:
    spelling = day.workspace.session.spelling
    day.hands.type("gave 5-HT3")
    day.hands.press("Ctrl+Shift+Left", "Ctrl+Shift+Left", "Ctrl+Shift+Left", "Ctrl+F7")
    day.hands.wait("the word", lambda: spelling.own_terms == ("5-HT3",))
    day.hands.press("End")
    day.hands.type(" Qvalk frame.")
    day.hands.press(*["Ctrl+Shift+Left"] * 3, "Ctrl+F7")
    day.hands.wait("the term", lambda: spelling.own_terms == ("5-HT3", "Qvalk frame"))


def test_the_word_being_typed_is_not_painted_as_misspelt_until_it_is_left(day: ClinicDay) -> None:
    day.hands.type("the xqz")
    marked(day)
    editor = day.chart.editor.section_editor("problems")
    shown = [mark for *_, marks in editor.marks.shown(editor.viewport().rect()) for mark in marks]
    assert shown == []
    day.hands.type(" ")
    marked(day, Kind.MISSPELT)
    shown = [mark for *_, marks in editor.marks.shown(editor.viewport().rect()) for mark in marks]
    assert [mark.kind for mark in shown] == [Kind.MISSPELT]


def test_what_must_not_be_used_is_marked_as_it_is_written_and_written_out_on_a_key(day: ClinicDay) -> None:
    day.hands.type("aspirin 81 mg qd")
    assert marked(day, Kind.DO_NOT_USE) == ["qd"]
    day.hands.press("Ctrl+.")
    assert text(day) == "aspirin 81 mg daily"
    day.hands.type(", insulin 10U")
    day.hands.press("Ctrl+.")
    assert text(day) == "aspirin 81 mg daily, insulin 10 units"
    day.hands.press("Ctrl+Z")
    assert text(day).endswith("10U")


def test_which_sulfate_is_asked(day: ClinicDay) -> None:
    day.hands.type("MSO4")
    day.hands.press("Ctrl+.", "Return")
    assert text(day) == "MSO4"
    day.hands.press("Down", "Return")
    assert text(day) == "morphine sulfate"
    assert marked(day, Kind.DO_NOT_USE, Kind.MISSPELT) == []
