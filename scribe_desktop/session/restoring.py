"""From a backup back to a workstation: verify it, rehearse with it, restore it."""

import secrets
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from scribe_desktop.errors import BackupError, DamagedStore, NewerStore
from scribe_desktop.notes.clock import Clock, utc_now
from scribe_desktop.session import key_record, restored, swap
from scribe_desktop.session.backup_file import Progress, Unlocked, cannot_write, unreadable
from scribe_desktop.session.inheritance import Inheritance
from scribe_desktop.session.log_ins_after import LogInsAfter
from scribe_desktop.store import copying, store
from scribe_desktop.store.audit_anchor import FILE as ANCHOR
from scribe_desktop.store.copying import Contents
from scribe_desktop.store.store import Store
from scribe_desktop.vault import key_file
from scribe_desktop.vault.wrap import KEY_LENGTH


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


@dataclass(frozen=True)
class Restoration:
    """What a restore did."""

    proven: Proven
    log_ins: LogInsAfter
    purged_again: int
    """Visits that are in the backup, were purged since it was made, and are gone again."""
    knew_purges: bool
    """Whether that could be known, because the store that was replaced could be read."""
    set_aside: str
    """Name of the folder that holds what was there; empty when nothing was."""

    def in_words(self) -> str:
        said = [self.proven.in_words(), self.log_ins.in_words]
        if self.purged_again:
            visits = "visit" if self.purged_again == 1 else "visits"
            said.append(f"{self.purged_again} {visits} purged since it was made stayed out.")
        if not self.knew_purges:
            said.append("Visits purged since it was made are in it again: purge them anew.")
        if self.set_aside:
            said.append(f"What was there is in {self.set_aside}, until a visit that it may hold is purged.")
        return " ".join(said)


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
    # under a key that nobody has later on: what a kill leaves behind opens no more
    alone = replace(backup, data_key=secrets.token_bytes(KEY_LENGTH))
    with TemporaryDirectory(prefix="scribe-rehearsal-") as name:
        folder = Path(name)
        proven = restore(alone, folder / "profile", progress=progress).proven
        opened = Store.open(folder / "profile", alone.data_key)
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
) -> Restoration:
    """Put keys and notes of a backup into a profile folder; entries in its audit trail say so.

    What the store that was there knows since the backup goes on to hold where it can be read: purges,
    removed log-ins, and which backups there are.

    Args:
        replace: move what is there aside into a folder of its own; it is not deleted.

    Raises:
        BackupError: a workstation lives in the folder, and it is not to be replaced.
        UnreadableBackup: the backup is not whole; the folder is as it was.
        StoreInUse: the program has the folder open.
        StoreNotWritable: no room or no permission; the folder is as it was, or the message says otherwise.
    """
    swap.finish(folder)
    with ExitStack() as held:
        store.lock(folder, held)
        there = swap.present(folder)
        if there and not replace:
            raise BackupError(
                f"{folder} already holds a workstation; nothing was restored.",
                remedy="Choose an empty folder (--profile), or say --replace to move it aside.",
            )
        try:
            swap.clear(folder)
            done = _ready(backup, folder, progress, clock)
            swap.put_in_place(folder, done.set_aside)
        except OSError as error:
            raise cannot_write(folder, error) from error
        finally:
            with suppress(OSError):  # the next log-in tells of it, and tries again
                swap.clear(folder)
    return done


def _ready(backup: Unlocked, folder: Path, progress: Progress, clock: Clock) -> Restoration:
    """Make all that is to be in the folder ready beside it."""
    log_ins, stage, now = LogInsAfter.of(folder, backup), folder / swap.STAGE, clock()
    inheritance = Inheritance.of(folder, backup, log_ins.data_key)
    aside = swap.new_name(folder, now) if swap.present(folder) else ""
    stage.mkdir(mode=0o700)
    proven = _staged(backup, stage, log_ins.data_key, progress)
    with closing(Store.open(stage, log_ins.data_key, clock=clock)) as opened:
        opened.audit.begin_anchor()
        again = inheritance.carry_into(opened, folder, backup.manifest.workstation.id, now)
        key_record.carry_over(opened, log_ins, inheritance.legacy.keys if inheritance.legacy else {})
        restored.enter(opened, backup.manifest, log_ins, aside, now)
    (stage / ANCHOR).stat()  # whatever else there is no room for, the store has said itself
    key_file.write(stage / swap.KEYS, log_ins.keys)
    copying.sync(stage / store.FILE)
    return Restoration(proven, log_ins, again, inheritance.legacy is not None, aside)


def _staged(backup: Unlocked, stage: Path, data_key: bytes, progress: Progress) -> Proven:
    taken = stage / "backup.db"
    proven = _taken_out(backup, taken, lambda done: progress(done / 2))
    try:
        copying.copy(
            taken,
            backup.backup_key,
            stage / store.FILE,
            data_key,
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
