"""Note types as data: which sections a note has, in what order, and which of them hold typed fields."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def load(path: Path) -> NoteType:
    """Read one note type. Raises `BadInput` naming the file and what is wrong in it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        sections = tuple(_section(entry) for entry in table["sections"])
        return NoteType(path.stem, table["title"], table["loinc"], table["loinc_display"], sections)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is not valid TOML: {error}.", remedy="Correct that line.") from error
    except (KeyError, TypeError) as error:
        raise BadInput(
            f"{path.name}: {error} is missing or misspelt.", remedy="Compare it with soap_visit.toml."
        ) from error


def _section(entry: Mapping[str, Any]) -> SectionSpec:
    plain = {name: value for name, value in entry.items() if name != "fields"}
    fields = (
        FieldSpec(**{**field, "key": f"{entry['key']}.{field['key']}"}) for field in entry.get("fields", ())
    )
    return SectionSpec(**plain, fields=tuple(fields))
