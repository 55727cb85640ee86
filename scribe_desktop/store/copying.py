"""Copies the encrypted file page by page under another key, and proves that a copy is whole."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scribe_desktop.notes.note import digest
from scribe_desktop.store import faults
from scribe_desktop.store.codec import decode_content
from scribe_desktop.store.database import INTEGRITY_CHECK, TOUCH, connect
from scribe_desktop.store.migrate import revision_in

Progress = Callable[[float], None]
"""Told how much is done, from 0 to 1; what it raises ends the work."""

_PAGES = 256
"""Copied at a time: 1 MiB, so that stopping is heard at once."""
_ATTEMPTS = 3
"""A checkpoint may write a page while it is being verified; real damage is there every time."""


@dataclass(frozen=True)
class Contents:
    """What is in a store file, by its numbers."""

    revision: str
    rows: dict[str, int]
    """How many rows each table has."""


def copy(source: Path, key: bytes, target: Path, target_key: bytes, progress: Progress) -> Contents:
    """Write the file as it is at this moment to `target`, under `target_key`; others may go on writing to it.

    The copy is one file without a write-ahead log, private to this user, forced to the disk.

    Raises:
        DamagedStore: a page of the source fails its check, or the copy has not all that the source has.
        StoreNotWritable: no room or no permission for the copy.
    """
    with faults.told(target.parent):
        target.touch(mode=0o600, exist_ok=False)
    with faults.told(source.parent), closing(connect(source, key)) as old:
        _require_sound(old, source)
        old.execute("BEGIN")
        contents = _contents(old, source)
        with faults.told(target.parent), closing(connect(target, target_key)) as new:
            new.execute("PRAGMA synchronous=FULL")
            old.backup(new, pages=_PAGES, progress=_reporter(progress), sleep=0.05)
            new.execute("PRAGMA journal_mode=DELETE")
        old.execute("COMMIT")
        # a damaged page comes as zeros and no error; but then the connection refuses to write from there on
        old.execute(TOUCH)
    if examine(target, target_key) != contents:
        raise faults.DAMAGED.at(source.parent)
    return contents


def examine(path: Path, key: bytes, *, deep: bool = False) -> Contents:
    """Verify every page, index and reference of a file that nobody is using, and count what is in it.

    Args:
        deep: also compare every signed version with the digest that was signed.

    Raises:
        DamagedStore: not readable with this key, or damaged.
        NewerStore: a newer version of the program wrote it.
    """
    with faults.told(path.parent), closing(connect(path, key)) as connection:
        contents = _contents(connection, path)
        checks = (INTEGRITY_CHECK, "PRAGMA foreign_key_check")
        complaints = [row for check in checks for row in connection.execute(check).fetchall()]
        complaints += [
            row for row in connection.execute("PRAGMA integrity_check").fetchall() if row != ("ok",)
        ]
        if complaints or (deep and not _signatures_hold(connection)):
            raise faults.DAMAGED.at(path.parent)
    return contents


def put_in_place(copy: Path, path: Path, key: bytes) -> None:
    """Let a copy take the place of a closed store under another key; at no moment is there none.

    Raises:
        StoreInUse: somebody has it open.
        StoreNotWritable: nothing was changed.
    """
    with faults.told(path.parent):
        with closing(connect(path, key)) as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        # a log of the old key beside the new file would make it unreadable
        if busy or path.with_name(f"{path.name}-wal").exists():
            raise faults.IN_USE.at(path.parent)
        sync(copy)
        copy.replace(path)
        sync(path.parent)


def sync(path: Path) -> None:
    """Force a file or folder to the disk, where the system has a way to."""
    if path.is_file() or os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def opens(path: Path, key: bytes) -> bool:
    """Whether this is the key of that file."""
    with faults.told(path.parent), closing(connect(path, key)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except connection.DatabaseError as error:
            if faults.code(error) == sqlite3.SQLITE_NOTADB:
                return False
            raise
    return True


def _require_sound(connection: Any, path: Path) -> None:
    for _ in range(_ATTEMPTS):
        if not connection.execute(INTEGRITY_CHECK).fetchone():
            return
    raise faults.DAMAGED.at(path.parent)


def _contents(connection: Any, path: Path) -> Contents:
    revision = revision_in(connection, path)
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY name"
    ).fetchall()
    rows = {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 a name of the file's own
        for (name,) in tables
    }
    return Contents(revision, rows)


def _signatures_hold(connection: Any) -> bool:
    signed = connection.execute(
        "SELECT content, content_digest FROM signatures JOIN note_versions ON note_versions.id = version_id"
    )
    return all(digest(decode_content(content)) == promised for content, promised in signed)


def _reporter(progress: Progress) -> Callable[[int, int, int], None]:
    def report(_status: int, remaining: int, total: int) -> None:
        progress((total - remaining) / total if total else 1.0)

    return report
