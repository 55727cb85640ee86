"""Forms above a section: worked by keys, told in the text, undone in one step, kept in the store."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.document import sections_of
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.chip import Chip
from tests.helpers.clinic import IMOGEN, PHYSICIAN, chart_of, clinic_in
from tests.helpers.clinic_day import ClinicDay


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The physician has the visitor's empty note open."""
    profile = clinic_in(tmp_path, IMOGEN)
    day = ClinicDay(profile, tmp_path / "pictures")
    day.window.resize(1280, 900)
    day.enter(PHYSICIAN)
    day.open(IMOGEN.name)
    yield day
    day.close()


def text(day: ClinicDay, key: str) -> str:
    return day.chart.editor.editor(key).toPlainText()


def value(day: ClinicDay, key: str) -> str:
    return day.chart.editor.passage(key).text


def focused_line() -> QLineEdit:
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    return line


def in_remembered_form(day: ClinicDay) -> bool:
    """Go to the history; whether that leads into its form, once the store has told that it was open."""
    day.hands.press("Ctrl+2")
    return isinstance(QApplication.focusWidget(), QLineEdit)


def hpi_form(day: ClinicDay) -> None:
    """Go to the history and open its form."""
    day.hands.press("Ctrl+2", "F12")


def test_elements_are_told_in_the_text_while_they_are_typed(day: ClinicDay) -> None:
    hpi_form(day)
    assert focused_line().accessibleName() == "Onset"
    day.hands.type("3 days ago")
    day.hands.press(*["Return"] * 7)
    day.hands.type("7")
    assert text(day, "hpi") == "Onset: 3 days ago. Severity: 7/10."
    day.hands.press(*["Up"] * 6)
    day.hands.type("left knee")
    assert text(day, "hpi") == "Onset: 3 days ago. Location: left knee. Severity: 7/10."


def test_one_undo_takes_back_what_was_typed_into_a_field_and_its_sentence(day: ClinicDay) -> None:
    hpi_form(day)
    day.hands.type("today")
    day.hands.press("Return")
    day.hands.type("jaw")
    day.hands.press("Ctrl+Z")
    assert (text(day, "hpi"), value(day, "hpi.location")) == ("Onset: today.", "")
    assert focused_line().text() == ""
    day.hands.press("Ctrl+Y")
    assert (text(day, "hpi"), value(day, "hpi.location")) == ("Onset: today. Location: jaw.", "jaw")
    day.hands.press("Ctrl+Z", "Ctrl+Z")
    assert (text(day, "hpi"), value(day, "hpi.onset")) == ("", "")


def test_an_edited_sentence_is_left_alone_and_written_anew_when_asked(day: ClinicDay) -> None:
    hpi_form(day)
    day.hands.type("today")
    editor = day.chart.editor.editor("hpi")
    editor.setFocus()
    editor.select(12, 12)
    day.hands.type(" at noon")
    day.hands.press("F12")
    day.hands.type(", late")
    assert text(day, "hpi") == "Onset: today at noon."
    panel = day.chart.editor.forms.panel("hpi")
    assert panel is not None
    day.hands.wait("a word about it", panel.anew.isVisible)
    assert panel.message.text().startswith("Onset was edited in the text")
    day.hands.press("Ctrl+Shift+T")
    assert text(day, "hpi") == "Onset: today, late."
    assert not panel.anew.isVisible()
    day.hands.press("Ctrl+Z")
    assert text(day, "hpi") == "Onset: today at noon."


def test_values_and_text_are_the_same_after_saving_and_opening_again(day: ClinicDay, tmp_path: Path) -> None:
    hpi_form(day)
    day.hands.type("today")
    day.hands.press("Ctrl+S")
    day.hands.wait("safe words", lambda: day.chart.autosave.is_clean)
    day.lock()
    chart = chart_of(Profile(tmp_path / "profile"), IMOGEN.name)
    assert chart.content["hpi.onset"].text == "today"
    day.enter(PHYSICIAN)
    day.open(IMOGEN.name)
    day.hands.wait("the form that was open", lambda: in_remembered_form(day))
    assert focused_line().text() == "today"
    day.hands.press("End")
    day.hands.type(", early")
    assert text(day, "hpi") == "Onset: today, early."
    day.hands.press("F12")
    assert day.chart.editor.editor("hpi").hasFocus()
    day.hands.press("Ctrl+1", "Ctrl+2")
    assert day.chart.editor.editor("hpi").hasFocus()


def ros_form(day: ClinicDay) -> None:
    day.hands.press("Ctrl+9", "F12")


def chip() -> str:
    """What a screen reader says of the item that the keys go to."""
    focus = QApplication.focusWidget()
    assert isinstance(focus, Chip)
    return focus.accessibleName()


def find(day: ClinicDay, letters: str) -> None:
    """Type the beginning of an item's name, after the pause that tells it from the last one's."""
    pause = monotonic() + 1.1
    day.hands.wait("a new word", lambda: monotonic() > pause)
    day.hands.type(letters)


def test_a_form_that_is_opened_comes_in_sight_as_far_as_there_is_room(day: ClinicDay) -> None:
    note = day.chart.editor
    ros_form(day)
    panel = note.forms.panel("ros")
    assert panel is not None

    def top() -> int:
        return panel.mapTo(note.viewport(), panel.rect().topLeft()).y()

    day.hands.wait("the form at the top", lambda: 0 <= top() < 100)


def test_only_what_was_marked_is_said_of_the_systems(day: ClinicDay) -> None:
    ros_form(day)
    assert chip() == "fever, not asked"
    day.hands.press("+")
    assert chip() == "fever, positive"
    day.hands.press("Right", "-", "Down", "Up", "Right", "Space", "Space", "Space")
    find(day, "chest")
    assert chip() == "chest pain, not asked"
    day.hands.press("-")
    assert text(day, "ros").splitlines() == [
        "Constitutional: Positive for fever. Negative for chills.",
        "Cardiovascular: Negative for chest pain.",
    ]
    day.hands.press("Delete")
    assert text(day, "ros") == "Constitutional: Positive for fever. Negative for chills."
    assert value(day, "ros.constitutional") == "+fever; -chills"


def test_a_sentence_typed_into_the_form_by_mistake_marks_nothing(day: ClinicDay) -> None:
    ros_form(day)
    find(day, "chest pain and fever or chills")
    assert text(day, "ros") == value(day, "ros.cardiovascular") == value(day, "ros.constitutional") == ""
    find(day, "chest p")
    assert chip() == "chest pain, not asked"


def test_words_about_an_item_or_a_system_are_told_and_undone_together(day: ClinicDay) -> None:
    ros_form(day)
    find(day, "cough")
    day.hands.press("+", "Return")
    day.hands.type("dry; at night")
    day.hands.press("Return", "End", "Return")
    day.hands.type("Sleeps upright")
    day.hands.press("Escape")
    assert chip() == "Words about Respiratory, Sleeps upright"
    assert text(day, "ros") == "Respiratory: Positive for cough (dry; at night). Sleeps upright."
    day.hands.press("Ctrl+Z")
    assert text(day, "ros") == "Respiratory: Positive for cough (dry; at night)."
    day.hands.press("Ctrl+Z", "Ctrl+Z")
    assert text(day, "ros") == value(day, "ros.respiratory") == ""


def test_all_others_negative_is_one_act_with_its_author_and_taken_back_by_the_same_key(
    day: ClinicDay,
) -> None:
    ros_form(day)
    day.hands.press("+", "Ctrl+Shift+N")
    assert text(day, "ros").splitlines()[-1] == "All other systems reviewed and negative."
    ((said, source),) = day.chart.editor.passage("ros.rest").pieces()
    assert source == Source(Origin.TYPED, day.workspace.session.person.id, said)
    find(day, "rash")
    day.hands.press("-")
    assert text(day, "ros").splitlines()[1:] == [
        "Integumentary: Negative for rash.",
        "All other systems reviewed and negative.",
    ]
    day.hands.press("Ctrl+Shift+N")
    assert "other systems" not in text(day, "ros")
    day.hands.press("Ctrl+Z")
    assert "other systems" in text(day, "ros")


def test_normal_is_said_of_a_system_by_a_key_and_exceptions_take_its_place(day: ClinicDay) -> None:
    day.hands.press("Alt+2", "F12")
    find(day, "card")
    day.hands.press("-")
    assert text(day, "exam") == (
        "Cardiovascular: Regular rate, regular rhythm, no murmur, peripheral pulses intact, no edema."
    )
    find(day, "murmur")
    day.hands.press("+", "Return")
    day.hands.type("2/6 systolic")
    day.hands.press("Return")
    heard = "Cardiovascular: Murmur (2/6 systolic). Regular rate, regular rhythm, "
    assert text(day, "exam") == f"{heard}peripheral pulses intact, no edema."
    find(day, "neck")
    day.hands.press("Delete")
    assert "Neck" not in text(day, "exam")


def test_the_rest_of_the_chosen_systems_is_normal_in_one_step(day: ClinicDay) -> None:
    day.hands.press("Alt+2", "F12", "Ctrl+Shift+N")
    panel = day.chart.editor.forms.panel("exam")
    assert panel is not None
    assert "Choose systems first" in panel.message.text()
    assert text(day, "exam") == ""
    find(day, "neck")
    day.hands.press("+")
    assert chip() == "Neck, chosen"
    find(day, "skin")
    day.hands.press("+")
    find(day, "rash")
    day.hands.press("+", "Ctrl+Shift+N")
    assert text(day, "exam").splitlines() == [
        "Neck: Neck supple, thyroid not enlarged, no jugular venous distension.",
        "Skin: Rash. Skin warm and dry, no lesions.",
    ]
    day.hands.press("Ctrl+Z")
    assert text(day, "exam") == "Skin: Rash."


def test_only_what_the_patient_has_can_be_marked_in_the_exam(day: ClinicDay) -> None:
    day.hands.press("Alt+2", "F12")
    panel = day.chart.editor.forms.panel("exam")
    assert panel is not None
    offered = {chip.name for chip in panel.findChildren(Chip)}
    assert {"external genitalia", "cervix"} <= offered
    assert not {"penis", "testes", "nodules"} & offered
    find(day, "female")
    day.hands.press("-")
    assert text(day, "exam") == (
        "Female genitalia: External genitalia normal, no vulvar lesions, urethra normal."
    )
    find(day, "breast m")
    day.hands.press("+", "Return")
    day.hands.type("left, 2 cm")
    assert text(day, "exam").splitlines()[0] == "Chest/breasts: Breast mass (left, 2 cm)."


def test_tab_leads_from_the_form_to_the_text_and_back_to_the_same_item(day: ClinicDay) -> None:
    ros_form(day)
    find(day, "tinn")
    day.hands.press("Tab")
    assert day.chart.editor.editor("ros").hasFocus()
    day.hands.press("Shift+Tab")
    assert chip().startswith("tinnitus")
    while isinstance(QApplication.focusWidget(), Chip):
        day.hands.press("Down")
    assert day.chart.editor.editor("ros").hasFocus()


def test_what_the_keys_go_to_stays_in_sight(day: ClinicDay) -> None:
    day.hands.press("Alt+2", "F12")
    find(day, "judgment")
    note, focus = day.chart.editor, QApplication.focusWidget()
    assert focus is not None
    there = note.viewport().rect()
    day.hands.wait("the chip in sight", lambda: there.contains(focus.mapTo(note, focus.rect().center())))


def test_a_system_whose_line_was_edited_is_pointed_out_and_left_alone(day: ClinicDay) -> None:
    ros_form(day)
    day.hands.press("+", "Tab", "End")
    day.hands.press("Backspace")
    day.hands.type(" since Monday.")
    day.hands.press("Shift+Tab", "Right", "-")
    panel = day.chart.editor.forms.panel("ros")
    assert panel is not None
    day.hands.wait("a word about it", panel.anew.isVisible)
    assert panel.message.text() == "Constitutional was edited in the text; the form leaves it alone."
    assert text(day, "ros") == "Constitutional: Positive for fever since Monday."
    day.hands.press("Ctrl+Shift+T")
    assert text(day, "ros").startswith("Constitutional: Positive for fever. Negative for chills.")


def test_dictation_and_paste_go_to_the_text_while_the_form_has_the_keys(day: ClinicDay) -> None:
    ros_form(day)
    day.hands.press("+")
    view = day.chart
    view.dictated.insert(
        "ros", Passage.of("seen by his dentist", Source(Origin.DICTATED, "person-1", "engine"))
    )
    day.hands.press("-")
    assert text(day, "ros").startswith("Constitutional: Negative for fever.")
    assert "dentist" in text(day, "ros")


def test_a_denied_complaint_is_found_in_what_the_form_says(day: ClinicDay) -> None:
    day.hands.press("Ctrl+1")
    day.hands.type("Chest pain")
    ros_form(day)
    find(day, "chest")
    day.hands.press("-")
    day.hands.wait("the finding", lambda: any("denied" in f.message for f in day.chart.checking.run.findings))


def test_the_signed_document_says_each_thing_once_and_its_forms_are_closed(day: ClinicDay) -> None:
    ros_form(day)
    day.hands.press("+")
    day.hands.press("Ctrl+1")
    day.hands.type("Fever")
    hpi_form(day)
    day.hands.type("today")
    day.submit()
    day.sign_as(PHYSICIAN)
    panel = day.chart.editor.forms.panel("ros")
    assert panel is None
    chart = day.chart.chart
    said = sections_of(chart.note_type, chart.content)
    texts = {section.title: section.text for section in said}
    assert texts["Review of systems"] == "Constitutional: Positive for fever."
    assert texts["History of present illness"] == "Onset: today."
