"""A backup by hand, a plan, a proof; and what is said when the plan fails."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import ScribeError
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.backups import Plan
from scribe_desktop.session.session import Session
from scribe_desktop.views.backup_control import BackupControl
from scribe_desktop.views.backup_view import BackupView
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.visits import begin
from tests.views.conftest import Clinic


@pytest.fixture
def away(tmp_path: Path) -> Path:
    folder = tmp_path / "away"
    folder.mkdir()
    return folder


def opened(qtbot: QtBot, session: Session, jobs: Jobs) -> tuple[BackupView, Keyboard]:
    view = BackupView(session, jobs, BackupControl(session, jobs))
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(20_000)
    view.folder.setFocus()
    return view, keyboard


def test_a_backup_is_made_and_proven_by_keyboard(
    qtbot: QtBot, session: Session, jobs: Jobs, away: Path
) -> None:
    begin(session, hpi="Fell.")
    view, keyboard = opened(qtbot, session, jobs)
    assert "no backup yet" in view.standing.text()
    assert not view.rehearse.isEnabled()
    keyboard.type(str(away))
    keyboard.press(Key.Key_Return)
    assert (view.make.isEnabled(), view.stop.isVisible()) == (False, True)
    assert jobs.wait(20_000)
    (made,) = away.iterdir()
    assert view.message.text() == f"Made and verified: {made}"
    assert str(made) in view.standing.text()
    view.rehearse.setFocus()
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert "It restores." in view.proof.text()
    assert "1 patients, 1 notes" in view.proof.text()


def test_a_wrong_folder_is_told_in_the_page(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    view, keyboard = opened(qtbot, session, jobs)
    keyboard.type("/nowhere")
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert "There is no folder /nowhere" in view.message.text()
    assert view.make.isEnabled()


def test_a_plan_is_kept_and_makes_the_first_backup_when_it_is_time(
    qtbot: QtBot, session: Session, jobs: Jobs, away: Path
) -> None:
    view, _ = opened(qtbot, session, jobs)
    view.folder.setText(str(away))
    view.every_hours.setValue(4)
    view.at_log_out.setChecked(True)
    view.keep_plan.click()
    assert jobs.wait(20_000)
    assert session.backups.plan() == Plan(str(away), 4, at_log_out=True)
    assert list(away.iterdir()) == []
    later = session.desk.clock() - timedelta(hours=5)
    session.desk.store.settings.put("backup.since", later.isoformat())
    view._control.look()
    assert jobs.wait(20_000)
    assert len(list(away.iterdir())) == 1


def test_a_plan_that_fails_is_said_now_and_at_the_next_log_in(
    qtbot: QtBot, session: Session, jobs: Jobs, away: Path
) -> None:
    session.backups.set_plan(Plan(str(away), every_hours=1))
    long_ago = session.desk.clock() - timedelta(hours=5)
    session.desk.store.settings.put("backup.since", long_ago.isoformat())
    away.rename(away.with_name("gone"))
    control, said = BackupControl(session, jobs), list[ScribeError]()
    control.warned.connect(said.append)
    control.look()
    assert jobs.wait(20_000)
    assert "planned backup was not made" in str(said[0])
    next_one = BackupControl(session, jobs)
    next_one.warned.connect(said.append)
    next_one.begin()
    assert jobs.wait(20_000)
    assert "last planned backup failed" in str(said[1])
    next_one.close()


def test_a_scribe_sees_how_it_stands_and_decides_nothing(qtbot: QtBot, clinic: Clinic, jobs: Jobs) -> None:
    session = clinic.log_in(clinic.scribe, clinic.scribe_passphrase)
    view, _ = opened(qtbot, session, jobs)
    assert view.standing.isVisible()
    assert view.not_allowed.isVisible()
    assert not any(card.isVisible() for card in (view.now_card, view.plan_card, view.proof_card))
    session.close()
