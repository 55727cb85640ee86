"""Text fields that take no more than they can show at once, and say so."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.views.field_editor import FieldEditor
from scribe_desktop.views.form_text import FormText
from scribe_desktop.views.limited_text import LimitedText
from tests.helpers.note_types import SOAP

SPEC = next(spec for spec in SOAP.fields() if spec.unit)


def field(kind: str) -> LimitedText | FieldEditor:
    if kind == "field":
        return FieldEditor(SPEC, "scribe-1", AgeBand.ADULT)
    return FormText() if kind == "form" else LimitedText()


def paste(editor: QPlainTextEdit, text: str) -> None:
    pasted = QMimeData()
    pasted.setText(text)
    editor.insertFromMimeData(pasted)


@pytest.mark.parametrize("kind", ["field", "form", "text"])
@pytest.mark.parametrize("letter", ["a", "ש", "é", "😀"])
def test_what_is_too_long_is_refused_in_words_and_changes_nothing(
    qtbot: QtBot, kind: str, letter: str
) -> None:
    editor = field(kind)
    qtbot.addWidget(editor)
    said: list[BadInput] = []
    editor.refused.connect(said.append)
    paste(editor, "88")
    paste(editor, letter * editor.holds)
    assert editor.toPlainText() == "88"
    assert f"{editor.holds:,}" in str(said[0])
    assert said[0].remedy


@pytest.mark.parametrize("kind", ["field", "form", "text"])
def test_what_there_is_room_for_is_pasted(qtbot: QtBot, kind: str) -> None:
    editor = field(kind)
    qtbot.addWidget(editor)
    said: list[BadInput] = []
    editor.refused.connect(said.append)
    text = "a" * (editor.holds - 1)
    paste(editor, text)
    assert editor.toPlainText() == text
    assert not said


def test_typing_goes_on_where_no_more_is_pasted(qtbot: QtBot) -> None:
    editor = FormText()
    qtbot.addWidget(editor)
    paste(editor, "a" * (editor.holds - 1))
    editor.moveCursor(QTextCursor.MoveOperation.End)
    editor.insertPlainText("b")
    assert editor.toPlainText().endswith("ab")
