"""Search over many notes in the encrypted store, against the same statements on plain SQLite.

SCRIBE_BENCH_NOTES says how many notes (100,000 unless told), five sections each.
"""

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from scribe_desktop import assets
from scribe_desktop.store import search
from scribe_desktop.store.database import PRAGMAS, connect
from scribe_desktop.store.store import FILE, Store
from tests.helpers.charts import DESK, PHYSICIAN, SCRIBE, staff

BUILD = Path(__file__).parents[2] / "build"
NOTES = int(os.environ.get("SCRIBE_BENCH_NOTES", "100000"))
PATIENTS = max(NOTES // 20, 1)
SECTIONS = ("cc", "hpi", "exam", "assessment", "plan")
WORDS = 60
QUERIES = 300
KEY = bytes(32)
_TABLES = ("workstations", "people", "patients", "encounters", "notes", "draft_passages")

Search = Callable[[str, str], object]
"""What somebody typed, and whose notes; empty: everybody's."""


def measured(folder: Path) -> dict[str, list[float]]:
    """Seconds of each query on each side, taken in turns."""
    Store.open(folder, KEY).close()
    with closing(Store.open(folder, KEY)) as store:
        staff(store)
    with closing(connect(folder / FILE, KEY)) as encrypted:
        _fill(encrypted)
    with (
        closing(Store.open(folder, KEY)) as store,
        closing(_plain(folder)) as plain,
    ):
        times: dict[str, list[float]] = {"ours": [], "plain": []}
        for typed, patient_id in _asked():
            times["ours"].append(_timed(lambda t, p: store.search.find(t, patient_id=p), typed, patient_id))
            times["plain"].append(_timed(lambda t, p: _find(plain, t, p), typed, patient_id))
    return times


def _words() -> list[str]:
    listed = assets.resource("vocabulary", "clinical_words.txt").read_text(encoding="utf-8").split()
    words = [word for word in listed if word.isalpha()]
    random.Random(1).shuffle(words)
    return words


def _fill(connection: Any) -> None:
    chance, words = random.Random(2), _words()
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO patients VALUES (?, ?, '1970-01-01', 'female', ?)",
        ((f"p{n}", f"Patient {n}", f"M-{n}") for n in range(PATIENTS)),
    )
    for number in range(NOTES):
        encounter = (f"e{number}", f"p{number % PATIENTS}", "Office visit", PHYSICIAN.id, number, "Room 3")
        connection.execute("INSERT INTO encounters VALUES (?, ?, ?, ?, ?, ?)", encounter)
        note = (f"n{number}", f"e{number}", "soap_visit", number, SCRIBE.id, DESK.id)
        connection.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?)", note)
        said = chance.choices(words, weights, k=WORDS * len(SECTIONS))
        connection.executemany(
            "INSERT INTO draft_passages VALUES (?, ?, ?, '[]', ?, ?, ?)",
            (
                (note[0], key, " ".join(said[at * WORDS : (at + 1) * WORDS]), number, SCRIBE.id, DESK.id)
                for at, key in enumerate(SECTIONS)
            ),
        )
    connection.execute("COMMIT")
    connection.execute("INSERT INTO passage_search (passage_search) VALUES ('optimize')")


def _plain(folder: Path) -> sqlite3.Connection:
    """The same rows and the same index without encryption."""
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    for pragma in PRAGMAS:
        plain.execute(f"PRAGMA {pragma}")
    with closing(connect(folder / FILE, KEY)) as encrypted:
        made = encrypted.execute(
            "SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'sqlite_%' "
            "AND name NOT GLOB '*_search_[a-d]*' AND name NOT GLOB '*_search_i*' "
            "AND type <> 'trigger' ORDER BY type = 'index'"
        ).fetchall()
        plain.execute("BEGIN")
        for (statement,) in made:
            plain.execute(statement)
        for table in _TABLES:
            rows = encrypted.execute(f"SELECT rowid, * FROM {table}")
            names = ", ".join(["rowid", *(column[0] for column in rows.description[1:])])
            places = ", ".join("?" * len(rows.description))
            plain.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)
        plain.execute("COMMIT")
    plain.execute("INSERT INTO passage_search (passage_search) VALUES ('rebuild')")
    plain.execute("INSERT INTO passage_search (passage_search) VALUES ('optimize')")
    return plain


def _asked() -> Iterator[tuple[str, str]]:
    """Frequent and rare words, two and three at once, phrases and beginnings, of all and of one patient."""
    chance, words = random.Random(3), _words()
    frequent, rare = words[:50], words[500:5000]
    makers: tuple[Callable[[], str], ...] = (
        lambda: chance.choice(frequent) + " ",
        lambda: chance.choice(rare) + " ",
        lambda: f"{chance.choice(frequent)} {chance.choice(rare)} ",
        lambda: f"{chance.choice(rare)} {chance.choice(rare)} ",
        lambda: f"{chance.choice(frequent)} {chance.choice(frequent)} {chance.choice(frequent)} ",
        lambda: f'"{chance.choice(frequent)} {chance.choice(frequent)}"',
        lambda: chance.choice(words[:5000])[:4],
    )
    for number in range(QUERIES):
        patient = f"p{chance.randrange(PATIENTS)}" if number % 3 == 0 else ""
        yield makers[number % len(makers)](), patient


def _find(plain: sqlite3.Connection, typed: str, patient_id: str) -> list[Any]:
    values = search.values(typed, patient_id) or {}
    return [row for statement in search.STATEMENTS for row in plain.execute(statement, values).fetchall()]


def _timed(ask: Search, typed: str, patient_id: str) -> float:
    start = time.perf_counter()
    ask(typed, patient_id)
    return time.perf_counter() - start


def on_disk() -> dict[str, list[float]]:
    BUILD.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=BUILD) as folder:
        return measured(Path(folder))


def figures() -> dict[str, float]:
    """`search_p99_ms` of ours, and `search_ratio`: median of ours over median of plain SQLite."""
    times = on_disk()
    return {
        "search_p99_ms": quantiles(times["ours"], n=100)[98] * 1000,
        "search_ratio": median(times["ours"]) / median(times["plain"]),
    }
