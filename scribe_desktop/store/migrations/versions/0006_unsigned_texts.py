"""Reasons, attestations and addenda that somebody has begun and not signed or sent yet."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLE = """
CREATE TABLE unsigned_texts (
    note_id TEXT NOT NULL REFERENCES notes (id),
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    workstation_id TEXT NOT NULL REFERENCES workstations (id),
    PRIMARY KEY (note_id, person_id, kind)
)"""


def upgrade() -> None:
    op.execute(TABLE)
