from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.people_view import PeopleView
from tests.helpers.keyboard import Key, Keyboard
from tests.views.conftest import Clinic

PASSPHRASE = "seven kettles by the pier"


def names(view: PeopleView) -> list[str]:
    rows = (view.people.topLevelItem(at) for at in range(view.people.topLevelItemCount()))
    return [row.text(0) for row in rows if row is not None]


def fill_in(keyboard: Keyboard, name: str) -> None:
    keyboard.mnemonic(Key.Key_M)
    keyboard.type(name)
    keyboard.press(Key.Key_Tab)
    keyboard.type("RN")
    keyboard.press(Key.Key_Tab, Key.Key_Down, Key.Key_Down, Key.Key_Tab)
    keyboard.type(PASSPHRASE)
    keyboard.press(Key.Key_Tab)
    keyboard.type(PASSPHRASE)
    keyboard.press(Key.Key_Return)


def test_a_physician_adds_a_supervisor_who_can_then_log_in(
    qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    view = PeopleView(session, jobs)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(5000)
    assert names(view) == [clinic.physician, clinic.scribe]
    fill_in(keyboard, "Ada Novak")
    assert (view.add.text(), view.add.isEnabled()) == ("Adding…", False)
    assert jobs.wait(20_000)
    assert "once more to add people" in view.error.text()
    assert names(view) == [clinic.physician, clinic.scribe]
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert view.error.text() == "Ada Novak can log in here now."
    assert names(view) == ["Ada Novak", clinic.physician, clinic.scribe]
    assert (view.name.text(), view.secret.text()) == ("", "")
    session.close()
    newcomer = clinic.log_in("Ada Novak", PASSPHRASE)
    assert (newcomer.person.credentials, newcomer.person.role.label) == ("RN", "Supervisor")
    newcomer.close()


def test_resetting_a_second_factor_takes_the_own_passphrase_and_then_is_done(
    qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    view = PeopleView(session, jobs)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(5000)
    (row,) = view.people.findItems(clinic.scribe, Qt.MatchFlag.MatchExactly)
    view.people.setCurrentItem(row)
    view.reset_factor.setFocus()
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert "once more to reset a second factor" in view.not_allowed.text()
    assert keyboard.focus is view.own.passphrase
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert view.not_allowed.text() == f"{clinic.scribe} logs in with the passphrase alone now."
    assert not view.own.isVisible()


def test_a_name_that_is_taken_is_told_and_nothing_typed_is_lost(
    qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    view = PeopleView(session, jobs)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(5000)
    fill_in(keyboard, clinic.scribe.upper())
    assert jobs.wait(20_000)
    assert "has a log-in already" in view.error.text()
    assert (keyboard.focus, view.secret.text()) == (view.name, PASSPHRASE)


def test_a_scribe_sees_who_is_here_but_adds_nobody(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    session = clinic.log_in(clinic.scribe, clinic.scribe_passphrase)
    view = PeopleView(session, jobs)
    Keyboard(qtbot, view)
    assert jobs.wait(5000)
    session.close()
    assert clinic.physician in names(view)
    assert not view.add_card.isVisible()
    assert view.not_allowed.isVisible()


def test_escape_closes(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    view = PeopleView(session, jobs)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(5000)
    with qtbot.waitSignal(view.close_asked, timeout=1000):
        keyboard.press(Key.Key_Escape)
