"""Which backups were made of this store, and where they were put."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, literal_column, select, update

from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.store import tables
from scribe_desktop.store.database import Database


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

    def condemn(self, note_id: str) -> None:
        """Mark all but those that the audit trail has before the beginning of this note."""
        entry = tables.audit_entries.c
        begun = select(func.min(entry.seq)).where(
            entry.kind == AuditKind.ENCOUNTER_BEGUN, entry.note_id == note_id
        )
        earlier = select(entry.detail).where(
            entry.kind == AuditKind.BACKED_UP, entry.seq < begun.scalar_subquery()
        )
        with self._database.transaction() as connection:
            without = connection.execute(earlier).scalars().all()
            holding = tables.backups.c.id.not_in(without)
            connection.execute(update(tables.backups).where(holding).values(condemned=True))

    def forget(self, backup_id: str) -> None:
        """It is gone."""
        with self._database.transaction() as connection:
            connection.execute(delete(tables.backups).where(tables.backups.c.id == backup_id))
