"""Which backups were made of this store, and where they were put."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from scribe_desktop.store import tables
from scribe_desktop.store.database import Database


@dataclass(frozen=True)
class MadeBackup:
    id: str
    path: str
    made_at: datetime


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

    def forget(self, backup_id: str) -> None:
        """It is gone."""
        with self._database.transaction() as connection:
            connection.execute(delete(tables.backups).where(tables.backups.c.id == backup_id))
