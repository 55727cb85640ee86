"""Reading note types and the sections they share from TOML files, and naming the line of any mistake."""

import dataclasses
import re
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from scribe_desktop.errors import BadInput
from scribe_desktop.notes import form
from scribe_desktop.notes.note_type import AgeRange, Carry, FieldSpec, NoteType, SectionSpec
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.notes.text_file import read_text
from scribe_desktop.notes.toml_lines import Step, line_of, parser_line

SHARED = "sections.toml"
"""Name of the file with the sections that note types refer to by key."""

_KEY = r"[a-z][a-z0-9_]*"
_TEXTS = tuple[str, ...]
_KINDS: dict[object, tuple[tuple[type, ...], str]] = {
    str: ((str,), "a text in quotation marks"),
    bool: ((bool,), "true or false"),
    float | None: ((int, float), "a number"),
    _TEXTS: ((tuple,), "a list of texts"),
}
_ANY_NOTE = {"loinc": "34109-9", "loinc_display": "Note"}
_REMEDY = "Correct it there; docs/note-types.md shows how it is meant."

Table = Mapping[str, Any]
_Spec = TypeVar("_Spec", NoteType, SectionSpec, FieldSpec)
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class _Place:
    """A table of the file: what to call it, and how to find its lines."""

    name: str = "the file"
    way: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return self.name


class _Mistake(ValueError):
    def __init__(self, said: str, place: _Place, key: str = "") -> None:
        super().__init__(said)
        self.place, self.key = place, key


def read(path: Path, shared: Mapping[str, Table] = MappingProxyType({})) -> NoteType:
    """One note type, its key being the file's name.

    Args:
        path: the file.
        shared: sections by key that it may refer to, as `read_shared` gives them.

    Raises:
        BadInput: it cannot be read or something in it is wrong; says file, line and remedy.
    """
    return _read(path, lambda table: _note_type(path, table, shared))


def read_shared(path: Path, shared: Mapping[str, Table] = MappingProxyType({})) -> dict[str, Table]:
    """The sections of a file as they stand there, by key, beside those that are shared already.

    Raises:
        BadInput: as `read` does.
    """
    return _read(path, lambda table: _shared(table, shared))


def _read(path: Path, build: Callable[[dict[str, Any]], _Read]) -> _Read:
    text = read_text(path, "Save the file with the encoding UTF-8.").replace("\r\n", "\n")
    try:
        return build(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line, said = parser_line(text, str(error))
        raise BadInput(f"{path.name}, line {line}: {said}.", remedy=_REMEDY) from error
    except _Mistake as error:
        line = line_of(text, error.place.way, error.key)
        raise BadInput(f"{path.name}, line {line}: {error}.", remedy=_REMEDY) from error


def _note_type(path: Path, table: Table, shared: Mapping[str, Table]) -> NoteType:
    if not re.fullmatch(_KEY, path.stem):
        raise _Mistake(
            f"“{path.stem}” is no key: small letters, digits and _ only. Rename the file", _Place()
        )
    if ("loinc" in table) is not ("loinc_display" in table):
        raise _Mistake("'loinc' and 'loinc_display' go together", _Place(), _first(table, *_ANY_NOTE))
    places = _entries(table, "sections", _Place(), "sections", named=True)
    sections = tuple(_section(_merged(entry, place, shared), place) for entry, place in places)
    _refuse_unlike(places, {*shared, *(section.key for section in sections)})
    if not sections:
        raise _Mistake("it has no sections", _Place())
    if not re.fullmatch(_KEY, f"{table.get('specialty', 'none')}"):
        raise _Mistake("'specialty' has to be small letters, digits and _", _Place(), "specialty")
    _refuse_twins(sections, [place for _, place in places])
    _refuse_torn_groups(sections, [place for _, place in places])
    return _build(NoteType, {**_ANY_NOTE, **table, "key": path.stem, "sections": sections}, _Place())


def _shared(table: Table, shared: Mapping[str, Table]) -> dict[str, Table]:
    if others := table.keys() - {"sections"}:
        raise _Mistake(f"'{min(others)}' in the file is unknown", _Place(), min(others))
    places = _entries(table, "sections", _Place(), "sections")
    sections = [_section(entry, place) for entry, place in places]
    _refuse_twins(sections, [place for _, place in places])
    _refuse_unlike(places, {*shared, *(section.key for section in sections)})
    return {entry["key"]: entry for entry, _ in places}


def _merged(entry: Table, place: _Place, shared: Mapping[str, Table]) -> Table:
    """The shared section of this key, with what the note type says otherwise."""
    if entry.keys() == {"key"} and entry["key"] not in shared:
        raise _Mistake(f"there is no shared section {entry['key']!r}", place)
    key = entry.get("key")
    return {**(shared.get(key, {}) if isinstance(key, str) else {}), **entry}


def _section(entry: Table, place: _Place) -> SectionSpec:
    places = _entries(entry, "fields", place, "sections.fields")
    fields = tuple(_field(field, entry, there) for field, there in places)
    _refuse_twins(fields, [there for _, there in places])
    entry, needed = _needed(entry, [field["key"] for field, _ in places], place)
    fields = tuple(
        dataclasses.replace(field, required=field.required or field.key.rpartition(".")[2] in needed)
        for field in fields
    )
    carry = entry.get("carry", Carry.OBSERVED)
    if carry not in list(Carry):
        raise _Mistake(f"'carry' in {place} has to be one of {', '.join(Carry)}", place, "carry")
    section = _build(SectionSpec, {**entry, "fields": fields, "carry": Carry(carry)}, place)
    _require_key(section.key, place)
    if section.form and section.form not in form.known():
        raise _Mistake(f"'form' in {place} has to be one of {', '.join(form.known())}", place, "form")
    return section


def _needed(entry: Table, known: Collection[str], place: _Place) -> tuple[Table, Collection[str]]:
    """A section without its `required_fields`, and these; each of them has to be one of its fields."""
    needed = entry.get("required_fields", [])
    if not isinstance(needed, list) or not all(isinstance(key, str) for key in needed):
        raise _Mistake(f"'required_fields' in {place} has to be a list of texts", place, "required_fields")
    if missing := next((key for key in needed if key not in known), None):
        said = f"'required_fields' in {place} names {missing!r}, and it has no such field"
        raise _Mistake(said, place, "required_fields")
    return {name: value for name, value in entry.items() if name != "required_fields"}, needed


def _field(entry: Table, section: Table, place: _Place) -> FieldSpec:
    if "key" not in entry:
        raise _Mistake(f"'key' is missing in {place}", place)
    _require_key(entry["key"], place)
    key = f"{section.get('key', '')}.{entry['key']}"
    field = _build(FieldSpec, {**entry, "key": key, "ages": _ages(entry, place)}, place)
    try:
        re.compile(field.pattern)
    except re.error as error:
        raise _Mistake(f"the pattern of {place} is wrong: {error}", place, "pattern") from error
    return field


def _ages(entry: Table, place: _Place) -> tuple[AgeRange, ...]:
    """`ages = { infant = [70, 225] }` as ranges."""
    ages = entry.get("ages", {})
    ranges = ages.items() if isinstance(ages, dict) else [("", ages)]
    for name, span in ranges:
        numbers = isinstance(span, list) and len(span) == 2 and all(isinstance(n, int | float) for n in span)
        if name not in list(AgeBand) or not numbers or span[0] > span[1]:
            bands = ", ".join(AgeBand)
            raise _Mistake(f"'ages' of {place} has to give [low, high] for any of {bands}", place, "ages")
    return tuple(AgeRange(AgeBand(name), *span) for name, span in ranges)


def _entries(
    owner: Table, name: str, place: _Place, header: str, *, named: bool = False
) -> list[tuple[Table, _Place]]:
    """The tables of an array, each with its place; `named`: a mere text stands for a table with that key."""
    entries = owner.get(name, [])
    allowed = (dict, str) if named else dict
    if not isinstance(entries, list) or not all(isinstance(entry, allowed) for entry in entries):
        raise _Mistake(f"'{name}' in {place} has to be written as [[{header}]]", place, name)
    tables = [entry if isinstance(entry, dict) else {"key": entry} for entry in entries]
    return [(table, _place(table, name, place, header, number)) for number, table in enumerate(tables)]


def _place(entry: Table, name: str, within: _Place, header: str, number: int) -> _Place:
    key = str(entry.get("key", ""))
    outer = f"{within.way[-1].key}." if within.way else ""
    return _Place(f"{name.removesuffix('s')} {outer + key!r}", (*within.way, Step(header, number, key)))


def _build(kind: type[_Spec], entry: Table, place: _Place) -> _Spec:
    fields = {field.name: field for field in dataclasses.fields(kind)}
    needed = (name for name, field in fields.items() if field.default is dataclasses.MISSING)
    if missing := next((name for name in needed if name not in entry), None):
        raise _Mistake(f"'{missing}' is missing in {place}", place)
    if unknown := entry.keys() - fields:
        raise _Mistake(f"'{min(unknown)}' in {place} is unknown", place, min(unknown))
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    for name, value in values.items():
        if not _fits(value, fields[name].type):
            raise _Mistake(f"'{name}' in {place} has to be {_KINDS[fields[name].type][1]}", place, name)
    return kind(**values)


def _fits(value: object, kind: object) -> bool:
    if kind not in _KINDS:
        return True
    if isinstance(value, bool):
        return kind is bool
    texts = kind != _TEXTS or (isinstance(value, tuple) and all(isinstance(one, str) for one in value))
    return isinstance(value, _KINDS[kind][0]) and texts


def _require_key(key: object, place: _Place) -> None:
    if not isinstance(key, str) or not re.fullmatch(_KEY, key):
        raise _Mistake(f"the key of {place} has to be small letters, digits and _", place, "key")


def _refuse_twins(specs: Sequence[SectionSpec] | Sequence[FieldSpec], places: Sequence[_Place]) -> None:
    keys = [spec.key for spec in specs]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            raise _Mistake(f"the key {key!r} is used twice", places[number], "key")


def _refuse_unlike(places: Sequence[tuple[Table, _Place]], known: Collection[str]) -> None:
    for entry, place in places:
        for key in entry.get("like", ()):
            if key not in known:
                said = f"'like' in {place} names {key!r}, and there is no such section"
                raise _Mistake(said, place, "like")


def _refuse_torn_groups(sections: Sequence[SectionSpec], places: Sequence[_Place]) -> None:
    groups = [section.group for section in sections]
    for number, group in enumerate(groups):
        if group in groups[:number] and groups[number - 1] != group:
            said = f"{places[number]} belongs to {group!r}, but stands apart from it"
            raise _Mistake(said, places[number], "group")


def _first(table: Table, *names: str) -> str:
    return next(name for name in names if name in table)
