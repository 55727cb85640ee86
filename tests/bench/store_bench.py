"""What encryption and our own code add to one autosave, against bare SQLite doing the same commit."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from scribe_desktop.notes.passage import Passage
from scribe_desktop.store.codec import encode_runs
from scribe_desktop.store.database import PRAGMAS
from scribe_desktop.store.store import Store
from scribe_desktop.store.tables import draft_passages
from tests.helpers.charts import AS_SCRIBE, DESK, SCRIBE, Chart, staff, typed

BUILD = Path(__file__).parents[2] / "build"
ROUNDS = 500
WORDS = "word " * 400

_UPSERT = """
INSERT INTO draft_passages VALUES (?, 'hpi', ?, ?, ?, ?, ?)
ON CONFLICT (note_id, key) DO UPDATE SET text = excluded.text, runs = excluded.runs,
    updated_at = excluded.updated_at, person_id = excluded.person_id, workstation_id = excluded.workstation_id
"""


def measured(folder: Path) -> dict[str, float]:
    """Median milliseconds of one autosave of a 2 kB section on each side, taken in turns."""
    with (
        closing(Store.open(folder, bytes(32))) as store,
        closing(sqlite3.connect(folder / "plain.db", isolation_level=None)) as plain,
    ):
        staff(store)
        chart = Chart.opened(store)
        _furnish(plain, chart.id)
        times: dict[str, list[float]] = {"ours": [], "plain": []}
        for number in range(ROUNDS):
            passage = typed(f"{WORDS}{number}")
            times["ours"].append(
                _timed(lambda p: store.drafts.save(chart.id, {"hpi": p}, AS_SCRIBE), passage)
            )
            times["plain"].append(_timed(lambda p: _save(plain, chart.id, p), passage))
    return {side: median(taken) * 1000 for side, taken in times.items()}


def _furnish(plain: sqlite3.Connection, note_id: str) -> None:
    for pragma in PRAGMAS:
        plain.execute(f"PRAGMA {pragma}")
    for table, row in (("notes", note_id), ("people", SCRIBE.id), ("workstations", DESK.id)):
        plain.execute(f"CREATE TABLE {table} (id TEXT NOT NULL PRIMARY KEY)")
        plain.execute(f"INSERT INTO {table} VALUES (?)", (row,))
    plain.execute(str(CreateTable(draft_passages).compile(dialect=sqlite.dialect())))


def _save(plain: sqlite3.Connection, note_id: str, passage: Passage) -> None:
    row = (note_id, passage.text, encode_runs(passage.runs), time.time_ns(), SCRIBE.id, DESK.id)
    plain.execute("BEGIN")
    plain.execute(_UPSERT, row)
    plain.execute("COMMIT")


def _timed(save: Callable[[Passage], object], passage: Passage) -> float:
    start = time.perf_counter()
    save(passage)
    return time.perf_counter() - start


def on_disk() -> dict[str, float]:
    """`measured` on the checkout's disk: in memory, syncing would cost neither side anything."""
    BUILD.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=BUILD) as folder:
        return measured(Path(folder))


def figures() -> dict[str, float]:
    """`autosave_ratio`: median of ours over median of plain SQLite."""
    medians = on_disk()
    return {"autosave_ratio": medians["ours"] / medians["plain"]}


def main() -> None:
    medians = on_disk()
    print(f"{'one autosave':<24}{'p50':>10}")
    print(f"{'plain SQLite':<24}{medians['plain']:>7.3f} ms")
    print(f"{'encrypted store':<24}{medians['ours']:>7.3f} ms")
    print(f"{'ratio':<24}{medians['ours'] / medians['plain']:>7.2f} x")


if __name__ == "__main__":
    main()
