"""The audit trail in the store: entries are added and read, never changed."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, insert, literal_column, select

from scribe_desktop.notes.audit import KINDS, AuditEntry, AuditEvent, AuditFilter, AuditKind, Outcome
from scribe_desktop.store.audit_anchor import Anchor, AnchorFile
from scribe_desktop.store.audit_chain import Chain, Head, chain_of, head_of, mac_at, payload_of
from scribe_desktop.store.codec import storable
from scribe_desktop.store.columns import microseconds
from scribe_desktop.store.database import Database
from scribe_desktop.store.tables import audit_entries, encounters, notes

LONGEST_DETAIL = 300
"""Code points of an entry's detail; what is longer is cut."""

_FIELDS = [column for column in audit_entries.c if column.name != "mac"]


class Audit:
    """An entry is in the transaction that is under way where it is added; each commit moves the anchor."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._file = AnchorFile(folder)
        self._chain: Chain | None = None
        self._meddled = ""

    @property
    def chain(self) -> Chain:
        if self._chain is None:
            with self._database.transaction() as connection:
                chain = chain_of(connection)
                # one that was begun just now may still be taken back
                self._database.afterwards(partial(setattr, self, "_chain", chain))
            return chain
        return self._chain

    def begin(self) -> str:
        """Look whether the trail is the one that its anchor knows; call it before anything is added.

        Returns:
            What is wrong, empty when nothing is; a copy of the anchor that does not fit is put aside then.
        """
        chain = self.chain
        with self._database.transaction() as connection:
            head = head_of(connection)
            wrong = self._file.judge(chain, connection)
            if wrong:
                self._file.put_aside(head.seq + 1)
            elif head.seq == 0:
                self._file.write(Anchor.sealed(chain, head, self._database.clock()))
        return wrong

    def begin_anchor(self) -> None:
        """Give a trail that came out of a backup, which is proven to be genuine, an anchor that fits it."""
        self._file.write(self.anchor())

    def append(self, event: AuditEvent) -> None:
        """Add an entry; one about a note is about that note's patient too.

        The anchor moves with it, so one that somebody changed meanwhile has an entry of its own before.
        """
        chain = self.chain
        with self._database.transaction() as connection:
            meddled = self._file.judge_change(chain, connection)
            if meddled:
                self._meddled = meddled
                self._file.put_aside(head_of(connection).seq + 1)
                broken = replace(event, kind=AuditKind.AUDIT_BROKEN, outcome=Outcome.FAILED, detail=meddled)
                self._add(connection, replace(broken, note_id="", patient_id=""))
            if event.note_id and not event.patient_id:
                event = replace(event, patient_id=_patient_of(connection, event.note_id))
            self._add(connection, event)
            self._database.afterwards(self._move_anchor)

    def holds(self, event: AuditEvent) -> bool:
        """Whether this very event has its entry already."""
        row = _row(event, 0)
        names = ("at", "kind", "person_id", "note_id", "detail")
        same = (audit_entries.c[name] == row[name] for name in names)
        with self._database.transaction() as connection:
            return connection.execute(select(audit_entries.c.seq).where(*same)).first() is not None

    def last_at(self) -> datetime | None:
        """When the newest entry was made."""
        newest = select(audit_entries.c.at).order_by(audit_entries.c.seq.desc()).limit(1)
        with self._database.transaction() as connection:
            return connection.execute(newest).scalar()

    def anchor(self) -> Anchor:
        """An anchor for the trail as it is now."""
        chain = self.chain
        with self._database.transaction() as connection:
            return Anchor.sealed(chain, head_of(connection), self._database.clock())

    def entry(self, seq: int) -> AuditEntry | None:
        with self._database.transaction() as connection:
            row = connection.execute(select(*_FIELDS).where(audit_entries.c.seq == seq)).first()
        return None if row is None else AuditEntry(**row._mapping)

    def page(
        self, wanted: AuditFilter, *, before: int | None = None, limit: int = 200
    ) -> tuple[AuditEntry, ...]:
        """The newest entries that fit, newest first; those before entry `before` when it is given."""
        query = self._fitting(wanted, _FIELDS)
        if before is not None:
            query = query.where(audit_entries.c.seq < before)
        with self._database.transaction() as connection:
            rows = connection.execute(query.order_by(audit_entries.c.seq.desc()).limit(limit))
            return tuple(AuditEntry(**row._mapping) for row in rows)

    def count(self, wanted: AuditFilter) -> int:
        """How many entries fit."""
        with self._database.transaction() as connection:
            return int(connection.execute(self._fitting(wanted, [func.count()])).scalar_one())

    def oldest_first(self, wanted: AuditFilter, *, upto: int) -> Iterator[tuple[AuditEntry, ...]]:
        """Everything that fits up to entry `upto`, a few thousand entries at a time."""
        last = 0
        while True:
            query = self._fitting(wanted, _FIELDS).where(audit_entries.c.seq > last)
            query = query.where(audit_entries.c.seq <= upto).order_by(audit_entries.c.seq).limit(5_000)
            with self._database.transaction() as connection:
                rows = tuple(AuditEntry(**row._mapping) for row in connection.execute(query))
            if not rows:
                return
            yield rows
            last = rows[-1].seq

    def head(self) -> Head:
        with self._database.transaction() as connection:
            return head_of(connection)

    def mac_at(self, seq: int) -> bytes | None:
        """The MAC of that entry; None when there is none."""
        with self._database.transaction() as connection:
            return mac_at(connection, seq)

    def anchor_complaint(self) -> str:
        """What is wrong with the anchor beside the database, or was since it was opened; may be empty."""
        chain = self.chain
        with self._database.transaction() as connection:
            return self._file.judge(chain, connection) or self._meddled

    def _add(self, connection: Connection, event: AuditEvent) -> None:
        head = head_of(connection)
        row = _row(event, head.seq + 1)
        mac = self.chain.mac(head.mac, payload_of(row | {"at": microseconds(event.at)}))
        connection.execute(insert(audit_entries).values(**row, mac=mac))

    def _move_anchor(self) -> None:
        with self._database.transaction() as connection:
            head = head_of(connection)
            at = connection.execute(
                select(audit_entries.c.at).where(audit_entries.c.seq == head.seq)
            ).scalar()
        if at is not None:
            self._file.write(Anchor.sealed(self.chain, head, at))

    def _fitting(self, wanted: AuditFilter, what: Sequence[ColumnElement[Any]]) -> Select[Any]:
        """A query that goes by the one index which leaves least, and looks at the rest row by row."""
        query = select(*what).select_from(audit_entries)
        told = [
            (column, value)
            for column, value in (
                (audit_entries.c.patient_id, wanted.patient_id),
                (audit_entries.c.person_id, wanted.person_id),
                (audit_entries.c.kind, wanted.kind),
            )
            if value
        ]
        for place, (column, value) in enumerate(told):
            query = query.where((_unindexed(column) if place else column) == value)
        period = _period(wanted)
        return query if period is None else query.where(period)


def _period(wanted: AuditFilter) -> ColumnElement[bool] | None:
    """Entries are nearly in order of time, not quite: clocks are set back."""
    at = audit_entries.c.at
    bounds = ((wanted.since, ColumnElement.__ge__), (wanted.until, ColumnElement.__lt__))
    told = [(compare, moment) for moment, compare in bounds if moment is not None]
    if not told:
        return None
    first, last = (
        select(extreme(audit_entries.c.seq)).where(*(compare(at, moment) for compare, moment in told))
        for extreme in (func.min, func.max)
    )
    return and_(
        audit_entries.c.seq.between(first.scalar_subquery(), last.scalar_subquery()),
        *(compare(_unindexed(at), moment) for compare, moment in told),
    )


def _unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same values; the unary plus keeps SQLite from taking the column's index."""
    return literal_column(f"+{audit_entries.name}.{column.key}", column.type)


def _patient_of(connection: Connection, note_id: str) -> str:
    query = select(encounters.c.patient_id).join_from(notes, encounters).where(notes.c.id == note_id)
    return connection.execute(query).scalar() or ""


def _row(event: AuditEvent, seq: int) -> dict[str, object]:
    fields = asdict(event)
    fields["detail"] = _said(event.detail)
    return {"seq": seq, **fields, "data": str(KINDS[AuditKind(event.kind)].data)}


def _said(detail: str) -> str:
    """On one line, of bearable length."""
    line = "".join(" " if unicodedata.category(one).startswith("C") else one for one in storable(detail))
    return " ".join(line.split())[:LONGEST_DETAIL]
