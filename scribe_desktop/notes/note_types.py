"""The note types at hand, and which of them a note or a visit takes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.note_type import FieldSpec, NoteType, SectionSpec, load

GENERAL = "soap_visit"
"""Key of the note type that is there in any case."""

_LEFT_OVER = "Not in this note type"


class NoteTypes:
    """Note types by key; `problems` lists the files that were left out, each with what is wrong in it."""

    def __init__(self, types: Iterable[NoteType], problems: Iterable[BadInput] = ()) -> None:
        self._types = {note_type.key: note_type for note_type in types}
        self.problems = tuple(problems)

    @classmethod
    def load(cls, folders: Sequence[Path]) -> "NoteTypes":
        """Read every .toml file of these folders; later folders win, and a folder may be missing."""
        found: dict[str, NoteType] = {}
        problems: list[BadInput] = []
        for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
            try:
                found[path.stem] = load(path)
            except BadInput as problem:
                problems.append(problem)
        return cls(found.values(), problems)

    def all(self) -> tuple[NoteType, ...]:
        """Every note type, by title."""
        return tuple(sorted(self._types.values(), key=lambda one: one.title.casefold()))

    @property
    def general(self) -> NoteType:
        return self._types[GENERAL]

    def get(self, key: str) -> NoteType | None:
        return self._types.get(key)

    def of_note(self, key: str, content: NoteContent) -> NoteType:
        """The type of a note that says this, with a place for everything that it says.

        A note whose type is gone gets the general one's sections under the name "Note"; the answer's key
        differs from the one asked for then. What is stored under keys that the type does not have follows at
        the end, in sections of its own.
        """
        note_type = self._types.get(key) or self._stand_in()
        sections = {section.key: section for section in note_type.sections}
        known = {*sections, *(field.key for field in note_type.fields())}
        said = sorted(key for key, passage in content.items() if not passage.is_blank)
        for lost in (key for key in said if key not in known):
            section, _, field = lost.partition(".")
            home = sections.get(section) or self._left_over(section)
            fields = (*home.fields, self._field(lost)) if field else home.fields
            sections[section] = replace(home, fields=fields)
        return replace(note_type, sections=tuple(sections.values()))

    def _stand_in(self) -> NoteType:
        return replace(self.general, title="Note", loinc="34109-9", loinc_display="Note")

    def _left_over(self, key: str) -> SectionSpec:
        """A section for what a type has none for, named as other types name it."""
        sections = (section for one in self._types.values() for section in one.sections)
        named = next((section for section in sections if section.key == key), None)
        spec = named or SectionSpec(key, _worded(key), _LEFT_OVER)
        return replace(spec, group=_LEFT_OVER, required=False, fields=())

    def _field(self, key: str) -> FieldSpec:
        fields = (field for one in self._types.values() for field in one.fields())
        return next((field for field in fields if field.key == key), FieldSpec(key, _worded(key)))


def _worded(key: str) -> str:
    """A key as a title: "vitals.heart_rate" becomes "Heart rate"."""
    return key.rpartition(".")[2].replace("_", " ").capitalize()
