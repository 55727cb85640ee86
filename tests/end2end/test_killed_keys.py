"""Killed while the key changes or a backup is made: everybody gets in, nothing half is taken for whole.

SCRIBE_TEST_KILLS says how often, for instance 1,000; SCRIBE_TEST_SEED makes it repeatable.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scribe_desktop.errors import WrongPassphrase
from scribe_desktop.notes.people import Role
from scribe_desktop.session import backup_file
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.vault.wrap import Cost
from tests.helpers.keys_loop import PASSPHRASE
from tests.helpers.visits import begin

KILLS = int(os.environ.get("SCRIBE_TEST_KILLS", "10"))
SEED = int(os.environ.get("SCRIBE_TEST_SEED", random.randrange(1_000_000)))
CHEAP = Cost(memory_kib=8192, passes=1, lanes=1)
"""So that the time goes into files, where the kill is to fall."""
WORK = {"rekey": "code", "backup": "begun"}
"""What a process does, and what it says when a round of it begins."""


@pytest.fixture
def door(tmp_path: Path) -> FrontDoor:
    """A store with two people, one chart and some weight."""
    door = FrontDoor(Profile(tmp_path / "profile"), None, cost=lambda: CHEAP)
    first = new_person("Ada Okafor", Role.PROVIDER, "MD")
    session, _ = door.set_up(first, PASSPHRASE, workstation="Triage 2")
    session.people.add("Sam Ito", Role.SCRIBE, "", PASSPHRASE)
    for number in range(20):
        begin(session, mrn=f"M-{number}", hpi="Fell from a ladder. " * 3000)
    session.close()
    return door


class Killer:
    """Starts the work, and ends it at a random moment of its first round or soon after."""

    def __init__(self, work: str, door: FrontDoor, folder: Path) -> None:
        self._command = [
            sys.executable, "-m", "tests.helpers.keys_loop", work, str(door.profile.folder), str(folder)
        ]  # fmt: skip
        self._begins = WORK[work]
        self._chance = random.Random(SEED)
        self._round = 0.0
        """Seconds that one takes; the first is left to end, to know it."""

    def let_work(self) -> list[str]:
        """What it had said, line by line, when it was ended."""
        said = []
        with subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                said.append(line)
                if line.startswith(self._begins):
                    break
            start = time.monotonic()
            if self._round:
                time.sleep(self._chance.uniform(0, 1.3 * self._round))
            else:
                said.append(process.stdout.readline())
                self._round = time.monotonic() - start
            process.kill()
            rest = process.stdout.read()
        assert process.returncode == -9
        return [line.strip() for line in said] + rest.splitlines()[: rest.count("\n")]


def require_whole(session: Session) -> None:
    session.desk.store.check()
    assert len(session.charting.encounters()) == 20
    assert session.searching.find("ladder")
    session.close()


def test_a_key_changed_under_kills_lets_everybody_in_every_time(door: FrontDoor, tmp_path: Path) -> None:
    print(f"SCRIBE_TEST_SEED={SEED} SCRIBE_TEST_KILLS={KILLS}")
    killer, changed = Killer("rekey", door, tmp_path), 0
    for number in range(KILLS):
        before = door.key_id
        said = killer.let_work()
        codes = [line.split()[1] for line in said if line.startswith("code")]
        complete = said.count("done")
        people = random.sample(door.logins(), len(door.logins()))
        for login in people:
            require_whole(door.log_in(login.person_id, PASSPHRASE))
        changed += door.key_id != before
        assert len(codes) - complete in (0, 1)
        if complete:
            assert door.key_id != before
        _require_code(door, people[0].person_id, codes[-2:])
        leftovers = {path.name for path in door.profile.folder.iterdir()}
        assert "keys.json.next" not in leftovers, number
        assert not {name for name in leftovers if "rekey" in name}, number
    print(f"{changed} of {KILLS} kills came after a change of the key")
    assert changed > 0


def _require_code(door: FrontDoor, person_id: str, codes: list[str]) -> None:
    """One of the last two codes is in force, unless the process was killed before it made its first."""
    worked = 0
    for code in codes:
        try:
            door.recover(person_id, code, PASSPHRASE).close()
        except WrongPassphrase:
            continue
        worked += 1
    assert worked == 1 or len(codes) < 2


def test_a_backup_killed_at_any_moment_is_whole_or_not_there(door: FrontDoor, tmp_path: Path) -> None:
    print(f"SCRIBE_TEST_SEED={SEED} SCRIBE_TEST_KILLS={KILLS}")
    folder = tmp_path / "away"
    folder.mkdir()
    killer = Killer("backup", door, folder)
    for _ in range(KILLS):
        said = killer.let_work()
        done = {Path(line.removeprefix("done ")) for line in said if line.startswith("done")}
        there = set(folder.glob(f"[!.]*{backup_file.SUFFIX}"))
        assert done <= there
        session = door.log_in(door.logins()[0].person_id, PASSPHRASE)
        for path in there:
            backup_file.unlock(path, session.people._data_key)
        for path in sorted(there)[-1:]:
            session.backups.rehearse(path)
        made = session.backups.make(str(folder))
        assert {path.name for path in folder.iterdir()} == {path.name for path in {*there, made}}
        for path in there:
            backup_file.destroy(path)
        require_whole(session)
