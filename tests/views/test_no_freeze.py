"""Nothing that is pasted holds the window up, with every mark on."""

import time

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from scribe_desktop import assets
from scribe_desktop.errors import ScribeError
from scribe_desktop.language.lexicon import Lexicon
from scribe_desktop.session.marking import Kind, do_not_use_in, misspelt_unless, open_places
from scribe_desktop.views.limited_text import LONGEST
from scribe_desktop.views.section_editor import SectionEditor

AT_MOST_S = 0.5
"""Of the GUI thread's own time in one turn: tells short turns from a long one; `make bench` measures."""
LINE = "the pateint walks unaided *** and denies pain qd, שלום עולם, é́̂ 😀 "


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(assets.resource("vocabulary"))


@pytest.fixture
def area() -> QScrollArea:
    return QScrollArea()


@pytest.fixture
def editor(qtbot: QtBot, lexicon: Lexicon, area: QScrollArea) -> SectionEditor:
    editor = SectionEditor("hpi", "scribe-1", lambda _name: None)
    area.setWidget(editor)
    area.setWidgetResizable(True)
    area.resize(900, 700)
    qtbot.addWidget(area)
    editor.marks.use([open_places, do_not_use_in("hpi")], [misspelt_unless(lexicon.knows)])
    with qtbot.waitExposed(area):
        area.show()
    editor.setFocus()
    return editor


def paste(editor: SectionEditor, text: str) -> float:
    """Seconds that the longest turn took, from the paste until everything is marked and a key was typed."""
    pasted = QMimeData()
    pasted.setText(text)
    began = time.thread_time()
    editor.insertFromMimeData(pasted)
    longest = time.thread_time() - began
    for turn in range(150):
        began = time.thread_time()
        QApplication.processEvents()
        if turn == 100:
            editor.insertPlainText("x")
        longest = max(longest, time.thread_time() - began)
        time.sleep(0.003)
    return longest


@pytest.mark.parametrize("joined", ["\n", ""], ids=["lines", "one-paragraph"])
def test_as_much_as_a_section_holds_is_pasted_in_short_turns(editor: SectionEditor, joined: str) -> None:
    text = joined.join([LINE] * ((LONGEST - 100) // (len(LINE) + len(joined))))
    assert paste(editor, text) < AT_MOST_S
    assert len(editor.toPlainText()) == len(text) + 1
    seen = {mark.kind for *_, marks in editor.marks.shown(editor.viewport().rect()) for mark in marks}
    assert {Kind.BLANK, Kind.DO_NOT_USE} <= seen


def test_five_megabytes_are_refused_at_once_and_change_nothing(editor: SectionEditor) -> None:
    said: list[ScribeError] = []
    editor.refused.connect(said.append)
    editor.insertPlainText("Cough.")
    assert paste(editor, LINE * (5_000_000 // len(LINE))) < AT_MOST_S
    assert editor.toPlainText() == "Cough.x"
    assert "too many to paste" in str(said[0])
