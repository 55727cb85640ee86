"""A record's author is one object in the domain and two columns in a table."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row

from scribe_desktop.notes.people import Author


def to_columns(record: object) -> dict[str, Any]:
    """The fields of an authored dataclass, its `author` spread over two columns."""
    fields = dict(vars(record))
    author: Author = fields.pop("author")
    return {**fields, **asdict(author)}


def to_fields(row: Row[Any]) -> dict[str, Any]:
    """The columns of a row, those two gathered into `author`."""
    columns = dict(row._mapping)
    author = Author(columns.pop("person_id"), columns.pop("workstation_id"))
    return {**columns, "author": author}
