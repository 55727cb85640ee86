"""The store: everything that this workstation remembers, in one encrypted file."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from scribe_desktop.notes.clock import Clock, utc_now
from scribe_desktop.store import faults
from scribe_desktop.store.audit import Audit
from scribe_desktop.store.audit_check import AuditCheck
from scribe_desktop.store.backups import Backups
from scribe_desktop.store.database import Database
from scribe_desktop.store.deliveries import Deliveries
from scribe_desktop.store.drafts import Drafts
from scribe_desktop.store.encounters import Encounters
from scribe_desktop.store.migrate import bring_up_to_date
from scribe_desktop.store.notes import Notes
from scribe_desktop.store.people import People
from scribe_desktop.store.purging import Purges
from scribe_desktop.store.recordings import Recordings
from scribe_desktop.store.search import Search
from scribe_desktop.store.settings import Settings
from scribe_desktop.store.unsigned_texts import UnsignedTexts

FILE = "scribe.db"


def exists(folder: Path) -> bool:
    """Whether a store was ever set up in this folder."""
    return (folder / FILE).is_file()


class Store:
    """Every method is one transaction: done and on the disk when it returns, or nothing changed.

    It may be used from any thread; calls take turns on a single connection. Any call may raise
    `StoreNotWritable` or `DamagedStore`. What a person may do is asked elsewhere (`notes.rights`).
    """

    def __init__(self, database: Database, folder: Path, held: ExitStack) -> None:
        self._database = database
        self._held = held
        self.people = People(database)
        self.encounters = Encounters(database)
        self.drafts = Drafts(database)
        self.notes = Notes(database)
        self.unsigned_texts = UnsignedTexts(database)
        self.deliveries = Deliveries(database)
        self.recordings = Recordings(database)
        self.settings = Settings(database)
        self.backups = Backups(database)
        self.search = Search(database)
        self.purges = Purges(database)
        self.audit = Audit(database, folder)
        self.audit_check = AuditCheck(database)

    @classmethod
    def open(cls, folder: Path, key: bytes, *, clock: Clock = utc_now) -> "Store":
        """Open the store in this folder, creating or migrating it when needed.

        Args:
            folder: made if missing, readable by this user only.
            key: 32 random bytes.
            clock: what "now" is for everything recorded.

        Raises:
            StoreInUse: another copy of the program has it open.
            NewerStore: a newer version of the program wrote it; it is left untouched.
            DamagedStore: it cannot be read with this key.
            StoreNotWritable: disk full, folder read-only or gone.
        """
        path = folder / FILE
        with ExitStack() as held:
            lock(folder, held)
            bring_up_to_date(path, key)
            database = Database(path, key, clock)
            held.callback(database.close)
            return cls(database, folder, held.pop_all())

    @contextmanager
    def together(self) -> Iterator[None]:
        """All calls made inside, by this thread, are one transaction."""
        with self._database.transaction():
            yield

    def afterwards(self, call: Callable[[], None]) -> None:
        """Call this when the transaction under way (`together`) is committed; never if it is not."""
        self._database.afterwards(call)

    @property
    def is_closed(self) -> bool:
        return self._database.is_closed

    def check(self) -> None:
        """Verify every page. Raises `DamagedStore`."""
        self._database.check()

    def empty_log(self) -> None:
        """Leave nothing of what was deleted in the write-ahead log. Raises `StoreInUse` during a backup."""
        self._database.empty_log()

    def close(self) -> None:
        """Close the file and let another copy of the program have it. Closing twice is fine."""
        self._held.close()


def lock(folder: Path, held: ExitStack) -> None:
    """Keep every other copy of the program out of this folder until `held` is closed.

    Raises:
        StoreInUse: another one has it open.
        StoreNotWritable: the folder cannot be made or written.
    """
    # Released from another thread than it was taken in, hence not thread-local.
    file = FileLock(folder / f"{FILE}.lock", mode=0o600, thread_local=False)
    with faults.told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            file.acquire(blocking=False)
        except Timeout as error:
            raise faults.IN_USE.at(folder) from error
    held.callback(file.release)
