"""The one place where what SQLite or the file system complain about becomes a `StoreError`."""

import errno
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
        fault = _BY_CODE.get(code(error))
        if fault is None:
            raise
        raise fault.at(folder) from error


def code(error: Exception) -> int:
    """SQLite's primary result code behind an error of its driver or of SQLAlchemy; 0 for none."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    extended: int = getattr(cause, "sqlite_errorcode", 0) or _BY_MESSAGE.get(str(cause), 0)
    return extended & 0xFF
