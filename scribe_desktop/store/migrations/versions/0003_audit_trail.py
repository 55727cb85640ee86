"""The audit trail: entries that are only ever added, and the key that chains them."""

from alembic import op

revision = "0003"
down_revision = "0001"

TABLES = (
    """
CREATE TABLE audit_chain (
    id TEXT NOT NULL PRIMARY KEY,
    key BLOB NOT NULL
)""",
    """
CREATE TABLE audit_entries (
    seq INTEGER NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    role TEXT NOT NULL,
    workstation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    patient_id TEXT NOT NULL,
    note_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    mac BLOB NOT NULL
)""",
)

INDEXES = ("at", "person_id", "patient_id", "kind")

APPEND_ONLY = ("audit_chain", "audit_entries")


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)
    for column in INDEXES:
        op.create_index(f"ix_audit_entries_{column}", "audit_entries", [column])
    for table in APPEND_ONLY:
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
