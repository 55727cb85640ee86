"""Tables of a note in the real window: written, taken over and confirmed by keyboard alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.codes.em_marks import KEY
from scribe_desktop.errors import WrongState
from scribe_desktop.notes.document import sections_of
from scribe_desktop.notes.passage import Origin
from scribe_desktop.qt import theme
from scribe_desktop.views.rows_form import RowsForm
from tests.helpers.clinic import IMOGEN, PHYSICIAN, SCRIBE, chart_of, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart

LABS = "Test,Result,Units,Flag,Reference Range,Comment\nPotassium,5.9,mmol/L,H,3.5-5.1,\nTSH,2.10,mIU/L,,,\n"


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe has the visitor's empty note open."""
    with at_chart(clinic_in(tmp_path, IMOGEN), SCRIBE, IMOGEN) as day:
        yield day


def text(day: ClinicDay, key: str) -> str:
    """What the note has under a key, without the names of rows, which are another one each time."""
    return re.sub(r" \| id=[0-9a-f]{8}", "", day.chart.editor.passage(key).text)


def open_form(day: ClinicDay, section: str) -> RowsForm:
    """Go to a section and open its tables; the cursor is in the first cell."""
    day.chart.editor.go_to(section)
    if day.chart.editor.forms.panel(section) is None:
        day.hands.press("F12")
    panel = day.chart.editor.forms.panel(section)
    assert panel is not None
    assert isinstance(panel.body, RowsForm)
    return panel.body


def cell() -> str:
    """What screen readers call the cell with the cursor."""
    focus = QApplication.focusWidget()
    return focus.accessibleName() if focus is not None else ""


def fill(day: ClinicDay, *rows: str) -> None:
    """Type rows whose cells have bars between them."""
    for row in rows:
        for number, said in enumerate(row.split("|")):
            if number:
                day.hands.press("Tab")
            day.hands.type(said)
        day.hands.press("Return")


def as_physician(day: ClinicDay) -> None:
    """The note changes hands."""
    day.lock()
    day.enter(PHYSICIAN)
    day.open(IMOGEN.name)


def test_rows_are_typed_cell_by_cell_and_said_in_the_text(day: ClinicDay) -> None:
    open_form(day, "results")
    assert cell() == "Test, result 1"
    fill(day, "Potassium|5.9|mmol/L|3.5-5.1", "TSH|2.10")
    potassium = "Potassium | value=5.9 | unit=mmol/L | range=3.5-5.1"
    assert text(day, "results.labs") == f"{potassium}\nTSH | value=2.10"
    assert text(day, "results") == "Potassium: 5.9 mmol/L (H), reference 3.5-5.1.\nTSH: 2.10."
    day.hands.press("Return")  # from the empty row to the next table
    assert cell() == "Study, study 1"
    fill(day, "ECG||sinus rhythm")
    assert text(day, "results").endswith("\nECG: sinus rhythm.")
    day.hands.press("Up", "Up")
    assert cell() == "Test, result 3"
    day.hands.press("Ctrl+Z")
    assert text(day, "results").endswith("\nECG: ***.")
    assert cell() == "Study, study 1"
    profile = day.workspace.session.profile
    day.lock()
    content = chart_of(profile, IMOGEN.name).content
    assert content["results.studies"].text.startswith("ECG | id=")
    assert {source.origin for _, source in content["results"].pieces()} == {Origin.FIELD}


def test_what_is_missing_in_a_row_keeps_the_note_from_being_submitted(day: ClinicDay) -> None:
    open_form(day, "plan_medications")
    fill(day, "Amoxicillin")
    assert text(day, "plan_medications") == "Amoxicillin ***. Pending until the provider confirms."
    assert day.chart.editor.blanks() == 1
    day.hands.press("Up", "Tab")
    day.hands.type("500.0 mg")
    day.hands.press("Tab")
    assert text(day, "plan_medications") == "Amoxicillin 500 mg. Pending until the provider confirms."
    assert day.chart.editor.blanks() == 0
    day.hands.press("Ctrl+Z")
    assert text(day, "plan_medications.prescriptions") == "Amoxicillin"


def test_nothing_short_is_cut_short(day: ClinicDay) -> None:
    table = open_form(day, "plan_medications").tables["plan_medications.prescriptions"]
    fill(day, "Hydroxychloroquine|100,000 units|subcutaneously|every 12 hours|10 pens|3")
    for scale in (1.0, 2.0):
        theme.apply(day.app.qt, "light", scale)
        day.hands.press("Up", "Down")
        needed = [table.sizeHintForColumn(column) for column in range(table.rows.columnCount())]
        assert all(table.columnWidth(column) >= least for column, least in enumerate(needed))
    theme.apply(day.app.qt, "light", 1.0)


def test_rows_are_moved_and_deleted_and_each_act_is_taken_back(day: ClinicDay) -> None:
    open_form(day, "problems")
    fill(day, "Hypertension", "Chest pain", "Gout")
    day.hands.press("Up", "Ctrl+Shift+Up")
    assert text(day, "problems") == "1. Hypertension.\n2. Gout.\n3. Chest pain."
    day.hands.press("Ctrl+Delete")
    assert text(day, "problems") == "1. Hypertension.\n2. Chest pain."
    assert cell() == "Problem, problem 2"
    day.hands.press("Ctrl+Z")
    assert text(day, "problems") == "1. Hypertension.\n2. Gout.\n3. Chest pain."
    day.hands.press("Ctrl+Z")
    assert text(day, "problems") == "1. Hypertension.\n2. Chest pain.\n3. Gout."
    day.hands.press("Ctrl+Shift+Z")
    assert text(day, "problems") == "1. Hypertension.\n2. Gout.\n3. Chest pain."


def test_one_line_that_somebody_edited_stays_while_the_other_rows_follow_their_table(day: ClinicDay) -> None:
    form = open_form(day, "results")
    fill(day, "Potassium|5.9|mmol/L", "Sodium|128|mmol/L", "TSH|2.10")
    editor = day.chart.editor.section_editor("results")
    editor.setFocus()
    editor.select(34, 34)
    day.hands.type(", haemolysed")
    edited = "Potassium: 5.9 mmol/L.\nSodium: 128, haemolysed mmol/L.\nTSH: 2.10."
    assert editor.toPlainText() == edited
    form.focus_field("results.labs")
    form.table.go(0, 1)
    day.hands.press("Ctrl+A")
    day.hands.type("4.1")
    form.table.go(1, 1)
    day.hands.press("Ctrl+A")
    day.hands.type("139")
    form.table.go(2, 0)
    day.hands.press("Ctrl+Delete")
    fill(day, "Lactate|1.0|mmol/L")
    followed = "Potassium: 4.1 mmol/L.\nSodium: 128, haemolysed mmol/L.\nLactate: 1.0 mmol/L."
    assert editor.toPlainText() == followed
    panel = day.chart.editor.forms.panel("results")
    assert panel is not None
    told = "Laboratory, result 2 (Sodium) was edited in the text; the form leaves it alone."
    day.hands.wait("a word about the edited row", lambda: panel.message.text() == told)
    profile = day.workspace.session.profile
    day.lock()
    assert chart_of(profile, IMOGEN.name).content["results"].text == followed
    day.enter(SCRIBE)
    day.open(IMOGEN.name)
    form = open_form(day, "results")
    form.table.go(0, 1)
    day.hands.press("Ctrl+A")
    day.hands.type("4.4")
    form.table.go(1, 0)
    day.hands.press("Ctrl+Shift+T")
    assert text(day, "results") == "Potassium: 4.4 mmol/L.\nSodium: 139 mmol/L.\nLactate: 1.0 mmol/L."


def test_text_that_somebody_edited_is_left_alone_until_it_is_written_anew(day: ClinicDay) -> None:
    form = open_form(day, "problems")
    fill(day, "Hypertension")
    editor = day.chart.editor.section_editor("problems")
    editor.setFocus()
    editor.select(3, 15)
    day.hands.type("High pressure")
    assert editor.toPlainText() == "1. High pressure."
    form.focus_field("problems.problems")
    fill(day, "Gout")
    assert editor.toPlainText() == "1. High pressure.\n2. Gout."
    panel = day.chart.editor.forms.panel("problems")
    assert panel is not None
    day.hands.wait("a word about it", lambda: "was edited in the text" in panel.message.text())
    day.hands.press("Ctrl+Shift+T")
    assert editor.toPlainText() == "1. Hypertension.\n2. Gout."


def test_choices_and_codes_come_from_lists_at_the_cell(day: ClinicDay) -> None:
    open_form(day, "plan_medications")
    day.hands.type("Amoxicillin")
    day.hands.press("Tab", "Tab", "Alt+Down")
    day.hands.type("mou")
    day.hands.press("Return")
    assert text(day, "plan_medications.prescriptions") == "Amoxicillin | route=by mouth"
    assert cell() == "Route, prescription 1"
    day.hands.press("Alt+Down", "Escape")
    assert cell() == "Route, prescription 1"
    open_form(day, "problems")
    day.hands.type("htn")
    day.hands.press("Ctrl+Shift+I")
    day.hands.wait("the codes", lambda: day.chart.codes.rows.count())
    day.hands.press("Return")
    assert text(day, "problems") == "1. htn (I10), for provider confirmation."
    day.hands.press("Ctrl+Z")
    assert text(day, "problems") == "1. htn."


def test_a_pasted_table_becomes_rows_that_know_their_line(day: ClinicDay) -> None:
    form = open_form(day, "results")
    QGuiApplication.clipboard().setText(LABS)
    day.hands.press("Ctrl+V")
    assert text(day, "results") == "Potassium: 5.9 mmol/L (H), reference 3.5-5.1.\nTSH: 2.10 mIU/L."
    pieces = day.chart.editor.passage("results.labs").pieces()
    pulled = [source.detail for _, source in pieces if source.origin is Origin.PULLED]
    assert pulled == ["clipboard, line 2", "clipboard, line 3"]
    assert "No column here for: Comment" in form.message.text()
    day.hands.press("Ctrl+Shift+Down")
    pieces = day.chart.editor.passage("results.labs").pieces()
    assert [said.strip()[:3] for said, source in pieces if source.detail == "clipboard, line 2"] == ["Pot"]
    assert text(day, "results").startswith("TSH")
    day.hands.press("Ctrl+Z")
    QGuiApplication.clipboard().setText("Test,Result\nIron,\n")
    day.hands.press("Ctrl+V")
    assert "line 2: “Value” is missing" in form.message.text()
    assert "Iron" not in text(day, "results")
    day.hands.press("Ctrl+Z")
    assert text(day, "results") == text(day, "results.labs") == ""


def test_a_file_goes_into_the_results_from_anywhere(day: ClinicDay, tmp_path: Path) -> None:
    good, bad = tmp_path / "labs.csv", tmp_path / "bad.csv"
    good.write_text(LABS, encoding="utf-8")
    bad.write_text("Test\nIron\n", encoding="utf-8")
    day.chart.rows.import_rows(good)
    day.hands.wait("the rows", lambda: text(day, "results.labs"))
    panel = day.chart.editor.forms.panel("results")
    assert panel is not None
    assert isinstance(panel.body, RowsForm)
    message = panel.body.message
    assert message.text().startswith("2 results taken over from labs.csv")
    day.chart.rows.import_rows(bad)
    day.hands.wait("the refusal", lambda: "no heading says “Value”" in message.text())


def test_only_the_provider_confirms_and_a_later_change_is_pending_again(day: ClinicDay) -> None:
    open_form(day, "tests")
    fill(day, "CBC|STAT", "ECG")
    day.hands.press("Up", "Ctrl+Shift+X")
    assert text(day, "tests").count("Pending") == 2
    as_physician(day)
    day.hands.press("Ctrl+Shift+X")
    assert cell() == "Test, order 1"
    day.hands.press("Ctrl+Shift+X")
    assert cell() == "Test, order 2"
    first, second = text(day, "tests").splitlines()
    assert first.startswith("CBC, STAT. Confirmed by Maria Santos, MD, ")
    assert second == "ECG. Pending until the provider confirms."
    day.hands.press("Ctrl+Shift+S")
    day.hands.wait("the question", lambda: "Still pending: 1 order." in day.chart.review.error.text())
    day.hands.press("Escape", "Ctrl+Shift+X", "Ctrl+Shift+X")
    assert "Nothing in this note waits" in day.chart.review.error.text()
    day.hands.type("ECG, 12 leads")
    assert text(day, "tests").splitlines()[1] == "ECG, 12 leads. Pending until the provider confirms."


def test_the_signed_document_says_each_row_once(day: ClinicDay) -> None:
    as_physician(day)
    day.write_what_is_required()
    open_form(day, "referrals")
    fill(day, "Cardiology|murmur|routine")
    day.hands.press("Ctrl+1")
    day.hands.type("Murmur")
    day.sign_as(PHYSICIAN)
    sections = sections_of(day.chart.chart.note_type, day.chart.chart.content)
    said = {section.title: section.text for section in sections}
    assert (
        said["Referrals"]
        == "Referral to Cardiology, routine, for murmur. Pending until the provider confirms."
    )
    assert sum(document.count("murmur") for document in said.values()) == 1


def test_the_level_of_the_visit_is_proposed_from_counts_and_marks(day: ClinicDay) -> None:
    open_form(day, "problems")
    fill(day, "Diabetes||chronic|not at goal")
    day.hands.press("Ctrl+Shift+M")
    level = day.chart.level.panel
    assert level.heading.text() == "Level of the visit: straightforward, 99212, for provider confirmation"
    assert "in the note: Diabetes" in level.items.item(6).text()
    level.items.setCurrentRow(level.items.count() - 1)
    day.hands.press("Space")
    assert level.heading.text() == "Level of the visit: moderate, 99214, for provider confirmation"
    assert "What decides: problems, risk." in level.reasons.text()
    day.hands.press("-")
    assert "99212" in level.heading.text()
    day.fill(level.minutes, "41")
    assert "By time instead: 41 minutes reach 99215, for provider confirmation." in level.reasons.text()
    before = day.chart.editor.content()
    day.hands.press("Escape")
    assert not level.isVisible()
    assert day.chart.editor.content() == before


def test_what_was_marked_of_the_level_is_there_again_with_who_marked_it(day: ClinicDay) -> None:
    day.hands.press("Ctrl+Shift+M")
    level = day.chart.level.panel
    level.items.setCurrentRow(level.items.count() - 1)
    day.hands.press("Space")
    day.fill(level.minutes, "41")
    day.go_to(level.setting)
    day.hands.press("Down")
    marked = (level.heading.text(), level.setting.currentText(), level.minutes.value())
    profile = day.workspace.session.profile
    as_physician(day)
    day.hands.press("Ctrl+Shift+M")
    again = day.chart.level.panel
    assert (again.heading.text(), again.setting.currentText(), again.minutes.value()) == marked
    assert f"Marked by {SCRIBE.name}." in again.reasons.text()
    day.hands.press("Escape")
    note = day.chart.chart.note
    stored = day.workspace.session.desk.store.drafts.load(note.id)
    assert "minutes=41" in stored[KEY].text
    assert not sections_of(day.chart.chart.note_type, stored)
    day.lock()
    assert KEY in chart_of(profile, IMOGEN.name).content


def test_a_note_in_which_only_the_level_was_marked_is_still_empty(day: ClinicDay) -> None:
    day.hands.press("Ctrl+Shift+M", "Space", "Escape")
    note_id = day.chart.chart.note.id
    charting, store = day.workspace.session.charting, day.workspace.session.desk.store
    day.hands.wait("the mark in the store", lambda: KEY in store.drafts.load(note_id))
    with pytest.raises(WrongState, match="still empty"):
        charting.submit(note_id)
    charting.change_type(note_id, "ed_visit")
    assert charting.open(day.chart.chart.encounter.id).note_type.key == "ed_visit"


def test_the_latest_result_answers_a_token(day: ClinicDay) -> None:
    open_form(day, "results")
    fill(day, "Hemoglobin A1c|8.1|%|<5.7||10/01/2026")
    assert day.chart.phrases.facts().value("@LASTLAB(A1c)@") == "8.1 % (H), 10/01/2026"
    assert day.chart.phrases.facts().value("@LASTLAB(creatinine)@") == ""
