"""A restore killed right before each change of a name: the old store is there or the new one, never none."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from scribe_desktop.notes.audit import AuditFilter, AuditKind, Outcome
from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.store.store import Store
from tests.helpers.cheap import CHEAP
from tests.helpers.visits import begin

PASSPHRASE = "seven kettles by the pier"
OLD, NEW = {"M-1", "M-2"}, {"M-1"}
"""Whose charts there are before the restore, and after it."""


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, str]]:
    """The folder that each kill left, and what was said of it; the last one came through."""
    folder = tmp_path_factory.mktemp("restoring")
    template, away, trials = folder / "profile", folder / "away", folder / "trials"
    away.mkdir()
    trials.mkdir()
    door = FrontDoor(Profile(template), None, cost=lambda: CHEAP)
    session, code = door.set_up(
        new_person("Ada Okafor", Role.PROVIDER, "MD"), PASSPHRASE, workstation="Triage 2"
    )
    begin(session, mrn="M-1", hpi="Fell.")
    backup = session.backups.make(str(away))
    begin(session, mrn="M-2", hpi="Fell again.")
    session.close()
    command = [sys.executable, "-m", "tests.helpers.restore_once", template, backup, code, trials]
    said = subprocess.run(
        [str(one) for one in command], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return list(zip(sorted(trials.iterdir()), said, strict=True))


def mrns(session: Session) -> set[str]:
    return {row.encounter.patient.mrn for row in session.charting.encounters()}


def restores_told(session: Session) -> list[str]:
    wanted = AuditFilter(kind=AuditKind.RESTORED)
    return [entry.outcome for entry in session.desk.store.audit.page(wanted)]


def test_every_kill_leaves_the_old_store_or_the_new_one_and_says_which(
    trials: list[tuple[Path, str]],
) -> None:
    left: dict[str, set[str]] = {}
    for folder, said in trials:
        door = FrontDoor(Profile(folder), None)
        door.finish_restore()
        assert door.is_set_up, said
        session = door.log_in(door.logins()[0].person_id, PASSPHRASE)
        with closing(session):
            found, told = mrns(session), " ".join(session.audit.told)
            assert found in (OLD, NEW), said
            if found == NEW:
                assert "Restored from a backup" in told, said
                assert restores_told(session) == [Outcome.OK], said
            else:
                outcomes = restores_told(session)
                assert outcomes == ([Outcome.FAILED] if "cut short" in told else []), said
            assert session.audit.noticed == (), said
            assert session.audit.verify().holds, said
            key = session.people._data_key
        left[said] = found
        names = {path.name for path in folder.iterdir()}
        assert not {name for name in names if name.startswith("restore.")}, said
        aside = [folder / name for name in names if name.startswith("replaced-")]
        assert len(aside) == (found == NEW), said
        for former in aside:
            with closing(Store.open(former, key)) as store:
                assert {patient.mrn for patient in store.encounters.patients()} == OLD, said
    assert list(left.values()) == sorted(left.values(), key=len, reverse=True), "old first, then new for good"
    renaming = [said for said in left if "os.rename scribe.db" in said]
    assert len(renaming) >= 2, "the old store aside, and the new one in"
    assert sum(found == NEW for found in left.values()) > 10
    assert sum(found == OLD for found in left.values()) > 5
