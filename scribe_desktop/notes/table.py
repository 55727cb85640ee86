"""Tables as data: which columns the rows of a note's section have, and how a row is said in a sentence."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from scribe_desktop import assets

OPEN = "***"
"""Stands in a sentence for what is missing in its row; a note cannot be submitted while it does."""

_TOKEN = re.compile(r"(\[|\]|\{[a-z_]+\})")


class Kind(StrEnum):
    """What a column holds. All of them are text; the kind says what helps to write it."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    DOSE = "dose"
    """An amount of a drug: written without trailing zero and with a leading one."""
    CODE = "code"
    """A code of ICD-10-CM."""
    LIST = "list"
    """Several things, with semicolons between them."""


@dataclass(frozen=True)
class ColumnSpec:
    key: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    """A row without it is not finished: its sentence has a blank there."""
    choices: tuple[str, ...] = ()
    """What may be chosen by its first letters; anything else may be typed."""
    hint: str = ""
    width: int = 12
    """Characters that it takes at least."""
    headings: tuple[str, ...] = ()
    """What else this column is called in files, in small letters."""


@dataclass(frozen=True)
class Flag:
    """The columns from which a row is flagged as low, high or critical."""

    value: str
    normal: str
    critical: str
    reported: str
    """What whoever reported the row flagged it as."""
    meanings: Mapping[str, str]
    """What such a flag means in our words, by the flag in small letters: "ll" is "critical L"."""


@dataclass(frozen=True)
class TableSpec:
    key: str
    title: str
    row: str
    """What one row is called: "result", "order"."""
    sentence: str
    """How a row is said: `{column}`, and `[…]` around what is left out when a column in it is blank."""
    columns: tuple[ColumnSpec, ...]
    pending: str = ""
    """What stands behind a row that the provider has to confirm; empty for rows that need none."""
    confirmed: str = ""
    """What takes its place then: with `{who}` and `{when}`."""
    flag: Flag | None = None
    aliases: Mapping[str, tuple[str, ...]] | None = None
    """Other names of what the first column names, in small letters."""

    def column(self, key: str) -> ColumnSpec:
        return next(column for column in self.columns if column.key == key)


def fill(template: str, values: Mapping[str, str]) -> str:
    """A template with its values; what is blank outside of brackets becomes an open place."""
    return _fill(iter(_TOKEN.split(template)), values)[0]


@cache
def load(key: str) -> TableSpec:
    """The table of `resources/tables/<key>.toml`."""
    found = tomllib.loads(assets.resource("tables", f"{key}.toml").read_text(encoding="utf-8"))
    return build(key, found)


@cache
def every() -> Mapping[str, TableSpec]:
    """All tables that there are, by key."""
    return {path.stem: load(path.stem) for path in sorted(assets.resource("tables").glob("*.toml"))}


def build(key: str, entry: Mapping[str, Any]) -> TableSpec:
    """A table from what its file says."""
    columns = tuple(map(_column, entry["columns"]))
    flag = _flag(entry) if "flag" in entry else None
    aliases = {name: tuple(others) for name, others in entry.get("aliases", {}).items()}
    plain = {name: entry[name] for name in ("title", "row", "sentence")}
    said = {name: entry.get(name, "") for name in ("pending", "confirmed")}
    return TableSpec(key=key, columns=columns, flag=flag, aliases=aliases, **plain, **said)


def _flag(entry: Mapping[str, Any]) -> Flag:
    meanings = {said: flag for flag, names in entry["reported_flags"].items() for said in names}
    return Flag(**entry["flag"], meanings=meanings)


def _column(entry: Mapping[str, Any]) -> ColumnSpec:
    lists = {name: tuple(entry[name]) for name in ("choices", "headings") if name in entry}
    return ColumnSpec(**{**entry, **lists, "kind": Kind(entry.get("kind", Kind.TEXT))})


def _fill(signs: Iterator[str], values: Mapping[str, str]) -> tuple[str, bool]:
    """What is said up to the closing bracket, and whether a value is missing in it."""
    said, missing = "", False
    for sign in signs:
        if sign == "[":
            part, lacks = _fill(signs, values)
            said += "" if lacks else part
        elif sign == "]":
            break
        elif sign.startswith("{"):
            value = values.get(sign[1:-1], "")
            missing |= not value
            said += value or OPEN
        else:
            said += sign
    return said, missing
