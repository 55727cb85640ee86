"""Dot phrases in the fields of forms: expanded, answered, found again by F2, with their sources."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from scribe_desktop.notes import stretches
from scribe_desktop.notes.passage import Origin
from scribe_desktop.session.completion import untouched_left_out
from scribe_desktop.views.field_writing import Standing
from scribe_desktop.views.rows_form import RowsForm
from tests.helpers.clinic import IMOGEN, SCRIBE, clinic_in
from tests.helpers.clinic_day import ClinicDay

MINE = '''
[[phrase]]
name = "pain"
title = "Pain"
body = "{dull|sharp}, since ***, seen with @FIRSTNAME@"

[[phrase]]
name = "daily"
title = "Daily"
body = "1 tablet {in the morning|at night}"

[[phrase]]
name = "plain"
title = "Plain"
keys = "Ctrl+Alt+Y"
body = "while climbing stairs"

[[phrase]]
name = "long"
title = "Long"
body = """
one ***
two ***"""

[[phrase]]
name = "maybe"
title = "Maybe"
body = "jaw{? and ***}"
'''


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe has the visitor's empty chart open."""
    profile = clinic_in(tmp_path, IMOGEN, phrases=MINE)
    day = ClinicDay(profile, tmp_path / "pictures")
    day.window.resize(1280, 900)
    day.enter(SCRIBE)
    day.open(IMOGEN.name)
    yield day
    day.close()


def text(day: ClinicDay, key: str) -> str:
    return day.chart.editor.editor(key).toPlainText()


def line() -> QLineEdit:
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    return focused


def origins(day: ClinicDay, key: str) -> list[tuple[str, Origin]]:
    return [(said, source.origin) for said, source in day.chart.editor.passage(key).pieces()]


def hpi_form(day: ClinicDay) -> None:
    day.hands.press("Ctrl+2", "F12")


def test_a_phrase_typed_into_a_field_is_written_and_answered_there(day: ClinicDay) -> None:
    hpi_form(day)
    day.hands.type("left, .pain ")
    assert text(day, "hpi") == "Onset: left, {dull|sharp}, since ***, seen with Imogen."
    asking = day.chart.editor.fields.pick_list
    assert asking.isVisible()
    day.hands.picture("field")
    day.hands.press("2")
    assert not asking.isVisible()
    assert (line().accessibleName(), line().selectedText()) == ("Onset", "***")
    day.hands.type("noon")
    assert text(day, "hpi") == "Onset: left, sharp, since noon, seen with Imogen."
    assert origins(day, "hpi.onset") == [
        ("left, ", Origin.TYPED),
        ("sharp, since ", Origin.PHRASE),
        ("noon", Origin.TYPED),
        (", seen with ", Origin.PHRASE),
        ("Imogen", Origin.PULLED),
    ]


def test_escape_leaves_a_choice_open_and_f2_comes_back_to_its_field_from_anywhere(day: ClinicDay) -> None:
    hpi_form(day)
    day.hands.type(".pain ")
    day.hands.press("Escape")
    assert line().selectedText() == "{dull|sharp}"
    day.hands.press("F2")
    assert line().selectedText() == "***"
    day.hands.press("Shift+F2")
    assert day.chart.editor.fields.pick_list.isVisible()
    day.hands.press("F2")
    assert line().selectedText() == "***"
    day.hands.press("Shift+F2", "Escape", "F12", "Ctrl+1", "F2")
    assert day.chart.editor.fields.pick_list.isVisible()
    day.hands.press("1")
    assert text(day, "hpi").startswith("Onset: dull, since ***")
    writing, panel = day.chart.editor.writing, day.chart.editor.forms.panel("hpi")
    assert panel is not None
    assert writing.standing(panel.form.asked[0]) is Standing.TOLD


def test_f2_goes_on_from_one_field_to_the_next_and_to_the_text(day: ClinicDay) -> None:
    hpi_form(day)
    day.hands.type("***")
    day.hands.press("Return")
    day.hands.type("***")
    day.hands.press("Ctrl+1")
    day.hands.type("*** ")
    seen = []
    for _ in range(4):
        day.hands.press("F2")
        focused = QApplication.focusWidget()
        seen.append(focused.accessibleName() if focused is not None else "")
    assert seen == ["Onset", "Location", "Chief complaint, required", "Onset"]


def test_a_phrase_in_a_finding_and_in_a_row(day: ClinicDay) -> None:
    day.hands.press("Ctrl+9", "F12")
    day.hands.press("+", "Return")
    day.hands.type(".plain ")
    assert text(day, "ros") == "Constitutional: Positive for fever (while climbing stairs)."
    assert [said[1] for said in origins(day, "ros.constitutional")][-2:] == [Origin.PHRASE, Origin.TYPED]
    day.chart.editor.go_to("plan_medications")
    day.hands.press("F12")
    day.hands.type("Metformin")
    day.hands.press("Tab")
    day.hands.type(".daily ")
    assert day.chart.editor.fields.pick_list.isVisible()
    day.hands.press("2")
    panel = day.chart.editor.forms.panel("plan_medications")
    assert panel is not None
    assert isinstance(panel.body, RowsForm)
    assert panel.body.table.rows.cell(0, 1) == "1 tablet at night"
    assert panel.body.table.has_cursor
    day.hands.press("Tab")
    day.hands.type(".daily")
    day.hands.press("Tab")
    assert panel.body.table.rows.cell(0, 2) == "1 tablet {in the morning|at night}"
    day.hands.press("Escape", "Ctrl+1", "F2", "1")
    assert panel.body.table.rows.cell(0, 2) == "1 tablet in the morning"


def test_a_phrase_of_several_lines_is_refused_with_a_word_and_stays_as_typed(day: ClinicDay) -> None:
    hpi_form(day)
    day.hands.type(".long ")
    assert line().text() == ".long"
    assert ".long has 2 lines, and “Onset” takes one." in day.chart.review.error.text()


def test_a_phrases_own_key_puts_it_into_the_field(day: ClinicDay) -> None:
    hpi_form(day)
    day.hands.press("Ctrl+Alt+Y")
    assert text(day, "hpi") == "Onset: while climbing stairs."


def test_a_phrase_that_is_searched_goes_into_the_field_it_was_asked_from(day: ClinicDay) -> None:
    day.chart.editor.go_to("plan_medications")
    day.hands.press("F12")
    day.hands.type("Metformin")
    day.hands.press("Tab")
    day.hands.type("x ")
    day.hands.press("Ctrl+J")
    day.hands.type("plain")
    day.hands.press("Return")
    panel = day.chart.editor.forms.panel("plan_medications")
    assert panel is not None
    assert isinstance(panel.body, RowsForm)
    assert panel.body.table.rows.cell(0, 1) == "x while climbing stairs"
    day.hands.press("Ctrl+J", "Escape")
    assert panel.body.table.has_cursor


def test_an_optional_place_of_a_field_vanishes_on_submit_and_the_form_still_tells_it(day: ClinicDay) -> None:
    hpi_form(day)
    day.hands.type(".maybe ")
    day.hands.press("Escape")
    content = day.chart.editor.content()
    assert content["hpi"].text == "Onset: jaw{? and ***}."
    left_out = untouched_left_out(content)
    assert (left_out["hpi"].text, left_out["hpi.onset"].text) == ("Onset: jaw.", "jaw")
    assert stretches.find(left_out["hpi"])["hpi.onset"].untouched
