import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.undo_journal import UndoJournal
from tests.helpers.keyboard import Keyboard

DICTATED = Source(Origin.DICTATED, "person-2", "moonshine")


class Desk:
    """Three passages under one journal, and somebody who types."""

    def __init__(self, qtbot: QtBot) -> None:
        self.column = QWidget()
        layout = QVBoxLayout(self.column)
        self.journal = UndoJournal()
        self.editors = [PassageEditor(key, "person-1") for key in ("cc", "hpi", "plan")]
        for editor in self.editors:
            layout.addWidget(editor)
            self.journal.watch(editor)
        self.keyboard = Keyboard(qtbot, self.column)

    def type(self, number: int, text: str) -> None:
        self.editors[number].setFocus()
        self.keyboard.type(text)

    def dictate(self, number: int, text: str) -> None:
        editor = self.editors[number]
        cursor = editor.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        editor.insert(cursor, text, DICTATED)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(editor.toPlainText() for editor in self.editors)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_steps_are_taken_back_in_the_order_in_which_they_were_done(desk: Desk) -> None:
    desk.type(0, "one")
    desk.type(1, "two")
    desk.type(0, " three")
    desk.dictate(2, "four")
    desk.type(1, " five")
    seen = []
    for _ in range(5):
        desk.journal.undo()
        seen.append(desk.texts)
    assert seen == [
        ("one three", "two", "four"),
        ("one three", "two", ""),
        ("one", "two", ""),
        ("one", "", ""),
        ("", "", ""),
    ]
    for _ in range(7):
        desk.journal.redo()
    assert desk.texts == ("one three", "two five", "four")


def test_words_typed_around_dictated_ones_are_steps_of_their_own(desk: Desk) -> None:
    desk.type(0, "before")
    desk.dictate(1, "dictated")
    desk.keyboard.type(" after")
    desk.journal.undo()
    assert desk.texts == ("before", "dictated", "")
    desk.journal.undo()
    assert desk.texts == ("before", "", "")


def test_undo_goes_to_where_it_takes_something_back(desk: Desk) -> None:
    desk.type(0, "one")
    desk.type(2, "two")
    desk.type(1, "three")
    desk.journal.undo()
    desk.journal.undo()
    assert desk.keyboard.focus is desk.editors[2]


def test_a_new_edit_anywhere_drops_what_could_be_done_again(desk: Desk) -> None:
    desk.type(0, "one")
    desk.type(1, "two")
    desk.journal.undo()
    desk.type(2, "new")
    desk.journal.redo()
    assert desk.texts == ("one", "", "new")


def test_what_is_typed_after_an_undo_is_a_step_of_its_own(desk: Desk) -> None:
    desk.type(0, "Chest pain. Since noon.")
    desk.journal.undo()
    assert desk.texts[0] == "Chest pain."
    desk.keyboard.type(" Since dawn.")
    desk.journal.redo()
    assert desk.texts[0] == "Chest pain. Since dawn."
    desk.journal.undo()
    assert desk.texts[0] == "Chest pain."


def test_a_freshly_loaded_note_has_nothing_to_undo_or_redo(desk: Desk) -> None:
    desk.type(0, "one")
    desk.type(1, "two")
    desk.journal.undo()
    for editor in desk.editors:
        editor.show_passage(Passage.of("loaded", DICTATED))
    for _ in range(3):
        desk.journal.redo()
        desk.journal.undo()
    assert desk.texts == ("loaded", "loaded", "loaded")
    desk.type(2, "!")
    desk.journal.undo()
    assert desk.texts == ("loaded", "loaded", "loaded")


def test_an_act_within_another_is_taken_back_with_it(desk: Desk) -> None:
    with desk.journal.one_act():
        desk.dictate(0, "one")
        with desk.journal.one_act():
            desk.dictate(1, "two")
        desk.dictate(2, "three")
    desk.journal.undo()
    assert desk.texts == ("", "", "")
