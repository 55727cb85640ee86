"""What is acknowledged stays, whatever happens to the process or the disk, and none of it is readable."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from scribe_desktop.errors import StoreInUse, StoreNotWritable
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.store.store import Store
from tests.helpers.charts import MORNING, Chart, patient, staff, typed
from tests.helpers.disk_limits import make_read_only, no_file_grows_past, small_disk
from tests.helpers.saving_loop import KEY

SENTINEL = "Zebedee Quartermain"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def chart(folder: Path) -> Iterator[Chart]:
    """One chart in a store that is open."""
    with closing(Store.open(folder, KEY)) as store:
        staff(store)
        yield Chart.opened(store)


def start_saving(folder: Path, note_id: str, start: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.helpers.saving_loop", str(folder), note_id, str(start)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_second_process_is_told_that_the_first_has_the_store(chart: Chart, folder: Path) -> None:
    chart.store.close()
    with start_saving(folder, chart.id, 0) as first:
        assert first.stdout is not None
        first.stdout.readline()
        with pytest.raises(StoreInUse):
            Store.open(folder, KEY)
        first.kill()
    Store.open(folder, KEY).close()


def test_a_full_disk_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=1024) as disk:
        with closing(Store.open(disk / "store", KEY)) as store:
            staff(store)
            chart = Chart.opened(store)
            saved = _fill_until_full(chart)
            assert store.drafts.load(chart.id).keys() == {f"part{number}" for number in range(saved)}
            with pytest.raises(StoreNotWritable, match="disk is full"):
                chart.sign("folder")
            _require_unsigned(chart)
        with closing(Store.open(disk / "store", KEY)) as again:
            again.check()
            assert len(again.drafts.load(chart.id)) == saved


def _fill_until_full(chart: Chart) -> int:
    """Save one passage after the other; return how many were acknowledged."""
    writing = (chart.write(**{f"part{number}": f"{number} " * 1000}) for number in count())
    saved: list[datetime] = []
    with pytest.raises(StoreNotWritable, match="disk is full"):
        saved.extend(writing)
    return len(saved)


def test_a_store_is_usable_again_once_there_is_room(chart: Chart, folder: Path) -> None:
    chart.write(hpi="Before")
    with no_file_grows_past((folder / "scribe.db-wal").stat().st_size), pytest.raises(StoreNotWritable):
        chart.write(hpi="Lost " * 5000)
    assert chart.store.drafts.load(chart.id) == {"hpi": typed("Before")}
    chart.write(hpi="After")
    assert chart.store.drafts.load(chart.id) == {"hpi": typed("After")}


def test_a_signature_is_queued_or_not_made_wherever_the_disk_ends(folder: Path) -> None:
    refused = 0
    with closing(Store.open(folder, KEY)) as store:
        staff(store)
        while not _signs_with_room_for(refused, Chart.opened(store), folder):
            refused += 1
            assert refused < 100
    assert refused > 1


def _signs_with_room_for(pages: int, chart: Chart, folder: Path) -> bool:
    """Sign with that much room on the disk; False: it took a second try, with all the room there is."""
    chart.write(hpi="word " * 1000)
    size = (folder / "scribe.db-wal").stat().st_size
    try:
        with no_file_grows_past(size + pages * 4096 + 1000):
            chart.sign("folder", "fhir")
    except StoreNotWritable:
        _require_unsigned(chart)
        chart.sign("folder", "fhir")
        _require_signed(chart)
        return False
    _require_signed(chart)
    return True


def _require_unsigned(chart: Chart) -> None:
    notes = chart.store.notes
    assert notes.state(chart.id) is NoteState.DRAFT
    assert notes.signature(chart.id) is None
    assert notes.versions(chart.id) == ()
    assert chart.store.deliveries.for_note(chart.id) == ()


def _require_signed(chart: Chart) -> None:
    signature = chart.store.notes.signature(chart.id)
    assert signature is not None
    queued = chart.store.deliveries.for_note(chart.id)
    assert [(d.document_id, d.destination) for d in queued] == [
        (signature.id, "folder"),
        (signature.id, "fhir"),
    ]


def test_a_disk_without_room_takes_no_new_store_and_keeps_no_half_one(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        with pytest.raises(StoreNotWritable, match="disk is full"):
            Store.open(disk / "store", KEY)
        assert {path.name for path in (disk / "store").iterdir()} == {"scribe.db.lock"}


def test_a_read_only_disk_is_said_to_be_so(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=2048) as disk:
        Store.open(disk / "store", KEY).close()
        make_read_only(disk)
        with pytest.raises(StoreNotWritable, match="read-only"):
            Store.open(disk / "store", KEY)
        with pytest.raises(StoreNotWritable, match="read-only"):
            Store.open(disk / "other", KEY)


def readable(folder: Path) -> list[str]:
    """Files in which the sentinel, or either half of it, can be read."""
    words = [word.encode(coding) for word in SENTINEL.split() for coding in ("utf-8", "utf-16-le")]
    return [path.name for path in folder.iterdir() if any(word in path.read_bytes() for word in words)]


def test_no_file_ever_holds_a_word_in_plaintext(folder: Path) -> None:
    with closing(Store.open(folder, KEY)) as store:
        staff(store)
        chart = Chart.opened(store, patient("M-1", name=SENTINEL))
        steps = (
            lambda: chart.write(hpi=f"{SENTINEL} fell. " * 4000),
            chart.submit,
            lambda: chart.give_back(f"{SENTINEL} fell twice"),
            lambda: chart.sign("folder"),
            lambda: chart.append(f"{SENTINEL} called", "folder"),
            lambda: store.deliveries.failed(store.deliveries.unfinished()[0].id, f"no {SENTINEL} here"),
            lambda: store.settings.put("last", SENTINEL),
            lambda: store.encounters.summaries(MORNING),
        )
        for step in steps:
            step()
            assert readable(folder) == []
            assert {"scribe.db", "scribe.db-wal", "scribe.db-shm"} < {p.name for p in folder.iterdir()}
    assert readable(folder) == []
    (folder / "control").write_text(f"Mr {SENTINEL}")
    assert readable(folder) == ["control"]
