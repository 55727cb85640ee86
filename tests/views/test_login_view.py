import os
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.people import Role
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session import sample_clinic
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.session import Session
from scribe_desktop.vault.attempts import FREE
from scribe_desktop.vault.os_keyring import find_keyring
from scribe_desktop.views.login_view import LoginView
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.keyring_session import KeyringSession, keyring_session
from tests.views.conftest import Clinic

WRONG = "the wrong words entirely"


@pytest.fixture
def machine_with_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyringSession]:
    with keyring_session() as machine:
        machine.use(monkeypatch)
        yield machine


def log_in(qtbot: QtBot, view: LoginView, keyboard: Keyboard) -> str:
    """Press Return, and tell the name of whoever came in."""
    with qtbot.waitSignal(view.logged_in, timeout=20_000) as told:
        keyboard.press(Key.Key_Return)
    session: Session = (told.args or [])[0]
    session.close()
    return session.person.name


def test_name_passphrase_return_and_in(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    view = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, view)
    assert view.workstation.text() == "Triage 2"
    keyboard.mnemonic(Key.Key_M)
    keyboard.type("T")
    keyboard.press(Key.Key_Tab)
    keyboard.type(clinic.scribe_passphrase)
    assert log_in(qtbot, view, keyboard) == clinic.scribe
    assert view.passphrase.text() == ""


def test_whoever_logged_in_last_only_types_the_passphrase(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    first = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, first)
    first.person.setCurrentIndex(first.person.findText(clinic.scribe + " · Scribe"))
    keyboard.type(clinic.scribe_passphrase)
    log_in(qtbot, first, keyboard)
    again = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, again)
    keyboard.type(clinic.scribe_passphrase)
    assert log_in(qtbot, again, keyboard) == clinic.scribe


def test_a_wrong_passphrase_is_told_and_can_be_typed_over_at_once(
    qtbot: QtBot, clinic: Clinic, jobs: Jobs
) -> None:
    view = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, view)
    keyboard.type(WRONG)
    keyboard.press(Key.Key_Return)
    assert (view.log_in.text(), view.log_in.isEnabled()) == ("Unlocking…", False)
    qtbot.waitUntil(view.error.isVisible, timeout=20_000)
    assert view.error.text().startswith("This passphrase is not the right one.")
    assert WRONG not in view.error.text()
    assert keyboard.focus is view.passphrase
    keyboard.type(clinic.physician_passphrase)
    assert log_in(qtbot, view, keyboard) == clinic.physician
    assert not view.error.isVisible()


def fail_often(qtbot: QtBot, view: LoginView, keyboard: Keyboard) -> list[str]:
    """Type the wrong passphrase until it costs a wait; what the form said while it was counted down."""
    said: list[str] = []
    view._wait._timer.timeout.connect(lambda: said.append(view.error.text()))
    for _ in range(FREE + 1):
        keyboard.type(WRONG)
        keyboard.press(Key.Key_Return)
        qtbot.waitUntil(lambda: not view._submission.busy, timeout=20_000)
    return said


def test_after_several_wrong_ones_it_counts_down(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    view = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, view)
    said = fail_often(qtbot, view, keyboard)
    qtbot.waitUntil(lambda: "You can try again now." in view.error.text(), timeout=20_000)
    assert any("Try again in 0:0" in text for text in said)
    assert (view.log_in.isEnabled(), keyboard.focus) == (True, view.passphrase)
    keyboard.type(clinic.physician_passphrase)
    assert log_in(qtbot, view, keyboard) == clinic.physician


def test_somebody_else_need_not_wait(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    view = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, view)
    fail_often(qtbot, view, keyboard)
    view.person.setCurrentIndex(view.person.findText(f"{clinic.scribe} · Scribe"))
    assert (view.log_in.isEnabled(), view.error.isVisible()) == (True, False)
    keyboard.replace(clinic.scribe_passphrase)
    assert log_in(qtbot, view, keyboard) == clinic.scribe


def test_the_window_stays_alive_while_it_unlocks(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    view = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, view)
    keyboard.type(clinic.physician_passphrase)
    begin = time.perf_counter()
    keyboard.press(Key.Key_Return)
    blocked = time.perf_counter() - begin
    with qtbot.waitSignal(view.logged_in, timeout=20_000) as told:
        pass
    (told.args or [])[0].close()
    whole = time.perf_counter() - begin
    assert blocked < whole / 2


def test_nobody_leaves_while_the_store_is_being_opened(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    view = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, view)
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    with qtbot.assertNotEmitted(view.recover), qtbot.waitSignal(view.logged_in, timeout=20_000) as told:
        view.use_recovery.setFocus()
        keyboard.press(Key.Key_Return)
    (told.args or [])[0].close()
    with qtbot.waitSignal(view.recover, timeout=1000):
        keyboard.press(Key.Key_Return)


def test_a_store_that_is_open_elsewhere_is_told(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    elsewhere = clinic.log_in(clinic.scribe, clinic.scribe_passphrase)
    view = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, view)
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    qtbot.waitUntil(view.error.isVisible, timeout=20_000)
    assert "open" in view.error.text()
    elsewhere.close()
    assert log_in(qtbot, view, keyboard) == clinic.physician


def test_on_another_machine_it_offers_the_recovery_code(
    qtbot: QtBot, new_door: FrontDoor, jobs: Jobs, machine_with_keyring: KeyringSession
) -> None:
    keyring, _ = find_keyring()
    bound = FrontDoor(new_door.profile, lambda: keyring)
    session, _ = bound.set_up(
        new_person("Maria Santos", Role.PROVIDER, ""), Clinic.physician_passphrase, workstation=""
    )
    session.close()
    view = LoginView(new_door, jobs)
    keyboard = Keyboard(qtbot, view)
    keyboard.type(Clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    qtbot.waitUntil(view.error.isVisible, timeout=20_000)
    assert "recovery code" in view.error.text()
    with qtbot.waitSignal(view.recover, timeout=1000):
        keyboard.press(Key.Key_Return)


def test_a_damaged_key_file_is_told_and_nobody_can_press_log_in(
    qtbot: QtBot, clinic: Clinic, jobs: Jobs
) -> None:
    for file in clinic.folder.glob("keys.json*"):
        os.truncate(file, 20)
    view = LoginView(clinic.door(), jobs)
    Keyboard(qtbot, view)
    assert view.error.isVisible()
    assert not view.log_in.isEnabled()


def test_the_sample_clinic_is_entered_with_two_returns(qtbot: QtBot, new_door: FrontDoor, jobs: Jobs) -> None:
    door = FrontDoor(new_door.profile.sample, None)
    sample_clinic.build(door)
    logins = sample_clinic.logins()
    view = LoginView(door, jobs, logins)
    keyboard = Keyboard(qtbot, view)
    keyboard.press(Key.Key_Tab, Key.Key_Return)
    assert log_in(qtbot, view, keyboard) == logins[1].name


def test_escape_leaves_the_sample_clinic_but_not_the_real_one(
    qtbot: QtBot, clinic: Clinic, jobs: Jobs
) -> None:
    sample = LoginView(clinic.door(), jobs, sample_clinic.logins())
    keyboard = Keyboard(qtbot, sample)
    with qtbot.waitSignal(sample.leave_sample, timeout=1000):
        keyboard.press(Key.Key_Escape)
    real = LoginView(clinic.door(), jobs)
    keyboard = Keyboard(qtbot, real)
    with qtbot.assertNotEmitted(real.leave_sample):
        keyboard.press(Key.Key_Escape)
    assert not real.sample_card.isVisible()
