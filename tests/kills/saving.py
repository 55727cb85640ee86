"""Autosave, submitting and returning, killed: everything acknowledged is in its place."""

from contextlib import closing
from pathlib import Path

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.store.store import Store
from tests.helpers.charts import AS_SCRIBE, Chart, staff
from tests.helpers.saving_loop import KEY
from tests.kills.work import Killer, Work, one_of

_LONGEST = 0.4
"""Seconds of saving before the kill; a commit takes a few milliseconds."""


class Saving(Work):
    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        with closing(Store.open(folder, KEY)) as store:
            staff(store)
            self._note = Chart.opened(store).id
        self._killer = Killer(self, "tests.helpers.saving_loop", begins="", longest=_LONGEST)
        self._number = self._versions = 0

    def round(self) -> None:
        said = self._killer.lines(self.folder, self._note, self._number)
        number = max([self._number, *(int(line) for line in said if line.isdigit())])
        versions = max([self._versions, *map(int, one_of(said, "version"))])
        with closing(Store.open(self.folder, KEY)) as store:
            store.check()
            self._number = self._require_saved(store, number)
            self._versions = self._require_history(store, versions)
            if store.notes.state(self._note) is NoteState.SUBMITTED:
                self._versions = store.notes.give_back(self._note, "again", AS_SCRIBE).number

    def _require_saved(self, store: Store, acknowledged: int) -> int:
        """Every number up to this one is in its place; returns the newest one, one later at most."""
        passages = store.drafts.load(self._note)
        numbers = {key: int(passage.text.split()[0]) for key, passage in passages.items()}
        newest = max(numbers.values())
        assert newest in (acknowledged, acknowledged + 1)
        for back in range(min(7, newest)):
            assert numbers[f"part{(newest - back) % 7}"] == newest - back
        self.required["acknowledged saves"] += newest - self._number
        return newest

    def _require_history(self, store: Store, acknowledged: int) -> int:
        versions, events = store.notes.versions(self._note), store.notes.events(self._note)
        assert [version.number for version in versions] == list(range(1, len(versions) + 1))
        assert [event.version_id for event in events if event.version_id] == [v.id for v in versions]
        assert len(versions) in (acknowledged, acknowledged + 1)
        self.required["acknowledged versions"] += len(versions) - self._versions
        return len(versions)
