"""Backups of a real store: what is made restores elsewhere, what is hostile is refused, plans are kept."""

import json
import os
import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scribe_desktop.errors import (
    BackupError,
    BackupStopped,
    BadInput,
    NotAllowed,
    ScribeError,
    StoreInUse,
    StoreNotWritable,
    UnreadableBackup,
    WrongPassphrase,
)
from scribe_desktop.notes.people import Role
from scribe_desktop.session import backup_file, restoring
from scribe_desktop.session.backups import FRESH, Backups, Plan
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.store import store
from scribe_desktop.store.database import connect
from tests.helpers.charts import SteppedClock
from tests.helpers.disk_limits import no_file_grows_past
from tests.helpers.visits import begin
from tests.unit.session.conftest import PASSPHRASE, Enter

NAME = "Zebedee"
PAGE = 4096


@pytest.fixture
def away(tmp_path: Path) -> Path:
    """A folder on another disk, so to speak."""
    folder = tmp_path / "usb stick"
    folder.mkdir()
    return folder


@pytest.fixture
def provider(enter: Enter) -> Session:
    session = enter(Role.PROVIDER)
    chart = begin(session, hpi=f"{NAME} fell. " * 2000)
    session.review.sign(chart.note.id, PASSPHRASE, "I agree.")
    return session


def at(session: Session, clock: SteppedClock) -> Backups:
    """The same person's backups, by this clock."""
    desk = replace(session.desk, clock=clock)
    return Backups(desk, session.people._vault, session.people._data_key, session.profile)


def log_in(folder: Path) -> Session:
    door = FrontDoor(Profile(folder), None)
    return door.log_in(door.logins()[0].person_id, PASSPHRASE)


def test_a_backup_restores_onto_a_new_machine_with_the_recovery_code_alone(
    provider: Session, away: Path, tmp_path: Path
) -> None:
    code = provider.people.renew_recovery(PASSPHRASE)
    made = provider.backups.make(str(away))
    proven = restoring.restore(backup_file.unlock_with_code(made, code), tmp_path / "new").proven
    assert proven.contents.rows["signatures"] == 1
    before = provider.charting.encounters()
    restored = log_in(tmp_path / "new")
    try:
        assert restored.charting.encounters() == before
        assert restored.people.all() == provider.people.all()
        assert restored.desk.store.search.find("fell")
    finally:
        restored.close()


def test_nothing_in_a_backup_can_be_read_or_tells_who_is_treated(provider: Session, away: Path) -> None:
    made = provider.backups.make(str(away))
    content = made.read_bytes()
    for word in (NAME, "Sam", "Ada", "patient-"):
        assert word.encode() not in content
    assert made.name.startswith(provider.desk.workstation.id[-12:])
    assert made.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in away.iterdir()] == [made.name]


def test_writing_goes_on_while_a_backup_is_made(provider: Session, away: Path) -> None:
    seen: list[str] = []

    def write_meanwhile(done: float) -> None:
        if done > 0 and not seen:
            seen.append(begin(provider, hpi="Meanwhile.").encounter.id)

    made = provider.backups.make(str(away), write_meanwhile)
    proven = provider.backups.rehearse(made)
    assert proven.contents.rows["encounters"] + len(seen) == len(provider.charting.encounters())


def test_a_rehearsal_leaves_the_store_in_use_alone(provider: Session, away: Path) -> None:
    made = provider.backups.make(str(away))
    folder = provider.profile.folder
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    provider.backups.rehearse(made)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_workstation_in_use_is_not_overwritten(provider: Session, away: Path) -> None:
    made = backup_file.unlock(provider.backups.make(str(away)), provider.people._data_key)
    with pytest.raises(StoreInUse):
        restoring.restore(made, provider.profile.folder, replace=True)
    provider.close()
    with pytest.raises(BackupError, match="already holds"):
        restoring.restore(made, provider.profile.folder)


def test_what_is_replaced_is_kept_aside(provider: Session, away: Path) -> None:
    made = backup_file.unlock(provider.backups.make(str(away)), provider.people._data_key)
    begin(provider, hpi="After the backup.")
    count = len(provider.charting.encounters())
    folder = provider.profile.folder
    provider.close()
    restoring.restore(made, folder, replace=True)
    (aside,) = folder.glob("replaced-*")
    shutil.copy(folder / "keys.json", aside)  # in force for both
    for place, expected in ((folder, count - 1), (aside, count)):
        session = log_in(place)
        assert len(session.charting.encounters()) == expected
        session.close()


def test_another_code_and_another_workstations_key_open_nothing(
    provider: Session, away: Path, tmp_path: Path
) -> None:
    made = provider.backups.make(str(away))
    stranger = new_person("Eve Other", Role.PROVIDER, "MD")
    session, code = FrontDoor(Profile(tmp_path / "other"), None).set_up(
        stranger, "granite otter piano 31", workstation="Other"
    )
    with pytest.raises(WrongPassphrase, match="not the recovery code"):
        backup_file.unlock_with_code(made, code)
    with pytest.raises(UnreadableBackup, match="other keys"):
        session.backups.rehearse(made)
    session.close()


def spoilt(content: bytes, change: Callable[[dict[str, object]], object]) -> bytes:
    """The backup with its manifest changed by somebody who has no key."""
    start = 20
    length = int.from_bytes(content[16:20], "big")
    table = json.loads(content[start : start + length])
    change(table)
    text = json.dumps(table).encode()
    return content[:16] + len(text).to_bytes(4, "big") + text + content[start + length :]


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _content: b"",
    "another file": lambda _content: b"PK\x03\x04../../etc/passwd" * 100,
    "newer format": lambda content: b"scribe-backup 2\n" + content[16:],
    "cut short": lambda content: content[:-1],
    "cut at half": lambda content: content[: len(content) // 2],
    "with an addition": lambda content: content + b"x",
    "endless manifest": lambda content: content[:16] + b"\xff\xff\xff\xff" + content[20:],
    "deep manifest": lambda content: content[:16] + (100_000).to_bytes(4, "big") + b"[" * 100_000,
    "no manifest": lambda content: content[:16] + (4).to_bytes(4, "big") + b"null" + content[20:],
    "other rows": lambda content: spoilt(content, lambda t: t["rows"].update(notes=0)),  # type: ignore[attr-defined]
    "older schema": lambda content: spoilt(content, lambda t: t.update(revision="0000")),
    "other desk": lambda content: spoilt(content, lambda t: t["workstation"].update(id="../x")),  # type: ignore[attr-defined]
    "wrong mac": lambda content: spoilt(content, lambda t: t.update(mac="0" * 64)),
    "no mac": lambda content: spoilt(content, lambda t: t.pop("mac")),
    "huge": lambda content: spoilt(content, lambda t: t["database"].update(length=1 << 60)),  # type: ignore[attr-defined]
    "costly": lambda content: spoilt(
        content,
        lambda t: t["recovery"]["argon2id"].update(memory_kib=1 << 40),  # type: ignore[index]
    ),
    "one bit of a page": lambda content: content[:-5000] + bytes([content[-5000] ^ 1]) + content[-4999:],
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_hostile_backup_is_refused_with_words_and_changes_nothing(
    provider: Session, away: Path, tmp_path: Path, how: str
) -> None:
    made = provider.backups.make(str(away))
    bad = tmp_path / f"bad{backup_file.SUFFIX}"
    bad.write_bytes(HOSTILE[how](made.read_bytes()))
    target = tmp_path / "target"
    with pytest.raises(UnreadableBackup) as refusal:
        restoring.restore(backup_file.unlock(bad, provider.people._data_key), target)
    assert bad.name in str(refusal.value)
    assert refusal.value.remedy
    assert not target.exists() or {path.name for path in target.iterdir()} <= {"scribe.db.lock"}


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_change_of_a_head_goes_unnoticed(
    provider: Session, away: Path, tmp_path: Path, data: st.DataObject
) -> None:
    made = next(away.iterdir(), None) or provider.backups.make(str(away))
    content = bytearray(made.read_bytes())
    head = 20 + int.from_bytes(content[16:20], "big") + 200
    where = data.draw(st.integers(0, head - 1))
    content[where] ^= data.draw(st.integers(1, 255))
    bad = tmp_path / "bad"
    bad.write_bytes(content)
    with pytest.raises(ScribeError):
        backup_file.unlock(bad, provider.people._data_key)


def test_a_stopped_backup_leaves_nothing(provider: Session, away: Path) -> None:
    with pytest.raises(BackupStopped):
        provider.backups.make(str(away), lambda done: provider.backups.stop() if done else None)
    assert list(away.iterdir()) == []
    assert provider.backups.make(str(away)).exists()


def test_logging_out_ends_a_running_backup(provider: Session, away: Path) -> None:
    running, said = threading.Event(), []

    def make() -> None:
        try:
            provider.backups.make(str(away), lambda _done: running.set())
        except BackupStopped as error:
            said.append(error)

    thread = threading.Thread(target=make)
    thread.start()
    assert running.wait(10)
    provider.backups.close()
    thread.join(10)
    assert not thread.is_alive()
    with pytest.raises(BackupStopped):
        provider.backups.make(str(away))


def test_a_full_disk_is_said_and_leaves_nothing(provider: Session, away: Path) -> None:
    size = (provider.profile.folder / store.FILE).stat().st_size
    with no_file_grows_past(size // 2), pytest.raises(StoreNotWritable):
        provider.backups.make(str(away))
    assert list(away.iterdir()) == []
    assert not list(provider.profile.folder.glob("*.staging"))


def page_of_signed_notes(file: Path, key: bytes) -> int:
    """The number, from 1, of a page that opening the store does not read."""
    with closing(connect(file, key)) as connection:
        row = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'note_versions'").fetchone()
    number: int = row[0]
    return number


def test_damage_in_the_store_is_not_backed_up(provider: Session, away: Path) -> None:
    file = provider.profile.folder / store.FILE
    key = provider.people._data_key
    provider.close()
    page = page_of_signed_notes(file, key)
    content = bytearray(file.read_bytes())
    content[(page - 1) * PAGE + 100] ^= 1
    file.write_bytes(content)
    session = log_in(provider.profile.folder)
    with pytest.raises(ScribeError, match="damaged"):
        session.backups.make(str(away))
    assert list(away.iterdir()) == []
    session.close()


@pytest.mark.parametrize("folder", ["", "   ", "relative", "/no/such/folder"])
def test_a_folder_that_is_none_is_said_to_be_so(provider: Session, folder: str) -> None:
    with pytest.raises(BadInput, match="There is no folder"):
        provider.backups.make(folder)


def test_a_backup_beside_the_notes_is_refused(provider: Session) -> None:
    (provider.profile.folder / "here").mkdir()
    with pytest.raises(BadInput, match="lost together"):
        provider.backups.set_plan(Plan(str(provider.profile.folder / "here"), every_hours=1))


def test_a_scribe_decides_nothing_about_backups_but_keeps_the_plan(
    provider: Session, enter: Enter, away: Path
) -> None:
    provider.backups.set_plan(Plan(str(away), every_hours=4))
    scribe = enter(Role.SCRIBE)
    with pytest.raises(NotAllowed):
        scribe.backups.make(str(away))
    with pytest.raises(NotAllowed):
        scribe.backups.set_plan(Plan())
    assert not scribe.backups.standing().may_decide
    assert scribe.backups.make_planned() is not None


def test_the_plan_makes_one_when_it_is_time_and_keeps_the_newest(provider: Session, away: Path) -> None:
    clock = SteppedClock()
    backups = at(provider, clock)
    assert not backups.is_due()
    backups.set_plan(Plan(str(away), every_hours=4, keep=2))
    assert not backups.is_due()
    made = []
    for _ in range(3):
        clock.now += timedelta(hours=4)
        assert backups.is_due()
        made.append(backups.make_planned())
        assert not backups.is_due()
    assert set(away.iterdir()) == set(made[1:])
    assert backups.standing().missed == ""
    clock.now += timedelta(hours=30)
    assert backups.standing().missed == "No backup for 30 hours, though one is planned every 4 hours."
    clock.now -= timedelta(days=3)
    assert backups.is_due()


def test_backups_made_while_the_clock_was_a_year_ahead_are_the_older_ones(
    provider: Session, away: Path
) -> None:
    clock = SteppedClock()
    backups = at(provider, clock)
    backups.set_plan(Plan(str(away), every_hours=4, keep=2))
    clock.now += timedelta(days=365)
    for _ in range(2):
        clock.now += timedelta(hours=4)
        backups.make_planned()
    clock.now -= timedelta(days=365)
    made = []
    for _ in range(3):
        clock.now += timedelta(hours=4)
        assert backups.is_due()
        made.append(backups.make_planned())
        last = backups.standing().last
        assert last is not None
        assert Path(last.path) == made[-1]
        assert not backups.is_due()
        assert backups.standing().missed == ""
    assert set(away.iterdir()) == set(made[1:])


def test_a_yanked_folder_is_remembered_until_a_backup_works_again(provider: Session, away: Path) -> None:
    provider.backups.set_plan(Plan(str(away), at_log_out=True))
    away.rename(away.with_name("gone"))
    provider.backups.make_at_log_out()
    assert "cannot be written" in provider.backups.standing().trouble
    away.with_name("gone").rename(away)
    provider.backups.make_at_log_out()
    assert provider.backups.standing().trouble == ""
    assert len(list(away.iterdir())) == 1


def test_locking_the_window_makes_one_only_every_few_hours_and_quitting_always(
    provider: Session, away: Path
) -> None:
    clock = SteppedClock()
    backups = at(provider, clock)
    backups.set_plan(Plan(str(away), at_log_out=True, keep=3))

    def count() -> int:
        return len(list(away.iterdir()))

    backups.make_at_log_out(quitting=False)
    assert count() == 1
    for _ in range(5):
        clock.now += timedelta(minutes=10)
        backups.make_at_log_out(quitting=False)
    assert count() == 1
    backups.make_at_log_out(quitting=True)
    assert count() == 2
    clock.now += FRESH
    backups.make_at_log_out(quitting=False)
    assert count() == 3


def test_a_destroyed_backup_is_gone_and_was_overwritten_first(provider: Session, away: Path) -> None:
    made = provider.backups.make(str(away))
    twin = away / "twin"
    os.link(made, twin)
    backup_file.destroy(made)
    assert not made.exists()
    with pytest.raises(UnreadableBackup):
        backup_file.unlock(twin, provider.people._data_key)
