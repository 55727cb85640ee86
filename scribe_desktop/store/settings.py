"""What the user chose, as text by dotted key ("connector.fhir.base_url")."""

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from scribe_desktop.store import tables
from scribe_desktop.store.database import Database

_ROW = tables.settings.c


class Settings:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str, default: str = "") -> str:
        with self._database.transaction() as connection:
            value = connection.execute(select(_ROW.value).where(_ROW.key == key)).scalar()
        return default if value is None else value

    def put(self, key: str, value: str) -> None:
        statement = upsert(tables.settings).values(key=key, value=value)
        with self._database.transaction() as connection:
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["key"], set_={"value": statement.excluded.value}
                )
            )

    def section(self, prefix: str) -> dict[str, str]:
        """All settings under "prefix.", by what follows that dot."""
        start = f"{prefix}."
        query = (
            select(_ROW.key, _ROW.value)
            .where(func.substr(_ROW.key, 1, len(start)) == start)
            .order_by(_ROW.key)
        )
        with self._database.transaction() as connection:
            return {key.removeprefix(start): value for key, value in connection.execute(query)}
