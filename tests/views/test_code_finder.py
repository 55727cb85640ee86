"""Finding codes in the real window, by keyboard alone."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from scribe_desktop.codes.code import CodeSystem
from scribe_desktop.notes.passage import Origin
from scribe_desktop.views.settings_view import SettingsView
from tests.helpers.clinic import IMOGEN, PHYSICIAN, SCRIBE, clinic_in, origins
from tests.helpers.clinic_day import ClinicDay, at_chart

HTN = "Essential (primary) hypertension (I10), for provider confirmation"


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    with at_chart(clinic_in(tmp_path, IMOGEN), SCRIBE, IMOGEN) as day:
        day.chart.editor.go_to("problems")
        yield day


def text(day: ClinicDay, key: str = "problems") -> str:
    return day.chart.editor.editor(key).toPlainText()


def says(label: QLabel, expected: str) -> bool:
    return expected in label.text()


def find(day: ClinicDay) -> None:
    day.hands.press("Ctrl+Shift+I")
    day.hands.wait("the codes", lambda: day.chart.codes._indexes)


def test_a_typed_query_puts_the_chosen_code_in_as_pulled_and_one_undo_takes_it_back(day: ClinicDay) -> None:
    day.hands.type("1.")
    find(day)
    day.hands.type("htn")
    day.hands.press("Return")
    assert text(day) == f"1. {HTN}"
    passage = day.chart.editor.passage("problems")
    assert origins(passage) == {"typed": "1.", "pulled": f" {HTN}"}
    assert {s.detail for _, s in passage.pieces() if s.origin is Origin.PULLED} == {"ICD-10-CM"}
    day.hands.type(" stable")
    assert text(day) == f"1. {HTN} stable"
    day.hands.press("Ctrl+Z", "Ctrl+Z")
    assert text(day) == "1."


def test_the_selected_words_are_the_first_query_and_give_way_to_the_code(day: ClinicDay) -> None:
    day.hands.type("Today: dm2")
    day.hands.press("Ctrl+Shift+Left")
    find(day)
    assert day.chart.codes.query.text() == "dm2"
    day.hands.press("Down", "Up", "Return")
    assert text(day).startswith("Today: Type 2 diabetes mellitus without complications (E11.9), for")
    day.hands.press("Ctrl+Z")
    assert text(day) == "Today: dm2"


def test_escape_leaves_the_note_as_it_was_and_the_cursor_in_it(day: ClinicDay) -> None:
    day.hands.type("Cough")
    find(day)
    day.hands.type("asthma")
    day.hands.press("Escape")
    assert not day.chart.codes.isVisible()
    day.hands.type("s")
    assert text(day) == "Coughs"


def test_what_is_not_found_is_said_and_enter_does_nothing(day: ClinicDay) -> None:
    find(day)
    day.hands.type("qqqqzzzz")
    day.hands.press("Return")
    assert "Nothing in ICD-10-CM" in day.chart.codes.hint.text()
    assert day.chart.codes.isVisible()
    assert text(day) == ""


def test_a_clinics_list_is_imported_kept_and_found_behind_tab(day: ClinicDay, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text("code,description\n9921,Too short\n")
    good.write_text("code,description\n99213,Office visit\n93000,Electrocardiogram\n")
    day.lock()
    day.enter(PHYSICIAN)
    day.hands.press("Ctrl+,")
    view = day.workspace.pages.currentWidget()
    assert isinstance(view, SettingsView)
    card = view.codes
    for path, said in ((bad, "bad.csv: line 2"), (good, "CPT: 2 codes")):
        day.fill(card.file, str(path))
        day.push(card.bring)
        day.hands.wait(said, partial(says, card.message, said))
    day.lock()
    day.enter(SCRIBE)
    day.open(IMOGEN.name)
    day.chart.editor.go_to("problems")
    find(day)
    day.hands.wait("both lists", lambda: len(day.chart.codes._indexes) == 2)
    day.hands.press("Tab")
    day.hands.type("electro")
    day.hands.press("Return")
    assert text(day) == "Electrocardiogram (93000), for provider confirmation"
    (source,) = {s for _, s in day.chart.editor.passage("problems").pieces()}
    assert (source.origin, source.detail) == (Origin.PULLED, "CPT")
    assert day.workspace.session.coding.sizes()[CodeSystem.CPT] == 2


def test_the_popup_stays_inside_the_chart_with_the_largest_text(day: ClinicDay) -> None:
    day.hands.press(*["Ctrl++"] * 10)
    find(day)
    day.hands.type("fracture wrist")
    popup = day.chart.codes
    assert day.chart.rect().contains(popup.geometry())
    assert popup.rows.height() > 0
