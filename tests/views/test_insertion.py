"""What was put into a section's text, taken back and followed."""

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.views.insertion import Fate, Insertion
from scribe_desktop.views.section_editor import SectionEditor

TYPED = Source(Origin.TYPED, "ann")
PHRASE = Source(Origin.PHRASE, "ann", "chest")
SPOKEN = Source(Origin.DICTATED, "ann", "engine")


@pytest.fixture
def editor(qtbot: QtBot) -> SectionEditor:
    editor = SectionEditor("exam", "ann", lambda _name: None)
    qtbot.addWidget(editor)
    return editor


def fate(put: Insertion) -> Fate:
    return put.fate


def dictated_over(editor: SectionEditor, start: int, end: int, words: str) -> Insertion:
    editor.select(start, end)
    editor.begin_dictation()
    put = editor.insert_dictated(editor.dictation_anchor(), Passage.of(words, SPOKEN))
    assert put is not None
    return put


def test_what_it_took_the_place_of_is_put_back_with_its_sources(editor: SectionEditor) -> None:
    was = Passage.join([("Effort ", TYPED), ("{a|b}", PHRASE), (" 𝛼.", TYPED)])
    editor.show_passage(was)
    put = dictated_over(editor, 7, 12, "unlabored")
    assert editor.toPlainText() == "Effort unlabored 𝛼."
    editor.take_back(put)
    assert editor.passage() == was
    assert fate(put) is Fate.GONE
    assert editor.textCursor().selectedText() == "{a|b}"


def test_it_is_there_again_when_taking_it_back_was_undone(editor: SectionEditor) -> None:
    editor.show_passage(Passage.of("Effort {a|b}.", PHRASE))
    put = dictated_over(editor, 7, 12, "good")
    editor.take_back(put)
    editor.undo()
    assert (editor.toPlainText(), fate(put)) == ("Effort good.", Fate.THERE)
    editor.undo()
    assert fate(put) is Fate.GONE
    editor.redo()
    assert fate(put) is Fate.THERE


def test_what_was_changed_within_is_told_from_what_was_changed_beside(editor: SectionEditor) -> None:
    put = dictated_over(editor, 0, 0, "Good effort.")
    editor.replace(0, 0, [("Very ", TYPED)])
    editor.replace(17, 17, [(" Typed.", TYPED)])
    assert fate(put) is Fate.THERE
    editor.replace(7, 9, [])
    assert fate(put) is Fate.CHANGED
    with pytest.raises(ValueError, match="changed"):
        put.take_back()


def test_a_selection_that_was_no_blank_is_put_back_and_not_dictated_over_again(editor: SectionEditor) -> None:
    editor.show_passage(Passage.of("the left knee", TYPED))
    put = dictated_over(editor, 4, 8, "right")
    editor.take_back(put)
    editor.insert_dictated(editor.dictation_anchor(), Passage.of("hind", SPOKEN))
    assert editor.toPlainText() == "the left hind knee"


def test_a_mark_in_front_of_a_blank_is_not_replaced_by_one_said_into_it(editor: SectionEditor) -> None:
    editor.show_passage(Passage.of("Abnormal: ***", PHRASE))
    dictated_over(editor, 10, 13, ".")
    assert editor.toPlainText() == "Abnormal: ."
