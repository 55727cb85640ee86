"""A backup restored in the window: looked into first, never over what is there unasked, and to be stopped."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.vault.recovery_code import new_code
from scribe_desktop.views.restore_view import RestoreView
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.visits import begin
from tests.views.conftest import Clinic

LONG = 60_000


@pytest.fixture
def backup(clinic: Clinic, tmp_path: Path) -> Path:
    """Of the clinic with one patient; a second one comes afterwards."""
    session = clinic.log_in(clinic.physician, clinic.physician_passphrase)
    try:
        begin(session, mrn="M-1", hpi="Before.")
        (tmp_path / "away").mkdir()
        made = session.backups.make(str(tmp_path / "away"))
        begin(session, mrn="M-2", name="Jon Later", hpi="After.")
    finally:
        session.close()
    return made


def look(qtbot: QtBot, door: FrontDoor, jobs: Jobs, backup: Path, code: str) -> tuple[RestoreView, Keyboard]:
    """Type the file and the code, press Return, and wait for what is said."""
    view = RestoreView(door, jobs)
    keyboard = Keyboard(qtbot, view)
    keyboard.type(str(backup))
    keyboard.press(Key.Key_Tab, Key.Key_Tab)
    keyboard.type(code)
    keyboard.press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(view.found.text() or view.error.text()), timeout=LONG)
    return view, keyboard


def test_a_new_machine_gets_what_the_backup_holds(
    qtbot: QtBot, new_door: FrontDoor, jobs: Jobs, backup: Path, clinic: Clinic
) -> None:
    view, keyboard = look(qtbot, new_door, jobs, backup, clinic.recovery_code.lower())
    assert "1 patients" in view.found.text()
    assert not new_door.is_set_up
    assert not view.present.isVisible()
    assert f"{clinic.scribe} (scribe)" in view.people.text()
    assert "not known here" in view.people.text()
    assert keyboard.focus is view.restore
    keyboard.press(Key.Key_Return)
    qtbot.waitUntil(view.go_on.isVisible, timeout=LONG)
    assert view.code.text() == ""
    with qtbot.waitSignal(view.left, timeout=1000):
        keyboard.press(Key.Key_Return)
    restored = new_door.log_in(new_door.logins()[0].person_id, clinic.physician_passphrase)
    assert len(restored.charting.encounters()) == 1
    restored.close()


def test_what_is_there_is_moved_aside_only_when_that_is_said(
    qtbot: QtBot, jobs: Jobs, backup: Path, clinic: Clinic
) -> None:
    session = clinic.log_in(clinic.physician, clinic.physician_passphrase)
    scribe = next(login for login in session.keys.logins() if login.name == clinic.scribe)
    session.keys.remove_login(scribe.person_id, clinic.physician_passphrase)
    session.close()
    view, keyboard = look(qtbot, clinic.door(), jobs, backup, clinic.recovery_code)
    assert f"not brought back: {clinic.scribe} (scribe)" in view.people.text()
    assert keyboard.focus is view.replace
    keyboard.press(Key.Key_Return)
    assert "holds notes already" in view.error.text()
    assert keyboard.focus is view.replace
    keyboard.press(Key.Key_Space)
    keyboard.press(Key.Key_Return)
    qtbot.waitUntil(view.go_on.isVisible, timeout=LONG)
    (aside,) = clinic.folder.glob("replaced-*")
    assert (aside / "scribe.db").exists()
    assert aside.name in view.found.text()
    assert [login.name for login in clinic.door().logins()] == [clinic.physician]
    session = clinic.log_in(clinic.physician, clinic.physician_passphrase)
    assert len(session.charting.encounters()) == 1
    assert "Restored from a backup" in session.audit.told[0]
    session.close()


def test_another_clinics_code_opens_nothing(
    qtbot: QtBot, jobs: Jobs, new_door: FrontDoor, backup: Path
) -> None:
    view, keyboard = look(qtbot, new_door, jobs, backup, new_code())
    assert "not the recovery code" in view.error.text()
    assert keyboard.focus is view.code
    assert not view.restore.isVisible()


def test_a_file_that_is_no_backup_is_told(
    qtbot: QtBot, jobs: Jobs, new_door: FrontDoor, tmp_path: Path
) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"no backup")
    view, keyboard = look(qtbot, new_door, jobs, tmp_path / "holiday.jpg", new_code())
    assert "no backup of this program" in view.error.text()
    assert keyboard.focus is view.file


def test_another_file_is_looked_into_anew(
    qtbot: QtBot, new_door: FrontDoor, jobs: Jobs, backup: Path, clinic: Clinic
) -> None:
    view, _ = look(qtbot, new_door, jobs, backup, clinic.recovery_code)
    view.file.setText(f"{backup}.other")
    assert not view.restore.isVisible()
    assert view.look.isVisible()
    assert view.found.text() == "" or not view.found.isVisible()


def test_a_restore_that_is_stopped_changes_nothing(
    qtbot: QtBot, jobs: Jobs, backup: Path, clinic: Clinic
) -> None:
    view, keyboard = look(qtbot, clinic.door(), jobs, backup, clinic.recovery_code)
    keyboard.press(Key.Key_Space)
    keyboard.press(Key.Key_Return)
    assert view.stop.isVisible()
    keyboard.press(Key.Key_Escape)
    qtbot.waitUntil(lambda: "Nothing was changed" in view.error.text(), timeout=LONG)
    assert not any(clinic.folder.glob("re*"))
    session = clinic.log_in(clinic.physician, clinic.physician_passphrase)
    assert len(session.charting.encounters()) == 2
    assert session.audit.told == ()
    session.close()


def test_what_is_missing_is_asked_for(qtbot: QtBot, jobs: Jobs, new_door: FrontDoor) -> None:
    view = RestoreView(new_door, jobs)
    keyboard = Keyboard(qtbot, view)
    keyboard.press(Key.Key_Return)
    assert view.error.text().startswith("The backup file is missing.")
    keyboard.type("/somewhere")
    keyboard.press(Key.Key_Return)
    assert view.error.text().startswith("The recovery code is missing.")
    assert keyboard.focus is view.code


def test_escape_goes_back(qtbot: QtBot, jobs: Jobs, new_door: FrontDoor) -> None:
    view = RestoreView(new_door, jobs)
    keyboard = Keyboard(qtbot, view)
    with qtbot.waitSignal(view.left, timeout=1000):
        keyboard.press(Key.Key_Escape)
