"""Backups of the store in use: when, where to, how many are kept, and making one."""

import shutil
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from scribe_desktop.errors import BackupStopped, BadInput, ScribeError
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.rights import Action
from scribe_desktop.session import backup_file, restoring
from scribe_desktop.session.audit import settings_change
from scribe_desktop.session.backup_file import Manifest, Progress, cannot_write
from scribe_desktop.session.copies import Copies
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.restoring import Proven
from scribe_desktop.store import copying, store
from scribe_desktop.store.backups import MadeBackup
from scribe_desktop.vault.vault import Vault

_STAGE = "backup.staging"
MOST_KEPT = 365
LONGEST_PAUSE = 24 * 31
"""Hours."""
FRESH = timedelta(hours=4)
"""A backup this young is enough where the window is only locked."""


@dataclass(frozen=True)
class Plan:
    """What this workstation does by itself."""

    folder: str = ""
    every_hours: int = 0
    """0: not by the clock."""
    at_log_out: bool = False
    keep: int = 14
    """How many of this workstation's backups stay in the folder; older ones are removed."""

    @property
    def is_on(self) -> bool:
        return bool(self.folder) and (self.every_hours > 0 or self.at_log_out)


@dataclass(frozen=True)
class Standing:
    """How things are, for a screen."""

    plan: Plan
    last: MadeBackup | None
    trouble: str
    """Why the last attempt failed; empty when it did not."""
    missed: str
    """Said when the plan was not kept; empty when it was."""
    may_decide: bool


class Backups:
    """Making one takes a while and belongs off the GUI thread; others may go on writing meanwhile."""

    def __init__(self, desk: Desk, vault: Vault, data_key: bytes, profile: Profile) -> None:
        self._desk, self._vault, self._data_key = desk, vault, data_key
        self._folder = profile.folder
        self._settings = desk.store.settings
        self.copies = Copies(desk.store, profile.folder)
        self._turn, self._destroying = threading.Lock(), threading.Lock()
        self._stop = threading.Event()
        self._closed = threading.Event()

    def plan(self) -> Plan:
        kept = self._settings.section("backup")
        return Plan(
            kept.get("folder", ""),
            int(kept.get("every_hours", "0")),
            kept.get("at_log_out", "") == "on",
            int(kept.get("keep", str(Plan.keep))),
        )

    def set_plan(self, plan: Plan) -> None:
        """Keep to this plan from now on.

        Raises:
            NotAllowed: this role does not decide about backups.
            BadInput: no such folder, or numbers that make no sense.
        """
        self._desk.require(Action.KEEP_BACKUPS)
        if plan.is_on or plan.folder:
            _require_folder(plan.folder, self._folder)
        if not 0 <= plan.every_hours <= LONGEST_PAUSE:
            raise BadInput(f"Choose between 1 and {LONGEST_PAUSE} hours.")
        if not 1 <= plan.keep <= MOST_KEPT:
            raise BadInput(f"Keep between 1 and {MOST_KEPT} backups.")
        values = {
            "folder": plan.folder.strip(),
            "every_hours": str(plan.every_hours),
            "at_log_out": "on" if plan.at_log_out else "",
            "keep": str(plan.keep),
            "since": self._desk.clock().isoformat(),
        }
        with settings_change(self._desk, "backup plan"):
            for key, value in values.items():
                self._settings.put(f"backup.{key}", value)

    def standing(self) -> Standing:
        plan, made = self.plan(), self._desk.store.backups.all()
        return Standing(
            plan,
            made[-1] if made else None,
            self._settings.get("backup.trouble"),
            self._missed(plan),
            self._desk.may(Action.KEEP_BACKUPS),
        )

    def is_due(self) -> bool:
        """Whether the clock asks for one."""
        plan = self.plan()
        by_clock = bool(plan.folder) and plan.every_hours > 0
        return by_clock and self._age(plan) >= timedelta(hours=plan.every_hours)

    def make_planned(self, progress: Progress = lambda _done: None) -> Path | None:
        """One to the planned folder, whoever is logged in; what went wrong is also remembered.

        Returns None without a folder. Raises as `make` does.
        """
        plan = self.plan()
        if not plan.folder:
            return None
        try:
            made = self._make(Path(plan.folder), progress)
        except BackupStopped:
            raise
        except ScribeError as error:
            self._settings.put("backup.trouble", error.in_full())
            raise
        self._settings.put("backup.trouble", "")
        self._remove_old(plan)
        return made

    def make_at_log_out(self, progress: Progress = lambda _done: None, *, quitting: bool = True) -> None:
        """One before the store closes, if that is planned; trouble is told at the next log-in.

        Args:
            quitting: the program ends, too. Else somebody only locks the window, which happens often, and
                others wait for it: then there is one only when the last is `FRESH` no more.
        """
        plan = self.plan()
        if plan.at_log_out and (quitting or not self._in(plan.folder) or self._age(plan) >= FRESH):
            with suppress(ScribeError):  # remembered by make_planned
                self.make_planned(progress)

    def make(self, folder: str, progress: Progress = lambda _done: None) -> Path:
        """One by hand into any folder; returns the file, which was verified after writing.

        Raises:
            NotAllowed: this role does not decide about backups.
            BadInput: no such folder.
            DamagedStore: the store in use is damaged; a copy of damage is no backup.
            StoreNotWritable: no room or no permission; nothing is left in the folder.
            BackupStopped: somebody stopped it.
        """
        self._desk.require(Action.KEEP_BACKUPS)
        return self._make(_require_folder(folder, self._folder), progress)

    def rehearse(self, path: Path, progress: Progress = lambda _done: None) -> Proven:
        """Prove that a backup of this store restores. Raises `UnreadableBackup`."""
        self._desk.require(Action.KEEP_BACKUPS)
        return restoring.rehearse(backup_file.unlock(path, self._data_key), progress)

    def stop(self) -> None:
        """End the one that is being made, if any; it raises `BackupStopped` where it runs."""
        self._stop.set()

    def close(self) -> None:
        """Stop, wait for that, and make no more."""
        self._closed.set()
        self._stop.set()
        with self._turn, self._destroying:
            pass

    def _make(self, folder: Path, progress: Progress) -> Path:
        with self._turn:
            self._stop.clear()
            tell = self._stoppable(progress)
            tell(0.0)
            stage = self._folder / _STAGE
            try:
                shutil.rmtree(stage, ignore_errors=True)
                stage.mkdir(mode=0o700)
                made = self._written(folder, stage / "copy.db", tell)
            except OSError as error:
                raise cannot_write(folder, error) from error
            finally:
                shutil.rmtree(stage, ignore_errors=True)
            with self._desk.store.together():
                self._desk.store.backups.add(made)
                self._desk.audit(AuditKind.BACKED_UP, detail=made.id)
            return Path(made.path)

    def _written(self, folder: Path, copy: Path, tell: Progress) -> MadeBackup:
        backup_id, keys = new_id(), self._vault.key_file()
        backup_key, sealed_key = backup_file.new_key(self._data_key, backup_id)
        contents = copying.copy(
            self._folder / store.FILE, self._data_key, copy, backup_key, lambda done: tell(done / 2)
        )
        key_part = backup_file.sealed_keys(backup_key, keys, backup_id)
        manifest = Manifest(
            backup_id,
            keys.workstation,
            self._desk.clock(),
            contents.revision,
            contents.rows,
            keys.key_id,
            keys.recovery,
            sealed_key,
            backup_file.part_of(key_part),
            backup_file.part_in(copy),
        )
        path = folder / manifest.name
        backup_file.write(path, manifest, key_part, copy, backup_key, lambda done: tell(0.5 + done / 2))
        backup_file.unlock(path, self._data_key)
        return MadeBackup(backup_id, str(path), manifest.made_at)

    def _stoppable(self, progress: Progress) -> Progress:
        def tell(done: float) -> None:
            if self._stop.is_set() or self._closed.is_set():
                raise BackupStopped("The backup was stopped; nothing of it is left.")
            progress(done)

        return tell

    def destroy_condemned(self) -> tuple[str, ...]:
        """Destroy the copies that hold what was purged; returns the paths of those that are still there."""
        with self._destroying:
            if self._closed.is_set():
                return self.copies.condemned()
            return self.copies.destroy_condemned(self._tell_destroyed)

    def _tell_destroyed(self, copy: str) -> None:
        self._desk.audit(AuditKind.COPY_DESTROYED, detail=copy)

    def _remove_old(self, plan: Plan) -> None:
        """Keep the newest ones in the planned folder; those elsewhere are somebody's own decision."""
        with self._destroying:
            for made in () if self._closed.is_set() else self._in(plan.folder)[: -plan.keep]:
                self.copies.destroyed(made)
        self.destroy_condemned()

    def _in(self, folder: str) -> list[MadeBackup]:
        """Those made into this folder, the oldest first."""
        return [made for made in self._desk.store.backups.all() if Path(made.path).parent == Path(folder)]

    def _age(self, plan: Plan) -> timedelta:
        """Since the last one in the planned folder, or since the plan was made.

        A clock that was set back counts as old: one backup too many does no harm.
        """
        here = self._in(plan.folder)
        start = here[-1].made_at if here else datetime.fromisoformat(self._settings.get("backup.since"))
        age = self._desk.clock() - start
        return age if age >= timedelta(0) else timedelta.max

    def _missed(self, plan: Plan) -> str:
        if not plan.folder or not plan.every_hours:
            return ""
        age = self._age(plan)
        if age < 2 * timedelta(hours=plan.every_hours):
            return ""
        ago = "a long time" if age == timedelta.max else _in_words(age)
        return f"No backup for {ago}, though one is planned every {plan.every_hours} hours."


def _in_words(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"


def _require_folder(typed: str, profile: Path) -> Path:
    folder = Path(typed.strip()).expanduser()
    if not typed.strip() or not folder.is_absolute() or not folder.is_dir():
        raise BadInput(
            f"There is no folder {typed.strip() or 'named'}.",
            remedy="Give the full path of an existing folder, best on another disk.",
        )
    if folder == profile or profile in folder.parents:
        raise BadInput(
            "A backup beside the notes is lost together with them.", remedy="Choose another folder."
        )
    return folder
