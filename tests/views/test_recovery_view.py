import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import NotAllowed, WrongPassphrase
from scribe_desktop.notes.people import Person, Role, Workstation
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.session import Session
from scribe_desktop.vault.recovery_code import new_code
from scribe_desktop.vault.vault import Vault
from scribe_desktop.views.recovery_view import RecoveryView
from tests.helpers.keyboard import Key, Keyboard
from tests.views.conftest import Clinic

NEW = "another long walk home"


@pytest.fixture
def view(clinic: Clinic, jobs: Jobs) -> RecoveryView:
    return RecoveryView(clinic.door(), jobs)


@pytest.fixture
def keyboard(qtbot: QtBot, view: RecoveryView) -> Keyboard:
    return Keyboard(qtbot, view)


def fill_in(keyboard: Keyboard, code: str) -> None:
    keyboard.type("M")
    keyboard.press(Key.Key_Tab)
    keyboard.type(code)
    keyboard.press(Key.Key_Tab)
    keyboard.type(NEW)
    keyboard.press(Key.Key_Tab)
    keyboard.type(NEW)


def test_the_code_opens_the_store_and_the_new_passphrase_replaces_the_old(
    qtbot: QtBot, view: RecoveryView, keyboard: Keyboard, clinic: Clinic
) -> None:
    fill_in(keyboard, clinic.recovery_code.lower().replace("-", " "))
    with qtbot.waitSignal(view.logged_in, timeout=20_000) as told:
        keyboard.press(Key.Key_Return)
    session = (told.args or [])[0]
    session.close()
    assert session.person.name == clinic.physician
    assert (view.code.text(), view.secret.text()) == ("", "")
    with pytest.raises(WrongPassphrase):
        clinic.log_in(clinic.physician, clinic.physician_passphrase)
    clinic.log_in(clinic.physician, NEW).close()
    clinic.log_in(clinic.scribe, clinic.scribe_passphrase).close()


@pytest.mark.parametrize("kind", ["slip", "another clinic's"])
def test_a_slip_is_told_apart_from_another_clinics_code(
    qtbot: QtBot, view: RecoveryView, keyboard: Keyboard, clinic: Clinic, kind: str
) -> None:
    swapped = "1" if clinic.recovery_code[0] != "1" else "2"
    fill_in(keyboard, swapped + clinic.recovery_code[1:] if kind == "slip" else new_code())
    keyboard.press(Key.Key_Return)
    qtbot.waitUntil(view.error.isVisible, timeout=20_000)
    assert ("slip" in view.error.text()) == (kind == "slip")
    assert keyboard.focus is view.code
    assert view.secret.text() == NEW
    clinic.log_in(clinic.physician, clinic.physician_passphrase).close()


def test_a_missing_code_is_asked_for(view: RecoveryView, keyboard: Keyboard) -> None:
    keyboard.press(Key.Key_Return)
    assert view.error.text().startswith("The recovery code is missing.")
    assert keyboard.focus is view.code


def test_escape_goes_back(qtbot: QtBot, view: RecoveryView, keyboard: Keyboard) -> None:
    with qtbot.waitSignal(view.back, timeout=1000):
        keyboard.press(Key.Key_Escape)


def test_a_workstation_that_a_scribe_set_up_gets_an_administrator(
    qtbot: QtBot, new_door: FrontDoor, jobs: Jobs
) -> None:
    folder, desk = new_door.profile.folder, Workstation("desk-1", "Triage 2")
    scribe = Person("scribe-1", "Tobias Brandt", Role.SCRIBE)
    _, code = Vault(folder, None).create(scribe, Clinic.scribe_passphrase, desk)
    new_door.log_in(scribe.id, Clinic.scribe_passphrase).close()
    view = RecoveryView(new_door, jobs)
    keyboard = Keyboard(qtbot, view)
    assert not view.newcomer.isVisible()
    keyboard.type("S")
    assert view.newcomer.isVisible()
    keyboard.press(Key.Key_Tab)
    keyboard.type("Ada Admin")
    keyboard.press(Key.Key_Tab)
    keyboard.type(code)
    keyboard.press(Key.Key_Tab)
    keyboard.type(NEW)
    keyboard.press(Key.Key_Tab)
    keyboard.type(NEW)
    with qtbot.waitSignal(view.logged_in, timeout=20_000) as told:
        keyboard.press(Key.Key_Return)
    session: Session = (told.args or [])[0]
    assert session.person.role is Role.ADMINISTRATOR
    assert Role.PROVIDER in session.people.roles_to_give()
    session.close()
    with pytest.raises(NotAllowed):
        new_door.appoint(new_person("Eve", Role.ADMINISTRATOR, ""), code, "a longer walk than before")
    assert not new_door.needs_administrator


def test_a_workstation_with_a_physician_offers_nobody_new(view: RecoveryView, clinic: Clinic) -> None:
    offered = [view.person.itemText(at) for at in range(view.person.count())]
    assert len(offered) == 2
    assert not any("new" in name for name in offered)
