"""Note types as data: which sections a note has, in what order, and which of them hold typed fields."""

import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.notes.units import dimension_of


@dataclass(frozen=True)
class AgeRange:
    """The plausible range, inclusive, at one age."""

    band: AgeBand
    low: float
    high: float


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
    ages: tuple[AgeRange, ...] = ()
    """Ranges that hold instead at these ages."""

    def plausible(self, band: AgeBand) -> tuple[float, float] | None:
        """Lowest and highest plausible number at this age; None where any is."""
        for at in self.ages:
            if at.band is band:
                return at.low, at.high
        return None if self.low is None or self.high is None else (self.low, self.high)

    def unit_behind(self, value: str) -> str:
        """The unit to put behind a value as it is stored; empty where the value names its own."""
        dimension = dimension_of(self.unit)
        return "" if dimension is not None and dimension.named_in(value) else self.unit


@dataclass(frozen=True)
class SectionSpec:
    key: str
    title: str
    group: str
    """Subjective, Objective, Assessment or Plan."""
    loinc: str = ""
    hint: str = ""
    required: bool = False
    """A note cannot be submitted while this section is empty."""
    headings: tuple[str, ...] = ()
    """What else this section is called in notes from elsewhere."""
    fields: tuple[FieldSpec, ...] = ()
    form: str = ""
    """Name of the form in `resources/forms/` that can fill it in; empty: there is none."""


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
    headings = entry.get("headings", [])
    if not isinstance(headings, list) or not all(isinstance(heading, str) for heading in headings):
        raise ValueError(f"'headings' in {where} has to be a list of texts")
    return _build(SectionSpec, {**entry, "fields": fields, "headings": tuple(headings)}, where)


def _field(entry: Mapping[str, Any], section: Mapping[str, Any]) -> FieldSpec:
    key = f"{section.get('key', '')}.{entry.get('key', '')}"
    named = {**entry, "key": key} if "key" in entry else entry
    field = _build(FieldSpec, {**named, "ages": _ages(entry, key)}, f"field {key!r}")
    try:
        re.compile(field.pattern)
    except re.error as error:
        raise ValueError(f"the pattern of field {key!r} is wrong: {error}") from error
    return field


def _ages(entry: Mapping[str, Any], key: str) -> tuple[AgeRange, ...]:
    """`ages = { infant = [70, 225] }` as ranges."""
    ages = entry.get("ages", {})
    ranges = ages.items() if isinstance(ages, dict) else [("", ages)]
    for name, span in ranges:
        numbers = isinstance(span, list) and len(span) == 2 and all(isinstance(n, int | float) for n in span)
        if name not in list(AgeBand) or not numbers or span[0] > span[1]:
            bands = ", ".join(AgeBand)
            raise ValueError(f"'ages' of field {key!r} has to give [low, high] for any of {bands}")
    return tuple(AgeRange(AgeBand(name), *span) for name, span in ranges)


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
