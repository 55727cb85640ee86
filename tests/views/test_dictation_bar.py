"""What the bar says, and what may wipe it away."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import NoMicrophone, StoreNotWritable
from scribe_desktop.notes.recording import Channel
from scribe_desktop.qt import theme
from scribe_desktop.session.dictation import DictationState
from scribe_desktop.session.hearing import Cause
from scribe_desktop.views.dictation_bar import DictationBar

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NO_SOUND = NoMicrophone("The microphone is gone.", remedy="Plug it in.")
DISK_FULL = StoreNotWritable("The disk is full.", remedy="Free some space.")


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> DictationBar:
    theme.apply(qapp, "light", 1.0)
    bar = DictationBar()
    qtbot.addWidget(bar)
    bar.resize(1400, 60)
    bar.show()
    return bar


def test_an_error_outlives_hints_until_listening_begins_again(bar: DictationBar) -> None:
    bar.show_error(NO_SOUND)
    bar.show_hint("")
    bar.show_state(DictationState.IDLE)
    assert bar.partial.text() == NO_SOUND.in_full()
    bar.show_state(DictationState.LISTENING)
    assert bar.partial.text() == ""


def test_only_what_is_safe_takes_the_warning_of_the_unsaved_back(bar: DictationBar) -> None:
    bar.show_unsaved(DISK_FULL)
    assert (bar.saved.text(), bar.partial.text()) == ("Not saved!", DISK_FULL.in_full())
    bar.show_saved(AT)
    assert bar.saved.text().startswith("Saved ")
    assert bar.partial.text() == ""
    bar.show_error(NO_SOUND)
    bar.show_saved(AT)
    assert bar.partial.text() == NO_SOUND.in_full()


def test_words_that_came_do_not_stay_behind_what_went_wrong(bar: DictationBar) -> None:
    bar.show_state(DictationState.LISTENING)
    bar.show_partial("no chest pain")
    bar.show_trouble(Cause.MICROPHONE, NO_SOUND)
    assert bar.partial.text() == f"{NO_SOUND.in_full()}  ·  no chest pain"
    bar.words_came(Channel.MICROPHONE)
    assert bar.partial.text() == NO_SOUND.in_full()


def test_words_that_come_wipe_away_nothing_else(bar: DictationBar) -> None:
    bar.show_state(DictationState.LISTENING)
    bar.show_channels((Channel.ROOM, Channel.COMPUTER))
    bar.show_partial("no chest pain", Channel.ROOM)
    bar.show_partial("hello", Channel.COMPUTER)
    bar.words_came(Channel.ROOM)
    assert bar.partial.text() == "Over the computer: hello"
    bar.tell("Put .nkda into Allergies.")
    bar.words_came(Channel.COMPUTER)
    assert bar.partial.text() == "Put .nkda into Allergies."


def test_what_was_done_stays_told_until_something_else_is_said(bar: DictationBar) -> None:
    bar.show_state(DictationState.LISTENING)
    bar.tell("Put .nkda into Allergies.")
    bar.show_partial("")
    bar.show_state(DictationState.IDLE)
    assert bar.partial.text() == "Put .nkda into Allergies."
    bar.show_partial("next words")
    assert bar.partial.text() == "next words"


def test_the_latest_words_are_the_ones_shown(bar: DictationBar) -> None:
    bar.show_partial("word " * 100 + "last")
    assert bar.partial.text().endswith("last")
    assert len(bar.partial.text()) <= 160


@pytest.mark.parametrize(
    ("waiting", "refused", "said"),
    [(0, 0, "Outbox empty"), (2, 0, "2 to send"), (0, 1, "1 refused"), (2, 1, "2 to send, 1 refused")],
)
def test_the_outbox_in_few_words_also_where_there_is_room_for_its_icon_only(
    bar: DictationBar, waiting: int, refused: int, said: str
) -> None:
    bar.show_outbox(waiting, refused)
    assert bar.outbox.text() == said
    bar.resize(500, 60)
    QApplication.processEvents()
    assert bar.outbox.text() == ""
    assert bar.outbox.toolTip() == bar.outbox.accessibleDescription() == said


def test_a_narrow_bar_gives_what_is_heard_a_row_of_its_own(bar: DictationBar) -> None:
    bar.show_state(DictationState.LISTENING)
    bar.show_anchor("HPI")
    bar.show_partial("radiates to the left arm")
    assert bar.heard.geometry().center().y() == pytest.approx(bar.toggle.geometry().center().y(), abs=2)
    bar.resize(600, 120)
    QApplication.processEvents()
    assert bar.heard.geometry().bottom() < bar.toggle.geometry().top()
    assert bar.heard.width() > 500
    bar.show_state(DictationState.IDLE)
    assert not bar.heard.isVisible()
    bar.resize(1400, 60)
    QApplication.processEvents()
    assert bar.heard.isVisible()


def test_what_dictation_goes_on_in_spite_of_stays_in_front_of_what_is_heard(bar: DictationBar) -> None:
    bar.show_state(DictationState.LISTENING)
    bar.show_trouble(Cause.DISK, DISK_FULL)
    bar.show_partial("no fever")
    bar.dismiss()
    bar.show_partial("no fever or chills")
    assert bar.partial.text() == f"{DISK_FULL.in_full()}  ·  no fever or chills"
    assert bar.partial.property("role") == "error"
    bar.show_trouble(Cause.DISK, None)
    assert (bar.partial.text(), bar.partial.property("role")) == ("no fever or chills", "muted")


def test_what_is_over_stays_told_until_it_is_put_away(bar: DictationBar) -> None:
    bar.keep_told(Cause.RECOVERED, "Recovered 0:09 of dictation.")
    bar.show_trouble(Cause.GAP, NO_SOUND)
    bar.show_partial("")
    bar.show_state(DictationState.IDLE)
    assert bar.partial.text() == f"Recovered 0:09 of dictation.  ·  {NO_SOUND.in_full()}"
    assert bar.partial.property("role") == "warning"
    bar.dismiss()
    assert bar.partial.text() == ""


@pytest.mark.parametrize("cause", [Cause.RECOGNISER, Cause.UNHEARD, Cause.REFUSED])
def test_what_is_in_no_note_yet_stays_told_when_dictation_ends_and_begins_anew(
    bar: DictationBar, cause: Cause
) -> None:
    bar.show_state(DictationState.LISTENING)
    bar.show_trouble(cause, NO_SOUND)
    for state in (DictationState.FINISHING, DictationState.IDLE, DictationState.OPENING):
        bar.show_state(state)
    bar.dismiss()
    assert bar.partial.text() == NO_SOUND.in_full()
    bar.show_trouble(cause, None)
    assert bar.partial.text() == ""


def test_nobody_is_told_to_be_heard_before_sound_comes(bar: DictationBar) -> None:
    bar.show_error(NO_SOUND)
    bar.show_state(DictationState.OPENING)
    assert bar.toggle.text() == "Opening…"
    assert bar.toggle.isChecked()
    assert bar.partial.text() == ""
    bar.show_trouble(Cause.GAP, NO_SOUND)
    bar.show_state(DictationState.LISTENING)
    assert bar.toggle.text() == "Listening"
    assert bar.partial.text() == NO_SOUND.in_full()
