"""Puts a restored store in the place of another, so that a kill at any moment leaves one of them whole.

What is restored is made ready in a folder of its own. Renaming that folder is the moment from which the
restore holds: before it nothing of what is there was touched, after it all that is left to do is more
renaming, which the next start finishes.
"""

import errno
import re
import shutil
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from scribe_desktop.durable import replace_whole, shred, shred_folder, sync_folder
from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.session.profile import RESTORE_TO_FINISH
from scribe_desktop.store import store
from scribe_desktop.store.audit_anchor import FILE as ANCHOR

KEYS = "keys.json"
STAGE = "restore.staging"
"""What is being made ready: not in force, whatever is in it."""
_NOTE = "moved-aside-to"
"""In that folder: the name of the folder that takes what was there."""
_KEPT = (
    KEYS,
    f"{KEYS}.bak",
    f"{KEYS}.next",
    store.FILE,
    f"{store.FILE}-wal",
    f"{store.FILE}-shm",
    # they tell of the store that they lie beside
    ANCHOR,
    "failed-logins.json",
)
_BROUGHT = (KEYS, f"{KEYS}.bak", store.FILE, ANCHOR)
"""What every restore brings."""
_ASIDE = re.compile(r"replaced-\d{8}T\d{6}Z(_\d+)?")


def present(folder: Path) -> list[Path]:
    """What a restore into this folder has to move aside."""
    return [folder / name for name in _KEPT if (folder / name).exists()]


def set_aside(folder: Path) -> list[str]:
    """The names of the folders in a profile that hold what restores have moved aside, the oldest first."""
    return sorted(path.name for path in folder.glob("replaced-*") if _ASIDE.fullmatch(path.name))


def new_name(folder: Path, now: datetime) -> str:
    """What the folder is called that a restore at this moment moves things aside to."""
    wanted = f"replaced-{now:%Y%m%dT%H%M%SZ}"
    names = (wanted, *(f"{wanted}_{number}" for number in range(2, 100)))
    return next(name for name in names if not (folder / name).exists())


def put_in_place(folder: Path, aside: str) -> None:
    """Let what is ready in `STAGE` take the place of what is there, which goes to the folder `aside`.

    The caller holds the folder's lock.

    Raises:
        OSError: nothing was changed.
        StoreNotWritable: the restore holds, but could not be finished; `finish` tries again.
    """
    replace_whole(folder / STAGE / _NOTE, aside.encode("ascii"))
    (folder / STAGE).rename(folder / RESTORE_TO_FINISH)
    sync_folder(folder)
    try:
        _finish(folder)
    except OSError as error:
        raise _unfinished(folder, error) from error


def finish(folder: Path) -> None:
    """Finish a restore that was cut short after it held; nothing happens where none was.

    Raises:
        StoreInUse: somebody else is restoring into this folder, or at work in it.
        StoreNotWritable: it cannot be finished now.
    """
    if not (folder / RESTORE_TO_FINISH).exists():
        return
    with ExitStack() as held:
        store.lock(folder, held)
        try:
            _finish(folder)
        except OSError as error:
            raise _unfinished(folder, error) from error


def was_cut_short(folder: Path) -> bool:
    """Whether a restore ended before it held, and left what was made ready. The caller holds the lock."""
    return (folder / STAGE).exists()


def clear(folder: Path) -> None:
    """Destroy what a restore made ready that never held: a copy of the store is in it. Raises `OSError`."""
    shred_folder(folder / STAGE)


def _finish(folder: Path) -> None:
    complete = folder / RESTORE_TO_FINISH
    note = complete / _NOTE
    if note.exists():
        name = note.read_text(encoding="ascii")
        _exchange(folder, complete, name)
        _shred_twins(folder, folder / name)
        note.unlink()
        sync_folder(complete)
    # without its note, all that was in it has its place
    shutil.rmtree(complete, ignore_errors=True)


def _exchange(folder: Path, complete: Path, name: str) -> None:
    """Each old file goes aside before the new one of its name comes: so it can be told which one is there."""
    aside = folder / name
    for file in _KEPT:
        fresh, place = complete / file, folder / file
        placed = file in _BROUGHT and not fresh.exists()
        if place.exists() and not placed:
            if not _ASIDE.fullmatch(name):
                raise OSError(errno.EINVAL, f"{name!r} is no place for the old store")
            aside.mkdir(mode=0o700, exist_ok=True)
            if (aside / file).exists():
                raise OSError(errno.EEXIST, f"{aside / file} is in the way")
            place.rename(aside / file)
        if fresh.exists():
            fresh.rename(place)
    for changed in (aside, complete, folder):
        if changed.is_dir():
            sync_folder(changed)


def _shred_twins(folder: Path, aside: Path) -> None:
    """Where the key file stays in force, it opens what was moved aside; a copy there could be put back."""
    for name in (KEYS, f"{KEYS}.bak") if _ASIDE.fullmatch(aside.name) else ():
        kept = aside / name
        if kept.is_file() and kept.read_bytes() == (folder / KEYS).read_bytes():
            shred(kept)


def _unfinished(folder: Path, error: OSError) -> StoreNotWritable:
    return StoreNotWritable(
        f"The restore into {folder} is complete, but not in its place yet: {error.strerror}.",
        remedy="Make room or give the permission, then start the program again: it goes on by itself.",
    )
