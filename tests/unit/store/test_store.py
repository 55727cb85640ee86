"""Opening the store: one at a time, with the right key, readable by its user only."""

import shutil
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, ResourceClosedError

from scribe_desktop.errors import DamagedStore, StoreInUse, StoreNotWritable
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.store.copying import copy
from scribe_desktop.store.database import connect
from scribe_desktop.store.store import FILE, Store, exists
from tests.helpers.charts import AS_SCRIBE, Chart, staff, typed
from tests.helpers.disk_limits import small_disk
from tests.unit.store.conftest import KEY

PAGE = 4096


def test_a_store_exists_once_it_was_opened(folder: Path) -> None:
    assert not exists(folder)
    Store.open(folder, KEY).close()
    assert exists(folder)


def test_what_was_saved_is_there_after_reopening(folder: Path, store: Store) -> None:
    chart = Chart.opened(store)
    chart.write(hpi="Two days")
    store.close()
    with closing(Store.open(folder, KEY)) as again:
        assert again.drafts.load(chart.id)["hpi"].text == "Two days"


def test_the_files_are_readable_by_their_user_only(folder: Path, store: Store) -> None:
    Chart.opened(store)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes.keys() == {"scribe.db", "scribe.db-wal", "scribe.db-shm", "scribe.db.lock"}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_second_copy_is_told_that_the_first_has_it(folder: Path, store: Store) -> None:
    with pytest.raises(StoreInUse, match="another copy"):
        Store.open(folder, KEY)
    store.close()
    Store.open(folder, KEY).close()


def test_a_failed_opening_lets_the_next_one_try(folder: Path) -> None:
    Store.open(folder, KEY).close()
    for _ in range(2):
        with pytest.raises(DamagedStore):
            Store.open(folder, bytes(32))
    Store.open(folder, KEY).close()


def test_another_key_changes_nothing(folder: Path) -> None:
    Store.open(folder, KEY).close()
    before = (folder / "scribe.db").read_bytes()
    with pytest.raises(DamagedStore, match="cannot be read"):
        Store.open(folder, bytes(32))
    assert (folder / "scribe.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 and then something else" * 200])
def test_a_file_that_is_no_store_is_not_taken_for_a_new_one(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "scribe.db").write_bytes(content)
    with pytest.raises(DamagedStore):
        Store.open(folder, KEY)
    assert (folder / "scribe.db").read_bytes() == content


def test_a_flipped_byte_is_found_on_whichever_page_it_is(folder: Path, store: Store, tmp_path: Path) -> None:
    Chart.opened(store).write(hpi="Two days")
    store.check()
    store.close()
    whole = (folder / "scribe.db").read_bytes()
    for page in range(len(whole) // PAGE):
        damaged = bytearray(whole)
        damaged[page * PAGE + 777] ^= 1
        (folder / "scribe.db").write_bytes(damaged)
        with pytest.raises(DamagedStore):
            _open_and_check(folder)


def _open_and_check(folder: Path) -> None:
    with closing(Store.open(folder, KEY)) as store:
        store.check()


def test_damaged_text_is_never_read_as_something_else(folder: Path, store: Store) -> None:
    chart, other = Chart.opened(store), Chart.opened(store)
    chart.write(hpi="Two days " * 2000)
    before = store.drafts.load(chart.id)
    store.close()
    file = folder / "scribe.db"
    whole = file.read_bytes()
    told = 0
    for page in range(len(whole) // PAGE):
        damaged = bytearray(whole)
        damaged[page * PAGE + 777] ^= 1
        file.write_bytes(damaged)
        for leftover in folder.glob("scribe.db-*"):
            leftover.unlink()
        try:
            assert _loaded_with_a_warm_cache(folder, chart.id, other.id) == before
        except DamagedStore:
            told += 1
    assert told > len(before["hpi"].text) // PAGE


def _loaded_with_a_warm_cache(folder: Path, note_id: str, other_id: str) -> NoteContent:
    """With all other pages in its cache, SQLCipher alone would return zeros for the last one of the text."""
    with closing(Store.open(folder, KEY)) as store:
        store.drafts.save(other_id, {"hpi": typed("Cough")}, AS_SCRIBE)
        store.notes.submit(other_id, AS_SCRIBE)
        store.notes.events(note_id)
        return store.drafts.load(note_id)


def test_a_store_whose_folder_was_deleted_does_not_pretend_to_save(folder: Path, store: Store) -> None:
    chart = Chart.opened(store)
    shutil.rmtree(folder)
    with pytest.raises(StoreNotWritable, match="gone"):
        chart.write(hpi="Two days")


def test_a_store_whose_file_was_replaced_does_not_pretend_to_save(folder: Path, store: Store) -> None:
    chart = Chart.opened(store)
    backup = folder / "backup.db"
    shutil.copy(folder / "scribe.db", backup)
    backup.replace(folder / "scribe.db")
    with pytest.raises(StoreNotWritable, match="gone"):
        chart.write(hpi="Two days")


def test_a_folder_that_nobody_may_write_is_said_to_be_so() -> None:
    with pytest.raises(StoreNotWritable, match="read-only") as caught:
        Store.open(Path("/sys/kernel/scribe"), KEY)
    assert caught.value.remedy


def test_a_file_in_the_place_of_the_folder_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder")
    with pytest.raises(StoreNotWritable):
        Store.open(tmp_path / "store", KEY)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "50 % of #1? é"
    Store.open(folder, KEY).close()
    Store.open(folder, KEY).close()
    assert exists(folder)


def test_a_closed_store_is_not_reopened_by_accident(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(ResourceClosedError):
        store.people.all()


def test_a_key_of_another_length_is_a_bug(folder: Path) -> None:
    with pytest.raises(ValueError, match="31 bytes"):
        Store.open(folder, bytes(31))


def test_the_connection_holds_what_the_design_asks_for(folder: Path, store: Store) -> None:
    with store._database.transaction() as connection:
        answers = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
        }
    assert answers == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
    }


@pytest.mark.parametrize("table", ["note_versions", "note_events", "signatures", "addenda"])
@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE {table} SET at = 0",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_the_legal_record_is_append_only(store: Store, table: str, deed: str) -> None:
    chart = Chart.opened(store)
    chart.sign()
    chart.append("Later")
    with pytest.raises(IntegrityError, match="append-only"), store._database.transaction() as connection:
        connection.exec_driver_sql(deed.format(table=table))


def test_a_record_of_nothing_is_refused(store: Store) -> None:
    statement = "INSERT INTO deliveries SELECT 'd', 'no such note', '', '', '', 0, 0, '', '', 0"
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), store._database.transaction() as connection:
        connection.exec_driver_sql(statement)


def test_sqlite_without_encryption_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from scribe_desktop.store import database

    folder.mkdir()
    (folder / "scribe.db").touch()
    monkeypatch.setattr(database, "dbapi2", sqlite3)
    monkeypatch.setattr(database, "_Connection", sqlite3.Connection)
    with pytest.raises(RuntimeError, match="without encryption"):
        connect(folder / "scribe.db", KEY)


def fill(disk: Path, *, leave: int) -> None:
    """Let the disk take no more than this many bytes."""
    with (disk / "filler").open("wb", buffering=0) as file:
        size = 1 << 16
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2
        file.truncate(max(file.tell() - leave, 0))


@pytest.mark.parametrize("leave", [0, 8192, 40960])
def test_on_a_full_disk_the_store_opens_reads_and_says_why_it_does_not_write(
    tmp_path: Path, leave: int
) -> None:
    with small_disk(tmp_path / "disk", kilobytes=3000) as disk:
        folder = disk / "profile"
        with closing(Store.open(folder, KEY)) as store:
            staff(store)
            chart = Chart.opened(store)
            chart.write(hpi="Two days")
        fill(disk, leave=leave)
        with closing(Store.open(folder, KEY)) as store:
            assert store.drafts.load(chart.id)["hpi"].text == "Two days"
            with pytest.raises(StoreNotWritable, match="the disk is full"):
                store.settings.put("long", "word " * 20_000)
            (disk / "filler").unlink()
            store.settings.put("long", "word " * 20_000)
            with closing(connect(folder / FILE, KEY)) as backup:
                assert backup.execute("SELECT count(*) FROM settings").fetchone()[0]
            store.close()
            with pytest.raises(ResourceClosedError):
                store.settings.get("long")


def test_while_the_disk_is_full_a_backup_is_told_that_and_not_of_another_program(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=3000) as disk:
        folder = disk / "profile"
        Store.open(folder, KEY).close()
        fill(disk, leave=0)
        with closing(Store.open(folder, KEY)) as store:
            store.settings.get("any")
            with pytest.raises(StoreNotWritable, match="the disk is full"):
                copy(folder / FILE, KEY, tmp_path / "copy.db", KEY, lambda _done: None)
