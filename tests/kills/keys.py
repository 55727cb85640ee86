"""A change of the data key and a backup, killed: everybody gets in, nothing half is taken for whole."""

from pathlib import Path

from scribe_desktop.errors import WrongPassphrase
from scribe_desktop.notes.people import Role
from scribe_desktop.session import backup_file
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from tests.helpers.cheap import CHEAP
from tests.helpers.keys_loop import PASSPHRASE
from tests.helpers.visits import begin
from tests.kills.work import Killer, Work, one_of, require_whole_trail

_CHARTS = 20
_MODULE = "tests.helpers.keys_loop"


def _clinic(folder: Path) -> FrontDoor:
    """A store with two people, some charts and some weight."""
    door = FrontDoor(Profile(folder / "profile"), None, cost=lambda: CHEAP)
    session, _ = door.set_up(
        new_person("Ada Okafor", Role.PROVIDER, "MD"), PASSPHRASE, workstation="Triage 2"
    )
    session.people.add("Sam Ito", Role.SCRIBE, "", PASSPHRASE, own_passphrase=PASSPHRASE)
    for number in range(_CHARTS):
        begin(session, mrn=f"M-{number}", hpi="Fell from a ladder. " * 3000)
    session.close()
    return door


def _require_whole(session: Session) -> None:
    """All charts are there and can be found, the trail is whole; closes it."""
    try:
        session.desk.store.check()
        assert len(session.charting.encounters()) == _CHARTS
        assert session.searching.find("ladder")
        require_whole_trail(session)
    finally:
        session.close()


class Rekeying(Work):
    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        self._door = _clinic(folder)
        self._killer = Killer(self, _MODULE, begins="code")

    def round(self) -> None:
        door, before = self._door, self._door.key_id
        said = self._killer.lines("rekey", door.profile.folder, self.folder)
        codes, complete = one_of(said, "code"), said.count("done")
        people = self.chance.sample(door.logins(), len(door.logins()))
        for login in people:
            _require_whole(door.log_in(login.person_id, PASSPHRASE))
        assert len(codes) - complete in (0, 1)
        if complete:
            assert door.key_id != before
            self.required["changes of the key that were done"] += complete
        self.required["log-ins after a kill"] += len(people)
        self._require_code(people[0].person_id, codes[-2:])
        leftovers = {path.name for path in door.profile.folder.iterdir()}
        assert "keys.json.next" not in leftovers
        assert not {name for name in leftovers if "rekey" in name}

    def _require_code(self, person_id: str, codes: list[str]) -> None:
        """One of the last two codes is in force, unless the process was killed before it made its first."""
        worked = 0
        for code in codes:
            try:
                self._door.recover(person_id, code, PASSPHRASE).close()
            except WrongPassphrase:
                continue
            worked += 1
        assert worked == 1 or len(codes) < 2


class BackingUp(Work):
    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        self._door = _clinic(folder)
        self._away = folder / "away"
        self._away.mkdir()
        self._killer = Killer(self, _MODULE, begins="begun")

    def round(self) -> None:
        said = self._killer.lines("backup", self._door.profile.folder, self._away)
        done = {Path(path) for path in one_of(said, "done")}
        there = set(self._away.glob(f"[!.]*{backup_file.SUFFIX}"))
        assert done <= there
        session = self._door.log_in(self._door.logins()[0].person_id, PASSPHRASE)
        for path in there:
            backup_file.unlock(path, session.people._data_key)
        for path in sorted(there)[-1:]:
            session.backups.rehearse(path)
        made = session.backups.make(str(self._away))
        assert {path.name for path in self._away.iterdir()} == {path.name for path in {*there, made}}
        for path in {*there, made}:
            backup_file.destroy(path)
        _require_whole(session)
        self.required["backups that were done"] += len(done)
        self.required["backups made over what a kill left"] += 1
