"""A signed version keeps the note type that it was signed in; older ones have none."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("ALTER TABLE note_versions ADD COLUMN note_type TEXT NOT NULL DEFAULT ''")
