"""Migrations run on a copy, end at today's tables, and leave the old file alone when they fail."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from scribe_desktop.errors import NewerStore, StoreNotWritable
from scribe_desktop.store import migrate, search_index
from scribe_desktop.store.database import connect
from scribe_desktop.store.store import Store
from scribe_desktop.store.tables import metadata
from tests.helpers.charts import Chart, staff
from tests.helpers.disk_limits import no_file_grows_past
from tests.unit.store.conftest import KEY

NEXT = """
from pathlib import Path
from alembic import op
revision, down_revision = "next", {newest!r}
def upgrade():
    op.execute("CREATE TABLE rooms (id TEXT NOT NULL PRIMARY KEY)")
    with op.batch_alter_table("notes") as notes:
        notes.drop_column("note_type")
    folder = Path({folder!r})
    assert {{path.name for path in folder.iterdir()}} >= {{"scribe.db", "scribe.db.new"}}
    assert not any(b"SENTINEL" in path.read_bytes() for path in folder.iterdir())
    {ending}
"""


@pytest.fixture
def old(folder: Path) -> Path:
    """The file of a store as today's program leaves it."""
    with closing(Store.open(folder, KEY)) as store:
        staff(store)
        chart = Chart.opened(store)
        chart.write(hpi="SENTINEL")
        chart.sign()
    return folder / "scribe.db"


def add_migration(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str = "pass") -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts)
    (scripts / "versions/next_rooms.py").write_text(
        NEXT.format(newest=migrate.REVISIONS[-1], folder=str(old.parent), ending=ending)
    )
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    monkeypatch.setattr(migrate, "REVISIONS", (*migrate.REVISIONS, "next"))


def query(file: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(connect(file, KEY)) as connection:
        rows: list[tuple[object, ...]] = connection.execute(statement).fetchall()
    return rows


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _is_no_index(name: str | None, kind: str, _parents: object) -> bool:
    """The full-text indexes are SQLite's own kind of table and known to `store.search` alone."""
    return not (kind == "table" and name is not None and name.startswith(search_index.INDEXES))


def test_migrations_end_at_the_tables_that_the_code_uses(store: Store) -> None:
    with store._database.transaction() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_no_index})
        assert compare_metadata(context, metadata) == []


def test_every_migration_is_listed_in_order() -> None:
    script = ScriptDirectory(str(migrate.SCRIPTS))
    walked = [revision.revision for revision in script.walk_revisions()]
    assert tuple(reversed(walked)) == migrate.REVISIONS


def test_an_older_store_is_carried_over_with_all_it_holds(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_migration(old, tmp_path, monkeypatch)
    before = query(old, "SELECT content FROM note_versions")
    migrate.bring_up_to_date(old, KEY)
    assert query(old, "SELECT content FROM note_versions") == before
    assert query(old, "SELECT version_num FROM alembic_version") == [("next",)]
    assert query(old, "SELECT * FROM rooms") == []
    assert files(old.parent) == {"scribe.db", "scribe.db.lock"}
    assert old.stat().st_mode & 0o777 == 0o600


def test_an_older_store_left_open_by_a_crash_is_carried_over_with_its_last_commits(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed = tmp_path / "crashed"
    with closing(connect(old, KEY)) as connection:
        connection.execute("UPDATE draft_passages SET text = 'last words'")
        shutil.copytree(old.parent, crashed)
    assert (crashed / "scribe.db-wal").stat().st_size > 0
    add_migration(crashed / "scribe.db", tmp_path, monkeypatch)
    migrate.bring_up_to_date(crashed / "scribe.db", KEY)
    assert query(crashed / "scribe.db", "SELECT text FROM draft_passages") == [("last words",)]


@pytest.mark.parametrize(
    "ending", ["raise RuntimeError('half way')", "op.execute('DELETE FROM people')", "op.execute('nonsense')"]
)
def test_a_failed_migration_leaves_the_old_file_as_it_was(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    before = old.read_bytes()
    add_migration(old, tmp_path, monkeypatch, ending)
    with pytest.raises(Exception, match=r"half way|broke a reference|syntax error"):
        migrate.bring_up_to_date(old, KEY)
    assert old.read_bytes() == before
    assert files(old.parent) == {"scribe.db", "scribe.db.lock"}


def test_a_migration_without_room_leaves_the_old_file_as_it_was(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()
    add_migration(old, tmp_path, monkeypatch)
    with no_file_grows_past(len(before) // 2), pytest.raises(StoreNotWritable):
        migrate.bring_up_to_date(old, KEY)
    assert old.read_bytes() == before
    assert files(old.parent) == {"scribe.db", "scribe.db.lock"}


def test_what_a_crash_left_of_a_migration_is_no_hindrance(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for leftover in ("scribe.db.new", "scribe.db.new-journal"):
        (old.parent / leftover).write_bytes(b"half")
    add_migration(old, tmp_path, monkeypatch)
    migrate.bring_up_to_date(old, KEY)
    assert query(old, "SELECT version_num FROM alembic_version") == [("next",)]


def test_a_store_of_a_newer_version_is_left_untouched(old: Path) -> None:
    with closing(connect(old, KEY)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = old.read_bytes()
    with pytest.raises(NewerStore, match="newer version"):
        Store.open(old.parent, KEY)
    assert old.read_bytes() == before
    assert files(old.parent) == {"scribe.db", "scribe.db.lock"}
