"""The own passphrase, others' log-ins and a new data key, by keyboard."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import WrongPassphrase
from scribe_desktop.notes.people import Role, Workstation
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session import returned_log_ins
from scribe_desktop.session.session import Session
from scribe_desktop.vault.recovery_code import new_code
from scribe_desktop.vault.vault import Successor
from scribe_desktop.views.keys_view import KeysView
from scribe_desktop.views.recovery_code_view import RecoveryCodeView
from scribe_desktop.views.rekey_view import RekeyView
from scribe_desktop.views.settings_view import SettingsView
from tests.helpers.keyboard import Key, Keyboard
from tests.views.conftest import Clinic

PASSPHRASE = "seven kettles by the pier"


def opened(qtbot: QtBot, session: Session, jobs: Jobs) -> tuple[KeysView, Keyboard]:
    view = KeysView(session, jobs)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(20_000)
    return view, keyboard


def test_a_passphrase_is_changed_by_keyboard(
    qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    view, keyboard = opened(qtbot, session, jobs)
    assert keyboard.focus is view.old
    keyboard.type(clinic.physician_passphrase)
    for _ in range(2):
        keyboard.press(Key.Key_Tab)
        keyboard.type(PASSPHRASE)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert "new passphrase holds" in view.change_message.text()
    assert (view.old.text(), view.secret.text()) == ("", "")
    session.close()
    clinic.log_in(clinic.physician, PASSPHRASE).close()


def test_a_wrong_old_passphrase_is_told_where_it_was_typed(
    qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    view, keyboard = opened(qtbot, session, jobs)
    keyboard.type("not my passphrase at all")
    for _ in range(2):
        keyboard.press(Key.Key_Tab)
        keyboard.type(PASSPHRASE)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert "not the right one" in view.change_message.text()
    assert keyboard.focus is view.old


def test_log_ins_that_a_restore_brought_are_named_until_somebody_has_looked(
    qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    returned_log_ins.put(session.desk.store, session.keys.logins())
    view, keyboard = opened(qtbot, session, jobs)
    assert f"brought {clinic.scribe} (scribe)." in view.returned.text()
    view.looked.setFocus()
    keyboard.press(Key.Key_Space)
    assert jobs.wait(20_000)
    assert not view.returned.isVisible()
    assert not view.looked.isVisible()
    assert session.returned_log_ins.pending() == ()


def test_a_log_in_is_taken_away(qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs) -> None:
    view, keyboard = opened(qtbot, session, jobs)
    assert view.person.currentText() == f"{clinic.scribe}, scribe"
    view.remove_passphrase.setFocus()
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert f"{clinic.scribe}, scribe can no longer log in" in view.remove_message.text()
    assert not view.remove.isEnabled()
    assert [login.name for login in clinic.door().logins()] == [clinic.physician]


def test_a_scribe_changes_only_their_own_passphrase(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    session = clinic.log_in(clinic.scribe, clinic.scribe_passphrase)
    view, _ = opened(qtbot, session, jobs)
    session.close()
    assert view.change.isVisible()
    assert not view.remove_card.isVisible()
    assert not view.rekey_card.isVisible()


def test_what_makes_a_recovery_code_is_not_offered_to_a_supervisor(
    qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    session.people.add("Val Ortiz", Role.SUPERVISOR, "", PASSPHRASE)
    session.close()
    supervisor = clinic.log_in("Val Ortiz", PASSPHRASE)
    view, _ = opened(qtbot, supervisor, jobs)
    settings = SettingsView(supervisor, jobs, "")
    Keyboard(qtbot, settings)
    assert jobs.wait(20_000)
    supervisor.close()
    assert view.remove_card.isVisible()
    assert not view.rekey_card.isVisible()
    assert settings.keys.isVisible()
    assert not settings.recovery.isVisible()


def test_a_new_key_is_prepared_with_its_code_and_put_in_force(
    qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    view, keyboard = opened(qtbot, session, jobs)
    said: list[Successor] = []
    view.succeeded.connect(said.append)
    view.rekey_passphrase.setFocus()
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    session.close()
    page = RekeyView(clinic.door(), jobs, said[0])
    keys = Keyboard(qtbot, page)
    assert jobs.wait(20_000)
    assert "has its new key" in page.message.text()
    assert page.progress.value() == 100
    with qtbot.waitSignal(page.done):
        keys.press(Key.Key_Return)
    clinic.log_in(clinic.scribe, clinic.scribe_passphrase).close()
    with pytest.raises(WrongPassphrase):
        clinic.door().recover(clinic.door().logins()[0].person_id, clinic.recovery_code, PASSPHRASE)


def test_a_new_key_that_cannot_be_put_in_force_is_said(
    qtbot: QtBot, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    successor = session.keys.succeed(clinic.physician_passphrase)
    page = RekeyView(clinic.door(), jobs, successor)
    Keyboard(qtbot, page)
    assert jobs.wait(20_000)
    assert "open in another copy" in page.message.text()
    assert "from before are in force" in page.message.text()
    assert page.go_on.isEnabled()


def test_the_recovery_kit_has_code_workstation_and_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    code, file = new_code(), tmp_path / "kit.pdf"
    file.touch(mode=0o644)
    view = RecoveryCodeView(code, Workstation("desk-1", "Triage <2>"))
    Keyboard(qtbot, view)
    view.save_sheet(str(file))
    assert "delete the file" in view.error.text()
    assert file.stat().st_mode & 0o777 == 0o600
    (page,) = PdfReader(file).pages
    text = page.extract_text()
    assert " ".join(text.split()).count(" ".join(code.split("-")[:4])) == 1
    assert "Triage <2>" in text
    assert "backup restore FILE" in " ".join(text.split())
    view.save_sheet(str(tmp_path / "no" / "such" / "folder.pdf"))
    assert "cannot be written" in view.error.text()
