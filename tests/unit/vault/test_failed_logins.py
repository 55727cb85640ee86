import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scribe_desktop.vault.failed_logins import MOST_SINGLE, Attempt, Base, FailedLogins
from tests.helpers.log_watch import LogWatch

NINE = datetime(2026, 3, 2, 9, 0, 0, 250_000, tzinfo=UTC)


class Profile:
    """A folder, and a store that remembers what it was told to keep."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "failed-logins.json"
        self.record = FailedLogins(folder)
        self.base: Base | None = None

    def log_in(self) -> tuple[Attempt, ...]:
        """What a log-in finds; it must be authentic."""
        found = self.record.collect(self.base)
        assert (found.trouble, found.authentic) == ("", True)
        self.base = found.base
        self.record.clear(found.base)
        return found.attempts

    def fail(self, times: int = 1, person: str = "ana") -> list[Attempt]:
        attempts = [Attempt(NINE + timedelta(seconds=n), person, "passphrase wrong") for n in range(times)]
        for attempt in attempts:
            self.record.note(attempt)
        return attempts

    def edit(self, change: Callable[[dict[str, Any]], object]) -> None:
        table = json.loads(self.file.read_text())
        change(table)
        self.file.write_text(json.dumps(table))

    def trouble(self) -> str:
        found = self.record.collect(self.base)
        assert not found.authentic
        assert found.base.id != (self.base.id if self.base else "")
        return found.trouble


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    profile = Profile(tmp_path)
    profile.base = profile.record.collect(None).base
    profile.record.clear(profile.base)
    return profile


def test_attempts_are_told_once_and_as_they_were(profile: Profile) -> None:
    assert profile.log_in() == ()
    failed = profile.fail(3)
    assert profile.log_in() == tuple(failed)
    assert profile.log_in() == ()
    assert profile.log_in() == () == tuple(profile.fail(0))
    failed = profile.fail(2, "bo")
    assert profile.log_in() == tuple(failed)


def test_a_flood_is_counted_without_growing_the_file(profile: Profile) -> None:
    profile.fail(MOST_SINGLE)
    profile.fail(2)
    size = profile.file.stat().st_size
    profile.fail(90)
    profile.fail(8, "bo")
    assert profile.file.stat().st_size < size + 200
    *single, ana, bo = profile.log_in()
    assert len(single) == MOST_SINGLE
    assert (ana.person_id, ana.count, ana.at) == ("ana", 92, NINE)
    assert (bo.person_id, bo.count, bo.last_at) == ("bo", 8, NINE + timedelta(seconds=7))


def test_a_kill_between_the_commit_and_the_clearing_tells_nothing_twice(profile: Profile) -> None:
    profile.fail(3)
    profile.base = profile.record.collect(profile.base).base
    assert profile.log_in() == ()
    profile.fail(2)
    profile.base = profile.record.collect(profile.base).base
    late = profile.fail(1, "bo")
    assert profile.log_in() == tuple(late)


def test_after_such_a_kill_a_flood_is_still_counted_right(profile: Profile) -> None:
    profile.fail(MOST_SINGLE + 10)
    profile.base = profile.record.collect(profile.base).base
    profile.fail(5)
    (more,) = profile.log_in()
    assert (more.count, more.person_id) == (5, "")


@pytest.mark.parametrize(
    "forge",
    [
        lambda table: table["records"].pop(),
        lambda table: table["records"].pop(0),
        lambda table: table["records"].reverse(),
        lambda table: table["records"][1].__setitem__(0, 5),
        lambda table: table["records"][1].__setitem__(1, "bo"),
        lambda table: table["records"][1].__setitem__(2, "nothing"),
        lambda table: table.update(records=[], index=table["start"]),
        lambda table: table.update(records=table["records"][:-1], index=table["index"] - 1),
        lambda table: table.update(index=table["index"] + 1),
        lambda table: table.update(id="0" * 16),
        lambda table: table.update(key="00" * 32),
        lambda table: table.update(start=table["start"] + 1),
        lambda table: table.update(index=10**12, more={"ana": [10**12, 0, 0]}),
    ],
)
def test_who_reads_the_file_can_neither_change_nor_drop_what_was_written(
    profile: Profile, forge: Callable[[dict[str, Any]], object]
) -> None:
    profile.log_in()
    profile.fail(3)
    profile.edit(forge)
    assert profile.trouble()


def test_a_deleted_record_is_noticed(profile: Profile) -> None:
    profile.fail(1)
    profile.file.unlink()
    assert "deleted" in profile.trouble()


def test_a_record_from_another_folder_is_noticed(profile: Profile, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Profile(tmp_path / "other")
    other.fail(1)
    profile.file.write_bytes(other.file.read_bytes())
    assert "replaced" in profile.trouble()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "[" * 50_000, '{"format": 1, "records": [[]]}', "\x00"]
)
def test_a_damaged_record_is_told_and_kept_aside_by_the_next_attempt(profile: Profile, text: str) -> None:
    profile.file.write_text(text)
    assert "damaged" in profile.trouble()
    profile.fail(1)
    assert profile.file.with_suffix(".damaged").read_text() == text
    assert "replaced" in profile.trouble()


def test_attempts_before_the_first_log_in_are_told_as_what_anybody_could_have_written(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    failed = profile.fail(2)
    found = profile.record.collect(None)
    assert found.attempts == tuple(failed)
    assert not found.authentic


def test_a_folder_that_takes_nothing_does_not_hide_the_refusal(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, log_watch: LogWatch
) -> None:
    log_watch.allow("cannot be recorded")
    (tmp_path / "file").touch()
    FailedLogins(tmp_path / "file").note(Attempt(NINE, "ana", "passphrase wrong"))
    assert "cannot be recorded" in caplog.text


def test_a_base_is_the_same_after_it_was_kept() -> None:
    base = Base.fresh()
    assert Base.parsed(base.text) == base
    assert Base.parsed("") is None
