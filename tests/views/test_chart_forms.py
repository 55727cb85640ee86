"""The forms under a note: what is typed in them stays, and all of it has room with large text."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.qt import theme
from scribe_desktop.session.dictation import DictationState
from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import CASEY, IMOGEN, PHYSICIAN, SCRIBE, chart_of, found, session_of
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.visits import REQUIRED, typed


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """Both visitors' notes are written and submitted."""
    profile = Profile(tmp_path_factory.mktemp("clinic") / "profile")
    found(profile, IMOGEN, CASEY)
    session = session_of(profile, SCRIBE)
    for row in session.charting.encounters():
        note = session.charting.open(row.encounter.id).note
        session.charting.save(note.id, {key: typed(session, text) for key, text in REQUIRED.items()})
        session.charting.submit(note.id)
    session.close()
    return profile


@pytest.fixture
def day(qtbot: QtBot, clinic: Profile, tmp_path: Path) -> Iterator[ClinicDay]:
    """The physician has the first visitor's note open for review."""
    day = ClinicDay(Profile(shutil.copytree(clinic.folder, tmp_path / "profile")), tmp_path / "pictures")
    day.window.resize(1280, 800)
    day.enter(PHYSICIAN)
    day.open(IMOGEN.name)
    yield day
    day.close()
    theme.apply(day.app.qt, "light", 1.0)


def sign_form(day: ClinicDay) -> None:
    day.hands.press("Ctrl+Shift+S")
    day.hands.wait("the attestation", day.chart.review.attestation.toPlainText)


def away_and_back(day: ClinicDay) -> None:
    day.open(CASEY.name)
    day.open(IMOGEN.name)


def locked_and_back(day: ClinicDay) -> None:
    """Lock without a word, and log in again to the same note."""
    day.lock()
    day.enter(PHYSICIAN)
    day.open(IMOGEN.name)


def begun(day: ClinicDay, tmp_path: Path) -> dict[Unsigned, str]:
    """What would be there if the machine went down now, for the physician."""
    day.hands.wait("the words being saved", lambda: day.chart.autosave.is_clean)
    copy = Profile(shutil.copytree(day.window._door.profile.folder, tmp_path / new_id()))
    return dict(chart_of(copy, IMOGEN.name, PHYSICIAN).unsigned)


def test_a_reason_is_there_again_after_another_chart_a_crash_and_a_lock_until_the_note_is_returned(
    day: ClinicDay, tmp_path: Path
) -> None:
    day.hands.press("Ctrl+Shift+B")
    day.hands.type("Which dose?")
    away_and_back(day)
    assert begun(day, tmp_path) == {Unsigned.REASON: "Which dose?"}
    day.hands.press("Ctrl+Shift+B")
    day.hands.type("Ja. ")
    locked_and_back(day)
    day.hands.press("Ctrl+Shift+B")
    assert sorted(day.chart.review.reason.toPlainText()) == sorted("Which dose?Ja. ")
    day.push(day.chart.review.confirm_return)
    day.wait_for_state(NoteState.RETURNED)
    assert begun(day, tmp_path) == {}


def test_escape_keeps_a_reason_and_cancel_gives_it_up(day: ClinicDay, tmp_path: Path) -> None:
    panel = day.chart.review
    day.hands.press("Ctrl+Shift+B")
    day.hands.type("Which dose?")
    day.hands.press("Escape")
    assert not panel.is_unfolded
    day.hands.press("Ctrl+Shift+B")
    assert panel.reason.toPlainText() == "Which dose?"
    day.push(panel.cancel_return)
    day.hands.press("Ctrl+Shift+B")
    assert panel.reason.toPlainText() == ""
    assert begun(day, tmp_path) == {}


def test_an_attestation_of_ones_own_stays_and_the_offered_one_is_not_kept(
    day: ClinicDay, tmp_path: Path
) -> None:
    sign_form(day)
    offered = day.chart.review.attestation.toPlainText()
    assert begun(day, tmp_path) == {}
    assert not day.chart.review.error.isVisible()
    day.go_to(day.chart.review.attestation)
    day.hands.press("Ctrl+End")
    day.hands.type(" Seen twice.")
    locked_and_back(day)
    sign_form(day)
    assert day.chart.review.attestation.toPlainText() == f"{offered} Seen twice."
    day.hands.wait("word of it", lambda: "began yourself" in day.chart.review.error.text())
    day.go_to(day.chart.review.passphrase)
    day.hands.type(PHYSICIAN.passphrase)
    day.hands.press("Return")
    day.wait_for_state(NoteState.SIGNED)
    assert day.chart.chart.signature is not None
    assert day.chart.chart.signature.attestation == f"{offered} Seen twice."
    assert begun(day, tmp_path) == {}


def test_an_addendum_stays_until_it_is_signed(day: ClinicDay, tmp_path: Path) -> None:
    day.sign_as(PHYSICIAN)
    day.chart.signed.ask_addendum()
    day.hands.type("Culture negative.")
    assert begun(day, tmp_path) == {Unsigned.ADDENDUM: "Culture negative."}
    locked_and_back(day)
    day.chart.signed.ask_addendum()
    assert day.chart.signed.text.toPlainText() == "Culture negative."
    day.go_to(day.chart.signed.passphrase)
    day.hands.type("not this one")
    day.hands.press("Return")
    day.hands.wait("the refusal", day.chart.signed.error.isVisible)
    assert day.chart.signed.text.toPlainText() == "Culture negative."
    day.hands.type(PHYSICIAN.passphrase)
    day.hands.press("Return")
    day.hands.wait("the addendum", lambda: day.chart.chart.addenda)
    assert begun(day, tmp_path) == {}
    assert day.chart.signed.text.toPlainText() == ""


def assert_fits(day: ClinicDay) -> None:
    day.hands.wait(
        f"room for {day.window.minimumSizeHint()}",
        lambda: day.window.width() <= 1280 and day.window.height() <= 800,
        5,
    )
    least = day.window.minimumSizeHint()
    assert (least.width(), least.height()) <= (1280, 800)
    assert least.height() <= 800


def test_a_note_is_returned_signed_and_added_to_at_twice_the_text_size(day: ClinicDay) -> None:
    theme.apply(day.app.qt, "light", 2.0)
    bar = day.workspace.dictation
    bar.show_outbox(2, 1)
    bar.show_state(DictationState.LISTENING)
    bar.show_anchor("History of present illness")
    bar.show_partial("radiates to the left arm")
    bar.show_progress(0.5)
    assert_fits(day)
    assert bar.partial.isVisible()
    assert bar.partial.width() > 400
    bar.show_state(DictationState.IDLE)
    bar.show_progress(None)
    day.hands.press("Ctrl+Shift+B")
    day.hands.type("Please add the dose of metoprolol and the time of the last meal. " * 3)
    assert_fits(day)
    day.push(day.chart.review.confirm_return)
    day.wait_for_state(NoteState.RETURNED)
    assert_fits(day)
    sign_form(day)
    assert_fits(day)
    assert day.chart.review.passphrase.width() > 300
    day.hands.press("Escape")
    day.sign_as(PHYSICIAN)
    assert_fits(day)
    day.chart.signed.ask_addendum()
    day.hands.type("Culture negative.")
    day.chart.signed.confirm.click()
    day.hands.wait("the refusal", day.chart.signed.error.isVisible)
    assert_fits(day)
    assert day.chart.editor.height() > 80
    day.push(day.chart.signed.cancel)


def test_the_list_and_the_rail_give_way_to_a_note_and_come_when_asked(day: ClinicDay) -> None:
    panel, rail = day.workspace.encounters, day.chart.rail
    assert panel.isVisible()
    assert rail.isVisible()
    theme.apply(day.app.qt, "light", 2.0)
    day.hands.wait("room for the note", lambda: not panel.isVisible() and not rail.isVisible())
    day.hands.press("Ctrl+E")
    day.hands.wait("the list", panel.isVisible)
    assert_fits(day)
    day.hands.press("Escape")
    day.hands.wait("the note alone", lambda: not panel.isVisible())
    day.chart.find_section()
    day.hands.wait("the rail", rail.isVisible)
    day.hands.type("plan")
    day.hands.press("Escape")
    day.hands.wait("the note alone", lambda: not rail.isVisible())
    focused = QApplication.focusWidget()
    assert focused is not None
    assert day.chart.editor.isAncestorOf(focused)
    theme.apply(day.app.qt, "light", 1.0)
    day.hands.wait("both", lambda: panel.isVisible() and rail.isVisible())
