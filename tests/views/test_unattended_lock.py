"""The window locks by itself: every character is kept, and nothing of a patient stays to be seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.views.curtain import Curtain
from scribe_desktop.views.login_view import LoginView
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, chart_of, clinic_in
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.shown import says

FIRST = Visitor("M-4711", "Imogen Hartley")
WORDS = "Sore throat for 3 days"


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    profile = clinic_in(tmp_path, FIRST)
    day = ClinicDay(profile, tmp_path / "pictures")
    yield day
    day.close()


def shown(widget: QWidget) -> bool:
    return widget.isVisible()


def write(day: ClinicDay) -> None:
    day.enter(SCRIBE)
    day.open(FIRST.name)
    day.hands.type(WORDS)


def test_left_alone_it_locks_and_keeps_the_last_character(day: ClinicDay) -> None:
    write(day)
    assert says(FIRST.name)
    day.window.unattended.idle.idle.emit()
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))
    assert day.window.workspace is None
    assert says(FIRST.name, FIRST.mrn, WORDS) == []
    assert chart_of(day.window._door.profile, FIRST.name).content["cc"].text == WORDS


def test_whoever_comes_next_logs_in_with_two_keys_and_a_passphrase(day: ClinicDay) -> None:
    write(day)
    day.window.unattended.idle.woke.emit()
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))
    day.hands.press("Alt+M")
    day.hands.type("M")
    day.hands.press("Tab")
    day.hands.type(PHYSICIAN.passphrase)
    day.hands.press("Return")
    day.hands.wait("the workspace", lambda: day.window.workspace)
    assert day.workspace.session.person.name == PHYSICIAN.name


@pytest.mark.parametrize("by_key", [False, True], ids=["left alone", "Ctrl+L"])
def test_what_cannot_be_saved_waits_behind_a_curtain(
    day: ClinicDay, monkeypatch: pytest.MonkeyPatch, *, by_key: bool
) -> None:
    write(day)

    def full(*_: object) -> None:
        raise StoreNotWritable("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(day.workspace.session.desk.store.drafts, "save", full)
        day.hands.type("!")
        if by_key:
            day.hands.press("Ctrl+L")
        else:
            day.window.unattended.lock()
        day.hands.wait("the curtain", lambda: day.window.findChild(Curtain))
        assert [widget for widget in says(FIRST.name, FIRST.mrn, WORDS) if shown(widget)] == []
        day.hands.press("Ctrl+N", "Ctrl+E")
        assert not day.workspace.isVisible()
        day.hands.type("not the right passphrase")
        day.hands.press("Return")
        curtain = day.page(Curtain)
        day.hands.wait("the refusal", lambda: "not the right one" in curtain.error.text())
        day.hands.type(SCRIBE.passphrase)
        day.hands.press("Return")
        day.hands.wait("the chart", day.workspace.isVisible)
    day.hands.wait("the words", lambda: day.window.findChild(Curtain) is None)
    assert day.chart.editor.section_editor("cc").toPlainText() == f"{WORDS}!"
    day.hands.type("?")
    day.lock()
    assert chart_of(day.window._door.profile, FIRST.name).content["cc"].text == f"{WORDS}!?"


def test_the_curtain_goes_to_the_log_in_once_saving_is_possible(
    day: ClinicDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(day)

    def full(*_: object) -> None:
        raise StoreNotWritable("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(day.workspace.session.desk.store.drafts, "save", full)
        day.hands.type("!")
        day.window.unattended.lock()
        day.hands.wait("the curtain", lambda: day.window.findChild(Curtain))
    day.page(Curtain).save_again.emit()
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))
    assert says(FIRST.name, WORDS) == []
    assert chart_of(day.window._door.profile, FIRST.name).content["cc"].text == f"{WORDS}!"
