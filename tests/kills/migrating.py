"""A store of an earlier version, killed while it is carried over: the old one or the new one, whole."""

import shutil
from contextlib import closing
from pathlib import Path

from scribe_desktop.notes.clock import utc_now
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.store import migrate
from scribe_desktop.store.codec import encode_runs
from scribe_desktop.store.copying import examine
from scribe_desktop.store.database import connect
from scribe_desktop.store.store import FILE, Store
from tests.helpers.audit_trail import event
from tests.helpers.charts import typed
from tests.helpers.migrating_once import KEY
from tests.kills.work import Killer, Work

RELEASED = Path(__file__).parents[1] / "unit" / "store" / "released"
_PASSAGES = 400
_WEIGHT = typed("Fell from a ladder yesterday. " * 100)


class Migrating(Work):
    """Each kill meets a store of the next released schema, as it was left by that version."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        self._old = [_heavy(RELEASED / f"{name}.db", folder) for name in migrate.REVISIONS[:-1]]
        self._killer = Killer(self, "tests.helpers.migrating_once", begins="begun")

    def round(self) -> None:
        old = self._old[self.kills % len(self._old)]
        folder = self.folder / "store"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        shutil.copy(old, folder / FILE)
        said = self._killer.lines(folder)
        with closing(connect(folder / FILE, KEY)) as connection:
            revision = migrate.revision_in(connection, folder / FILE)
        if revision != migrate.REVISIONS[-1]:
            assert "done" not in said
            self.required["stores still of the earlier version"] += 1
        else:
            self.required["stores carried over"] += 1
        with closing(Store.open(folder, KEY)) as store:
            store.check()
            assert store.audit.begin() == ""
            store.audit.append(event())
            assert store.audit_check.verify({}).holds
            assert store.notes.state("note-1") is NoteState.SIGNED
            passages = store.drafts.load("note-1")
            assert len(passages) == _PASSAGES + 1
            assert all(passages[f"part{number}"] == _WEIGHT for number in range(_PASSAGES))
            assert [hit.patient.name for hit in store.search.find("chest pain")] == ["Jane Roe"]
        assert examine(folder / FILE, KEY, deep=True).revision == migrate.REVISIONS[-1]
        assert {path.name for path in folder.iterdir()} == {FILE, f"{FILE}.lock", "audit-anchor.json"}


def _heavy(released: Path, folder: Path) -> Path:
    """The store of a released version with enough in it that carrying it over takes a moment."""
    heavy = folder / released.name
    shutil.copy(released, heavy)
    rows = [
        (
            "note-1",
            f"part{number}",
            _WEIGHT.text,
            encode_runs(_WEIGHT.runs),
            int(utc_now().timestamp()) * 10**6,
        )
        for number in range(_PASSAGES)
    ]
    with closing(connect(heavy, KEY)) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO draft_passages VALUES (?, ?, ?, ?, ?, 'scribe-1', 'desk-1')", rows
        )
        connection.execute("COMMIT")
    return heavy
