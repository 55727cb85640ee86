"""The outbox: which signed document still has to go where, and what became of the others."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from scribe_desktop.errors import WrongState
from scribe_desktop.notes.delivery import Delivery, DeliveryState, pause_after
from scribe_desktop.notes.ids import new_id
from scribe_desktop.store.database import Database
from scribe_desktop.store.tables import ARRIVAL, deliveries


def enqueue(
    connection: Connection, note_id: str, document_id: str, destinations: Iterable[str], now: datetime
) -> None:
    """Queue one document for each destination, in the transaction that also writes the document."""
    for destination in dict.fromkeys(destinations):
        connection.execute(
            insert(deliveries).values(
                id=new_id(),
                note_id=note_id,
                document_id=document_id,
                destination=destination,
                state=DeliveryState.QUEUED,
                attempts=0,
                next_try_at=now,
                last_error="",
                reference="",
                updated_at=now,
            )
        )


class Deliveries:
    """Every change of an unknown delivery raises `LookupError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, now: datetime) -> tuple[Delivery, ...]:
        """What should be tried now, longest waiting first."""
        return self._where(deliveries.c.state == DeliveryState.QUEUED, deliveries.c.next_try_at <= now)

    def next_try_at(self) -> datetime | None:
        """When the next one is due; None when nothing is queued."""
        with self._database.transaction() as connection:
            return connection.execute(
                select(func.min(deliveries.c.next_try_at)).where(deliveries.c.state == DeliveryState.QUEUED)
            ).scalar()

    def for_note(self, note_id: str) -> tuple[Delivery, ...]:
        return self._where(deliveries.c.note_id == note_id)

    def unfinished(self) -> tuple[Delivery, ...]:
        """Queued and refused ones."""
        return self._where(deliveries.c.state != DeliveryState.DELIVERED)

    def queue(self, note_id: str, document_id: str, destination: str) -> None:
        """Queue a document for a destination that it was not meant for when it was signed."""
        with self._database.transaction() as connection:
            enqueue(connection, note_id, document_id, [destination], self._database.clock())

    def delivered(self, delivery_id: str, reference: str) -> None:
        """It has arrived, and this is the receiver's reference to it."""
        with self._database.transaction() as connection:
            before = _get(connection, delivery_id)
            after = replace(before, state=DeliveryState.DELIVERED, reference=reference)
            self._put(connection, replace(after, next_try_at=None, last_error=""))

    def failed(self, delivery_id: str, error: str) -> None:
        """Not this time: it stays queued, and waits longer after each attempt."""
        with self._database.transaction() as connection:
            before = _get(connection, delivery_id)
            attempts = before.attempts + 1
            try_at = self._database.clock() + pause_after(attempts)
            self._put(connection, replace(before, attempts=attempts, next_try_at=try_at, last_error=error))

    def refused(self, delivery_id: str, error: str) -> None:
        """The receiver said no; it rests until somebody sends it again."""
        with self._database.transaction() as connection:
            before = _get(connection, delivery_id)
            after = replace(before, state=DeliveryState.REFUSED, attempts=before.attempts + 1)
            self._put(connection, replace(after, next_try_at=None, last_error=error))

    def again(self, delivery_id: str) -> None:
        """Queue it at once, pauses short again. Raises `WrongState` when it has arrived."""
        with self._database.transaction() as connection:
            before = _get(connection, delivery_id)
            if before.state is DeliveryState.DELIVERED:
                raise WrongState(
                    f"This document has already arrived: {before.reference}.",
                    remedy="Nothing is left to send.",
                )
            now = self._database.clock()
            self._put(connection, replace(before, state=DeliveryState.QUEUED, attempts=0, next_try_at=now))

    def reference_of(self, document_id: str, destination: str) -> str | None:
        """The receipt for a document from one destination; None while it has not arrived there."""
        query = select(deliveries.c.reference).where(
            deliveries.c.document_id == document_id,
            deliveries.c.destination == destination,
            deliveries.c.state == DeliveryState.DELIVERED,
        )
        with self._database.transaction() as connection:
            return connection.execute(query).scalar()

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Delivery, ...]:
        query = select(deliveries).where(*conditions).order_by(deliveries.c.next_try_at, ARRIVAL)
        with self._database.transaction() as connection:
            return tuple(Delivery(**row._mapping) for row in connection.execute(query))

    def _put(self, connection: Connection, delivery: Delivery) -> None:
        values = asdict(replace(delivery, updated_at=self._database.clock()))
        connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(values))


def _get(connection: Connection, delivery_id: str) -> Delivery:
    row = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).first()
    if row is None:
        raise LookupError(delivery_id)
    return Delivery(**row._mapping)
