"""Write a small encrypted store as each released schema left it, for the tests of migrations.

Run it when a migration is released: `PYTHONPATH=. python scripts/make-released-stores.py`. Files that are
there already stay as they are: they stand for what is on people's disks.
"""

import tempfile
from contextlib import closing
from pathlib import Path
from shutil import copyfile

from alembic import command
from alembic.config import Config

from scribe_desktop.notes.note import digest
from scribe_desktop.store.codec import encode_content, encode_runs
from scribe_desktop.store.database import connect, open_connection
from scribe_desktop.store.migrate import REVISIONS, SCRIPTS
from tests.helpers.charts import typed

PLACE = Path(__file__).parents[1] / "tests/unit/store/released"
KEY = bytes(range(32))
AT = 1_767_225_600_000_000
"""Midnight of 2026-01-01 UTC, in microseconds."""
BY = ("scribe-1", "desk-1")
HPI = typed("Crushing chest pain since noon.")
ADDED = typed("Troponin came back negative.")

# in the columns of the first schema: later ones get these rows from their migrations
ROWS: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("workstations", ("desk-1", "Front desk")),
    ("people", ("scribe-1", "Sam Ito", "scribe", "CMSS")),
    ("people", ("physician-1", "Ada Okafor", "provider", "MD")),
    ("patients", ("patient-1", "Jane Roe", "1970-04-01", "female", "M-1")),
    ("encounters", ("encounter-1", "patient-1", "Office visit", "physician-1", AT, "Room 3")),
    ("notes", ("note-1", "encounter-1", "soap_visit", AT, *BY)),
    ("draft_passages", ("note-1", "hpi", HPI.text, encode_runs(HPI.runs), AT, *BY)),
    ("note_versions", ("version-1", "note-1", 1, encode_content({"hpi": HPI}), "physician-1", "desk-1", AT)),
    ("note_events", (1, "event-1", "note-1", "created", None, "", *BY, AT)),
    ("note_events", (2, "event-2", "note-1", "signed", "version-1", "", "physician-1", "desk-1", AT)),
    (
        "signatures",
        ("signature-1", "note-1", "version-1", digest({"hpi": HPI}), "I agree.", "Ada Okafor, MD",
         "physician-1", "desk-1", AT),
    ),
    (
        "addenda",
        ("addendum-1", "note-1", ADDED.text, encode_runs(ADDED.runs), "Added.", "Ada Okafor, MD",
         "physician-1", "desk-1", AT),
    ),
    (
        "deliveries",
        ("delivery-1", "note-1", "signature-1", "folder", "queued", 0, AT, "", "", AT),
    ),
    ("settings", ("speech.engine", "clinical")),
)  # fmt: skip


def make(revision: str, target: Path) -> None:
    """A file that began at the first schema and was migrated up to this one."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scribe.db"
        file.touch()
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        with closing(open_connection(lambda: connect(file, KEY))) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, REVISIONS[0])
            for table, values in ROWS:
                places = ", ".join("?" * len(values))
                connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608
            command.upgrade(config, revision)
        copyfile(file, target)


def main() -> None:
    for revision in REVISIONS:
        target = PLACE / f"{revision}.db"
        if not target.exists():
            make(revision, target)
            print(target)  # noqa: T201


if __name__ == "__main__":
    main()
