"""The first tables, and the triggers that keep the legal record append-only."""

from alembic import op

revision = "0001"
down_revision = None

AUTHOR = """
    person_id TEXT NOT NULL REFERENCES people (id),
    workstation_id TEXT NOT NULL REFERENCES workstations (id)"""

TABLES = (
    """
CREATE TABLE workstations (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
)""",
    """
CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    credentials TEXT NOT NULL
)""",
    """
CREATE TABLE patients (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    sex TEXT NOT NULL,
    mrn TEXT NOT NULL UNIQUE
)""",
    """
CREATE TABLE encounters (
    id TEXT NOT NULL PRIMARY KEY,
    patient_id TEXT NOT NULL REFERENCES patients (id),
    visit_type TEXT NOT NULL,
    provider_id TEXT NOT NULL REFERENCES people (id),
    started_at BIGINT NOT NULL,
    location TEXT NOT NULL
)""",
    f"""
CREATE TABLE notes (
    id TEXT NOT NULL PRIMARY KEY,
    encounter_id TEXT NOT NULL REFERENCES encounters (id),
    note_type TEXT NOT NULL,
    created_at BIGINT NOT NULL,{AUTHOR}
)""",
    f"""
CREATE TABLE draft_passages (
    note_id TEXT NOT NULL REFERENCES notes (id),
    key TEXT NOT NULL,
    text TEXT NOT NULL,
    runs TEXT NOT NULL,
    updated_at BIGINT NOT NULL,{AUTHOR},
    PRIMARY KEY (note_id, key)
)""",
    f"""
CREATE TABLE note_versions (
    id TEXT NOT NULL PRIMARY KEY,
    note_id TEXT NOT NULL REFERENCES notes (id),
    number INTEGER NOT NULL,
    content TEXT NOT NULL,{AUTHOR},
    at BIGINT NOT NULL,
    UNIQUE (note_id, number)
)""",
    f"""
CREATE TABLE note_events (
    seq INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    note_id TEXT NOT NULL REFERENCES notes (id),
    kind TEXT NOT NULL,
    version_id TEXT REFERENCES note_versions (id),
    reason TEXT NOT NULL,{AUTHOR},
    at BIGINT NOT NULL
)""",
    f"""
CREATE TABLE signatures (
    id TEXT NOT NULL PRIMARY KEY,
    note_id TEXT NOT NULL REFERENCES notes (id),
    version_id TEXT NOT NULL REFERENCES note_versions (id),
    content_digest TEXT NOT NULL,
    attestation TEXT NOT NULL,
    signer_name TEXT NOT NULL,{AUTHOR},
    at BIGINT NOT NULL
)""",
    f"""
CREATE TABLE addenda (
    id TEXT NOT NULL PRIMARY KEY,
    note_id TEXT NOT NULL REFERENCES notes (id),
    text TEXT NOT NULL,
    runs TEXT NOT NULL,
    attestation TEXT NOT NULL,
    signer_name TEXT NOT NULL,{AUTHOR},
    at BIGINT NOT NULL
)""",
    """
CREATE TABLE deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    note_id TEXT NOT NULL REFERENCES notes (id),
    document_id TEXT NOT NULL,
    destination TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at BIGINT,
    last_error TEXT NOT NULL,
    reference TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (document_id, destination)
)""",
    """
CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
)""",
)

INDEXES = (
    ("encounters", "started_at"),
    ("notes", "encounter_id"),
    ("note_events", "note_id", "kind"),
    ("signatures", "note_id"),
    ("addenda", "note_id"),
    ("deliveries", "state", "next_try_at"),
    ("deliveries", "note_id"),
)

APPEND_ONLY = ("note_versions", "note_events", "signatures", "addenda")


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)
    for table, *columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    for table in APPEND_ONLY:
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
