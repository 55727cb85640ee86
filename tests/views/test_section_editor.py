from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.qt import theme
from scribe_desktop.session.marking import Kind
from scribe_desktop.views.section_editor import SectionEditor
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.phrases import STARTER

ME = "person-1"
TYPED, DICTATED = Source(Origin.TYPED, ME), Source(Origin.DICTATED, ME, "moonshine")
NKDA = Source(Origin.PHRASE, ME, "nkda")


@pytest.fixture
def editor(qtbot: QtBot) -> SectionEditor:
    return SectionEditor("hpi", ME, STARTER.get)


@pytest.fixture
def column(editor: SectionEditor) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.addWidget(editor)
    layout.addStretch(1)
    column.resize(600, 1500)
    return column


@pytest.fixture
def keyboard(qtbot: QtBot, column: QWidget, editor: SectionEditor) -> Keyboard:
    keyboard = Keyboard(qtbot, column)
    editor.setFocus()
    return keyboard


@pytest.fixture
def themes(qapp: QApplication) -> Iterator[QApplication]:
    theme.apply(qapp, "light", 1.0)
    yield qapp
    theme.apply(qapp, "light", 1.0)


def body(name: str) -> str:
    phrase = STARTER.get(name)
    assert phrase is not None
    return phrase.body


def everything_fits(editor: SectionEditor) -> bool:
    """No line is above or below what is seen, nor can it be scrolled away."""
    QApplication.processEvents()
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    top = editor.cursorRect().top()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    bottom = editor.cursorRect().bottom()
    spare = editor.viewport().height() - (bottom - top)
    line = editor.cursorRect().height()
    no_scroll = editor.verticalScrollBar().maximum() == 0
    return top >= 0 and bottom <= editor.viewport().height() and no_scroll and spare < line


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Space])
@pytest.mark.parametrize("trigger", [".nkda", ".NKDA", ".Nkda"])
def test_tab_and_space_expand_a_phrase_in_any_case(
    editor: SectionEditor, keyboard: Keyboard, trigger: str, key: Qt.Key
) -> None:
    keyboard.type(trigger)
    keyboard.press(key)
    assert editor.passage() == Passage.of(body("nkda"), NKDA)
    assert editor.hasFocus()


def test_the_first_blank_is_selected_so_that_typing_fills_it(
    editor: SectionEditor, keyboard: Keyboard
) -> None:
    keyboard.type(".nkda ")
    assert editor.textCursor().selectedText() == "***"
    keyboard.type("Jo")
    assert editor.toPlainText() == body("nkda").replace("***", "Jo", 1)


def test_a_phrase_expands_inside_a_line_of_astral_characters(
    editor: SectionEditor, keyboard: Keyboard
) -> None:
    editor.show_passage(Passage.of("😀𝛽 before  after", DICTATED))
    cursor = editor.textCursor()
    cursor.setPosition(len("😀𝛽 before ".encode("utf-16-le")) // 2)
    editor.setTextCursor(cursor)
    keyboard.type(".nkda")
    keyboard.press(Key.Key_Tab)
    assert list(editor.passage().pieces()) == [
        ("😀𝛽 before ", DICTATED),
        (body("nkda"), NKDA),
        (" after", DICTATED),
    ]
    assert editor.textCursor().selectedText() == "***"


@pytest.mark.parametrize("text", ["10.5", "e.g", ".nosuchphrase", "Dr.nkda", "nkda", "."])
def test_what_is_no_phrase_leaves_the_space_a_space(
    editor: SectionEditor, keyboard: Keyboard, text: str
) -> None:
    keyboard.type(text + " ")
    assert editor.passage() == Passage.of(text + " ", TYPED)


def test_tab_leaves_where_there_is_no_phrase(editor: SectionEditor, keyboard: Keyboard) -> None:
    keyboard.type(".nosuchphrase")
    assert not editor.focusNextPrevChild(True)
    assert editor.toPlainText() == ".nosuchphrase"


def test_shift_tab_goes_back_and_expands_nothing(editor: SectionEditor, keyboard: Keyboard) -> None:
    keyboard.type(".nkda")
    assert not editor.focusNextPrevChild(False)
    assert editor.toPlainText() == ".nkda"


def test_space_over_a_selection_is_a_space(editor: SectionEditor, keyboard: Keyboard) -> None:
    keyboard.type("denies .nkda")
    keyboard.press(Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    keyboard.press(Key.Key_Space)
    assert editor.toPlainText() == " "


def test_a_read_only_section_expands_nothing(editor: SectionEditor, keyboard: Keyboard) -> None:
    editor.show_passage(Passage.of(".nkda", TYPED))
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.setReadOnly(True)
    keyboard.press(Key.Key_Space)
    assert not editor.focusNextPrevChild(True)
    assert editor.toPlainText() == ".nkda"


def test_an_expansion_is_one_step_of_undo_and_gives_the_trigger_back(
    editor: SectionEditor, keyboard: Keyboard
) -> None:
    keyboard.type("Allergies: .nkda ")
    editor.undo()
    assert editor.passage() == Passage.of("Allergies: .nkda", TYPED)
    editor.redo()
    assert editor.toPlainText() == "Allergies: " + body("nkda")


def test_the_phrase_is_named_while_its_trigger_stands_there(
    editor: SectionEditor, keyboard: Keyboard, qtbot: QtBot
) -> None:
    seen: list[object] = []
    editor.phrase_seen.connect(seen.append)
    keyboard.type(".nkda")
    assert seen[-1] == STARTER.get("nkda")
    keyboard.press(Key.Key_Backspace)
    assert seen[-1] is None


def test_dictated_words_go_to_where_dictation_began_while_somebody_types_elsewhere(
    editor: SectionEditor, keyboard: Keyboard
) -> None:
    keyboard.type("Pain . Denies fever.")
    cursor = editor.textCursor()
    cursor.setPosition(5)
    editor.setTextCursor(cursor)
    editor.begin_dictation()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    keyboard.type(" No")
    editor.insert_dictated(editor.dictation_anchor(), Passage.of("Since noon.", DICTATED))
    keyboard.type(" co")
    editor.insert_dictated(editor.dictation_anchor(), Passage.of("and worse", DICTATED))
    keyboard.type("ugh.")
    assert editor.toPlainText() == "Pain since noon and worse. Denies fever. No cough."
    assert [source for _, source in editor.passage().pieces()] == [TYPED, DICTATED, TYPED]


def test_the_first_dictated_words_replace_what_was_selected(
    editor: SectionEditor, keyboard: Keyboard
) -> None:
    keyboard.type("the left knee")
    editor.select(4, 8)
    editor.begin_dictation()
    editor.insert_dictated(editor.dictation_anchor(), Passage.of("right", DICTATED))
    editor.insert_dictated(editor.dictation_anchor(), Passage.of("hand", DICTATED))
    assert editor.toPlainText() == "the right hand knee"


def test_dictated_words_are_undone_apart_from_what_is_typed_around_them(
    editor: SectionEditor, keyboard: Keyboard
) -> None:
    keyboard.type("Pain")
    editor.insert_dictated(editor.textCursor(), Passage.of("since noon", DICTATED))
    keyboard.type(" x")
    for left in ("Pain since noon", "Pain", ""):
        editor.undo()
        assert editor.toPlainText() == left


@pytest.mark.parametrize(
    "text",
    ["", "one line", "line\n" * 40, "word " * 400, "😀 漢字 مرحبا\nplain\n" * 12, "x" * 900, "\n\n\n"],
    ids=["empty", "one line", "many lines", "wrapped", "many scripts", "unbroken", "blank lines"],
)
@pytest.mark.parametrize("width", [300, 840])
def test_a_section_is_as_high_as_its_text(
    editor: SectionEditor, column: QWidget, keyboard: Keyboard, themes: QApplication, text: str, width: int
) -> None:
    column.resize(width, 1500)
    editor.show_passage(Passage.of(text, TYPED))
    assert everything_fits(editor)
    for scale in (2.0, 1.25):
        theme.apply(themes, "light", scale)
        assert everything_fits(editor), scale
    column.resize(500, 1500)
    assert everything_fits(editor)


def test_a_section_that_was_filled_before_it_is_shown_hides_no_line(
    qtbot: QtBot, editor: SectionEditor, column: QWidget
) -> None:
    editor.show_passage(Passage.of("word " * 400, TYPED))
    Keyboard(qtbot, column)
    assert everything_fits(editor)


def test_a_section_grows_and_shrinks_with_every_key(editor: SectionEditor, keyboard: Keyboard) -> None:
    start = editor.height()
    for _ in range(5):
        keyboard.type("a line that is typed")
        keyboard.press(Key.Key_Return)
        assert everything_fits(editor)
    assert editor.height() > start
    keyboard.press(Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    keyboard.press(Key.Key_Delete)
    assert editor.height() == start


def test_the_wheel_belongs_to_the_column(editor: SectionEditor, keyboard: Keyboard) -> None:
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.viewport(), event)
    assert not event.isAccepted()


def blanks(editor: SectionEditor) -> int:
    return sum(cursor is not None for cursor in editor.marks.after(0, Kind.BLANK))


def test_blanks_are_painted_in_the_colours_of_the_theme_also_when_it_changes(
    editor: SectionEditor, keyboard: Keyboard, themes: QApplication, qtbot: QtBot
) -> None:
    editor.show_passage(Passage.of("😀 fever: ***, cough: ***\n***", TYPED))
    assert blanks(editor) == 3
    for name in ("light", "dark"):
        with qtbot.assertNotEmitted(editor.edited, wait=50):
            theme.apply(themes, name, 1.0)
        ground = QColor(theme.palette(name).amber_surface)
        picture = editor.viewport().grab().toImage()
        places = product(range(picture.width()), range(picture.height()))
        assert any(picture.pixelColor(x, y) == ground for x, y in places)


def test_marks_follow_the_blanks_as_they_come_and_go(editor: SectionEditor, keyboard: Keyboard) -> None:
    keyboard.type("***")
    keyboard.press(Key.Key_Return)
    keyboard.type("x *** y")
    assert blanks(editor) == 2
    keyboard.press(Key.Key_Home)
    keyboard.press(Key.Key_Backspace)
    assert blanks(editor) == 2
    editor.select(0, 3)
    keyboard.press(Key.Key_Delete)
    assert blanks(editor) == 1
    editor.undo()
    assert blanks(editor) == 2


def test_a_line_that_becomes_taller_or_lower_again_fits_at_once(
    editor: SectionEditor, keyboard: Keyboard, themes: QApplication
) -> None:
    editor.show_passage(Passage.of("first line\nsecond line", TYPED))
    start = editor.height()
    taller = QTextCharFormat()  # as of a script that the font lacks; which do depends on the machine
    taller.setFontPointSize(40)
    QTextCursor(editor.document().firstBlock()).insertText("漢", taller)
    assert everything_fits(editor)
    assert editor.height() > start + 20
    editor.moveCursor(QTextCursor.MoveOperation.End)
    keyboard.type(" goes on")
    assert everything_fits(editor)
    QTextCursor(editor.document().firstBlock()).deleteChar()
    assert editor.height() == start


def test_a_hint_that_is_too_long_is_cut_to_one_line_and_told_in_full_beside_it(qtbot: QtBot) -> None:
    hint = "Appearance, behavior, speech, mood, affect, thought process and content, perception, cognition"
    editor = SectionEditor("exam", "scribe-1", lambda _name: None)
    qtbot.addWidget(editor)
    editor.show_hint(hint)
    editor.resize(320, editor.height())
    editor.show()
    assert editor.placeholderText().endswith("…")
    assert editor.toolTip() == hint
    editor.resize(1600, editor.height())
    assert editor.placeholderText() == hint
    assert editor.toolTip() == ""
