"""Guessing at the log-in: how much it is slowed down, and that nothing shortens the wait."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.errors import LockedOut, MustWait, VaultError, WrongPassphrase
from scribe_desktop.notes.people import Person, Role, Workstation
from scribe_desktop.vault import wrap
from scribe_desktop.vault.attempts import FREE, LONGEST_PAUSE, MOST, Attempts, pause_after
from scribe_desktop.vault.instant import Instant, elapsed, now
from scribe_desktop.vault.vault import Vault
from scribe_desktop.vault.wrap import Wrap
from tests.helpers.disk_limits import small_disk
from tests.helpers.log_watch import LogWatch

ANA = Person("person-ana", "Ana Torres", Role.PROVIDER)
BO = Person("person-bo", "Bo Lindqvist", Role.SCRIBE)
ANAS, BOS = "walnut umbrella fjord 7", "granite otter piano 31"
KEY = b"device key"


class Machine:
    """A clock on the wall, one that nobody sets, and a switch."""

    def __init__(self) -> None:
        self.instant = Instant(1_800_000_000.0, "boot-1", 50.0)

    def __call__(self) -> Instant:
        return self.instant

    def pass_time(self, seconds: float) -> None:
        self.instant = replace(self.instant, wall=self.instant.wall + seconds, up=self.instant.up + seconds)

    def set_clock(self, seconds: float) -> None:
        self.instant = replace(self.instant, wall=self.instant.wall + seconds)

    def restart(self) -> None:
        self.instant = Instant(self.instant.wall, f"{self.instant.boot}+", 1.0)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def fail(folder: Path, machine: Machine, times: int, person: str = "ana") -> None:
    for _ in range(times):
        attempts = Attempts(folder, instant=machine)
        attempts.begin(person, KEY)
        machine.pass_time(LONGEST_PAUSE)


def wait_left(folder: Path, machine: Machine, person: str = "ana") -> float:
    """What the next try is told; 0 when it would be made."""
    attempts = Attempts(folder, instant=machine)
    try:
        attempts.put_back(person, KEY, attempts.begin(person, KEY))
    except MustWait as refusal:
        return refusal.wait
    return 0.0


def test_the_pause_grows_from_seconds_to_a_quarter_of_an_hour() -> None:
    assert [pause_after(n) for n in range(FREE + 5)] == [0, 0, 0, 2, 4, 8, 16]
    assert pause_after(11) < pause_after(12) == pause_after(MOST) == LONGEST_PAUSE == 900


@given(st.integers(0, 10_000))
def test_no_failure_ever_shortens_the_pause(failures: int) -> None:
    assert pause_after(failures) <= pause_after(failures + 1) <= LONGEST_PAUSE


def test_slips_of_the_finger_cost_nothing_and_then_it_waits(tmp_path: Path, machine: Machine) -> None:
    for _ in range(FREE):
        Attempts(tmp_path, instant=machine).begin("ana", KEY)
    assert wait_left(tmp_path, machine) == 0
    Attempts(tmp_path, instant=machine).begin("ana", KEY)
    assert wait_left(tmp_path, machine) == 2
    assert wait_left(tmp_path, machine, "bo") == 0
    machine.pass_time(1.5)
    assert wait_left(tmp_path, machine) == pytest.approx(0.5)
    machine.pass_time(0.5)
    assert wait_left(tmp_path, machine) == 0


@pytest.mark.parametrize(
    "trick",
    [
        lambda m: m.restart(),
        lambda m: m.set_clock(-3600),
        lambda m: m.set_clock(+365 * 86_400),
        lambda m: (m.set_clock(-3600), m.restart()),
        lambda m: (m.set_clock(-30 * 86_400), m.restart(), m.restart()),
    ],
)
def test_neither_a_restart_nor_the_clock_shortens_the_wait(tmp_path: Path, trick: object) -> None:
    machine = Machine()
    fail(tmp_path, machine, 9)
    Attempts(tmp_path, instant=machine).begin("ana", KEY)
    trick(machine)  # type: ignore[operator]
    assert wait_left(tmp_path, machine) == pause_after(10)


def test_a_clock_set_back_across_a_restart_lengthens_the_wait_by_one_pause_at_most(
    tmp_path: Path, machine: Machine
) -> None:
    fail(tmp_path, machine, 5)
    Attempts(tmp_path, instant=machine).begin("ana", KEY)
    machine.set_clock(-365 * 86_400)
    machine.restart()
    assert wait_left(tmp_path, machine) == pause_after(6)
    machine.pass_time(pause_after(6))
    assert wait_left(tmp_path, machine) == 0


def test_who_proves_who_they_are_begins_anew(tmp_path: Path, machine: Machine) -> None:
    fail(tmp_path, machine, 8)
    Attempts(tmp_path, instant=machine).forget("ana")
    fail(tmp_path, machine, 1)
    assert wait_left(tmp_path, machine) == 0


def test_half_a_log_in_takes_nothing_back(tmp_path: Path, machine: Machine) -> None:
    fail(tmp_path, machine, 7)
    attempts = Attempts(tmp_path, instant=machine)
    attempts.put_back("ana", KEY, attempts.begin("ana", KEY))
    attempts.begin("ana", KEY)
    assert wait_left(tmp_path, machine) == pause_after(8)


@pytest.mark.parametrize("change", ["failures", "at", "mac", "everything", "no table"])
def test_an_altered_count_is_a_long_row_of_failures(tmp_path: Path, machine: Machine, change: str) -> None:
    fail(tmp_path, machine, 4)
    path = tmp_path / "attempts.json"
    table = json.loads(path.read_text())
    entry = table["people"]["ana"]
    if change == "failures":
        entry["failures"] = 0
    elif change == "at":
        entry["at"]["up"] -= 10_000
    elif change == "mac":
        entry["mac"] = "0" * 64
    path.write_text({"everything": "{", "no table": "[]"}.get(change) or json.dumps(table))
    assert wait_left(tmp_path, machine) == LONGEST_PAUSE


def test_a_count_made_with_another_key_does_not_pass(tmp_path: Path, machine: Machine) -> None:
    Attempts(tmp_path, instant=machine).put_back("ana", b"mine", None)
    Attempts(tmp_path, instant=machine).begin("ana", b"mine")
    assert wait_left(tmp_path, machine) == LONGEST_PAUSE


def test_where_the_disk_is_full_it_is_counted_in_memory(
    tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(ENOSPC, "No space left on device")

    log_watch.allow("counted in memory only")
    attempts = Attempts(tmp_path, instant=machine)
    with monkeypatch.context() as patch:
        patch.setattr("scribe_desktop.vault.attempts.staged", full)
        for _ in range(FREE + 1):
            attempts.begin("ana", KEY)
        with pytest.raises(MustWait):
            attempts.begin("ana", KEY)
    machine.pass_time(2)
    attempts.begin("ana", KEY)
    assert wait_left(tmp_path, machine) == pause_after(FREE + 2)
    attempts.forget("ana")
    assert wait_left(tmp_path, machine) == 0


def test_what_was_right_does_not_count_as_wrong_where_there_is_no_room_to_take_it_back(
    tmp_path: Path, machine: Machine
) -> None:
    with small_disk(tmp_path / "disk", kilobytes=64) as disk:
        before = Attempts(disk, instant=machine).begin("ana", KEY)
        Attempts(disk, instant=machine).begin("ben", KEY)
        with (disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(1024))
        Attempts(disk, instant=machine).put_back("ana", KEY, before)
        left = json.loads((disk / "attempts.json").read_text(encoding="utf-8"))
        assert list(left["people"]) == ["ben"]


def test_guesses_made_at_the_same_moment_are_all_counted(tmp_path: Path, machine: Machine) -> None:
    def guess(_number: int) -> bool:
        try:
            Attempts(tmp_path, instant=machine).begin("ana", KEY)
        except MustWait:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(40))) == FREE + 1


def test_the_real_clock_goes_on() -> None:
    then = now()
    assert 0 <= elapsed(then, now()) < 60


CHEAP = wrap.Cost(memory_kib=512, passes=1, lanes=1)
"""Guesses that cost next to nothing, for a great many of them; how dear one is, its wrap says."""


def test_of_ten_thousand_guesses_a_hundred_are_tried(
    tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Workstation("desk-1", "Triage 2")
    data_key, code = Vault(tmp_path, None, lambda: CHEAP).create(ANA, ANAS, desk)
    Vault(tmp_path, None).add(data_key, BO, BOS)
    tried: list[bytes] = []

    def unseal(wrap_: Wrap, secret: bytes, *where: Any) -> bytes | None:
        tried.append(secret)
        return wrap.unseal(wrap_, secret, *where)

    monkeypatch.setattr("scribe_desktop.vault.vault.unseal", unseal)
    began = machine.instant.up
    told: list[type[VaultError]] = []
    for guess in range(10_000):
        vault = Vault(tmp_path, None, instant=machine)  # as if the program were started again each time
        with pytest.raises(VaultError) as refusal:
            vault.unlock(ANA.id, ANAS if guess == 9_999 else f"a guess of many {guess}")
        told.append(refusal.type)
        if guess % 3 == 2:  # two impatient guesses for each one that waits
            machine.pass_time(max(refusal.value.wait, 0.01))
    assert len(tried) == MOST
    assert told.count(WrongPassphrase) == MOST
    assert {*told} == {WrongPassphrase, MustWait, LockedOut}
    assert machine.instant.up - began > 20 * 3600
    vault = Vault(tmp_path, None, instant=machine)
    assert vault.unlock(BO.id, BOS) == data_key
    assert vault.unlock_with_recovery(code) == data_key
    vault.set_passphrase(data_key, ANA.id, ANAS)
    assert vault.unlock(ANA.id, ANAS) == data_key


def test_a_guess_during_the_wait_is_not_looked_at_even_if_it_is_right(
    tmp_path: Path, machine: Machine
) -> None:
    vault = Vault(tmp_path, None, lambda: CHEAP, instant=machine)
    vault.create(ANA, ANAS, Workstation("desk-1", "Triage 2"))
    waits = []
    for _ in range(FREE + 1):
        with pytest.raises(WrongPassphrase) as refusal:
            vault.unlock(ANA.id, "not this one at all")
        waits.append(refusal.value.wait)
    assert waits == [0, 0, 2]
    with pytest.raises(MustWait):
        vault.unlock(ANA.id, ANAS)
    with pytest.raises(MustWait):
        vault.confirm(ANA.id, ANAS)
    machine.pass_time(2)
    vault.confirm(ANA.id, ANAS)
    with pytest.raises(WrongPassphrase) as refusal:
        vault.unlock(ANA.id, "not this one at all")
    assert refusal.value.wait == 0
