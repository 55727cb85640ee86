"""Which backups were made of this store, and where they were put."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

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
        """Those not removed since, the oldest first."""
        query = select(tables.backups).order_by(tables.backups.c.made_at)
        with self._database.transaction() as connection:
            return tuple(MadeBackup(**row._mapping) for row in connection.execute(query))

    def condemn(self, since: datetime) -> None:
        """Mark all that were made since then."""
        made = tables.backups.c.made_at >= since
        with self._database.transaction() as connection:
            connection.execute(update(tables.backups).where(made).values(condemned=True))

    def forget(self, backup_id: str) -> None:
        """It is gone."""
        with self._database.transaction() as connection:
            connection.execute(delete(tables.backups).where(tables.backups.c.id == backup_id))
