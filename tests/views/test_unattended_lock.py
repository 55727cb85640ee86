"""The window locks by itself: every character is kept, and nothing of a patient stays to be seen."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.backups import Backups, Plan
from scribe_desktop.session.session import Session
from scribe_desktop.views.curtain import Curtain
from scribe_desktop.views.leaving_page import LeavingPage
from scribe_desktop.views.login_view import LoginView
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, chart_of, clinic_in, session_of
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


@contextmanager
def full_disk(day: ClinicDay, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No draft can be saved."""

    def full(*_: object) -> None:
        raise StoreNotWritable("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(day.workspace.session.desk.store.drafts, "save", full)
        yield


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

    with full_disk(day, monkeypatch):
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

    with full_disk(day, monkeypatch):
        day.hands.type("!")
        day.window.unattended.lock()
        day.hands.wait("the curtain", lambda: day.window.findChild(Curtain))
    day.page(Curtain).save_again.emit()
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))
    assert says(FIRST.name, WORDS) == []
    assert chart_of(day.window._door.profile, FIRST.name).content["cc"].text == f"{WORDS}!"


def test_nothing_of_the_chart_is_shown_while_the_store_is_busy(day: ClinicDay) -> None:
    write(day)
    free = threading.Event()
    day.workspace.jobs.store(lambda: free.wait(60))
    day.hands.type("!")
    day.hands.press("Ctrl+L")
    assert [widget for widget in says(FIRST.name, FIRST.mrn, WORDS) if shown(widget)] == []
    assert day.page(LeavingPage).isVisible()
    day.hands.press("Ctrl+N", "Ctrl+E", "Escape", "Return")
    day.hands.type("?")
    assert day.page(LeavingPage).isVisible()
    free.set()
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))
    assert chart_of(day.window._door.profile, FIRST.name).content["cc"].text == f"{WORDS}!"


def test_while_saving_takes_long_whoever_locked_may_come_back_and_go_on(day: ClinicDay) -> None:
    write(day)
    free = threading.Event()
    day.window.unattended._slow.setInterval(50)
    day.workspace.jobs.store(lambda: free.wait(60))
    day.hands.press("Ctrl+L")
    day.hands.wait("the curtain", lambda: day.window.findChild(Curtain))
    assert "is still being saved" in day.page(Curtain).explanation.text()
    curtain = day.page(Curtain)
    curtain.opened.emit()  # what the right passphrase does, once the store has written that down
    assert day.chart.isVisible()
    free.set()
    day.hands.wait("everything saved", lambda: day.workspace.jobs.wait(100))
    assert day.chart.isVisible()
    day.chart.editor.section_editor("cc").setFocus()
    day.hands.type("!")
    day.lock()
    assert chart_of(day.window._door.profile, FIRST.name).content["cc"].text == f"{WORDS}!"


def test_nobody_closes_a_locked_window_whose_words_would_be_lost(
    day: ClinicDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(day)

    with full_disk(day, monkeypatch):
        day.hands.type("!")
        day.window.unattended.lock()
        day.hands.wait("the curtain", lambda: day.window.findChild(Curtain))
        curtain = day.page(Curtain)
        assert "The disk is full." in curtain.explanation.text()
        day.window.close()
        day.hands.wait("the refusal", lambda: "would lose those words" in curtain.error.text())
        assert not any(isinstance(box, QMessageBox) for box in QApplication.topLevelWidgets())
        assert day.window.isVisible()
        day.hands.type(SCRIBE.passphrase)
        day.hands.press("Return")
        day.hands.wait("the chart", day.workspace.isVisible)
        day.window.close()
        day.hands.wait("the question", lambda: QApplication.activeModalWidget())
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.reject()
    day.hands.take_keyboard()
    day.chart.editor.section_editor("cc").setFocus()
    day.hands.type("?")
    day.hands.wait("everything saved", lambda: day.chart.autosave.is_clean)
    assert chart_of_open(day) == f"{WORDS}!?"


def chart_of_open(day: ClinicDay) -> str:
    return day.chart.editor.section_editor("cc").toPlainText()


def told_to_screen_readers(at: QAccessibleInterface | None) -> Iterator[str]:
    if at is not None:
        yield from (at.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value))
        for number in range(at.childCount()):
            yield from told_to_screen_readers(at.child(number))


def patients_told(day: ClinicDay) -> list[str]:
    window = QAccessible.queryAccessibleInterface(day.window)
    return [said for said in told_to_screen_readers(window) if FIRST.name in said or WORDS in said]


def test_screen_readers_reach_nothing_behind_the_curtain(
    day: ClinicDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(day)
    assert patients_told(day)

    with full_disk(day, monkeypatch):
        day.hands.type("!")
        day.hands.press("Ctrl+L")
        assert patients_told(day) == []
        day.hands.wait("the curtain", lambda: day.window.findChild(Curtain))
        assert patients_told(day) == []
    day.page(Curtain).opened.emit()
    assert patients_told(day)


@pytest.fixture
def elsewhere() -> list[object]:
    """What other tests have not let go of."""
    gc.collect()
    return held(Session, Passage)


def test_after_the_lock_neither_session_nor_text_is_left_in_memory(
    elsewhere: list[object], day: ClinicDay
) -> None:
    others = set(map(id, elsewhere))
    write(day)
    assert {Session, Passage} == {type(one) for one in held(Session, Passage) if id(one) not in others}
    gc.disable()  # as while nobody types
    try:
        day.lock()
        day.hands.wait("the last work", lambda: day.window._jobs.wait(100))
        day.hands.wait("nothing left", lambda: {*map(id, held(Session, Passage))} <= others)
    finally:
        gc.enable()


def held(*kinds: type) -> list[object]:
    return [one for one in gc.get_objects() if isinstance(one, kinds)]


def test_a_backup_that_others_wait_for_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile, away = clinic_in(tmp_path, FIRST), tmp_path / "away"
    away.mkdir()
    session = session_of(profile, PHYSICIAN)
    session.backups.set_plan(Plan(str(away), at_log_out=True))
    session.close()
    free, written = threading.Event(), Backups._written

    def slowly(*given: object) -> object:
        free.wait(60)
        return written(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Backups, "_written", slowly)
    day = ClinicDay(profile, tmp_path / "pictures")
    day.enter(SCRIBE)
    day.hands.press("Ctrl+L")
    day.hands.wait("the backup", lambda: "backup" in day.page(LeavingPage).doing.text())
    page = day.page(LeavingPage)
    assert page.progress.isVisible()
    assert says(FIRST.name) == [] or not any(map(shown, says(FIRST.name)))
    day.push(page.stop)
    free.set()
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))
    assert list(away.iterdir()) == []
    day.close()
