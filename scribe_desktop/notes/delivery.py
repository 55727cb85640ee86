"""A signed document on its way to one destination, and how long to wait between tries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class DeliveryState(StrEnum):
    QUEUED = "queued"
    DELIVERED = "delivered"
    REFUSED = "refused"


@dataclass(frozen=True)
class Delivery:
    """One outbox entry. It is queued in the same commit as the signature or addendum it carries."""

    id: str
    note_id: str
    document_id: str
    """Id of the `Signature` or `Addendum`; the idempotency key at the receiver."""
    destination: str
    state: DeliveryState
    attempts: int
    next_try_at: datetime | None
    """When to try (again); None once delivered or refused."""
    last_error: str
    reference: str
    """The receiver's receipt, once delivered."""
    updated_at: datetime


FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)


def pause_after(attempts: int) -> timedelta:
    """Time to wait after this many failed attempts (at least 1): doubling, at most a quarter of an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 12)), LONGEST_PAUSE)
