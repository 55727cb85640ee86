"""A restore, killed: the store that was there or the one out of the backup, whole, and said which."""

import shutil
from pathlib import Path

from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from tests.helpers.cheap import CHEAP
from tests.helpers.keys_loop import PASSPHRASE
from tests.helpers.visits import begin
from tests.kills.work import Killer, Work, require_whole_trail

_CHARTS = 10


class Restoring(Work):
    """Before each kill there is one chart more than in the backup."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        self._door = FrontDoor(Profile(folder / "profile"), None, cost=lambda: CHEAP)
        person = new_person("Ada Okafor", Role.PROVIDER, "MD")
        session, self._code = self._door.set_up(person, PASSPHRASE, workstation="Triage 2")
        for number in range(_CHARTS):
            begin(session, mrn=f"M-{number}", hpi="Fell from a ladder. " * 3000)
        away = folder / "away"
        away.mkdir()
        self._backup = session.backups.make(str(away))
        begin(session, mrn="M-later", hpi="After the backup.")
        session.close()
        self._killer = Killer(self, "tests.helpers.restore_loop", begins="begun")

    def round(self) -> None:
        folder = self._door.profile.folder
        said = self._killer.lines(folder, self._backup, self._code)
        self._door.finish_restore()
        session = self._door.log_in(self._door.logins()[0].person_id, PASSPHRASE)
        try:
            charts, told = len(session.charting.encounters()), " ".join(session.audit.told)
            assert charts in (_CHARTS, _CHARTS + 1)
            restored = charts == _CHARTS
            assert restored or not said.count("done")
            assert restored == ("Restored from a backup" in told)
            require_whole_trail(session)
            session.desk.store.check()
            if restored:
                begin(session, mrn="M-later", hpi="After the backup.")
        finally:
            session.close()
        self.required["restores that hold" if restored else "stores as they were"] += 1
        assert not list(folder.glob("restore.*"))
        for aside in folder.glob("replaced-*"):
            assert (aside / "scribe.db").stat().st_size > 0
            shutil.rmtree(aside)
