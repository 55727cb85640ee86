"""How a note type is written down with the note that was signed in it: JSON, defaults left out."""

import dataclasses
import json
from typing import Any, TypeVar

from scribe_desktop.notes.note_type import AgeRange, Carry, FieldSpec, NoteType, SectionSpec
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.store.codec import storable

_Spec = TypeVar("_Spec", NoteType, SectionSpec, FieldSpec)


def encode_note_type(note_type: NoteType | None) -> str:
    """A note type as a JSON object; none as an empty text."""
    if note_type is None:
        return ""
    return storable(json.dumps(_plain(note_type), ensure_ascii=False, separators=(",", ":")))


def decode_note_type(text: str) -> NoteType | None:
    """What `encode_note_type` wrote; what this version has no place for is left out."""
    if not text:
        return None
    written = json.loads(text)
    return _build(NoteType, {**written, "sections": tuple(map(_section, written["sections"]))})


def _plain(spec: Any) -> dict[str, Any]:
    """The fields of a frozen dataclass that say something else than their default."""
    found = {field.name: (getattr(spec, field.name), field.default) for field in dataclasses.fields(spec)}
    return {name: _value(value) for name, (value, default) in found.items() if value != default}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    return _plain(value) if dataclasses.is_dataclass(value) else value


def _section(written: dict[str, Any]) -> SectionSpec:
    fields = tuple(map(_field, written.get("fields", ())))
    carry = Carry(written.get("carry", Carry.OBSERVED))
    return _build(SectionSpec, {**written, "fields": fields, "carry": carry})


def _field(written: dict[str, Any]) -> FieldSpec:
    ages = (AgeRange(AgeBand(at["band"]), at["low"], at["high"]) for at in written.get("ages", ()))
    return _build(FieldSpec, {**written, "ages": tuple(ages)})


def _build(kind: type[_Spec], written: dict[str, Any]) -> _Spec:
    known = {field.name for field in dataclasses.fields(kind)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in written.items()
        if name in known
    }
    return kind(**values)
