"""Cutting, pasting, confirming, undoing and saving, in any order: every character keeps its source."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.copied import CopiedFrom, confirmed, copied_from, is_unconfirmed
from scribe_desktop.notes.note_type import FieldSpec
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.notes.provenance import OTHER_PATIENT, OUTSIDE
from scribe_desktop.qt.offsets import to_qt
from scribe_desktop.session.clippings import Clippings, Place
from scribe_desktop.store.codec import decode_runs, encode_runs
from scribe_desktop.views import copied_text
from scribe_desktop.views.field_editor import FieldEditor
from scribe_desktop.views.passage_editor import PassageEditor

ME = "person-1"
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HERE = Place("jane", CopiedFrom("today", "", date(2026, 11, 22), "Ann Ito"))
EARLIER = Place("jane", CopiedFrom("earlier", "v", date(2026, 11, 2), "Ada Okafor, MD"))
ELSEWHERE = Place("john", CopiedFrom("other", "", date(2026, 11, 22), "Ann Ito"))
TYPED, OUTSIDER = Source(Origin.TYPED, ME), Source(Origin.PASTED, ME, OUTSIDE)
DICTATED = Source(Origin.DICTATED, "person-2", "moonshine")
COPIED = Source(Origin.COPIED, ME, EARLIER.note.detail)
_TEXTS = st.text("ab \n😀é", min_size=1, max_size=6)
_PASSAGES = st.lists(st.tuples(_TEXTS, st.sampled_from([TYPED, DICTATED, COPIED])), max_size=5)
_SIMPLE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)

Characters = tuple[tuple[str, Source], ...]


def characters(passage: Passage) -> Characters:
    return tuple((character, source) for text, source in passage.pieces() for character in text)


@dataclass
class Model:
    """What an editor should do, on a plain list of characters."""

    now: Characters
    done: list[Characters] = field(default_factory=list)
    undone: list[Characters] = field(default_factory=list)
    clip: Characters = ()

    def put(self, start: int, end: int, new: Characters) -> None:
        after = self.now[:start] + new + self.now[end:]
        if new or start < end:
            self.done.append(self.now)
            self.undone.clear()
        self.now = after

    def confirm(self, start: int, end: int) -> None:
        read = tuple((c, confirmed(source, ME, AT)) for c, source in self.now[start:end])
        if read != self.now[start:end]:
            self.put(start, end, read)

    def step(self, taken: list[Characters], given: list[Characters]) -> None:
        if taken:
            given.append(self.now)
            self.now = taken.pop()


@pytest.fixture
def editor(qtbot: QtBot) -> PassageEditor:
    editor = PassageEditor("hpi", ME)
    editor.belong_to(HERE, Clippings())
    qtbot.addWidget(editor)
    return editor


def select(editor: PassageEditor, start: int, end: int) -> None:
    editor.select(start, end)
    editor.end_undo_step()


def enter(editor: PassageEditor, text: str) -> None:
    QApplication.sendEvent(editor, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text))


def delete(editor: PassageEditor) -> None:
    cursor = editor.textCursor()
    cursor.removeSelectedText()


def _type(editor: PassageEditor, model: Model, start: int, end: int) -> None:
    enter(editor, "é")
    model.put(start, end, (("é", TYPED),))


def _cut(editor: PassageEditor, model: Model, start: int, end: int) -> None:
    editor.cut()
    if start < end:
        model.clip = model.now[start:end]
    model.put(start, end, ())


def _copy(editor: PassageEditor, model: Model, start: int, end: int) -> None:
    editor.copy()
    if start < end:
        model.clip = model.now[start:end]


def _paste(editor: PassageEditor, model: Model, start: int, end: int) -> None:
    editor.paste()
    if model.clip:
        model.put(start, end, model.clip)


def _paste_stranger(editor: PassageEditor, model: Model, start: int, end: int) -> None:
    mime = QMimeData()
    mime.setText("b\n😀")
    editor.insertFromMimeData(mime)
    model.put(start, end, tuple((c, OUTSIDER) for c in "b\n😀"))


def _delete(editor: PassageEditor, model: Model, start: int, end: int) -> None:
    delete(editor)
    model.put(start, end, ())


def _confirm(editor: PassageEditor, model: Model, start: int, end: int) -> None:
    if start < end:
        copied_text.confirm(editor, ME, AT)
        model.confirm(start, end)


def _undo(editor: PassageEditor, model: Model, _start: int, _end: int) -> None:
    editor.undo()
    model.step(model.done, model.undone)


def _redo(editor: PassageEditor, model: Model, _start: int, _end: int) -> None:
    editor.redo()
    model.step(model.undone, model.done)


def _reopen(editor: PassageEditor, model: Model, _start: int, _end: int) -> None:
    passage = editor.passage()
    editor.show_passage(Passage(passage.text, decode_runs(encode_runs(passage.runs))))
    model.done.clear()
    model.undone.clear()


_STEPS: list[Callable[[PassageEditor, Model, int, int], None]] = [
    _type, _cut, _copy, _paste, _paste_stranger, _delete, _confirm, _undo, _undo, _redo, _reopen,
]  # fmt: skip


@_SIMPLE
@given(_PASSAGES.map(Passage.join), st.data())
def test_any_editing_does_what_a_list_of_characters_would(
    editor: PassageEditor, passage: Passage, data: st.DataObject
) -> None:
    QGuiApplication.clipboard().clear()
    editor.show_passage(passage)
    model = Model(characters(passage))
    for step in data.draw(st.lists(st.sampled_from(_STEPS), max_size=12)):
        start = data.draw(st.integers(0, len(model.now)))
        end = data.draw(st.integers(start, len(model.now)))
        select(editor, start, end)
        step(editor, model, start, end)
        assert characters(editor.passage()) == model.now, step.__name__
        assert editor.passage().text == editor.toPlainText()


@_SIMPLE
@given(_PASSAGES.map(Passage.join), st.data())
def test_a_part_of_a_passage_is_cut_at_the_character(
    editor: PassageEditor, passage: Passage, data: st.DataObject
) -> None:
    editor.show_passage(passage)
    start = data.draw(st.integers(0, len(passage.text)))
    end = data.draw(st.integers(start, len(passage.text)))
    editor.select(start, end)
    assert characters(editor.selected_passage()) == characters(passage)[start:end]


def clip_of(place: Place, clippings: Clippings, qtbot: QtBot) -> QMimeData:
    """Somebody copied a whole passage there."""
    other = PassageEditor("pmh", ME)
    qtbot.addWidget(other)
    other.belong_to(place, clippings)
    other.show_passage(Passage.join([("She ", TYPED), ("coughs", DICTATED)]))
    other.selectAll()
    return other.createMimeDataFromSelection()


def test_the_clipboard_has_the_text_and_a_word_that_means_nothing(qtbot: QtBot) -> None:
    mime = clip_of(HERE, Clippings(), qtbot)
    said = {kind: mime.data(kind).toStdString() for kind in mime.formats()}
    assert said.pop("text/plain") == "She coughs"
    [(kind, token)] = said.items()
    assert kind.startswith("application/x-scribe-desktop")
    assert len(token) == 32
    assert int(token, 16)


def test_words_of_an_earlier_note_are_copied_and_of_another_patient_pasted(
    editor: PassageEditor, qtbot: QtBot
) -> None:
    clippings = Clippings()
    editor.belong_to(HERE, clippings)
    editor.insertFromMimeData(clip_of(EARLIER, clippings, qtbot))
    [(text, source)] = editor.passage().pieces()
    assert text == "She coughs"
    assert is_unconfirmed(source)
    assert copied_from(source) == EARLIER.note
    editor.selectAll()
    editor.insertFromMimeData(clip_of(ELSEWHERE, clippings, qtbot))
    assert list(editor.passage().pieces()) == [("She coughs", Source(Origin.PASTED, ME, OTHER_PATIENT))]


def test_words_that_are_dragged_keep_their_sources_too(editor: PassageEditor, qtbot: QtBot) -> None:
    clippings = Clippings()
    editor.belong_to(HERE, clippings)
    editor.resize(300, 100)
    editor.show()
    mime = clip_of(HERE, clippings, qtbot)
    copying, left, no_key = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    for event in (
        QDragEnterEvent(QPoint(5, 5), copying, mime, left, no_key),
        QDropEvent(QPointF(5, 5), copying, mime, left, no_key),
    ):
        QApplication.sendEvent(editor.viewport(), event)
    assert list(editor.passage().pieces()) == [("She ", TYPED), ("coughs", DICTATED)]


def test_a_field_takes_pasted_words_as_one_line_with_their_sources(qtbot: QtBot) -> None:
    clippings = Clippings()
    editor = PassageEditor("hpi", ME)
    qtbot.addWidget(editor)
    editor.belong_to(HERE, clippings)
    editor.show_passage(Passage.join([(" 88\n", TYPED), ("\tregular ", DICTATED)]))
    editor.selectAll()
    fields = FieldEditor(FieldSpec("vitals.heart_rate", "Pulse"), ME, AgeBand.ADULT)
    qtbot.addWidget(fields)
    fields.belong_to(HERE, clippings)
    fields.insertFromMimeData(editor.createMimeDataFromSelection())
    assert list(fields.passage().pieces()) == [("88 ", TYPED), ("regular", DICTATED)]


def test_the_paragraph_with_the_cursor_is_confirmed_and_the_rest_waits(editor: PassageEditor) -> None:
    editor.show_passage(Passage.join([("one\ntwo ", COPIED), ("typed ", TYPED), ("two\nthree", COPIED)]))
    cursor = editor.textCursor()
    cursor.setPosition(to_qt(editor.toPlainText(), 6))
    editor.setTextCursor(cursor)
    assert copied_text.confirm(editor, "person-2", AT)
    read = confirmed(COPIED, "person-2", AT)
    assert list(editor.passage().pieces()) == [
        ("one", COPIED), ("\ntwo ", read), ("typed ", TYPED), ("two", read), ("\nthree", COPIED),
    ]  # fmt: skip
    assert not copied_text.confirm(editor, "person-2", AT)
    assert len(copied_text.waiting(editor)) == 2
    editor.undo()
    assert len(copied_text.waiting(editor)) == 4


def test_words_typed_into_copied_text_leave_the_rest_waiting(editor: PassageEditor) -> None:
    editor.show_passage(Passage.of("asthma since childhood", COPIED))
    editor.select(7, 12)
    enter(editor, "in")
    assert list(editor.passage().pieces()) == [("asthma ", COPIED), ("in", TYPED), (" childhood", COPIED)]


def test_shades_are_no_edit(editor: PassageEditor, qtbot: QtBot) -> None:
    editor.show_passage(Passage.join([("one ", TYPED), ("two", DICTATED)]))
    editor.resize(300, 100)
    with qtbot.waitExposed(editor):
        editor.show()
    plain = editor.grab().toImage()
    with qtbot.assertNotEmitted(editor.edited):
        editor.show_sources(on=True)
        shaded = editor.grab().toImage()
    assert shaded != plain
    assert not editor.document().isUndoAvailable()
    editor.show_sources(on=False)
    assert editor.grab().toImage() == plain


def test_copied_text_shows_until_it_is_confirmed_whether_shades_are_on_or_not(
    editor: PassageEditor, qtbot: QtBot
) -> None:
    editor.resize(300, 100)
    with qtbot.waitExposed(editor):
        editor.show()
    pictures = []
    for source in (TYPED, COPIED, confirmed(COPIED, ME, AT)):
        editor.show_passage(Passage.of("asthma", source))
        editor.moveCursor(QTextCursor.MoveOperation.Start)
        pictures.append(editor.grab().toImage())
    typed, waiting, read = pictures
    assert waiting != typed
    assert read == typed
