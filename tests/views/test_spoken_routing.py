"""Sections, fields and taking back by voice, in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.dictated import Spoken
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.recording import Channel
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
    assert len(shown) > 5
    assert all("say “" in said for said in shown)
    assert any("scratch that" in said for said in shown)


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
