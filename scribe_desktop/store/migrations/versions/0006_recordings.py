"""Recordings of what was spoken, and the utterances heard in them."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = (
    """
CREATE TABLE recordings (
    id TEXT NOT NULL PRIMARY KEY,
    note_id TEXT NOT NULL REFERENCES notes (id),
    section TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    workstation_id TEXT NOT NULL REFERENCES workstations (id),
    started_at BIGINT NOT NULL,
    device TEXT NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    recognised_up_to FLOAT NOT NULL,
    key BLOB NOT NULL
)""",
    """
CREATE TABLE utterances (
    id TEXT NOT NULL PRIMARY KEY,
    recording_id TEXT NOT NULL REFERENCES recordings (id),
    start FLOAT NOT NULL,
    "end" FLOAT NOT NULL,
    engine TEXT NOT NULL,
    text TEXT NOT NULL,
    words TEXT NOT NULL,
    alternatives TEXT NOT NULL,
    placed BOOLEAN NOT NULL
)""",
)


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)
    op.create_index("ix_recordings_note_id", "recordings", ["note_id"])
    op.create_index("ix_recordings_state", "recordings", ["state"])
    op.create_index("ix_utterances_recording_id", "utterances", ["recording_id"])
