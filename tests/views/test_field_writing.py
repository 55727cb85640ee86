"""What forms hold and what the text says of it: kept apart where somebody edited, the same after loading."""

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.form import FormField, named
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.views.field_writing import Standing
from scribe_desktop.views.note_editor import NoteEditor
from tests.helpers.note_types import SOAP

ROS = named("ros", "ros")
FIELDS = {field.key.partition(".")[2]: field for field in ROS.fields}
TYPED = Source(Origin.TYPED, "scribe-1")


@pytest.fixture
def note(qtbot: QtBot) -> NoteEditor:
    return opened(qtbot, {})


def opened(qtbot: QtBot, content: dict[str, Passage], person: str = "scribe-1") -> NoteEditor:
    note = NoteEditor(SOAP, person, lambda _name: None, AgeBand.ADULT)
    qtbot.addWidget(note)
    note.show_content(content, may_write=True)
    return note


def mark(note: NoteEditor, system: str, value: str) -> FormField:
    note.writing.put(ROS, FIELDS[system], value)
    return FIELDS[system]


def text(note: NoteEditor) -> str:
    return note.editor("ros").toPlainText()


def typed_at(note: NoteEditor, position: int, words: str) -> None:
    cursor = QTextCursor(note.editor("ros").document())
    cursor.setPosition(position)
    note.editor("ros").insert(cursor, words, TYPED)


def test_a_loaded_note_knows_its_sentences_again_and_which_were_edited(
    qtbot: QtBot, note: NoteEditor
) -> None:
    mark(note, "eyes", "+eye pain (left 👁); worse in light")
    mark(note, "ent", "-sore throat")
    mark(note, "allergic", "-hives")
    typed_at(note, 6, "both ")
    again = opened(qtbot, note.content(), person="scribe-2")
    assert again.content() == note.content()
    assert text(again) == (
        "Eyes: both Positive for eye pain (left 👁). Worse in light.\n"
        "ENT/mouth: Negative for sore throat.\nAllergic/immunologic: Negative for hives."
    )
    standings = {told.key: told.standing for told in again.writing.told(ROS.fields)}
    assert standings["ros.eyes"] is Standing.EDITED
    assert standings["ros.ent"] is standings["ros.allergic"] is Standing.TOLD
    assert standings["ros.endocrine"] is Standing.BLANK
    mark(again, "ent", "+sore throat")
    mark(again, "eyes", "")
    assert text(again).splitlines()[0].startswith("Eyes: both")
    assert text(again).splitlines()[1] == "ENT/mouth: Positive for sore throat."


def test_each_mark_keeps_who_made_it(qtbot: QtBot, note: NoteEditor) -> None:
    mark(note, "ent", "-sore throat; -hoarseness")
    again = opened(qtbot, note.content(), person="physician-1")
    mark(again, "ent", "-sore throat; +hoarseness")
    people = [(said, source.person_id) for said, source in again.passage("ros.ent").pieces()]
    assert people == [
        ("-sore throat; ", "scribe-1"),
        ("+", "physician-1"),
        ("hoarseness", "scribe-1"),
    ]


def test_a_sentence_that_was_deleted_is_missing_and_comes_back_with_the_next_mark(note: NoteEditor) -> None:
    eyes = mark(note, "eyes", "+eye pain")
    note.editor("ros").selectAll()
    note.editor("ros").cut()
    assert note.writing.standing(eyes) is Standing.MISSING
    mark(note, "eyes", "+eye pain; -eye redness")
    assert text(note) == "Eyes: Positive for eye pain. Negative for eye redness."
    assert note.writing.standing(eyes) is Standing.TOLD


def test_writing_anew_is_a_step_of_its_own_and_clears_what_the_field_no_longer_says(note: NoteEditor) -> None:
    eyes = mark(note, "eyes", "+eye pain")
    typed_at(note, 6, "both ")
    mark(note, "eyes", "")
    assert text(note) == "Eyes: both Positive for eye pain."
    note.writing.write_anew(ROS, eyes)
    assert text(note) == ""
    note.journal.undo()
    assert text(note) == "Eyes: both Positive for eye pain."
    note.journal.undo()
    assert note.writing.value("ros.eyes") == "+eye pain"


def test_every_undo_takes_back_one_act_wherever_it_was(note: NoteEditor) -> None:
    mark(note, "eyes", "+eye pain")
    typed_at(note, 0, "Asked in full.\n")
    mark(note, "ent", "-sore throat")
    seen = []
    for _ in range(3):
        note.journal.undo()
        seen.append((text(note), note.writing.value("ros.ent"), note.writing.value("ros.eyes")))
    assert seen == [
        ("Asked in full.\nEyes: Positive for eye pain.", "", "+eye pain"),
        ("Eyes: Positive for eye pain.", "", "+eye pain"),
        ("", "", ""),
    ]
    for _ in range(3):
        note.journal.redo()
    assert text(note).splitlines()[2] == "ENT/mouth: Negative for sore throat."
    assert note.writing.value("ros.ent") == "-sore throat"


def test_nothing_is_entered_into_a_note_that_is_being_handed_over(note: NoteEditor) -> None:
    note.set_read_only(read_only=True)
    eyes = mark(note, "eyes", "+eye pain")
    note.writing.write_anew(ROS, eyes)
    assert (text(note), note.writing.content()) == ("", {})


def test_a_value_says_that_it_changed_and_one_that_stays_says_nothing(note: NoteEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(note.edited, check_params_cb=lambda key: key == "ros.eyes"):
        mark(note, "eyes", "+eye pain")
    with qtbot.assertNotEmitted(note.edited):
        mark(note, "eyes", "+eye pain")
