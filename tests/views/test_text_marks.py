"""Marks on open blanks, and what they cost while typing."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QPaintEvent, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.session.marking import Kind
from scribe_desktop.views.section_editor import SectionEditor

TYPED = Source(Origin.TYPED, "scribe-1")
PARAGRAPH = "the patient walks unaided and denies pain " * 20


@pytest.fixture
def editor(qtbot: QtBot) -> SectionEditor:
    editor = SectionEditor("hpi", "scribe-1", lambda _name: None)
    qtbot.addWidget(editor)
    editor.resize(700, 100)
    with qtbot.waitExposed(editor):
        editor.show()
    return editor


def show(editor: SectionEditor, text: str) -> None:
    editor.show_passage(Passage.of(text, TYPED))


def marked(editor: SectionEditor) -> list[str]:
    """Position and words of each mark."""
    found = editor.marks.after(0, *Kind)
    return [f"{cursor.selectionStart()}:{cursor.selectedText()}" for cursor in found if cursor is not None]


def type_at(editor: SectionEditor, position: int, text: str, *, over: int = 0) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(position)
    cursor.setPosition(position + over, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    QTest.keyClicks(editor, text)


def test_blanks_are_marked_as_loaded_also_after_characters_beyond_the_basic_plane(
    editor: SectionEditor,
) -> None:
    show(editor, "pain 😀 *** of 10\nsince ***")
    assert marked(editor) == ["8:***", "24:***"]


def test_marks_move_along_with_what_is_typed_around_them(editor: SectionEditor) -> None:
    show(editor, "since *** and ***\nno ***")
    type_at(editor, 0, "well ")
    assert marked(editor) == ["11:***", "19:***", "26:***"]
    type_at(editor, 14, "s")
    assert marked(editor) == ["11:***", "20:***", "27:***"]


def test_a_blank_that_is_filled_or_broken_is_no_longer_marked_until_undone(editor: SectionEditor) -> None:
    show(editor, "since *** and ***")
    type_at(editor, 6, "Tuesday", over=3)
    assert marked(editor) == ["18:***"]
    type_at(editor, 19, "x")
    assert marked(editor) == []
    editor.undo()
    assert marked(editor) == ["18:***"]


def test_a_blank_is_marked_as_soon_as_it_is_typed_or_pasted(editor: SectionEditor) -> None:
    show(editor, "a\nb\n")
    type_at(editor, 1, " ***")
    assert marked(editor) == ["2:***"]
    pasted = QMimeData()
    pasted.setText("one ***\ntwo ***\n")
    editor.insertFromMimeData(pasted)
    assert marked(editor) == ["2:***", "9:***", "17:***"]


def test_a_key_beside_a_blank_repaints_its_paragraph_and_no_more(editor: SectionEditor, qtbot: QtBot) -> None:
    show(editor, "\n".join([f"{PARAGRAPH}*** {PARAGRAPH}"] * 6))
    type_at(editor, 10, "a")
    qtbot.wait(100)
    heights: list[int] = []

    class Watch(QObject):
        def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                heights.append(event.region().boundingRect().height())
            return False

    watch = Watch()
    editor.viewport().installEventFilter(watch)
    QTest.keyClicks(editor, "b")
    qtbot.waitUntil(lambda: bool(heights))
    assert max(heights) < editor.viewport().height() / 3


def test_a_long_paste_is_taken_whole_and_fitted(editor: SectionEditor) -> None:
    pasted = QMimeData()
    pasted.setText("\n".join(["a line"] * 5_000))
    editor.insertFromMimeData(pasted)
    assert editor.blockCount() == 5_000
    assert editor.height() > 5_000 * editor.fontMetrics().height() * 0.9
