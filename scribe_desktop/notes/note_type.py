"""Note types as data: which sections a note has, in what order, and which of them hold typed fields."""

import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from scribe_desktop.errors import BadInput


@dataclass(frozen=True)
class FieldSpec:
    """A typed field of a section, such as a vital sign."""

    key: str
    """Section and field: "vitals.heart_rate"."""
    label: str
    unit: str = ""
    pattern: str = ""
    """Regular expression that the whole value has to match; empty: anything."""
    example: str = ""
    low: float | None = None
    """Plausible range, inclusive, of each number in the value; outside it the field asks for a look."""
    high: float | None = None


@dataclass(frozen=True)
class SectionSpec:
    key: str
    title: str
    group: str
    """Subjective, Objective, Assessment or Plan."""
    loinc: str = ""
    hint: str = ""
    fields: tuple[FieldSpec, ...] = ()


@dataclass(frozen=True)
class NoteType:
    key: str
    title: str
    loinc: str
    """LOINC document type, e.g. 11506-3 for a progress note."""
    loinc_display: str
    sections: tuple[SectionSpec, ...]

    def section(self, key: str) -> SectionSpec:
        return next(section for section in self.sections if section.key == key)

    def fields(self) -> Iterator[FieldSpec]:
        for section in self.sections:
            yield from section.fields


_Spec = TypeVar("_Spec", NoteType, SectionSpec, FieldSpec)


def load(path: Path) -> NoteType:
    """Read one note type. Raises `BadInput` naming the file and what is wrong in it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return _build(NoteType, {**table, "key": path.stem, "sections": _sections(table)}, "the file")
    except ValueError as error:
        remedy = "Correct it there; soap_visit.toml shows how it is meant."
        raise BadInput(f"{path.name}: {error}.", remedy=remedy) from error


def _sections(table: Mapping[str, Any]) -> tuple[SectionSpec, ...]:
    sections = tuple(map(_section, _tables(table, "sections", "the file")))
    if not sections:
        raise ValueError("it has no sections")
    _refuse_twins(sections)
    return sections


def _section(entry: Mapping[str, Any]) -> SectionSpec:
    where = f"section {entry.get('key', '')!r}"
    fields = tuple(_field(field, entry) for field in _tables(entry, "fields", where))
    _refuse_twins(fields)
    return _build(SectionSpec, {**entry, "fields": fields}, where)


def _field(entry: Mapping[str, Any], section: Mapping[str, Any]) -> FieldSpec:
    key = f"{section.get('key', '')}.{entry.get('key', '')}"
    field = _build(FieldSpec, {**entry, "key": key} if "key" in entry else entry, f"field {key!r}")
    try:
        re.compile(field.pattern)
    except re.error as error:
        raise ValueError(f"the pattern of field {key!r} is wrong: {error}") from error
    return field


def _tables(owner: Mapping[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    tables = owner.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ValueError(f"'{name}' in {where} has to be written as [[{name}]]")
    return tables


def _build(kind: type[_Spec], entry: Mapping[str, Any], where: str) -> _Spec:
    names = {field.name: field.default is dataclasses.MISSING for field in dataclasses.fields(kind)}
    if missing := [name for name, required in names.items() if required and name not in entry]:
        raise ValueError(f"'{missing[0]}' is missing in {where}")
    if unknown := entry.keys() - names:
        raise ValueError(f"'{min(unknown)}' in {where} is unknown")
    return kind(**entry)


def _refuse_twins(specs: Sequence[SectionSpec] | Sequence[FieldSpec]) -> None:
    keys = [spec.key for spec in specs]
    if twins := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"the key {min(twins)!r} is used twice")
