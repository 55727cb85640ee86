"""Verifies the whole audit trail: every entry unchanged, none missing, none moved, none cut off."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.store.audit_anchor import Anchor, objection
from scribe_desktop.store.audit_chain import PAYLOAD, START, Chain, Head, chain_of, head_of
from scribe_desktop.store.database import Database
from scribe_desktop.store.tables import audit_entries

PORTION = 20_000
"""Entries that are read at a time; in between others may use the store."""

_READ = (
    f"SELECT seq, mac, {PAYLOAD}, kind = '{AuditKind.AUDIT_BROKEN}' "  # noqa: S608  nothing of a user's in it
    "FROM audit_entries WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
)


_Row = tuple[int, bytes, bytes | None, int]
"""Number, MAC, what that covers (None: a field is NULL, which none ever is), whether it tells of a break."""


@dataclass(frozen=True)
class Verdict:
    entries: int
    """How many were found in order."""
    first_bad: int | None = None
    """The number of the first entry that is altered, missing or out of its place."""
    problems: tuple[str, ...] = ()
    complete: bool = True
    """False: it was called off before the end."""

    @property
    def holds(self) -> bool:
        return self.complete and not self.problems


Progress = Callable[[int, int], object]
"""Told how many entries are looked at, and how many there are; on the thread that verifies."""


@dataclass
class _Walk:
    chain: Chain
    at: Head = field(default_factory=lambda: Head(0, START))
    first_bad: int | None = None
    broken: list[int] = field(default_factory=list)
    """Entries that tell of an anchor which did not fit."""

    def go(self, rows: Sequence[_Row]) -> str:
        """Follow the chain over these rows; returns what is wrong with the first bad one."""
        seq, before = self.at.seq, self.at.mac
        mac = self.chain.mac
        for number, found, payload, tells_of_break in rows:
            seq += 1
            if number != seq:
                return self._stop(seq, before, f"Entry {_span(seq, number - 1)} missing.")
            if payload is None or mac(before, payload) != found:
                return self._stop(
                    seq, before, f"Entry {seq} was altered, or is not the one that stood in its place."
                )
            if tells_of_break:
                self.broken.append(seq)
            before = found
        self.at = Head(seq, before)
        return ""

    def _stop(self, seq: int, before: bytes, said: str) -> str:
        self.first_bad, self.at = seq, Head(seq - 1, before)
        return said


class AuditCheck:
    def __init__(self, database: Database) -> None:
        self._database = database

    def verify(
        self,
        anchors: Mapping[str, Anchor],
        progress: Progress = lambda _done, _total: None,
        called_off: Callable[[], bool] = lambda: False,
    ) -> Verdict:
        """Go through all entries up to the newest there is now.

        Args:
            anchors: what to compare with, by what each is called.
        """
        with self._database.transaction() as connection:
            walk, end = _Walk(chain_of(connection)), head_of(connection)
            said = _before_the_first(connection)
        wanted, macs = {anchor.seq for anchor in anchors.values()}, {0: START}
        while not said and walk.at.seq < end.seq:
            if called_off():
                return Verdict(walk.at.seq, complete=False)
            with self._database.transaction() as connection:
                rows = _rows(connection, walk.at.seq, end.seq)
            said = walk.go(rows)
            macs |= {row[0]: row[1] for row in rows if row[0] in wanted}
            if not rows:
                said = f"Entry {_span(walk.at.seq + 1, end.seq)} missing."
            progress(walk.at.seq, end.seq)
        objections = (
            (name, objection(anchor, walk.chain, end, macs.get(anchor.seq)))
            for name, anchor in anchors.items()
        )
        return Verdict(
            walk.at.seq,
            walk.first_bad,
            (
                *([said] if said else []),
                *(f"{name}: {problem}" for name, problem in objections if problem),
                *(f"Entry {seq} records that the trail did not fit its anchor." for seq in walk.broken),
            ),
        )


def _before_the_first(connection: Connection) -> str:
    found = connection.execute(select(audit_entries.c.seq).where(audit_entries.c.seq < 1)).scalar()
    return "" if found is None else f"Entry {found} stands before the first one."


def _rows(connection: Connection, after: int, upto: int) -> Sequence[_Row]:
    # past SQLAlchemy's rows, which would take longer than everything else here
    cursor = connection.connection.cursor()
    try:
        found: Sequence[_Row] = cursor.execute(_READ, (after, upto, PORTION)).fetchall()
    finally:
        cursor.close()
    return found


def _span(first: int, last: int) -> str:
    return f"{first} is" if first == last else f"{first} to {last} are"
