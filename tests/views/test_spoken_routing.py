"""Sections, fields and taking back by voice, in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.dictated import Risk, Spoken, spoken
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.recording import Channel
from scribe_desktop.speech.port import Final
from scribe_desktop.views.dictation_control import Target
from scribe_desktop.views.help_view import HelpView
from tests.helpers.clinic import IMOGEN, SCRIBE, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe has the visitor's chart open, with the cursor in the HPI."""
    with at_chart(clinic_in(tmp_path, IMOGEN), SCRIBE, IMOGEN, "Ctrl+2") as day:
        yield day


@pytest.fixture
def target(day: ClinicDay) -> Target:
    """Where dictation began."""
    begun = day.workspace.target()
    assert begun is not None
    return begun


def say(day: ClinicDay, target: Target, *utterances: str) -> None:
    """What the recogniser would tell of a dictation that began at this target."""
    person = day.workspace.session.person.id
    for text in utterances:
        words = Passage.of(text, Source(Origin.DICTATED, person, "engine"))
        day.workspace.control.words.emit(target, words)


def text(day: ClinicDay, key: str) -> str:
    return day.chart.editor.editor(key).toPlainText()


def place(day: ClinicDay) -> str:
    """Key of the passage with the cursor."""
    return next((editor.key for editor in day.chart.editor.built() if editor.hasFocus()), "")


def command(day: ClinicDay, target: Target, *heard: str) -> None:
    """What the recogniser would tell of words said while the key for a command is held."""
    final = Final(heard[0], 0, 1, alternatives=heard[1:])
    day.workspace.control.commanded.emit(target, day.workspace.control.as_commands(final, "engine"))


def told(day: ClinicDay) -> str:
    return day.workspace.dictation.partial.text()


def test_words_follow_to_the_section_that_was_named(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough since Monday.", "Assessment.", "Bronchitis.", "Go to plan.", "Rest.")
    assert text(day, "hpi") == "Cough since Monday."
    assert text(day, "problems") == "Bronchitis."
    assert text(day, "follow_up") == "Rest."
    assert "Bronchitis" not in text(day, "hpi")
    assert day.chart.editor.current_section == "follow_up"


def test_vital_signs_go_into_their_fields_and_say_so(day: ClinicDay, target: Target) -> None:
    say(day, target, "Under vitals, pulse 82, temperature 38.2 °C.")
    assert text(day, "vitals.heart_rate") == "82"
    assert text(day, "vitals.temperature") == "100.8"
    assert {run.source.origin for run in day.chart.editor.editor("vitals.heart_rate").passage().runs} == {
        Origin.DICTATED
    }
    assert "Pulse 82" in told(day)


def test_a_field_that_holds_a_value_keeps_it(day: ClinicDay, target: Target) -> None:
    say(day, target, "Under vitals, pulse 82.", "Under vitals, pulse 96.")
    assert text(day, "vitals.heart_rate") == "82"
    assert "Pulse stays 82" in told(day)


def test_other_words_under_a_section_become_its_text(day: ClinicDay, target: Target) -> None:
    say(day, target, "Under physical exam, lungs are clear.")
    assert text(day, "exam") == "Lungs are clear."


def test_scratch_that_takes_back_utterance_by_utterance(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough.", "Fever.", "Assessment.", "Cold.")
    say(day, target, "Scratch that.")
    assert text(day, "problems") == ""
    say(day, target, "Scratch that.")
    assert text(day, "hpi") == "Cough."
    day.hands.press("Ctrl+Z")
    assert text(day, "hpi") == "Cough. Fever."


def test_text_may_follow_scratch_that_in_one_breath(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough.", "Scratch that, she has a fever.")
    assert text(day, "hpi") == "She has a fever."


def test_what_somebody_has_changed_since_is_not_scratched(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough.")
    day.hands.press("Ctrl+End", "Backspace", "Backspace")
    day.hands.press("Ctrl+Alt+Z")
    assert text(day, "hpi") == "Coug"
    assert "was changed since: it stays" in told(day)


def test_the_key_scratches_too_and_leaves_what_was_typed(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough.")
    day.hands.press("Ctrl+End")
    day.hands.type(" Typed.")
    day.hands.press("Ctrl+Alt+Z")
    assert text(day, "hpi") == " Typed."


def test_what_can_be_said_is_listed_on_request(day: ClinicDay, target: Target) -> None:
    say(day, target, "What can I say?")
    page = day.workspace.pages.currentWidget()
    assert isinstance(page, HelpView)
    day.hands.picture("sayings")
    shown = [
        item.text(2)
        for group in (page.commands.topLevelItem(at) for at in range(page.commands.topLevelItemCount()))
        if group is not None and not group.isHidden()
        for item in map(group.child, range(group.childCount()))
        if not item.isHidden()
    ]
    assert all(said.startswith("Say “") for said in shown)
    for said in (
        *("“scratch that”, “strike that”, “delete that”", "“field complete”", "“insert normal chest exam”"),
        *(
            "“insert …”",
            "“assessment”",
            "“heart rate …”",
            "“caps on”",
            "“spell that …”",
            "“period”",
            "“new line”",
        ),
    ):
        assert any(said in row for row in shown), said


def test_what_was_undone_and_done_again_is_what_is_taken_back(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough since Monday.", "Fever and chills.", "Undo that.", "Redo that.", "Scratch that.")
    assert text(day, "hpi") == "Cough since Monday."
    say(day, target, "No rash.", "Undo that.", "Scratch that.")
    assert text(day, "hpi") == ""


def test_a_command_for_a_note_behind_another_page_is_said_to_have_become_words(
    day: ClinicDay, target: Target
) -> None:
    say(day, target, "What can I say?")
    day.hands.wait("the list", lambda: day.workspace.findChild(HelpView))
    say(day, target, "Undo that.")
    assert "went in as words: its note is not in front" in told(day)
    assert text(day, "hpi") == "Undo that."


def test_who_is_heard_over_the_computer_gives_no_orders(day: ClinicDay, target: Target) -> None:
    person = day.workspace.session.person.id
    say(day, target, "Cough since Monday.")
    for order in ("scratch that", "Next section."):
        source = Spoken("engine", "r/1000", channel=Channel.COMPUTER).source(person)
        day.workspace.control.words.emit(target, Passage.of(order, source))
    assert text(day, "hpi") == "Cough since Monday.\nOver the computer: Scratch that Next section."
    say(day, target, "Scratch that.")
    assert text(day, "hpi").strip() == "Over the computer: Scratch that Next section."


CHEST = "Lungs: effort {unlabored|labored|***}, breath sounds {clear|decreased at ***|***}"


def test_scratch_that_takes_back_values_and_no_sentence_before_them(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough.", "Under vitals, pulse 82, temperature 98.6.", "Scratch that.")
    assert (text(day, "vitals.heart_rate"), text(day, "vitals.temperature")) == ("", "")
    assert text(day, "hpi") == "Cough."
    assert told(day) == "Took back Pulse 82, Temp 98.6."
    day.hands.press("Ctrl+Z")
    assert (text(day, "vitals.heart_rate"), text(day, "vitals.temperature")) == ("82", "98.6")


def test_scratch_that_takes_back_a_phrase_and_no_sentence_before_it(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough.", "Insert normal chest exam.", "Scratch that.")
    assert text(day, "hpi") == "Cough."
    assert told(day).startswith("Took back “Lungs: effort")
    say(day, target, "Undo that.")
    assert CHEST in text(day, "hpi")
    say(day, target, "Scratch that.")
    assert text(day, "hpi") == "Cough."


def test_nothing_is_taken_back_in_place_of_what_was_changed_since(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough.", "Insert normal chest exam.")
    day.hands.press("Return")
    assert "effort unlabored" in text(day, "hpi")
    day.hands.press("Escape")
    say(day, target, "Scratch that.")
    assert text(day, "hpi").startswith("Cough. Lungs: effort unlabored")
    assert "changed since" in told(day)


def test_scratching_puts_back_the_blank_which_takes_the_next_words(day: ClinicDay) -> None:
    day.hands.type("Pain for *** days")
    day.hands.press("Ctrl+Home", "F2")
    target = day.workspace.target()
    assert target is not None
    say(day, target, "three", "Scratch that.")
    assert text(day, "hpi") == "Pain for *** days"
    assert {run.source.origin for run in day.chart.editor.passage("hpi").runs} == {Origin.TYPED}
    say(day, target, "four")
    assert text(day, "hpi") == "Pain for four days"


def test_a_second_phrase_goes_behind_the_first(day: ClinicDay, target: Target) -> None:
    say(day, target, "Insert normal chest exam.", "Insert abdominal exam.")
    assert text(day, "hpi").startswith(CHEST)
    assert ". Abdomen: {soft|" in text(day, "hpi")
    say(day, target, "soft")
    assert ". Abdomen: soft, " in text(day, "hpi")


def test_a_second_phrase_goes_behind_one_that_is_half_answered(day: ClinicDay, target: Target) -> None:
    say(day, target, "Insert normal chest exam.", "unlabored", "Next field.", "clear", "Insert skin exam.")
    assert text(day, "hpi").startswith("Lungs: effort unlabored, breath sounds clear, {no wheeze|")
    assert ". Skin: {" in text(day, "hpi")


def test_a_sentence_that_begins_like_a_command_is_text(day: ClinicDay, target: Target) -> None:
    say(day, target, "He has pain.", "Delete that medication from her list.")
    assert text(day, "hpi") == "He has pain. Delete that medication from her list."


def test_scratch_that_in_one_breath_takes_back_what_was_said_before_it(
    day: ClinicDay, target: Target
) -> None:
    say(day, target, "He has pain.", "Aspirin 81 mg scratch that")
    assert text(day, "hpi") == "He has pain."
    assert told(day) == "Took back “Aspirin 81 mg”."
    say(day, target, "Undo that.")
    assert text(day, "hpi") == "He has pain. Aspirin 81 mg"
    say(day, target, "Scratch that period")
    assert text(day, "hpi") == "He has pain."


def test_one_goes_from_field_to_field_and_values_go_where_the_cursor_is(
    day: ClinicDay, target: Target
) -> None:
    say(day, target, "Go to vitals.", "120/80", "Next field.")
    assert place(day) == "vitals.heart_rate"
    say(day, target, "eighty two", "Field complete.", "16", "Previous field.")
    assert place(day) == "vitals.heart_rate"
    values = [text(day, f"vitals.{name}") for name in ("blood_pressure", "heart_rate", "respiratory_rate")]
    assert values == ["120/80", "82", "16"]
    assert text(day, "vitals") == ""
    assert "Vital signs · Pulse" in day.workspace.dictation.anchor.toolTip()


def test_what_is_no_value_for_the_field_with_the_cursor_is_kept_apart(day: ClinicDay, target: Target) -> None:
    say(day, target, "Go to vitals.", "82", "Patient anxious.")
    assert text(day, "vitals.blood_pressure") == ""
    assert text(day, "vitals") == "Said at BP: 82. Patient anxious."
    assert "no value for BP" in told(day)
    pieces = list(day.chart.editor.passage("vitals").pieces())
    how = spoken(pieces[0][1])
    assert how is not None
    assert (how.risk, pieces[0][0]) == (Risk.UNSURE, "Said at BP: 82.")
    say(day, target, "120/80", "110/70")
    assert text(day, "vitals.blood_pressure") == "120/80"
    assert text(day, "vitals").endswith("Said at BP: 110/70.")


def test_a_value_for_a_note_that_is_closed_meanwhile_says_where_it_was_said(
    day: ClinicDay, target: Target
) -> None:
    say(day, target, "Go to vitals.", "Next field.")
    day.hands.press("Ctrl+W")
    day.hands.wait("the chart closed", lambda: day.workspace.chart is None)
    say(day, target, "82")
    day.open(IMOGEN.name)
    assert text(day, "vitals") == "Said at Pulse: 82"


def test_a_conversation_fills_in_no_field(day: ClinicDay, target: Target) -> None:
    say(day, target, "Go to vitals.")
    source = Spoken("engine", "r/1000", channel=Channel.COMPUTER).source(day.workspace.session.person.id)
    day.workspace.control.words.emit(target, Passage.of("120/80", source))
    assert text(day, "vitals.blood_pressure") == ""
    assert text(day, "vitals") == "Over the computer: 120/80"


def test_readings_are_filled_in_and_the_rest_stays_text(day: ClinicDay, target: Target) -> None:
    say(day, target, "Under vitals, temperature 101.2, oxygen saturation 98% on room air, looks tired.")
    assert (text(day, "vitals.temperature"), text(day, "vitals.oxygen_saturation")) == ("101.2", "98")
    assert text(day, "vitals") == "Oxygen saturation 98% on room air, looks tired."
    say(day, target, "Under vitals, height five feet eight inches, O two sat 94.")
    assert text(day, "vitals.height") == "172.7"
    assert text(day, "vitals").endswith("O two sat 94.")
    assert "SpO₂ stays 98" in told(day)
    say(day, target, "Scratch that.")
    assert text(day, "vitals.height") == ""
    assert text(day, "vitals") == "Oxygen saturation 98% on room air, looks tired."


def test_nothing_left_to_go_to_is_said(day: ClinicDay, target: Target) -> None:
    say(day, target, "Next blank.")
    assert told(day) == "No blank left in this note."
    for name in day.chart.editor.keys:
        if "." in name:
            day.chart.editor.editor(name).insertPlainText("1")
    say(day, target, "Next field.")
    assert told(day) == "No field left in this note."


def test_words_said_with_the_command_key_are_written_out_and_never_become_text(
    day: ClinicDay, target: Target
) -> None:
    command(day, target, "under vitals pulse eighty two looks tired")
    assert (text(day, "vitals.heart_rate"), text(day, "vitals")) == ("82", "")
    assert "Not written as text: “pulse 82 looks tired”" in told(day)
    command(day, target, "under vitals pulse ninety six")
    assert "Pulse stays 82" in told(day)
    command(day, target, "under exam lungs clear")
    assert "“lungs clear” was not understood, and not written" in told(day)
    command(day, target, "aspirin scratch that", "next section")
    assert "no command here" in told(day)
    command(day, target, "insert all")
    day.hands.press("Escape")
    assert [editor.key for editor in day.chart.editor.editors() if editor.toPlainText()] == [
        "vitals.heart_rate"
    ]


def test_going_somewhere_is_undone_before_the_words_are(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough.", "Go to plan.", "Undo that.")
    assert (text(day, "hpi"), place(day)) == ("Cough.", "hpi")
    assert told(day) == "Back in History of present illness."
    say(day, target, "Fever.", "Next section.", "Undo that.", "Chills.")
    assert text(day, "hpi") == "Cough. Fever. Chills."
    say(day, target, "Go to plan.", "Scratch that.", "No rash.")
    assert text(day, "hpi") == "Cough. Fever. Chills. No rash."


def test_a_way_with_values_is_undone_as_one_act(day: ClinicDay, target: Target) -> None:
    say(day, target, "Cough.", "Under vitals, pulse 82, temperature 98.6.", "Undo that.", "Fever.")
    assert (text(day, "vitals.heart_rate"), text(day, "vitals.temperature")) == ("", "")
    assert text(day, "hpi") == "Cough. Fever."


def test_a_mark_said_after_a_pause_takes_the_place_of_the_one_there(day: ClinicDay, target: Target) -> None:
    say(day, target, "No fever.", ".", ",", "No chills.")
    assert text(day, "hpi") == "No fever, no chills."
    say(day, target, "Scratch that.", "Scratch that.")
    assert text(day, "hpi") == "No fever."


def test_a_phrase_that_is_not_there_is_told(day: ClinicDay, target: Target) -> None:
    say(day, target, "Insert Foley catheter.")
    assert text(day, "hpi") == "Insert Foley catheter."
    assert told(day) == "No phrase is called “foley catheter”: the words went in as text."


def test_what_is_said_while_a_phrase_is_asked_about_comes_behind_it(day: ClinicDay, target: Target) -> None:
    say(day, target, "Insert a line.", "He feels well.")
    assert text(day, "hpi") == "Insert a line. He feels well."
    day.hands.press("Return")
    assert not text(day, "hpi").startswith("Insert a line")
    assert text(day, "hpi").endswith("He feels well.")


def test_a_phrase_that_was_asked_about_goes_behind_the_one_before_too(day: ClinicDay, target: Target) -> None:
    say(day, target, "Insert normal chest exam.", "Insert a line.")
    day.hands.press("Return")
    assert text(day, "hpi").startswith(CHEST)
    assert "nsert a line" not in text(day, "hpi")
    assert len(text(day, "hpi").split("crackles ***}.")[1]) > 5
    say(day, target, "Undo that.")
    assert "effort insert a line" in text(day, "hpi").casefold()
