"""A long audit trail in a store, chained as the program chains it, without a commit for each entry."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from scribe_desktop.notes.audit import KINDS, AuditEvent, AuditKind
from scribe_desktop.notes.clock import utc_now
from scribe_desktop.store.audit_anchor import Anchor
from scribe_desktop.store.audit_chain import Head, payload_of
from scribe_desktop.store.columns import microseconds
from scribe_desktop.store.store import Store
from scribe_desktop.store.tables import audit_entries

START = datetime(2025, 1, 1, tzinfo=UTC)
_AT_ONCE = 50_000
_KINDS = (
    *[AuditKind.CHART_READ] * 12,
    *[AuditKind.NOTE_EDITED] * 4,
    AuditKind.NOTE_SIGNED,
    AuditKind.DELIVERY_TRIED,
    AuditKind.LOGGED_IN,
    AuditKind.LOGGED_OUT,
)


def event(kind: AuditKind = AuditKind.CHART_READ, *, detail: str = "") -> AuditEvent:
    return AuditEvent(kind, utc_now(), "scribe-1", "scribe", "desk-1", detail=detail)


def fill(store: Store, count: int) -> None:
    """Add so many entries of 40 people about 20,000 patients, a quarter of a minute apart."""
    chain, names = store.audit.chain, [column.name for column in audit_entries.c]
    statement = f"INSERT INTO audit_entries ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    made = _rows(store, count)
    while rows := list(islice(made, _AT_ONCE)):
        with store._database.transaction() as connection:
            connection.connection.cursor().executemany(statement, rows)
    newest = store.audit.head()
    store.audit._file.write(Anchor.sealed(chain, newest, START))


def _rows(store: Store, count: int) -> Iterator[tuple[object, ...]]:
    chain, head = store.audit.chain, store.audit.head()
    for number in range(head.seq + 1, head.seq + count + 1):
        kind = _KINDS[number % len(_KINDS)]
        row: dict[str, object] = {
            "seq": number,
            "at": microseconds(START + timedelta(seconds=15 * number)),
            "person_id": f"019a0000-0000-7000-8000-{number * 7 % 40:012}",
            "role": "scribe",
            "workstation_id": "019a0000-0000-7000-8000-00000000aaaa",
            "kind": str(kind),
            "data": str(KINDS[kind].data),
            "patient_id": f"019a0000-0000-7000-9000-{number * 31 % 20_000:012}",
            "note_id": f"019a0000-0000-7000-a000-{number * 31 % 50_000:012}",
            "outcome": "ok",
            "detail": "",
        }
        head = Head(number, chain.mac(head.mac, payload_of(row)))
        yield (*row.values(), head.mac)
