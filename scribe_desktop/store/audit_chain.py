"""How entries of the audit trail are chained: a keyed MAC over each one and the MAC before it.

The text that is authenticated is made by SQL, `length:value,` for every column in order. That is
unambiguous, does not depend on any library's notion of JSON, and costs nothing beside reading the row.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, insert, select

from scribe_desktop.store.tables import audit_chain, audit_entries

KEY_BYTES = MAC_BYTES = 32
START = bytes(MAC_BYTES)
"""What stands for the MAC before the first entry."""

_ANCHOR, _ENTRY = b"scribe-desktop audit anchor", b"scribe-desktop audit entry"


def _payload(table: Table) -> str:
    columns = (f"CAST({column.name} AS BLOB)" for column in table.c if column.name != "mac")
    netstrings = " || ".join(f"length({column}) || ':' || {column} || ','" for column in columns)
    return f"CAST({netstrings} AS BLOB)"


PAYLOAD = _payload(audit_entries)
"""SQL for the bytes of a row that its MAC covers."""


def payload_of(row: Mapping[str, object]) -> bytes:
    """The same bytes for a row that is about to be added, its values as the database keeps them."""
    parts = (str(row[column.name]).encode() for column in audit_entries.c if column.name != "mac")
    return b"".join(b"%d:%b," % (len(part), part) for part in parts)


@dataclass(frozen=True)
class Chain:
    """The name and the keys of one store's trail; both keys come from one random key by HKDF."""

    id: str
    entry_key: bytes
    anchor_key: bytes

    def mac(self, before: bytes, payload: bytes) -> bytes:
        """Authenticates an entry in its place: `before` is the 32-byte MAC of the one before it."""
        return hmac.digest(self.entry_key, before + payload, "sha256")

    def seal(self, text: bytes) -> bytes:
        """Authenticates an anchor."""
        return hmac.digest(self.anchor_key, text, "sha256")


def chain_of(connection: Connection) -> Chain:
    """The chain of this store; begun when there is none yet."""
    row = connection.execute(select(audit_chain.c.id, audit_chain.c.key)).first()
    if row is None:
        key = secrets.token_bytes(KEY_BYTES)
        name = hashlib.sha256(b"scribe-desktop audit chain\0" + key).hexdigest()[:32]
        connection.execute(insert(audit_chain).values(id=name, key=key))
        return Chain(name, _derived(key, _ENTRY), _derived(key, _ANCHOR))
    return Chain(row.id, _derived(row.key, _ENTRY), _derived(row.key, _ANCHOR))


@dataclass(frozen=True)
class Head:
    """The last entry: what everything before it hangs on. `seq` 0: there is none."""

    seq: int
    mac: bytes


def head_of(connection: Connection) -> Head:
    newest = select(audit_entries.c.seq, audit_entries.c.mac).order_by(audit_entries.c.seq.desc()).limit(1)
    row = connection.execute(newest).first()
    return Head(0, START) if row is None else Head(row.seq, row.mac)


def mac_at(connection: Connection, seq: int) -> bytes | None:
    """The MAC of that entry; None when there is no such entry."""
    if seq == 0:
        return START
    return connection.execute(select(audit_entries.c.mac).where(audit_entries.c.seq == seq)).scalar()


def _derived(key: bytes, label: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=None, info=label).derive(key)
