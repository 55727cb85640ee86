from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCursor, QTextLine
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.provenance import OUTSIDE
from scribe_desktop.views.passage_editor import PassageEditor
from tests.helpers.keyboard import Key, Keyboard

ME = "person-1"
TYPED, PASTED = Source(Origin.TYPED, ME), Source(Origin.PASTED, ME, OUTSIDE)
DICTATED = Source(Origin.DICTATED, "person-2", "moonshine")
PHRASE = Source(Origin.PHRASE, "person-2", "ros")
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

# What Qt itself reads as a line break or a space; all the rest comes back as it was.
_TRANSLATED = "\r\u2028\u2029\u00a0\ufdd0\ufdd1"
_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters=_TRANSLATED), min_size=1)
_PASSAGES = st.lists(st.tuples(_TEXTS, st.sampled_from([TYPED, PASTED, DICTATED, PHRASE]))).map(Passage.join)


@pytest.fixture
def editor(qtbot: QtBot) -> PassageEditor:
    return PassageEditor("hpi", ME)


@pytest.fixture
def keyboard(qtbot: QtBot, editor: PassageEditor) -> Keyboard:
    keyboard = Keyboard(qtbot, editor)
    editor.setFocus()
    return keyboard


@pytest.fixture
def clipboard() -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def pieces(editor: PassageEditor) -> list[tuple[str, Source]]:
    return list(editor.passage().pieces())


def put_cursor(editor: PassageEditor, position: int, anchor: int | None = None) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(position if anchor is None else anchor)
    cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def enter_character(editor: PassageEditor, text: str) -> None:
    """A key whose layout makes this text of it, as for accents, emoji and other scripts."""
    QApplication.sendEvent(editor, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(_PASSAGES)
def test_every_passage_comes_back_as_it_was_shown(editor: PassageEditor, passage: Passage) -> None:
    editor.show_passage(passage)
    assert editor.passage() == passage
    assert editor.passage().text == editor.toPlainText()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(_PASSAGES, st.data())
def test_undoing_all_and_doing_it_again_restores_text_and_sources(
    editor: PassageEditor, passage: Passage, data: st.DataObject
) -> None:
    editor.show_passage(passage)
    length = editor.document().characterCount() - 1
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, length))
        put_cursor(editor, start, anchor=data.draw(st.integers(start, length)))
        editor.insert(editor.textCursor(), data.draw(_TEXTS | st.just("")), data.draw(st.just(PHRASE)))
        length = editor.document().characterCount() - 1
    after = editor.passage()
    while editor.document().isUndoAvailable():
        editor.undo()
    assert editor.passage() == passage
    while editor.document().isRedoAvailable():
        editor.redo()
    assert editor.passage() == after


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("one\rtwo", "one\ntwo"),
        ("one\u2028two", "one\ntwo"),
        ("one\u2029two", "one\ntwo"),
        ("5\u00a0mg", "5 mg"),
        ("👩‍⚕️ 𝛽-blocker", "👩‍⚕️ 𝛽-blocker"),
        ("cafe\u0301", "cafe\u0301"),
        ("שלום עולם", "שלום עולם"),
        ("a\u202bשלום\u202cb", "a\u202bשלום\u202cb"),
    ],
)
def test_a_paste_of_any_script_and_line_end_is_kept_and_marked(
    editor: PassageEditor, keyboard: Keyboard, clipboard: None, pasted: str, kept: str
) -> None:
    editor.show_passage(Passage.of("before after", DICTATED))
    put_cursor(editor, 7)
    QGuiApplication.clipboard().setText(pasted)
    keyboard.press(Key.Key_V, modifier=CONTROL)
    assert pieces(editor) == [("before ", DICTATED), (kept, PASTED), ("after", DICTATED)]


def test_formatted_text_is_pasted_as_plain_text(
    editor: PassageEditor, keyboard: Keyboard, clipboard: None
) -> None:
    rich = QMimeData()
    rich.setHtml("<b>Bold</b> words")
    rich.setText("Bold words")
    QGuiApplication.clipboard().setMimeData(rich)
    keyboard.press(Key.Key_V, modifier=CONTROL)
    assert pieces(editor) == [("Bold words", PASTED)]


def test_what_is_typed_inside_dictated_words_is_the_typists_own(
    editor: PassageEditor, keyboard: Keyboard
) -> None:
    editor.show_passage(Passage.of("chest pain today", DICTATED))
    put_cursor(editor, 11)
    keyboard.type("since ")
    assert pieces(editor) == [("chest pain ", DICTATED), ("since ", TYPED), ("today", DICTATED)]


def test_a_line_break_typed_inside_dictated_words_is_the_typists_own(
    editor: PassageEditor, keyboard: Keyboard
) -> None:
    editor.show_passage(Passage.of("chest pain", DICTATED))
    put_cursor(editor, 6)
    keyboard.press(Key.Key_Return)
    keyboard.press(Key.Key_Enter, modifier=Qt.KeyboardModifier.KeypadModifier)
    keyboard.press(Key.Key_Return, modifier=SHIFT)
    assert pieces(editor) == [("chest ", DICTATED), ("\n\n\n", TYPED), ("pain", DICTATED)]
    assert editor.blockCount() == 4


def test_typing_over_a_selection_replaces_its_source_too(editor: PassageEditor, keyboard: Keyboard) -> None:
    editor.show_passage(Passage.of("left knee", DICTATED))
    put_cursor(editor, 4, anchor=0)
    keyboard.type("right")
    assert pieces(editor) == [("right", TYPED), (" knee", DICTATED)]


def test_deleting_leaves_the_sources_of_the_rest(editor: PassageEditor, keyboard: Keyboard) -> None:
    editor.show_passage(Passage.join([("typed ", TYPED), ("dictated ", DICTATED), ("phrase", PHRASE)]))
    put_cursor(editor, 10)
    keyboard.press(*[Key.Key_Backspace] * 6)
    keyboard.press(Key.Key_Delete)
    assert pieces(editor) == [("type", TYPED), ("ted ", DICTATED), ("phrase", PHRASE)]


@pytest.mark.parametrize("text", ["é", "😀", "𝛽", "\u0301", "ש", "漢"])
def test_characters_of_every_kind_can_be_typed_and_deleted(
    editor: PassageEditor, keyboard: Keyboard, text: str
) -> None:
    editor.show_passage(Passage.of("ab", DICTATED))
    put_cursor(editor, 1)
    enter_character(editor, text)
    assert pieces(editor) == [("a", DICTATED), (text, TYPED), ("b", DICTATED)]
    keyboard.press(Key.Key_Backspace)
    assert editor.passage() == Passage.of("ab", DICTATED)


@pytest.mark.parametrize(("anchor", "left"), [(9, "words"), (14, "")])
def test_an_input_method_types_too_also_over_a_selection(
    editor: PassageEditor, keyboard: Keyboard, anchor: int, left: str
) -> None:
    editor.show_passage(Passage.of("dictated words", DICTATED))
    put_cursor(editor, 9, anchor=anchor)
    composing = QInputMethodEvent("ni", [])
    QApplication.sendEvent(editor, composing)
    assert "ni" not in editor.passage().text
    committed = QInputMethodEvent("", [])
    committed.setCommitString("你")
    QApplication.sendEvent(editor, committed)
    expected = [("dictated ", DICTATED), ("你", TYPED), (left, DICTATED)]
    assert editor.passage() == Passage.join(expected)


def test_undo_gives_deleted_words_their_source_back(editor: PassageEditor, keyboard: Keyboard) -> None:
    passage = Passage.join([("typed ", TYPED), ("dictated\n", DICTATED), ("phrase", PHRASE)])
    editor.show_passage(passage)
    keyboard.press(Key.Key_A, modifier=CONTROL)
    keyboard.press(Key.Key_Delete)
    assert editor.passage() == Passage()
    editor.undo()
    assert editor.passage() == passage


def test_loading_cannot_be_undone_and_is_no_edit(editor: PassageEditor, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(editor.edited, wait=50):
        editor.show_passage(Passage.of("loaded", DICTATED))
    assert not editor.document().isUndoAvailable()


def test_a_read_only_passage_takes_no_key_paste_or_input_method(
    editor: PassageEditor, keyboard: Keyboard, clipboard: None
) -> None:
    editor.show_passage(Passage.of("signed", DICTATED))
    editor.setReadOnly(True)
    QGuiApplication.clipboard().setText("pasted")
    keyboard.type("x ")
    keyboard.press(Key.Key_Return, Key.Key_Backspace, Key.Key_Delete)
    keyboard.press(Key.Key_V, Key.Key_X, modifier=CONTROL)
    keyboard.press(Key.Key_Return, modifier=SHIFT)
    committed = QInputMethodEvent("", [])
    committed.setCommitString("你")
    QApplication.sendEvent(editor, committed)
    assert editor.passage() == Passage.of("signed", DICTATED)


def test_selecting_counts_in_code_points(editor: PassageEditor) -> None:
    editor.show_passage(Passage.of("😀😀 *** x", DICTATED))
    editor.select(3, 6)
    assert editor.textCursor().selectedText() == "***"


def test_a_sentence_is_undone_at_a_time(editor: PassageEditor, keyboard: Keyboard) -> None:
    keyboard.type("Chest pain. Since noon.")
    editor.undo()
    assert editor.toPlainText() == "Chest pain."


def test_the_paragraph_being_written_keeps_its_glyphs_and_no_other_one(
    editor: PassageEditor, keyboard: Keyboard
) -> None:
    editor.show_passage(Passage.of("First.\nSecond.\nThird.", TYPED))
    for number in (0, 2, 1):
        block = editor.document().findBlockByNumber(number)
        put_cursor(editor, block.position())
        keyboard.type("x")
        kept = [editor.document().findBlockByNumber(n).layout().cacheEnabled() for n in range(3)]
        assert kept == [n == number for n in range(3)]


def test_kept_glyphs_are_those_of_the_text_and_font_as_they_are_now(
    editor: PassageEditor, keyboard: Keyboard
) -> None:
    def widths() -> list[float]:
        block = editor.document().begin()
        line = block.layout().lineAt(0)
        return [place_of(line, at) for at in range(block.length())]

    editor.show_passage(Passage.of("iii", TYPED))
    put_cursor(editor, 3)
    keyboard.type("WWW")
    put_cursor(editor, 3, 0)
    keyboard.type("M")
    font = editor.font()
    font.setPointSizeF(font.pointSizeF() * 1.7)
    editor.setFont(font)
    kept = widths()
    fresh = PassageEditor("hpi", ME)
    fresh.resize(editor.size())
    fresh.setFont(font)
    fresh.show_passage(Passage.of("MWWW", TYPED))
    fresh.grab()
    line = fresh.document().begin().layout().lineAt(0)
    assert kept == [place_of(line, at) for at in range(5)]


def place_of(line: QTextLine, at: int) -> float:
    """How far right the cursor stands before a character."""
    found: object = line.cursorToX(at)
    place = found[0] if isinstance(found, tuple) else found
    assert isinstance(place, float)
    return place
