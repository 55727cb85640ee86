"""The one place where what SQLite or the file system complain about becomes a `StoreError`."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from scribe_desktop.errors import DamagedStore, StoreError, StoreInUse, StoreNotWritable


class _Fault(NamedTuple):
    kind: type[StoreError]
    what: str
    remedy: str

    def at(self, folder: Path) -> StoreError:
        return self.kind(f"The notes in {folder} {self.what}.", remedy=self.remedy)


IN_USE = _Fault(
    StoreInUse,
    "are open in another copy of the program",
    "Go on in that window, or close it and start again.",
)
DAMAGED = _Fault(
    DamagedStore,
    "cannot be read: the file is damaged, or belongs to another key",
    "Nothing was changed. Restore the folder from its last backup.",
)
_FULL = _Fault(
    StoreNotWritable,
    "cannot be saved: the disk is full",
    "Free some space. Everything saved before is safe.",
)
_READ_ONLY = _Fault(
    StoreNotWritable,
    "cannot be saved: the folder is read-only",
    "Ask for write permission on it. Everything saved before is safe.",
)
GONE = _Fault(
    StoreNotWritable,
    "cannot be saved: the folder is gone or its disk does not answer",
    "Connect that disk again, then restart the program.",
)

_SHM_SIZE = 19 << 8
"""Above SQLITE_IOERR in the extended result code: no room for the index of the write-ahead log."""
_NO_ROOM = 64 << 10
"""Bytes. With less than this free on its disk, it is the disk's fullness that SQLite stumbles over."""

_BY_CODE = {
    sqlite3.SQLITE_BUSY: IN_USE,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: GONE,
    sqlite3.SQLITE_IOERR: GONE,
}
_BY_MESSAGE = {
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database or disk is full": sqlite3.SQLITE_FULL,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
}
"""What the driver's backup says without a code."""
_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
}


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Raise what the environment did as a `StoreError`; our own bugs, such as bad SQL, pass as they are."""
    try:
        yield
    except OSError as error:
        raise _BY_ERRNO.get(error.errno or 0, GONE).at(folder) from error
    except (dbapi2.Error, DBAPIError) as error:
        fault = _FULL if is_full(error, folder) else _BY_CODE.get(code(error))
        if fault is None:
            raise
        raise fault.at(folder) from error


def is_full(error: Exception, folder: Path) -> bool:
    """Whether it is a disk that takes no more behind what SQLite complains about.

    "Busy" is what a second connection hears while the first is alone for that reason; see `database.opened`.
    """
    extended = _extended(error)
    if extended & 0xFF not in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_BUSY):
        return False
    return extended == sqlite3.SQLITE_IOERR | _SHM_SIZE or _free(folder) < _NO_ROOM


def has_room(folder: Path) -> bool:
    """Whether the disk takes enough for the store to be opened as usual."""
    return _free(folder) >= _NO_ROOM


def code(error: Exception) -> int:
    """SQLite's primary result code behind an error of its driver or of SQLAlchemy; 0 for none."""
    return _extended(error) & 0xFF


def _extended(error: Exception) -> int:
    cause = error.orig if isinstance(error, DBAPIError) else error
    found: int = getattr(cause, "sqlite_errorcode", 0) or _BY_MESSAGE.get(str(cause), 0)
    return found


def _free(folder: Path) -> float:
    """Bytes that this user may still write there; no end of them where nobody can say."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return float("inf")
