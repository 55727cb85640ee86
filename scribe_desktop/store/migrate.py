"""Brings the file to today's tables: on a copy beside it, which takes its place only when complete."""

from contextlib import closing
from pathlib import Path
from typing import Any

from scribe_desktop.durable import sync_folder
from scribe_desktop.errors import NewerStore
from scribe_desktop.store import faults
from scribe_desktop.store.database import INTEGRITY_CHECK, connect, open_connection, opened

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every migration in order. Kept here too, so that an ordinary start need not load Alembic."""

SCRIPTS = Path(__file__).parent / "migrations"


def bring_up_to_date(path: Path, key: bytes) -> None:
    """Create the file, or carry an older one over to the newest tables; a failure leaves it as it was.

    Raises:
        NewerStore: a newer version of the program wrote it.
        DamagedStore: not readable with this key.
        StoreNotWritable: no room or no permission for it.
    """
    with faults.told(path.parent):
        if path.exists():
            if _revision(path, key) == REVISIONS[-1]:
                return
            _build(path, key, copy_of=path)
        else:
            _build(path, key)


def _revision(path: Path, key: bytes) -> str:
    opening, _ = opened(
        path, key, lambda connection: connection.execute("SELECT * FROM sqlite_master LIMIT 1")
    )
    with closing(opening) as connection:
        return revision_in(connection, path)


def revision_in(connection: Any, path: Path) -> str:
    """The migration that an open file is at. Raises `NewerStore`, or `DamagedStore` when it is no store."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").fetchall()
    if not tables:
        raise faults.DAMAGED.at(path.parent)
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision not in REVISIONS:
        raise NewerStore(
            f"The notes in {path.parent} were written by a newer version of the program.",
            remedy="Install that version here. Nothing was changed.",
        )
    return str(revision)


def _build(path: Path, key: bytes, *, copy_of: Path | None = None) -> None:
    beside = path.with_name(f"{path.name}.new")
    journal = path.with_name(f"{beside.name}-journal")
    try:
        beside.unlink(missing_ok=True)
        journal.unlink(missing_ok=True)
        beside.touch(mode=0o600)
        if copy_of:
            _copy(copy_of, beside, key)
        _upgrade(beside, key)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
        journal.unlink(missing_ok=True)
    sync_folder(path.parent)


def _copy(old: Path, new: Path, key: bytes) -> None:
    """Fill `new`, an empty file, with `old`, which is left without a write-ahead log of its own."""
    with closing(connect(old, key)) as connection:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise faults.IN_USE.at(old.parent)
        # Copying would pass damage on as if it were text; see `database.TOUCH`.
        if connection.execute(INTEGRITY_CHECK).fetchone():
            raise faults.DAMAGED.at(old.parent)
        # page by page: the search index knows rows by their numbers, which VACUUM may change
        with closing(connect(new, key)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")


def _upgrade(path: Path, key: bytes) -> None:
    # Loading Alembic costs as much as everything else here; only a first or changed start pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with closing(open_connection(lambda: _for_migration(path, key))) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, REVISIONS[-1])
        # Foreign keys are off meanwhile, because rebuilding a table drops it for a moment.
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("a migration broke a reference between tables")


def _for_migration(path: Path, key: bytes) -> Any:
    connection = connect(path, key)
    # A table is rebuilt under another name for a moment, while the views of the search name it.
    connection.execute("PRAGMA legacy_alter_table=ON")
    return connection
