"""What a store knows that its older copy, which is about to replace it, has to be told."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from scribe_desktop.notes.clock import utc_now
from scribe_desktop.notes.people import Person
from scribe_desktop.store import faults, migrate
from scribe_desktop.store.backups import Backups, MadeBackup
from scribe_desktop.store.database import Database, connect
from scribe_desktop.store.people import People
from scribe_desktop.store.purging import Purge, Purges
from scribe_desktop.store.settings import Settings

_FIRST = "0003"
"""The migration that brought backups and purges."""


@dataclass(frozen=True)
class Legacy:
    backups: tuple[MadeBackup, ...] = ()
    purges: tuple[Purge, ...] = ()
    people: tuple[Person, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    """What it remembers of its key file."""


def of(path: Path, key: bytes) -> Legacy:
    """Read it out of a store file that nobody has open. Raises a `StoreError` when it cannot be read."""
    with faults.told(path.parent):
        with closing(connect(path, key)) as connection:
            revision = migrate.revision_in(connection, path)
        if migrate.REVISIONS.index(revision) < migrate.REVISIONS.index(_FIRST):
            return Legacy()
    with closing(Database(path, key, utc_now)) as database:
        keys = Settings(database).section("keys")
        return Legacy(Backups(database).all(), Purges(database).all(), People(database).all(), keys)
