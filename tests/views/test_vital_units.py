"""Vital signs typed in other units: converted, taken back, stored with their unit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.document import section_text
from scribe_desktop.views.field_editor import FieldEditor
from tests.helpers.clinic import CASEY, IMOGEN, SCRIBE, chart_of, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    with at_chart(clinic_in(tmp_path, IMOGEN, CASEY), SCRIBE, IMOGEN) as day:
        yield day


def go_to(day: ClinicDay, name: str) -> FieldEditor:
    field = day.chart.editor.editor(f"vitals.{name}")
    assert isinstance(field, FieldEditor)
    field.setFocus()
    return field


def test_another_unit_is_converted_on_leaving_and_its_source_keeps_what_was_typed(day: ClinicDay) -> None:
    weight = go_to(day, "weight")
    day.hands.type("150 lb")
    assert weight.passage().text == "150 lb"
    day.hands.press("Tab")
    assert (weight.toPlainText(), weight.passage().text) == ("68", "68 kg")
    assert {source.detail for _, source in weight.passage().pieces()} == {"converted from 150 lb"}
    assert weight.toolTip() == "Converted from 150 lb"
    day.hands.type("5'7\"")
    day.hands.press("Tab")
    assert day.chart.editor.passage("vitals.height").text == "170.2 cm"
    assert day.chart.phrases.facts().value("@BMI@") == "23.5 kg/m² (computed)"
    day.hands.press("Ctrl+Z")
    height = go_to(day, "height")
    assert height.toPlainText() == "5'7\""
    day.hands.press("Tab")
    assert height.toPlainText() == "5'7\""  # what was taken back stays as it was typed
    assert day.chart.phrases.facts().value("@BMI@") == "23.5 kg/m² (computed)"


def test_ranges_hold_in_every_unit(day: ClinicDay) -> None:
    temperature = go_to(day, "temperature")
    day.hands.type("38.2 C")
    assert not temperature.property("doubt")
    day.hands.press("Ctrl+A")
    day.hands.type("98 C")
    assert temperature.property("doubt")
    day.hands.press("Ctrl+A")
    day.hands.type("98.6")
    assert not temperature.property("doubt")


def test_the_workstations_unit_changes_the_label_and_never_what_is_stored(day: ClinicDay) -> None:
    go_to(day, "temperature")
    day.hands.type("98.6")
    day.hands.press("Tab")
    units = day.workspace.session.units
    day.workspace.jobs.store(lambda: units.choose("temperature", "°C"))
    day.hands.press("Ctrl+W")
    day.hands.wait("the closed chart", lambda: day.workspace.chart is None)
    day.open(CASEY.name)
    temperature = go_to(day, "temperature")
    assert temperature.accessibleName() == "Temp in °C"
    assert temperature.placeholderText() == "e.g. 37"
    day.hands.type("36.5")
    day.hands.press("Tab")
    assert not temperature.property("doubt")
    day.open(IMOGEN.name)
    assert go_to(day, "temperature").toPlainText() == "98.6 °F"
    profile = day.workspace.session.profile
    note_type = day.chart.chart.note_type
    day.lock()
    for visitor, said in ((IMOGEN, "98.6 °F"), (CASEY, "36.5 °C")):
        content = chart_of(profile, visitor.name).content
        assert content["vitals.temperature"].text == said
        assert section_text(note_type.section("vitals"), content) == f"Temp: {said}"
