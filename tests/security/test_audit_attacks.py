"""Everything somebody with the store's own key, or with copies of the folder, can do to the audit trail."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.store.audit_anchor import MOST_BEHIND, Anchor
from scribe_desktop.store.audit_chain import PAYLOAD, START
from scribe_desktop.store.audit_check import Verdict
from scribe_desktop.store.database import connect
from scribe_desktop.store.store import Store
from tests.helpers.audit_trail import event, fill
from tests.helpers.charts import staff

KEY = bytes(range(32))
ENTRIES = 60
FORBIDDEN = ("audit_entries_refuses_update", "audit_entries_refuses_delete")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed store with a trail in it."""
    folder = tmp_path / "store"
    with closing(Store.open(folder, KEY)) as store:
        staff(store)
        assert store.audit.begin() == ""
        fill(store, ENTRIES - 1)
        store.audit.append(event())
    return folder


def tamper(folder: Path, *statements: str) -> None:
    """Change the database with the key at hand, its triggers taken away and put back."""
    with closing(connect(folder / "scribe.db", KEY)) as connection:
        kept = connection.execute(
            f"SELECT sql FROM sqlite_master WHERE name IN {FORBIDDEN!r}"  # its own names
        ).fetchall()
        for trigger in FORBIDDEN:
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
        for (sql,) in kept:
            connection.execute(sql)


def chain_anew(folder: Path) -> None:
    """Give every entry the MAC that it would have, as somebody with the data key can."""
    with closing(Store.open(folder, KEY)) as store:
        chain = store.audit.chain
    tamper(folder)
    with closing(connect(folder / "scribe.db", KEY)) as connection:
        connection.execute(f"DROP TRIGGER {FORBIDDEN[0]}")
        mac = START
        rows = connection.execute(f"SELECT seq, {PAYLOAD} FROM audit_entries ORDER BY seq").fetchall()
        for seq, payload in rows:
            mac = chain.mac(mac, payload)
            connection.execute("UPDATE audit_entries SET mac = ? WHERE seq = ?", (mac, seq))


def verified(folder: Path, **anchors: Anchor) -> Verdict:
    with closing(Store.open(folder, KEY)) as store:
        return store.audit_check.verify(anchors)


def anchor_of(folder: Path) -> Anchor:
    with closing(Store.open(folder, KEY)) as store:
        return store.audit.anchor()


def test_an_untouched_trail_holds(folder: Path) -> None:
    assert verified(folder, exported=anchor_of(folder)) == Verdict(ENTRIES)
    with closing(Store.open(folder, KEY)) as store:
        assert store.audit.begin() == ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET detail = 'x'",
        "DELETE FROM audit_entries",
        "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE seq = 5",
        "UPDATE audit_chain SET key = x'00'",
        "DELETE FROM audit_chain",
    ],
)
def test_the_database_itself_refuses_change_and_deletion(folder: Path, statement: str) -> None:
    with closing(connect(folder / "scribe.db", KEY)) as connection:
        connection.execute("PRAGMA recursive_triggers=ON")
        with pytest.raises(Exception, match="append-only"):
            connection.execute(statement)
    assert verified(folder).holds


COLUMNS = {
    "at": "at + 1",
    "person_id": "'somebody'",
    "role": "'provider'",
    "workstation_id": "'elsewhere'",
    "kind": "'session.log-in'",
    "data": "'clock'",
    "patient_id": "'another'",
    "note_id": "note_id || ' '",
    "outcome": "'denied'",
    "detail": "'nothing to see'",
    "mac": "x'00'",
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("seq", [1, 30, ENTRIES])
def test_an_edited_entry_is_named(folder: Path, column: str, seq: int) -> None:
    tamper(folder, f"UPDATE audit_entries SET {column} = {COLUMNS[column]} WHERE seq = {seq}")
    verdict = verified(folder)
    assert verdict.first_bad == seq
    assert f"Entry {seq} was altered" in verdict.problems[0]


def test_text_moved_from_one_field_to_the_next_is_noticed(folder: Path) -> None:
    tamper(
        folder,
        "UPDATE audit_entries SET note_id = substr(note_id, 1, 8), "
        "patient_id = patient_id || substr(note_id, 9) WHERE seq = 12",
    )
    assert verified(folder).first_bad == 12


@pytest.mark.parametrize(("statement", "first", "said"), [
    ("DELETE FROM audit_entries WHERE seq = 1", 1, "Entry 1 is missing"),
    ("DELETE FROM audit_entries WHERE seq BETWEEN 20 AND 25", 20, "Entry 20 to 25 are missing"),
])  # fmt: skip
def test_a_deleted_entry_is_named(folder: Path, statement: str, first: int, said: str) -> None:
    tamper(folder, statement)
    verdict = verified(folder)
    assert (verdict.first_bad, verdict.entries) == (first, first - 1)
    assert said in verdict.problems[0]


def test_a_deleted_entry_is_noticed_when_the_later_ones_move_up(folder: Path) -> None:
    tamper(
        folder,
        "DELETE FROM audit_entries WHERE seq = 20",
        "UPDATE audit_entries SET seq = -seq WHERE seq > 20",
        "UPDATE audit_entries SET seq = -seq - 1 WHERE seq < 0",
    )
    assert verified(folder).first_bad == 20


def test_entries_that_change_places_are_noticed(folder: Path) -> None:
    tamper(
        folder,
        "UPDATE audit_entries SET seq = -1 WHERE seq = 30",
        "UPDATE audit_entries SET seq = 30 WHERE seq = 31",
        "UPDATE audit_entries SET seq = 31 WHERE seq = -1",
    )
    assert verified(folder).first_bad == 30


def test_an_entry_put_in_between_is_noticed(folder: Path) -> None:
    tamper(
        folder,
        "INSERT INTO audit_entries SELECT 61, at, person_id, role, workstation_id, kind, data, patient_id, "
        "note_id, outcome, detail, mac FROM audit_entries WHERE seq = 60",
    )
    assert verified(folder).first_bad == 61


def test_an_entry_put_before_the_first_is_noticed(folder: Path) -> None:
    tamper(
        folder,
        "INSERT INTO audit_entries SELECT -1, at, person_id, role, workstation_id, kind, data, patient_id, "
        "note_id, outcome, detail, mac FROM audit_entries WHERE seq = 60",
    )
    assert "Entry -1 stands before" in verified(folder).problems[0]


def test_a_table_rebuilt_without_its_rules_is_noticed(folder: Path) -> None:
    tamper(folder, "CREATE TABLE copy AS SELECT * FROM audit_entries", "DELETE FROM audit_entries")
    with closing(connect(folder / "scribe.db", KEY)) as connection:
        connection.execute("DROP TABLE audit_entries")
        connection.execute("ALTER TABLE copy RENAME TO audit_entries")
        connection.execute("UPDATE audit_entries SET detail = NULL WHERE seq = 7")
    assert verified(folder).first_bad == 7


def test_a_tail_cut_off_is_found_at_the_next_log_in_and_stays_in_the_trail(folder: Path) -> None:
    exported = anchor_of(folder)
    tamper(folder, "DELETE FROM audit_entries WHERE seq > 50")
    assert "knows entry 60" in verified(folder, exported=exported).problems[0]
    with closing(Store.open(folder, KEY)) as store:
        complaint = store.audit.begin()
        assert "ends with entry 50" in complaint
        assert "knows entry 60" in complaint
        store.audit.append(event(AuditKind.AUDIT_BROKEN, detail=complaint))
        fill(store, 30)
        assert store.audit.begin() == ""
        assert "Entry 51 records" in store.audit_check.verify({}).problems[0]
    assert (folder / "audit-anchor.broken-51.json").exists()
    assert "Entry 60 is not the one" in verified(folder, exported=exported).problems[0]


def test_an_older_copy_of_the_database_is_found(folder: Path, tmp_path: Path) -> None:
    older = shutil.copytree(folder, tmp_path / "older")
    with closing(Store.open(folder, KEY)) as store:
        fill(store, 5)
    shutil.copy(older / "scribe.db", folder / "scribe.db")
    with closing(Store.open(folder, KEY)) as store:
        assert "older copy" in store.audit.begin()


def test_an_older_copy_of_the_whole_folder_is_found_by_an_anchor_kept_elsewhere(
    folder: Path, tmp_path: Path
) -> None:
    older = shutil.copytree(folder, tmp_path / "older")
    with closing(Store.open(folder, KEY)) as store:
        fill(store, 5)
        elsewhere = store.audit.anchor()
    shutil.rmtree(folder)
    shutil.copytree(older, folder)
    with closing(Store.open(folder, KEY)) as store:
        assert store.audit.begin() == ""
    assert "knows entry 65" in verified(folder, elsewhere=elsewhere).problems[0]


def test_a_trail_chained_anew_with_the_key_is_found_by_any_anchor_from_before(folder: Path) -> None:
    before = anchor_of(folder)
    tamper(folder, "UPDATE audit_entries SET person_id = 'somebody' WHERE seq = 30")
    chain_anew(folder)
    assert verified(folder).holds
    assert "Entry 60 is not the one" in verified(folder, before=before).problems[0]
    with closing(Store.open(folder, KEY)) as store:
        assert "Entry 60 is not the one" in store.audit.begin()


@pytest.mark.parametrize(
    "forge",
    [
        lambda anchor: replace(anchor, seq=50),
        lambda anchor: replace(anchor, mac="00" * 32),
        lambda anchor: replace(anchor, at="2020-01-01T00:00:00+00:00"),
        lambda anchor: replace(anchor, chain="0" * 32),
        lambda anchor: replace(anchor, seal="00" * 32),
    ],
)
def test_an_anchor_cannot_be_made_without_the_key(folder: Path, forge: Callable[[Anchor], Anchor]) -> None:
    forged = forge(anchor_of(folder))
    assert "altered, or belongs to another store" in verified(folder, forged=forged).problems[0]
    (folder / "audit-anchor.json").write_text(forged.text)
    with closing(Store.open(folder, KEY)) as store:
        assert "altered, or belongs to another store" in store.audit.begin()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "\u00e9", '{"format": 2}', "[" * 100_000, '{"format":1,"chain":1,"seq":"x"}']
)
def test_what_is_no_anchor_is_told(folder: Path, text: str) -> None:
    (folder / "audit-anchor.json").write_text(text, encoding="utf-8")
    with closing(Store.open(folder, KEY)) as store:
        assert "cannot be read" in store.audit.begin()
    with pytest.raises(BadInput):
        Anchor.parsed(text)


def test_a_missing_anchor_is_told(folder: Path) -> None:
    (folder / "audit-anchor.json").unlink()
    with closing(Store.open(folder, KEY)) as store:
        assert store.audit.begin() == "The anchor is missing."


def test_an_anchor_put_back_to_before_is_told_when_it_lags_more_than_a_crash_explains(folder: Path) -> None:
    former = (folder / "audit-anchor.json").read_text()
    with closing(Store.open(folder, KEY)) as store:
        fill(store, MOST_BEHIND)
        (folder / "audit-anchor.json").write_text(former)
        assert store.audit.begin() == ""
        fill(store, 1)
        (folder / "audit-anchor.json").write_text(former)
        assert "more than a crash explains" in store.audit.begin()


def test_an_emptied_trail_is_found(folder: Path) -> None:
    tamper(folder, "DELETE FROM audit_entries")
    with closing(Store.open(folder, KEY)) as store:
        assert "ends with entry 0" in store.audit.begin()


def test_a_verification_that_is_called_off_says_so(folder: Path) -> None:
    with closing(Store.open(folder, KEY)) as store:
        verdict = store.audit_check.verify({}, called_off=lambda: True)
    assert not verdict.complete
    assert not verdict.holds


_DIES = """
import os, signal, sys
from pathlib import Path
from scribe_desktop.store import audit_anchor
from scribe_desktop.store.store import Store
from tests.helpers.audit_trail import event
store = Store.open(Path(sys.argv[1]), bytes(range(32)))
assert store.audit.begin() == ""
audit_anchor.AnchorFile.write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with store.together():
    for _ in range(int(sys.argv[2])):
        store.audit.append(event())
"""


@pytest.mark.parametrize("at_once", [1, 40])
def test_a_kill_between_commit_and_anchor_is_no_false_alarm(folder: Path, at_once: int) -> None:
    process = subprocess.run([sys.executable, "-c", _DIES, str(folder), str(at_once)], check=False)
    assert process.returncode == -signal.SIGKILL
    with closing(Store.open(folder, KEY)) as store:
        assert store.audit.head().seq == ENTRIES + at_once
        assert store.audit.begin() == ""
        store.audit.append(event())
        assert store.audit.anchor_complaint() == ""
    assert verified(folder) == Verdict(ENTRIES + at_once + 1)


_WRITES = """
import sys
from pathlib import Path
from scribe_desktop.store.store import Store
from tests.helpers.audit_trail import event
store = Store.open(Path(sys.argv[1]), bytes(range(32)))
assert store.audit.begin() == ""
while True:
    store.audit.append(event())
    print(store.audit.head().seq, flush=True)
"""


def test_no_entry_that_was_added_is_lost_when_the_program_is_killed(folder: Path) -> None:
    told = ENTRIES
    for lines in (1, 3, 7):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITES, str(folder)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _ in range(lines):
                told = int(process.stdout.readline())
            process.kill()
        with closing(Store.open(folder, KEY)) as store:
            assert store.audit.head().seq >= told
            assert store.audit.begin() == ""
    assert verified(folder).holds
