"""Logging in: Argon2id as this machine was calibrated for, and everything else; and opening a big store.

SCRIBE_BENCH_STORE_MB says how big (200 unless told; 5,000 is what a clinic of many years has).
"""

import os
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.store.database import PRAGMAS, connect
from scribe_desktop.store.store import FILE, Store
from scribe_desktop.vault.calibration import calibrated, seconds
from scribe_desktop.vault.key_file import read

BUILD = Path(__file__).parents[2] / "build"
MEGABYTES = int(os.environ.get("SCRIBE_BENCH_STORE_MB", "200"))
ROUNDS = 15
KEY = bytes(32)
PASSPHRASE = "seven kettles by the pier"


def unlocking(folder: Path) -> tuple[float, float]:
    """Median seconds of a whole log-in, and of Argon2id alone, taken in turns."""
    door = FrontDoor(Profile(folder), None, cost=calibrated)
    session, _ = door.set_up(new_person("Ada Okafor", Role.PROVIDER, "MD"), PASSPHRASE, workstation="Desk")
    session.close()
    me, (_, wrap) = door.logins()[0].person_id, read(folder / "keys.json").people[0]
    whole, alone = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        opened = door.log_in(me, PASSPHRASE)
        whole.append(time.perf_counter() - start)
        opened.close()
        alone.append(seconds(wrap.cost))
    return median(whole), median(alone)


def opening(folder: Path) -> tuple[float, float]:
    """Median seconds until a big store answers the first question, and the same file on plain SQLite."""
    Store.open(folder, KEY).close()
    plain_file = folder / "plain.db"
    with closing(connect(folder / FILE, KEY)) as ours, closing(sqlite3.connect(plain_file)) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        for connection in (ours, plain):
            connection.execute("CREATE TABLE weight (id INTEGER PRIMARY KEY, data BLOB)")
            connection.execute("CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT)")
            for _ in range(MEGABYTES):
                connection.execute("INSERT INTO weight (data) VALUES (?)", (secrets.token_bytes(1 << 20),))
            connection.commit()
    times: dict[str, list[float]] = {"ours": [], "plain": []}
    for _ in range(ROUNDS):
        times["ours"].append(_timed(lambda: _open(folder)))
        times["plain"].append(_timed(lambda: _open_plain(plain_file)))
    return median(times["ours"]), median(times["plain"])


def _open(folder: Path) -> None:
    with closing(Store.open(folder, KEY)) as store:
        store.settings.get("speech.engine")


def _open_plain(file: Path) -> None:
    with closing(sqlite3.connect(file)) as plain:
        for pragma in PRAGMAS:
            plain.execute(f"PRAGMA {pragma}")
        plain.execute("SELECT value FROM settings WHERE key = 'speech.engine'").fetchone()


def _timed(do: Callable[[], None]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def figures() -> dict[str, float]:
    """`unlock_s`, `unlock_ratio` (over Argon2id alone), `open_ratio` and `open_ms` of a store this big."""
    BUILD.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=BUILD) as folder:
        whole, alone = unlocking(Path(folder, "small"))
        ours, plain = opening(Path(folder, "big"))
    return {
        "unlock_s": whole,
        "unlock_ratio": whole / alone,
        "open_ms": ours * 1000,
        "open_ratio": ours / plain,
        "open_store_mb": MEGABYTES,
    }
