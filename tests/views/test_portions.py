"""A page that is built in portions, and a note of which most is not built yet."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.qt import theme
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.portions import Portions
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.note_types import SOAP

TYPED = Source(Origin.TYPED, "scribe-1")
SECTIONS = [section.key for section in SOAP.sections]
LAST = SECTIONS[-1]


def typed(text: str) -> Passage:
    return Passage.of(text, TYPED)


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 1.0)


def unbuilt(qtbot: QtBot) -> NoteEditor:
    """A note of which only the first section is built before the event loop runs, or somebody asks."""
    note = NoteEditor(SOAP, "scribe-1", lambda _name: None, AgeBand.ADULT)
    qtbot.addWidget(note)
    note.resize(900, 600)
    return note


def editors_in(note: NoteEditor) -> int:
    return len(note.findChildren(QPlainTextEdit))


def wait_until_built(qtbot: QtBot, note: NoteEditor) -> None:
    qtbot.waitUntil(lambda: not note.pending())


def test_portions_are_built_in_order_and_once(qtbot: QtBot) -> None:
    built: list[str] = []
    home = QObject()
    portions = Portions("abcd", built.append, home)
    assert not built
    portions.need("c")
    portions.need("c")
    assert (built, portions.left) == (["c"], ("a", "b", "d"))
    qtbot.waitUntil(lambda: not portions.left)
    assert built == ["c", "a", "b", "d"]
    portions.need_all()
    assert built == ["c", "a", "b", "d"]


def test_a_slow_portion_ends_the_turn(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much there is to build, the window gets its turn after each portion that takes its time."""
    now = [0.0]
    monkeypatch.setattr("scribe_desktop.views.portions.time.perf_counter", lambda: now[0])
    turns: list[list[str]] = []

    def build(name: str) -> None:
        turns[-1].append(name)
        now[0] += 0.01

    home = QObject()
    portions = Portions("abcde", build, home)
    while portions.left:
        turns.append([])
        QApplication.processEvents()
    assert [turn for turn in turns if turn] == [["a", "b"], ["c", "d"], ["e"]]


def test_an_unbuilt_note_says_all_that_it_was_given(qtbot: QtBot) -> None:
    note = unbuilt(qtbot)
    said = {"hpi": typed("She coughs."), LAST: typed("Rest ***"), "vitals.heart_rate": typed("88 /min")}
    note.show_content(said, may_write=True)
    assert [editor.key for editor in note.built()] == SECTIONS[:1]
    assert note.passage("hpi").text == "She coughs."
    assert {key: passage for key, passage in note.content().items() if not passage.is_blank} == said
    assert note.standing("hpi") == (True, False)
    assert note.standing(LAST) == (True, True)
    assert note.standing("vitals") == (True, False)
    assert note.standing("pmh") == (False, False)
    assert note.blanks() == 1
    assert editors_in(note) == 1


def test_only_what_is_gone_to_is_built_at_once(qtbot: QtBot) -> None:
    note = unbuilt(qtbot)
    note.show_content({LAST: typed("Rest.")}, may_write=True)
    note.go_to(LAST)
    assert [editor.key for editor in note.built()] == [SECTIONS[0], LAST]
    assert note.section_editor(LAST).toPlainText() == "Rest."


def test_the_section_gone_to_stays_in_sight_while_those_above_are_built(qtbot: QtBot) -> None:
    note = unbuilt(qtbot)
    note.show_content({key: typed("One line.\nAnother line.\n" * 5) for key in SECTIONS}, may_write=True)
    with qtbot.waitExposed(note):
        note.show()
    note.go_to(LAST)
    wait_until_built(qtbot, note)
    editor = note.section_editor(LAST)

    def in_sight() -> bool:
        cursor = editor.viewport().mapTo(note.viewport(), editor.cursorRect().center())
        return note.viewport().rect().contains(cursor)

    qtbot.wait(50)
    qtbot.waitUntil(in_sight)
    assert note.verticalScrollBar().maximum() > 0


def test_tab_goes_from_top_to_bottom_in_whatever_order_the_note_was_built(qtbot: QtBot) -> None:
    note = unbuilt(qtbot)
    note.show_content({}, may_write=True)
    for key in (SECTIONS[0], LAST, SECTIONS[5], SECTIONS[2]):
        note.editor(key)
    wait_until_built(qtbot, note)
    keyboard = Keyboard(qtbot, note)
    note.go_to(SECTIONS[0])
    went = []
    for _ in note.keys:
        focused = keyboard.focus
        assert isinstance(focused, PassageEditor)
        went.append(focused.key)
        keyboard.press(Key.Key_Tab)
    assert went == list(note.keys)


def test_arrows_lead_into_what_is_not_built_yet(qtbot: QtBot) -> None:
    note = unbuilt(qtbot)
    note.show_content({}, may_write=True)
    first = note.editor(note.keys[0])
    first.leave_forward.emit()
    assert [editor.key for editor in note.built()] == list(note.keys[:2])


def test_an_editor_built_later_is_like_those_before(qtbot: QtBot) -> None:
    """It may be written to or not, has the same gate, and whoever asked for each hears of it."""
    note = unbuilt(qtbot)
    seen: list[str] = []
    gate = list[object]().append
    note.show_content({}, may_write=True)
    note.on_each(lambda editor: seen.append(editor.key))
    note.set_read_only(read_only=True)
    note.guard(gate)
    assert seen == [SECTIONS[0]]
    assert note.editor(LAST).isReadOnly()
    assert note.editor(LAST).gate is gate
    wait_until_built(qtbot, note)
    assert sorted(seen) == sorted(note.keys)


def test_another_content_replaces_what_waits_to_be_built(qtbot: QtBot) -> None:
    note = unbuilt(qtbot)
    note.show_content({LAST: typed("Before.")}, may_write=True)
    note.show_content({"hpi": typed("After.")}, may_write=True)
    assert note.section_editor(LAST).toPlainText() == ""
    assert note.section_editor("hpi").toPlainText() == "After."


def test_building_is_no_change_of_the_note(qtbot: QtBot) -> None:
    note = unbuilt(qtbot)
    changed: list[str] = []
    note.edited.connect(changed.append)
    note.show_content({key: typed("Said.") for key in SECTIONS}, may_write=True)
    wait_until_built(qtbot, note)
    note.journal.undo()
    assert not changed
    assert note.passage(LAST).text == "Said."


def test_an_open_place_is_found_in_a_section_that_is_not_built(qtbot: QtBot) -> None:
    note = unbuilt(qtbot)
    note.show_content({LAST: typed("Return in *** days.")}, may_write=True)
    keyboard = Keyboard(qtbot, note)
    note.go_to(SECTIONS[0])
    assert note.places.step(forward=True)
    keyboard.type("3")
    assert note.passage(LAST).text == "Return in 3 days."


def test_a_label_leads_to_its_editor_when_it_is_built_on_the_screen(qtbot: QtBot) -> None:
    """Every widget of a section that is built into a visible page is shown with it."""
    note = unbuilt(qtbot)
    note.show_content({}, may_write=True)
    with qtbot.waitExposed(note):
        note.show()
    editor = note.editor(LAST)
    assert editor.isVisible()
    part = editor.parentWidget()
    assert part is not None
    direct = part.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert all(child.isVisible() for child in direct)
