"""One unlocked connection to the encrypted file, and the transactions on it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

from scribe_desktop.notes.clock import Clock
from scribe_desktop.store import faults
from scribe_desktop.wiping import freed_memory_overwritten, overwrite

KEY_BYTES = 32

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "cache_size=-65536",
)
"""`recursive_triggers` lets the append-only triggers see the deletion inside INSERT OR REPLACE."""

INTEGRITY_CHECK = "PRAGMA cipher_integrity_check"

TOUCH = "DELETE FROM alembic_version WHERE 0"
"""Begins to write and changes nothing.

SQLCipher hands out the last page of a long value as zeros when that page is damaged, and says nothing;
but from then on it answers every attempt to write with SQLITE_READONLY, which is how we notice.
"""


def connect(path: Path, key: bytes, *, alone: bool = False) -> Any:
    """A `sqlcipher3` connection to an existing file, unlocked with a raw key; it never creates one.

    SQLCipher's own log would go to the terminal; what it says comes as an exception as well.
    `cipher_memory_security` stays off: passages live in Python strings, which it cannot wipe.

    Args:
        alone: keep every other connection out. The index of the write-ahead log is in memory then, so that
            a disk without any room does not keep anybody from reading.

    Raises:
        ValueError: the key is not 32 bytes.
        RuntimeError: this build of SQLite cannot encrypt, and would have written plaintext.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"key of {len(key)} bytes instead of {KEY_BYTES}")
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = dbapi2.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, factory=_Connection
    )
    connection.execute("PRAGMA cipher_log_level=NONE")
    digits = key.hex()
    command = f"""PRAGMA key="x'{digits}'" """
    connection.execute(command)
    overwrite(digits)
    overwrite(command)
    if not connection.execute("PRAGMA cipher_version").fetchone():
        connection.close()
        raise RuntimeError("SQLite without encryption: install the sqlcipher3 package")
    if alone:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    return connection


class _Connection(dbapi2.Connection):  # type: ignore[misc]
    """What SQLite held, the key as text and decrypted pages among it, is overwritten when it is closed."""

    def close(self) -> None:
        with freed_memory_overwritten():
            super().close()


def opened(
    path: Path, key: bytes, prepare: Callable[[Any], object], *, alone: bool = False
) -> tuple[Any, bool]:
    """A prepared connection, and whether it had to be `alone` because the disk is full."""
    connection = connect(path, key, alone=alone)
    try:
        prepare(connection)
    except dbapi2.Error as error:
        connection.close()
        if alone or not faults.is_full(error, path.parent):
            raise
    else:
        return connection, alone
    return opened(path, key, prepare, alone=True)


def open_connection(creator: Callable[[], Any]) -> Connection:
    """SQLAlchemy on one such connection; BEGIN is said by us, so that DDL and reads are inside it too."""
    engine = create_engine(
        "sqlite://", module=dbapi2, creator=creator, poolclass=NullPool, hide_parameters=True
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine.connect()


class Database:
    """The open store file. Any thread may ask for a transaction; they take turns."""

    def __init__(self, path: Path, key: bytes, clock: Clock) -> None:
        self.clock = clock
        self._path, self._key = path, key
        self._turn = RLock()
        self._afterwards: list[Callable[[], None]] = []
        with faults.told(path.parent):
            self._file = _identity(path)
            self._connection = self._opened()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Everything done inside is committed together at the end, or none of it.

        Inside another one of the same thread it is part of that one.

        Raises:
            StoreNotWritable: disk full, folder read-only, or the file was moved away under us.
            DamagedStore: a page fails its check.
        """
        with self._turn:
            if self._connection.in_transaction():
                with faults.told(self._path.parent), self._connection.begin_nested():
                    yield self._connection
                return
            self._afterwards.clear()
            self._let_others_in()
            with faults.told(self._path.parent), self._connection.begin():
                try:
                    yield self._connection
                finally:
                    self._require_same_file()
                    self._require_sound_pages()
            calls, self._afterwards = self._afterwards, []
            for call in calls:
                call()

    def afterwards(self, call: Callable[[], None]) -> None:
        """Have this called once when the transaction that is under way is committed; never if it is not."""
        if call not in self._afterwards:
            self._afterwards.append(call)

    def check(self) -> None:
        """Verify every page of the file. Raises `DamagedStore`."""
        with self.transaction() as connection:
            complaint = connection.exec_driver_sql(INTEGRITY_CHECK).first()
        if complaint:
            raise faults.DAMAGED.at(self._path.parent)

    @property
    def is_closed(self) -> bool:
        return self._connection.closed

    def empty_log(self) -> None:
        """Write the log into the file and cut it to nothing, so that what was deleted is not left in it.

        Raises:
            StoreInUse: a backup is reading; what was deleted stays in the encrypted log until it is done.
        """
        with self._turn, faults.told(self._path.parent):
            busy, *_ = self._connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            self._connection.rollback()
            if busy:
                raise faults.IN_USE.at(self._path.parent)

    def close(self) -> None:
        """Close the file; a transaction afterwards is a bug (`ResourceClosedError`)."""
        with self._turn:
            self._alone = False
            self._connection.close()

    def _opened(self) -> Connection:
        made, self._alone = opened(self._path, self._key, _prepare)
        return open_connection(lambda: made)

    def _let_others_in(self) -> None:
        """Open the file as usual, once there is room on the disk: nobody could make a backup until then."""
        if self._alone and (self._connection.closed or faults.has_room(self._path.parent)):
            with faults.told(self._path.parent):
                self._connection.close()
                self._connection = self._opened()

    def _require_same_file(self) -> None:
        # On Unix a deleted file still takes writes that nobody will ever find.
        if _identity(self._path) != self._file:
            raise faults.GONE.at(self._path.parent)

    def _require_sound_pages(self) -> None:
        try:
            self._connection.exec_driver_sql(TOUCH)
        except OperationalError as error:
            if faults.code(error) == sqlite3.SQLITE_READONLY:
                raise faults.DAMAGED.at(self._path.parent) from error
            raise


def _prepare(connection: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # From here on "read-only" means damage, so a file that may not be written is told now.
    connection.execute(TOUCH)


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino
