from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.people import Role
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.views.setup_view import SetupView
from tests.helpers.keyboard import Key, Keyboard

PASSPHRASE = "seven kettles by the pier"
NOTE = "No keyring on this computer."


@pytest.fixture
def view(new_door: FrontDoor, jobs: Jobs) -> SetupView:
    return SetupView(new_door, jobs, NOTE)


@pytest.fixture
def keyboard(qtbot: QtBot, view: SetupView) -> Keyboard:
    return Keyboard(qtbot, view)


def fill_in(keyboard: Keyboard) -> None:
    """Everything up to the repeated passphrase, from the first field on, by Tab."""
    keyboard.type("  Maria   Santos ")
    keyboard.press(Key.Key_Tab)
    keyboard.type("MD")
    keyboard.press(Key.Key_Tab, Key.Key_Tab)
    keyboard.type("Triage 2")
    keyboard.press(Key.Key_Tab)
    keyboard.type(PASSPHRASE)
    keyboard.press(Key.Key_Tab)
    keyboard.type(PASSPHRASE)


def submit(qtbot: QtBot, view: SetupView, keyboard: Keyboard) -> tuple[Session, str]:
    with qtbot.waitSignal(view.done, timeout=20_000) as told:
        keyboard.press(Key.Key_Return)
    assert told.args is not None
    session, code = told.args
    return session, code


def test_a_workstation_is_set_up_by_keyboard_alone(
    qtbot: QtBot, view: SetupView, keyboard: Keyboard, new_door: FrontDoor
) -> None:
    assert view.keyring.text() == NOTE
    fill_in(keyboard)
    session, code = submit(qtbot, view, keyboard)
    try:
        assert session.person.signature_name == "Maria Santos, MD"
        assert session.person.role is Role.PROVIDER
        assert session.desk.workstation.name == "Triage 2"
        assert session.preferences.destinations() == ("folder",)
        assert session.preferences.values("folder") == {"folder": str(new_door.profile.outgoing)}
        assert new_door.profile.outgoing.is_dir()
    finally:
        session.close()
    new_door.recover(session.person.id, code, "another long walk home").close()


def test_without_a_folder_nothing_is_delivered(qtbot: QtBot, view: SetupView, keyboard: Keyboard) -> None:
    fill_in(keyboard)
    keyboard.mnemonic(Key.Key_F)
    keyboard.replace("")
    session, _ = submit(qtbot, view, keyboard)
    try:
        assert session.preferences.destinations() == ()
    finally:
        session.close()


def test_pressing_return_twice_sets_up_once(
    qtbot: QtBot, view: SetupView, keyboard: Keyboard, jobs: Jobs
) -> None:
    sessions: list[Session] = []
    view.done.connect(lambda session, _code: sessions.append(session))
    fill_in(keyboard)
    keyboard.press(Key.Key_Return, Key.Key_Return)
    assert (view.set_up.text(), view.set_up.isEnabled()) == ("Setting up…", False)
    with qtbot.assertNotEmitted(view.back):
        keyboard.press(Key.Key_Escape)
    assert jobs.wait(20_000)
    assert len(sessions) == 1
    sessions[0].close()
    assert (view.set_up.text(), view.set_up.isEnabled(), view.error.isVisible()) == ("&Set up", True, False)


def test_a_missing_name_is_asked_for(view: SetupView, keyboard: Keyboard) -> None:
    keyboard.press(Key.Key_Return)
    assert view.error.text().startswith("The name is missing.")
    assert keyboard.focus is view.name


def test_a_passphrase_made_of_the_name_is_refused_with_the_reason(
    view: SetupView, keyboard: Keyboard, new_door: FrontDoor
) -> None:
    keyboard.type("Wilhelmina Harkness")
    keyboard.mnemonic(Key.Key_P)
    keyboard.type("wilhelmina harkness")
    keyboard.press(Key.Key_Return)
    assert (view.secret.hint.property("role"), keyboard.focus) == ("error", view.secret.passphrase)
    assert not new_door.is_set_up


@pytest.mark.parametrize("folder", ["notes/out", "{file}/out"])
def test_a_folder_that_cannot_be_used_leaves_nothing_half_set_up_and_loses_nothing(
    qtbot: QtBot, view: SetupView, keyboard: Keyboard, new_door: FrontDoor, tmp_path: Path, folder: str
) -> None:
    file = tmp_path / "a file"
    file.touch()
    fill_in(keyboard)
    keyboard.mnemonic(Key.Key_F)
    keyboard.replace(folder.format(file=file))
    keyboard.press(Key.Key_Return)
    qtbot.waitUntil(view.error.isVisible, timeout=20_000)
    assert "older" in view.error.text() or "path" in view.error.text()
    assert not new_door.is_set_up
    assert (view.name.text().strip(), view.secret.text()) == ("Maria   Santos", PASSPHRASE)
    keyboard.mnemonic(Key.Key_F)
    keyboard.replace(str(tmp_path / "out"))
    session, _ = submit(qtbot, view, keyboard)
    session.close()


def test_a_profile_that_cannot_be_written_is_told(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.touch()
    view = SetupView(FrontDoor(Profile(file / "profile"), None), jobs, NOTE)
    keyboard = Keyboard(qtbot, view)
    fill_in(keyboard)
    keyboard.mnemonic(Key.Key_F)
    keyboard.replace("")
    keyboard.press(Key.Key_Return)
    qtbot.waitUntil(view.error.isVisible, timeout=20_000)
    assert view.secret.text() == PASSPHRASE
    assert view.set_up.isEnabled()


def test_escape_goes_back(qtbot: QtBot, view: SetupView, keyboard: Keyboard) -> None:
    with qtbot.waitSignal(view.back, timeout=1000):
        keyboard.press(Key.Key_Escape)
