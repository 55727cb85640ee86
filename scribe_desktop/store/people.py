"""Who works here, and at which desks."""

from dataclasses import asdict

from sqlalchemy import insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from scribe_desktop.notes.people import Person, Workstation
from scribe_desktop.store import tables
from scribe_desktop.store.database import Database


class People:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, person: Person) -> None:
        with self._database.transaction() as connection:
            connection.execute(insert(tables.people).values(asdict(person)))

    def get(self, person_id: str) -> Person:
        """Raises `LookupError` when there is no such person."""
        with self._database.transaction() as connection:
            row = connection.execute(select(tables.people).where(tables.people.c.id == person_id)).first()
        if row is None:
            raise LookupError(person_id)
        return Person(**row._mapping)

    def all(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        with self._database.transaction() as connection:
            rows = connection.execute(select(tables.people).order_by(tables.people.c.name)).all()
        return tuple(Person(**row._mapping) for row in rows)

    def add_workstation(self, workstation: Workstation) -> None:
        """Add this desk; one that is known already takes the new name."""
        statement = upsert(tables.workstations).values(asdict(workstation))
        with self._database.transaction() as connection:
            connection.execute(
                statement.on_conflict_do_update(index_elements=["id"], set_={"name": workstation.name})
            )
