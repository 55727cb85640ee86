"""Search over all notes, kept by the same transactions as the text; backups made, and purges."""

from alembic import op

revision = "0005"
down_revision = "0003"

TABLES = (
    """
CREATE TABLE backups (
    id TEXT NOT NULL PRIMARY KEY,
    path TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    condemned BOOLEAN NOT NULL
)""",
    """
CREATE TABLE purges (
    id TEXT NOT NULL PRIMARY KEY,
    encounter_id TEXT NOT NULL,
    patient_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    rows INTEGER NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    workstation_id TEXT NOT NULL REFERENCES workstations (id),
    at BIGINT NOT NULL
)""",
)

INDEXED = (("passage_search", "draft_passages"), ("addendum_search", "addenda"))


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER purges_refuses_{deed.lower()} BEFORE {deed} ON purges "
            "BEGIN SELECT RAISE(ABORT, 'purges is append-only'); END"
        )
    for index, table in INDEXED:
        # whose text it is stands in the index as one word, so that one patient's notes are found at once
        op.execute(
            f"CREATE VIEW {index}ed AS SELECT {table}.rowid AS id, {table}.text AS text, "
            "replace(encounters.patient_id, '-', '') AS patient "
            f"FROM {table} JOIN notes ON notes.id = {table}.note_id "
            "JOIN encounters ON encounters.id = notes.encounter_id"
        )
        op.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5(text, patient, content='{index}ed', "
            "content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
        )
        for deed, row in (("INSERT", "new"), ("DELETE", "old"), ("UPDATE", "old"), ("UPDATE", "new")):
            op.execute(_trigger(index, table, deed, row))
        op.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def _trigger(index: str, table: str, deed: str, row: str) -> str:
    """Index the new text, or take the old one out while it is still known what it was."""
    out, when = (f"{index}, ", "BEFORE") if row == "old" else ("", "AFTER")
    command = "'delete', " if out else ""
    of_text = " OF text" if deed == "UPDATE" else ""
    patient = (
        "(SELECT replace(patient_id, '-', '') FROM notes JOIN encounters ON encounters.id = encounter_id "
        f"WHERE notes.id = {row}.note_id)"
    )
    into = f"INSERT INTO {index} ({out}rowid, text, patient)"
    return (
        f"CREATE TRIGGER {index}_{deed.lower()}_{row} {when} {deed}{of_text} ON {table} "
        f"BEGIN {into} VALUES ({command}{row}.rowid, {row}.text, {patient}); END"
    )
