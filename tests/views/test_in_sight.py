"""What is worked in stays in sight in a page that changes its height."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractSlider, QApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.qt import theme
from scribe_desktop.views.note_editor import NoteEditor
from tests.helpers.keyboard import Keyboard
from tests.helpers.note_types import SOAP


@pytest.fixture
def note(qtbot: QtBot, qapp: QApplication) -> Iterator[NoteEditor]:
    theme.apply(qapp, "light", 1.0)
    note = NoteEditor(SOAP, "scribe-1", lambda _name: None, AgeBand.ADULT)
    note.resize(900, 500)
    note.show_content({}, may_write=True)
    Keyboard(qtbot, note)
    note.editors()
    note.go_to(SOAP.sections[-1].key)
    qtbot.waitUntil(lambda: cursor_in_sight(note))
    qtbot.wait(300)  # the page has unfolded: nothing follows the cursor any more
    yield note
    theme.apply(qapp, "light", 1.0)


def cursor_in_sight(note: NoteEditor) -> bool:
    editor = note.editor(note.current_section)
    there = editor.viewport().mapTo(note.viewport(), editor.cursorRect().center())
    return note.viewport().rect().contains(there)


def test_the_cursor_stays_in_sight_when_something_takes_room_below(note: NoteEditor, qtbot: QtBot) -> None:
    for height in (300, 200):
        note.resize(900, height)
        qtbot.waitUntil(lambda: cursor_in_sight(note))


def test_whoever_scrolled_elsewhere_is_not_pulled_back(note: NoteEditor, qtbot: QtBot) -> None:
    note.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    assert not cursor_in_sight(note)
    note.resize(900, 300)
    qtbot.waitUntil(lambda: note.viewport().height() <= 300)
    QApplication.processEvents()
    assert note.verticalScrollBar().value() == 0
