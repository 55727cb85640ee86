"""The note as a whole: moving through it by keys, its one history, and what it shows of a note."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.qt import theme
from scribe_desktop.views.chip import Chip
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.passage_editor import PassageEditor
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.note_types import SOAP

TYPED = Source(Origin.TYPED, "scribe-1")


def typed(text: str) -> Passage:
    return Passage.of(text, TYPED)


@pytest.fixture
def note(qtbot: QtBot, qapp: QApplication) -> Iterator[NoteEditor]:
    theme.apply(qapp, "light", 1.0)
    note = NoteEditor(SOAP, "scribe-1", lambda _name: None, AgeBand.ADULT)
    qtbot.addWidget(note)
    note.resize(900, 600)
    note.show_content({}, may_write=True)
    yield note
    theme.apply(qapp, "light", 1.0)


@pytest.fixture
def keyboard(qtbot: QtBot, note: NoteEditor) -> Keyboard:
    return Keyboard(qtbot, note)


def focused(note: NoteEditor) -> str:
    return next(editor.key for editor in note.editors() if editor.hasFocus())


def context_menu(editor: PassageEditor) -> dict[str, QAction]:
    """The entries of the menu as the note fills it, by their text without the key."""
    menu = editor.createStandardContextMenu()
    assert isinstance(menu, QMenu)
    editor.menu_opening.emit(menu)
    return {action.text().partition("\t")[0].replace("&", ""): action for action in menu.actions()}


def test_sections_are_gone_through_round_the_ends(note: NoteEditor, keyboard: Keyboard) -> None:
    keys = [section.key for section in SOAP.sections]
    note.go_to(keys[0])
    went = []
    for _ in keys:
        went.append(note.current_section)
        note.step_section(1)
    assert went == keys
    assert note.current_section == keys[0]
    note.step_section(-1)
    assert note.current_section == keys[-1]


def test_a_section_with_fields_is_entered_at_its_first_field(note: NoteEditor, keyboard: Keyboard) -> None:
    with_fields = next(section for section in SOAP.sections if section.fields)
    note.go_to(with_fields.key)
    assert focused(note) == with_fields.fields[0].key
    assert note.current_section == with_fields.key


def test_blanks_are_gone_through_in_all_sections_round_the_ends(note: NoteEditor, keyboard: Keyboard) -> None:
    note.show_content({"cc": typed("*** for ***"), "plan": typed("back in ***")}, may_write=True)
    last = SOAP.sections[-1].key
    note.show_content({"cc": typed("*** for ***"), last: typed("back in ***")}, may_write=True)
    note.go_to("hpi")
    seen = []
    for _ in range(4):
        assert note.places.step(forward=True)
        cursor = note.editor(focused(note)).textCursor()
        assert cursor.selectedText() == "***"
        seen.append((focused(note), cursor.selectionStart()))
    assert seen == [(last, 8), ("cc", 0), ("cc", 8), (last, 8)]
    assert note.places.step(forward=False)
    assert (focused(note), note.editor("cc").textCursor().selectionStart()) == ("cc", 8)
    assert note.blanks() == 3


def test_enter_on_an_open_place_leaves_it_open_and_goes_to_what_is_asked_next(
    note: NoteEditor, keyboard: Keyboard
) -> None:
    said = "Since ***, {left|right} side, ***."
    note.show_content({"hpi": typed(said)}, may_write=True)
    editor = note.section_editor("hpi")
    editor.setFocus()
    editor.select(6, 9)
    keyboard.press(Key.Key_Return)
    assert note.places.pick_list.isVisible()
    keyboard.press(Key.Key_Escape, Key.Key_Return)
    assert note.places.pick_list.isVisible()
    keyboard.press(Key.Key_Return)
    assert editor.toPlainText() == "Since ***, left side, ***."
    keyboard.press(Key.Key_Return)
    assert editor.textCursor().selectionStart() == 6
    assert editor.toPlainText() == "Since ***, left side, ***."
    keyboard.type("May")
    keyboard.press(Key.Key_Return)
    assert editor.toPlainText() == "Since May\n, left side, ***."


def test_without_a_blank_the_cursor_stays(note: NoteEditor, keyboard: Keyboard) -> None:
    note.show_content({"cc": typed("Cough")}, may_write=True)
    note.go_to("cc")
    assert not note.places.step(forward=True)
    assert (focused(note), note.editor("cc").textCursor().position()) == ("cc", 5)


def test_up_and_down_run_through_the_editors(note: NoteEditor, keyboard: Keyboard) -> None:
    note.go_to("cc")
    keyboard.press(Key.Key_Down)
    assert focused(note) == "hpi"
    keyboard.press(Key.Key_Up)
    assert focused(note) == "cc"


def test_a_note_that_is_locked_shows_only_what_says_something(note: NoteEditor, keyboard: Keyboard) -> None:
    note.show_content({"hpi": typed("Cough"), "cc": typed(" \n")}, may_write=False)
    shown = [editor.key for editor in note.editors() if editor.isVisible()]
    assert shown == ["hpi"]
    groups = [label for label in note.findChildren(QLabel) if label.property("role") == "group"]
    assert [label.text() for label in groups if label.isVisible()] == ["SUBJECTIVE"]
    note.go_to("hpi")
    keyboard.type("more")
    assert note.passage("hpi").text == "Cough"
    note.go_to("cc")
    assert focused(note) == "hpi"


def test_the_context_menu_undoes_over_the_whole_note(note: NoteEditor, keyboard: Keyboard) -> None:
    note.go_to("cc")
    keyboard.type("Cough")
    note.go_to("hpi")
    keyboard.type("Since noon")
    menu = context_menu(note.editor("cc"))
    assert not menu["Redo"].isEnabled()
    menu["Undo"].trigger()
    assert (note.passage("cc").text, note.passage("hpi").text) == ("Cough", "")
    context_menu(note.editor("cc"))["Undo"].trigger()
    menu = context_menu(note.editor("hpi"))
    assert note.passage("cc").text == ""
    assert not menu["Undo"].isEnabled()
    menu["Redo"].trigger()
    assert note.passage("cc").text == "Cough"


def test_a_locked_section_offers_copying_alone(note: NoteEditor, keyboard: Keyboard) -> None:
    note.show_content({"hpi": typed("Cough")}, may_write=False)
    entries = context_menu(note.editor("hpi"))
    assert "Copy" in entries
    assert not {"Undo", "Redo", "Paste"} & entries.keys()


@pytest.mark.parametrize(
    ("text", "says_something", "has_blank"),
    [("", False, False), (" \n\t\n", False, False), ("\n\nlate", True, False), ("pain ***", True, True)],
)
def test_a_passage_says_whether_it_is_filled(
    note: NoteEditor, text: str, says_something: bool, has_blank: bool
) -> None:
    note.show_content({"hpi": typed(text)}, may_write=True)
    editor = note.editor("hpi")
    assert (editor.says_something, editor.has_blank) == (says_something, has_blank)


def test_open_forms_fit_into_a_narrow_note_with_large_text(
    qtbot: QtBot, note: NoteEditor, keyboard: Keyboard, qapp: QApplication
) -> None:
    theme.apply(qapp, "light", 2.0)
    note.resize(480, 600)
    for key in ("hpi", "ros", "exam"):
        note.forms.toggle(key)
    column = note.widget()
    qtbot.waitUntil(lambda: column.width() == note.viewport().width())
    for key in ("ros", "exam"):
        panel = note.forms.panel(key)
        assert panel is not None
        shown = [chip for chip in panel.findChildren(Chip) if chip.isVisible()]
        assert max(chip.geometry().right() for chip in shown) <= panel.body.width()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [480, 900])
def test_nothing_is_wider_than_the_column(
    qtbot: QtBot, note: NoteEditor, keyboard: Keyboard, qapp: QApplication, scale: float, width: int
) -> None:
    theme.apply(qapp, "light", scale)
    note.resize(width, 600)
    column = note.widget()
    qtbot.waitUntil(lambda: column.width() == note.viewport().width())
    for editor in note.editors():
        right = editor.mapTo(column, editor.rect().topRight()).x()
        assert right < column.width(), editor.key
