"""From a backup back to a workstation: verify it, rehearse with it, restore it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from scribe_desktop.durable import sync_folder
from scribe_desktop.errors import BackupError, DamagedStore, NewerStore
from scribe_desktop.notes.clock import Clock, utc_now
from scribe_desktop.session import restored
from scribe_desktop.session.backup_file import Progress, Unlocked, cannot_write, unreadable
from scribe_desktop.store import copying, store
from scribe_desktop.store.audit_anchor import FILE as ANCHOR
from scribe_desktop.store.copying import Contents
from scribe_desktop.store.store import Store
from scribe_desktop.vault import key_file

_STAGE = "restore.staging"
_KEYS = "keys.json"
_KEPT = (
    _KEYS,
    f"{_KEYS}.bak",
    f"{_KEYS}.next",
    store.FILE,
    f"{store.FILE}-wal",
    f"{store.FILE}-shm",
    # they tell of the store that they lie beside
    ANCHOR,
    "failed-logins.json",
)


@dataclass(frozen=True)
class Proven:
    """What a backup was found to hold."""

    workstation: str
    made_at: datetime
    people: int
    contents: Contents

    def in_words(self) -> str:
        rows = self.contents.rows
        return (
            f"{self.workstation}, {self.made_at.astimezone():%m/%d/%Y %H:%M}: "
            f"{rows.get('patients', 0)} patients, {rows.get('notes', 0)} notes, "
            f"{rows.get('signatures', 0)} of them signed, {self.people} log-ins."
        )


def verify(backup: Unlocked, progress: Progress = lambda _done: None) -> Proven:
    """Take the database out into a temporary folder and verify every page and every signature of it.

    Raises:
        UnreadableBackup: it is not whole.
        StoreNotWritable: no room for the temporary copy, which is as encrypted as the backup.
    """
    with TemporaryDirectory(prefix="scribe-backup-") as folder:
        return _taken_out(backup, Path(folder) / "backup.db", progress)


def rehearse(backup: Unlocked, progress: Progress = lambda _done: None) -> Proven:
    """Restore into a temporary folder, open it as at a log-in, compare, and remove it again.

    The store in use is not touched. Raises as `verify` does.
    """
    with TemporaryDirectory(prefix="scribe-rehearsal-") as name:
        folder = Path(name)
        proven = restore(backup, folder / "profile", progress=progress)
        opened = Store.open(folder / "profile", backup.data_key)
        try:
            opened.check()
            people = {person.id for person in opened.people.all()}
            patients = len(opened.encounters.patients())
        finally:
            opened.close()
        missing = {login.person_id for login, _ in backup.keys.people} - people
        if missing or patients != backup.manifest.rows["patients"]:
            raise unreadable(backup.path, "what it restores to is not what it promises")
        return proven


def restore(
    backup: Unlocked,
    folder: Path,
    *,
    replace: bool = False,
    progress: Progress = lambda _done: None,
    clock: Clock = utc_now,
) -> Proven:
    """Put keys and notes of a backup into a profile folder; an entry in its audit trail says so.

    Args:
        replace: move what is there aside into a folder of its own first; it is not deleted.

    Raises:
        BackupError: a workstation lives in the folder, and it is not to be replaced.
        UnreadableBackup: the backup is not whole; the folder is as it was.
        StoreInUse: the program has the folder open.
        StoreNotWritable: no room or no permission; the folder is as it was.
    """
    with ExitStack() as held:
        store.lock(folder, held)
        there = present(folder)
        if there and not replace:
            raise BackupError(
                f"{folder} already holds a workstation; nothing was restored.",
                remedy="Choose an empty folder (--profile), or say --replace to move it aside.",
            )
        stage = folder / _STAGE
        try:
            shutil.rmtree(stage, ignore_errors=True)
            stage.mkdir(mode=0o700)
            proven = _staged(backup, stage, progress)
            with closing(Store.open(stage, backup.data_key, clock=clock)) as opened:
                restored.enter(opened, backup.manifest, clock())
            (stage / ANCHOR).stat()  # whatever else there is no room for, the store has said itself
            with _aside(folder, there, clock()):
                # keys last: a folder without them is not set up, and takes another restore
                for name in (ANCHOR, store.FILE):
                    (stage / name).replace(folder / name)
                sync_folder(folder)
                key_file.write(folder / _KEYS, backup.keys)
        except OSError as error:
            raise cannot_write(folder, error) from error
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    return proven


def _staged(backup: Unlocked, stage: Path, progress: Progress) -> Proven:
    taken = stage / "backup.db"
    proven = _taken_out(backup, taken, lambda done: progress(done / 2))
    try:
        copying.copy(
            taken,
            backup.backup_key,
            stage / store.FILE,
            backup.data_key,
            lambda done: progress(0.5 + done / 2),
        )
    finally:
        taken.unlink()
    copying.sync(stage / store.FILE)
    return proven


def _taken_out(backup: Unlocked, target: Path, progress: Progress) -> Proven:
    manifest = backup.manifest
    backup.extract(target, progress)
    try:
        contents = copying.examine(target, backup.backup_key, deep=True)
    except NewerStore as error:
        raise unreadable(
            backup.path, "a newer version of the program wrote it", "Install that version here."
        ) from error
    except DamagedStore as error:
        raise unreadable(backup.path, "its database is damaged") from error
    if (contents.revision, contents.rows) != (manifest.revision, dict(manifest.rows)):
        raise unreadable(backup.path, "it does not hold what it promises")
    return Proven(manifest.workstation.name, manifest.made_at, len(backup.keys.people), contents)


def present(folder: Path) -> list[Path]:
    """What a restore into this folder has to move aside."""
    return [folder / name for name in _KEPT if (folder / name).exists()]


@contextmanager
def _aside(folder: Path, files: list[Path], now: datetime) -> Iterator[None]:
    """What is there is in a folder of its own from here on; it comes back if what is done inside fails."""
    moved: list[Path] = []
    placing = False
    aside = _new_folder(folder / f"replaced-{now:%Y%m%dT%H%M%SZ}") if files else folder
    try:
        for file in files:
            file.rename(aside / file.name)
            moved.append(file)
        placing = True
        yield
    except BaseException:
        for name in _KEPT if placing else ():
            (folder / name).unlink(missing_ok=True)
        for file in moved:
            (aside / file.name).rename(file)
        if files:
            aside.rmdir()
        raise


def _new_folder(wanted: Path) -> Path:
    """A folder of this name, or of one like it if there was another restore in the same second."""
    for number in count(2):
        try:
            wanted.mkdir(mode=0o700)
        except FileExistsError:
            wanted = wanted.with_name(f"{wanted.name.partition('_')[0]}_{number}")
        else:
            break
    return wanted
