"""The full-text indexes beside draft passages and addenda: filled again, or emptied of what is gone.

Triggers (migration 0005) keep them in the transaction that changes the text.
"""

from sqlalchemy import Connection

INDEXES = ("passage_search", "addendum_search")


def rebuild(connection: Connection) -> None:
    """Read all text anew: a migration may have given rows other numbers."""
    _tell(connection, "rebuild")


def forget_deleted(connection: Connection) -> None:
    """Merge each index into one piece, in which nothing is left of words that were deleted."""
    _tell(connection, "optimize")


def _tell(connection: Connection, command: str) -> None:
    for index in INDEXES:
        connection.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES (?)", (command,))  # noqa: S608 names of our own
