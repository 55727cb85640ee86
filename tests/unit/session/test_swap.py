"""Taking the place of another store: whatever interrupts it, however often, the end is the same."""

import os
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from scribe_desktop.errors import StoreInUse, StoreNotWritable
from scribe_desktop.session import swap
from scribe_desktop.session.profile import RESTORE_TO_FINISH
from scribe_desktop.store import store

ASIDE = "replaced-20261122T150000Z"
OLD = ("keys.json", "keys.json.bak", "keys.json.next", "scribe.db", "scribe.db-wal", "failed-logins.json")
NEW = ("keys.json", "keys.json.bak", "scribe.db", "audit-anchor.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A profile with what is to be replaced, and what is to come made ready."""
    stage = tmp_path / swap.STAGE
    stage.mkdir()
    for name in OLD:
        (tmp_path / name).write_text("old")
    for name in (*NEW, "scribe.db.lock"):
        (stage / name).write_text("new")
    (tmp_path / "windows.ini").write_text("mine")
    return tmp_path


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def require_done(folder: Path) -> None:
    here = files(folder)
    here.pop("scribe.db.lock", None)
    assert here == dict.fromkeys(NEW, "new") | {"windows.ini": "mine"}
    assert files(folder / ASIDE) == dict.fromkeys(OLD, "old")
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {ASIDE}


class CutError(BaseException):
    """The end of a process, as far as a test in one process can have it."""


@pytest.mark.parametrize("every", range(1, 9))
def test_cut_short_again_and_again_it_ends_in_the_same_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    real, seen = os.rename, count(1)

    def cut(source: Path, target: Path) -> None:
        if next(seen) % (every + 1) == 0:
            raise CutError
        real(source, target)

    monkeypatch.setattr(os, "rename", cut)
    cuts = 0
    try:
        swap.put_in_place(folder, ASIDE)
    except CutError:
        cuts += 1
    while (folder / RESTORE_TO_FINISH).exists():
        try:
            swap.finish(folder)
        except CutError:
            cuts += 1
    if (folder / swap.STAGE).exists():  # cut before it held: nothing was touched
        assert files(folder) == dict.fromkeys(OLD, "old") | {"windows.ini": "mine"}
        return
    assert cuts
    require_done(folder)


def test_what_cannot_be_finished_now_is_told_and_finished_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.rename

    def full(source: Path, target: Path) -> None:
        if Path(source).name == "scribe.db":
            raise OSError(28, "No space left on device")
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", full)
        with pytest.raises(StoreNotWritable, match="not in its place yet: No space left") as told:
            swap.put_in_place(folder, ASIDE)
        assert "goes on by itself" in told.value.remedy
        with pytest.raises(StoreNotWritable):
            swap.finish(folder)
    swap.finish(folder)
    swap.finish(folder)
    require_done(folder)


def test_nobody_finishes_what_somebody_else_is_at(folder: Path) -> None:
    (folder / swap.STAGE / "moved-aside-to").write_text(ASIDE)
    (folder / swap.STAGE).rename(folder / RESTORE_TO_FINISH)
    with ExitStack() as held:
        store.lock(folder, held)
        with pytest.raises(StoreInUse):
            swap.finish(folder)
    swap.finish(folder)
    require_done(folder)


def test_a_place_outside_the_profile_is_no_place_for_the_old_store(folder: Path) -> None:
    with pytest.raises(StoreNotWritable, match="no place for the old store"):
        swap.put_in_place(folder, "../elsewhere")
    assert files(folder).items() >= dict.fromkeys(OLD, "old").items()


def test_only_folders_that_a_restore_named_count_as_moved_aside(tmp_path: Path) -> None:
    names = ["replaced-20261122T150000Z", "replaced-20261122T150000Z_2", "replaced-by-me", "replaced-"]
    for name in names:
        (tmp_path / name).mkdir()
    assert swap.set_aside(tmp_path) == names[:2]


def test_a_key_file_that_stays_in_force_is_not_kept_aside(folder: Path) -> None:
    for name in ("keys.json", "keys.json.bak"):
        (folder / name).write_text("new")
    swap.put_in_place(folder, ASIDE)
    assert files(folder / ASIDE) == {name: "old" for name in OLD if name not in NEW[:2]}
    assert (folder / "keys.json").read_text() == (folder / "keys.json.bak").read_text() == "new"


def test_where_nothing_goes_aside_the_key_file_stays(folder: Path) -> None:
    for name in OLD:
        (folder / name).unlink()
    swap.put_in_place(folder, "")
    assert files(folder).keys() >= {*NEW}
