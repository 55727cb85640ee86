"""What a restored store takes over from the one that it replaces: purges, and where there are backups."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scribe_desktop.errors import StoreError
from scribe_desktop.notes.audit import AuditEvent, AuditKind
from scribe_desktop.session import backup_file
from scribe_desktop.session.backup_file import Unlocked
from scribe_desktop.session.copies import Copies
from scribe_desktop.store import legacy, store
from scribe_desktop.store.backups import MadeBackup
from scribe_desktop.store.legacy import Legacy
from scribe_desktop.store.purging import Purge
from scribe_desktop.store.store import Store


@dataclass(frozen=True)
class Inheritance:
    legacy: Legacy | None
    """None: there is none, or it cannot be read; what it knew is not known."""
    source: MadeBackup
    """What is restored from: the store in it does not know itself."""

    @classmethod
    def of(cls, folder: Path, backup: Unlocked, data_key: bytes) -> "Inheritance":
        """`data_key`: of the store in the folder, if any; a store under another one counts as unreadable."""
        manifest, known = backup.manifest, None
        if store.exists(folder):
            with suppress(StoreError):  # damaged ones are what people restore over; it is told in words
                known = legacy.of(folder / store.FILE, data_key)
        return cls(known, MadeBackup(manifest.id, str(backup.path.absolute()), manifest.made_at))

    def carry_into(self, restored: Store, folder: Path, workstation_id: str, at: datetime) -> int:
        """Tell the restored store, in one commit; returns how many visits were purged from it again.

        Args:
            folder: of the profile that it is going to be in.
        """

        def enter(kind: AuditKind, detail: str, patient_id: str = "") -> None:
            restored.audit.append(AuditEvent(kind, at, "", "", workstation_id, patient_id, detail=detail))

        with restored.together():
            for made in self._backups_new_to(restored, workstation_id):
                restored.backups.add(made)
                enter(AuditKind.BACKUP_FOUND, made.id)
            again = [purge for purge in self._purges_new_to(restored) if _purged(purge, restored, folder)]
            for purge in again:
                enter(AuditKind.PURGED, f"again, as by purge {purge.id}", purge.patient_id)
        restored.empty_log()
        return len(again)

    def _backups_new_to(self, restored: Store, workstation_id: str) -> Iterator[MadeBackup]:
        """Of this workstation, and not in the list: the source, later ones, and what lies beside them."""
        known = {made.id for made in restored.backups.all()}
        listed = [*(self.legacy.backups if self.legacy else ()), self.source]
        folders = {Path(made.path).parent for made in (*listed, *restored.backups.all())}
        for made in (*listed, *_lying_in(folders, workstation_id)):
            if made.id not in known:
                known.add(made.id)
                yield made

    def _purges_new_to(self, restored: Store) -> tuple[Purge, ...]:
        """Those of later than the backup; who made them is known in the restored store, too."""
        if self.legacy is None:
            return ()
        restored.backups.condemn(made.id for made in self.legacy.backups if made.condemned)
        people = {person.id for person in restored.people.all()}
        for person in self.legacy.people:
            if person.id not in people:
                restored.people.add(person)
        known = {purge.id for purge in restored.purges.all()}
        return tuple(purge for purge in self.legacy.purges if purge.id not in known)


def _purged(purge: Purge, restored: Store, folder: Path) -> bool:
    """Have a purge hold in the restored store, and in its copies; whether its visit was there."""
    with suppress(LookupError):  # begun and purged since the backup
        Copies(restored, folder).condemn([restored.notes.for_encounter(purge.encounter_id).id])
    return restored.purges.again(purge) > 0


def _lying_in(folders: set[Path], workstation_id: str) -> Iterator[MadeBackup]:
    for folder in sorted(folders):
        for found in backup_file.all_in(folder):
            if found.manifest.workstation.id == workstation_id:
                yield MadeBackup(found.manifest.id, str(found.path), found.manifest.made_at)
