"""A table of many rows costs no more at a key than a short one: counted in what is built and worked out."""

from collections import Counter

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.form import Rows, named
from scribe_desktop.notes.passage import Origin
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.row_model import RowModel
from scribe_desktop.views.rows_form import RowsForm
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.note_types import SOAP

MANY = 150
RESULTS = named("results", "results")
LABS = RESULTS.fields[0]


def rows(count: int) -> list[tuple[str, dict[str, str]]]:
    return [("labs.csv", {"test": f"Test {number}", "value": f"{number}.5"}) for number in range(count)]


@pytest.fixture
def note(qtbot: QtBot) -> NoteEditor:
    note = NoteEditor(SOAP, "scribe-1", lambda _name: None, AgeBand.ADULT)
    qtbot.addWidget(note)
    note.show_content({}, may_write=True)
    return note


def table_of(note: NoteEditor, count: int) -> RowsForm:
    """The open form of results with so many rows."""
    assert isinstance(LABS, Rows)
    RowModel(RESULTS, LABS, note.writing).add(rows(count), Origin.PULLED, "scribe-1")
    panel = note.forms.open("results")
    assert panel is not None
    assert isinstance(panel.body, RowsForm)
    return panel.body


def test_a_table_is_one_widget_with_one_open_cell_however_long_it_is(qtbot: QtBot, note: NoteEditor) -> None:
    body = table_of(note, MANY)
    keyboard = Keyboard(qtbot, note)
    body.focus_field(LABS.key)
    before = len(body.findChildren(QWidget))
    for _ in range(20):
        keyboard.press(Key.Key_Down)
    table = body.tables[LABS.key]
    qtbot.waitUntil(lambda: len(table.findChildren(QLineEdit)) <= 1)
    assert table.rows.rowCount() == MANY + 1
    assert len(body.findChildren(QWidget)) <= before + 1


def test_a_key_has_what_the_rows_say_worked_out_once(
    qtbot: QtBot, note: NoteEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = table_of(note, MANY)
    keyboard = Keyboard(qtbot, note)
    body.focus_field(LABS.key)
    asked = Counter[str]()
    said = Rows.said
    monkeypatch.setattr(Rows, "said", lambda self, value: asked.update([value]) or said(self, value))
    keyboard.type("x")
    now = note.writing.value(LABS.key)
    assert now.startswith("x") or "x |" in now.partition("\n")[0]
    assert asked[now] == 1
    assert sum(asked.values()) == 1


def test_going_from_cell_to_cell_measures_nothing_again(
    qtbot: QtBot, note: NoteEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = table_of(note, MANY)
    keyboard = Keyboard(qtbot, note)
    table = body.tables[LABS.key]
    body.fit(700)
    body.focus_field(LABS.key)
    measured = list[str]()
    metrics = table.fontMetrics()

    class Counting:
        def horizontalAdvance(self, text: str) -> int:
            measured.append(text)
            return metrics.horizontalAdvance(text)

        def __getattr__(self, name: str) -> object:
            return getattr(metrics, name)

    monkeypatch.setattr(table, "fontMetrics", Counting)
    for _ in range(5):
        keyboard.press(Key.Key_Down)
    assert measured == []


def test_rows_that_are_taken_over_are_one_change_of_the_text(note: NoteEditor) -> None:
    changes = list[int]()
    note.section_editor("results").document().contentsChange.connect(lambda *_: changes.append(1))
    table_of(note, MANY)
    assert note.passage("results").text.count("\n") == MANY - 1
    assert len(changes) <= 2
