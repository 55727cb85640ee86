"""A vital sign: one line, judged while it is typed and never blocked."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from scribe_desktop.checks.vitals import doubt
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.views.field_editor import FieldEditor
from scribe_desktop.views.field_grid import FieldGrid
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.note_types import SOAP

VITALS = {field.key.partition(".")[2]: field for field in SOAP.section("vitals").fields}
PULSE = next(field for field in VITALS.values() if "pulse" in field.label.casefold())


@pytest.fixture
def field() -> FieldEditor:
    return FieldEditor(PULSE, "scribe-1", AgeBand.ADULT)


@pytest.fixture
def keyboard(qtbot: QtBot, field: FieldEditor) -> Keyboard:
    keyboard = Keyboard(qtbot, field)
    field.setFocus()
    return keyboard


def test_every_example_is_beyond_doubt() -> None:
    assert [doubt(spec, spec.example, AgeBand.ADULT) for spec in VITALS.values()] == [""] * len(VITALS)


@pytest.mark.parametrize(("typed", "doubted"), [("88", False), ("", False), ("400", True), ("fast", True)])
def test_an_unusual_value_is_marked_said_and_kept(
    field: FieldEditor, keyboard: Keyboard, typed: str, doubted: bool
) -> None:
    keyboard.type(typed)
    assert bool(field.property("doubt")) is doubted
    assert bool(field.accessibleDescription()) is doubted
    assert field.passage().text == typed
    keyboard.replace("88")
    assert not field.property("doubt")


def test_return_goes_on_to_the_next_field(qtbot: QtBot, field: FieldEditor, keyboard: Keyboard) -> None:
    keyboard.type("88")
    with qtbot.waitSignal(field.leave_forward):
        keyboard.press(Key.Key_Return)
    assert field.passage().text == "88"


def test_pasted_lines_become_one(field: FieldEditor, keyboard: Keyboard) -> None:
    field.insert(field.textCursor(), " 88\n\tregular ", Source(Origin.PASTED, "scribe-1"))
    assert field.passage().text == "88 regular"
    assert field.document().blockCount() == 1


def test_fields_stand_side_by_side_as_far_as_there_is_room(qtbot: QtBot) -> None:
    grid = FieldGrid()
    qtbot.addWidget(grid)
    fields = [FieldEditor(spec, "scribe-1", AgeBand.ADULT) for spec in VITALS.values()]
    for one in fields:
        grid.add(QLabel(one.spec.label), one)

    def rows() -> int:
        grid.resize(grid.minimumSizeHint())
        grid.show()
        return len({one.mapTo(grid, one.rect().topLeft()).y() for one in fields})

    found = []
    for width in (4_000, 260, 10):
        grid.fit(width)
        qtbot.wait(20)
        found.append(rows())
    assert found[0] == -(-len(fields) // 4)
    assert found[0] < found[1] <= found[2] == len(fields)


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("heart_rate", "82", "82"),
        ("heart_rate", "82 beats/min", "82"),
        ("heart_rate", "120/80", ""),
        ("heart_rate", "regular", ""),
        ("blood_pressure", "120/80 mmHg", "120/80 mmHg"),
        ("blood_pressure", "120", ""),
        ("oxygen_saturation", "98%", "98"),
        ("pain", "0/10", "0"),
        ("temperature", "38.2 °C", "38.2 °C"),
        ("temperature", "38.2 kg", ""),
        ("height", "5 feet 8 inches", "5 feet 8 inches"),
        ("weight", "", ""),
    ],
)
def test_a_field_takes_its_values_and_no_others(qtbot: QtBot, name: str, said: str, value: str) -> None:
    field = FieldEditor(VITALS[name], "scribe-1", AgeBand.ADULT)
    qtbot.addWidget(field)
    assert field.takes(said) == value
