"""Which backups were made of this store, and where they were put."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, literal_column, select, update

from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.store import tables
from scribe_desktop.store.database import Database

_TOLD_OF = (AuditKind.BACKED_UP, AuditKind.BACKUP_FOUND, AuditKind.SET_ASIDE)


@dataclass(frozen=True)
class MadeBackup:
    id: str
    path: str
    made_at: datetime
    condemned: bool = False
    """It holds something that was purged since: to be destroyed as soon as its disk is there."""


class Backups:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, made: MadeBackup) -> None:
        with self._database.transaction() as connection:
            connection.execute(insert(tables.backups).values(asdict(made)))

    def all(self) -> tuple[MadeBackup, ...]:
        """Those not removed since, in the order in which they were made, whatever the clock said then."""
        query = select(tables.backups).order_by(literal_column("rowid"))
        with self._database.transaction() as connection:
            return tuple(MadeBackup(**row._mapping) for row in connection.execute(query))

    def made_before(self, note_id: str) -> frozenset[str]:
        """What the audit trail tells of before the beginning of this note, and so cannot hold it.

        Returns:
            Ids of backups, and names of folders that a restore moved an older store aside to.
        """
        entry = tables.audit_entries.c
        begun = select(func.min(entry.seq)).where(
            entry.kind == AuditKind.ENCOUNTER_BEGUN, entry.note_id == note_id
        )
        earlier = select(entry.detail).where(entry.kind.in_(_TOLD_OF), entry.seq < begun.scalar_subquery())
        with self._database.transaction() as connection:
            return frozenset(connection.execute(earlier).scalars())

    def condemn(self, backup_ids: Iterable[str]) -> None:
        """Mark these as holding something that was purged."""
        with self._database.transaction() as connection:
            for backup_id in backup_ids:
                row = tables.backups.c.id == backup_id
                connection.execute(update(tables.backups).where(row).values(condemned=True))

    def forget(self, backup_id: str) -> None:
        """It is gone."""
        with self._database.transaction() as connection:
            connection.execute(delete(tables.backups).where(tables.backups.c.id == backup_id))
