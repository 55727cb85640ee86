"""The full-text indexes beside draft passages and addenda, and emptying them of what is gone.

Triggers (migration 0005) keep them in the transaction that changes the text.
"""

from sqlalchemy import Connection

INDEXES = ("passage_search", "addendum_search")


def forget_deleted(connection: Connection) -> None:
    """Merge each index into one piece, in which nothing is left of words that were deleted."""
    for index in INDEXES:
        connection.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608 names of our own
