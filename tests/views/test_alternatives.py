"""What else was heard in a dictated word, put in its place by key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.dictated import spoken
from scribe_desktop.qt import theme
from scribe_desktop.speech.port import Final, Word
from scribe_desktop.speech.spool import BYTES_PER_SECOND
from scribe_desktop.views.alternatives import Alternatives
from scribe_desktop.views.section_editor import SectionEditor
from tests.helpers.clinic import IMOGEN, SCRIBE, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe has the visitor's chart open, with the cursor in the HPI."""
    with at_chart(clinic_in(tmp_path, IMOGEN), SCRIBE, IMOGEN, "Ctrl+2") as day:
        yield day


def dictated(day: ClinicDay, text: str, *alternatives: str) -> SectionEditor:
    """The HPI after this was heard, and kept, and written."""
    session, target = day.workspace.session, day.workspace.target()
    assert target is not None
    words = tuple(Word(word, at / 2, at / 2 + 0.4) for at, word in enumerate(text.split()))
    take = session.sound.take(
        target.note_id,
        target.section,
        "",
        pass_on=lambda _pcm: None,
        on_end=lambda: None,
        on_trouble=lambda _trouble: None,
    )
    take.write(bytes(BYTES_PER_SECOND))
    take.finish()
    final = Final(text, 0, len(words) / 2, words, alternatives)
    utterance = take.heard(final, "clinical")
    written = session.dictated_text.written(final, "clinical", session.person.id, utterance)
    day.workspace.control.words.emit(target, written)
    return day.chart.editor.section_editor("hpi")


def ask(day: ClinicDay, editor: SectionEditor, word: str) -> Alternatives:
    """For the word with the cursor in it; returns when there is an answer."""
    at = editor.toPlainText().index(word) + 1
    editor.select(at, at)
    bar, chooser = day.workspace.dictation, day.chart.alternatives
    bar.dismiss()
    day.hands.press("Ctrl+Shift+F7")
    day.hands.wait("the answer", lambda: chooser.isVisible() or bar.partial.text())
    return chooser


def offered(chooser: Alternatives) -> list[str]:
    return [chooser.rows.item(row).text() for row in range(chooser.rows.count())]


@pytest.mark.parametrize("word", ["5", "mg"])
def test_another_dose_takes_the_place_of_the_whole_dose(day: ClinicDay, word: str) -> None:
    editor = dictated(
        day,
        "give five milligrams of lisinopril",
        "give nine milligrams of lisinopril",
        "give five milligrams of listen april",
    )
    assert editor.toPlainText() == "Give 5 mg of lisinopril"
    chooser = ask(day, editor, word)
    assert offered(chooser) == ["9 mg"]
    assert chooser.heading.text() == "Heard as “five milligrams”. What was said?"
    assert (chooser.query.text(), editor.textCursor().selectedText()) == ("5 mg", "5 mg")
    day.hands.press("Down", "Return")
    assert editor.toPlainText() == "Give 9 mg of lisinopril"
    how = spoken(editor.source_at(5))
    assert how is not None
    assert how.heard == "five milligrams"
    day.hands.press("Ctrl+Z")
    assert editor.toPlainText() == "Give 5 mg of lisinopril"


def test_what_already_stands_there_is_not_offered(day: ClinicDay) -> None:
    editor = dictated(day, "give five milligrams of lisinopril", "give 5 mg of lisinopril")
    assert not ask(day, editor, "5").isVisible()
    assert "Nothing else was heard in “five milligrams”" in day.workspace.dictation.partial.text()
    assert editor.toPlainText() == "Give 5 mg of lisinopril"


def test_a_dose_that_was_typed_into_is_left_to_the_keyboard(day: ClinicDay) -> None:
    editor = dictated(day, "give five milligrams of lisinopril", "give nine milligrams of lisinopril")
    editor.select(6, 6)
    day.hands.type("0")
    assert not ask(day, editor, "mg").isVisible()
    assert "do not stand together any more" in day.workspace.dictation.partial.text()
    assert editor.toPlainText() == "Give 50 mg of lisinopril"


def test_large_text_leaves_the_word_that_is_asked_about_in_sight(day: ClinicDay, qapp: QApplication) -> None:
    day.window.resize(1366, 768)
    theme.apply(qapp, "dark", 2.0)
    others = [f"give {dose} milligrams of lisinopril" for dose in ("nine", "fifty", "one", "ten", "two")]
    editor = dictated(day, "give five milligrams of lisinopril", *others)
    chooser = ask(day, editor, "5")
    assert len(offered(chooser)) == 5

    def both_in_sight() -> bool:
        at, list_of_choices = editor.cursorRect(), chooser.geometry()
        line = QRect(editor.viewport().mapTo(day.chart, at.topLeft()), at.size())
        chart = day.chart.rect()
        return (
            chart.contains(line) and chart.contains(list_of_choices) and not list_of_choices.intersects(line)
        )

    day.hands.wait("the line and the list, apart and whole", both_in_sight)


def test_the_list_goes_with_the_line_when_the_page_behind_moves(day: ClinicDay) -> None:
    editor = dictated(day, "give five milligrams of lisinopril", "give nine milligrams of lisinopril")
    chooser = ask(day, editor, "5")

    def between() -> int:
        line = editor.viewport().mapTo(day.chart, editor.cursorRect().bottomLeft())
        return chooser.y() - line.y()

    before, place = between(), chooser.y()
    page: QWidget | None = editor
    while not isinstance(page, QScrollArea):
        assert page is not None
        page = page.parentWidget()
    page.verticalScrollBar().setValue(page.verticalScrollBar().value() + 20)
    day.hands.wait("the list higher up", lambda: chooser.y() == place - 20)
    assert between() == before
    chooser.leave()
    assert editor.hasFocus()
