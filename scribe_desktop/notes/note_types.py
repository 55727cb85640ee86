"""The note types at hand, and which of them a note or a visit takes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.encounter import VISIT_TYPES
from scribe_desktop.notes.form import named
from scribe_desktop.notes.note import BESIDE, NoteContent
from scribe_desktop.notes.note_type import FieldSpec, NoteType, SectionSpec
from scribe_desktop.notes.note_type_reader import SHARED, Table, read, read_shared

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
        """Read every .toml file of these folders; later folders win, and a folder may be missing.

        Sections in a folder's `sections.toml` may be referred to in it and in later ones. A file with a
        mistake is left out as a whole.
        """
        paths = [path for folder in folders for path in folder.glob("*.toml")]
        return _loaded(tuple(folders), tuple((path, _content(path)) for path in sorted(paths)))

    def all(self) -> tuple[NoteType, ...]:
        """Every note type, by title."""
        return tuple(sorted(self._types.values(), key=lambda one: one.title.casefold()))

    def suiting(self, visit_type: str) -> tuple[NoteType, ...]:
        """Those proposed for such a visit, the clinic's own first; the general one if none is."""
        wanted = visit_type.casefold()
        suiting = (one for one in self._types.values() if wanted in map(str.casefold, one.visit_types))
        return tuple(suiting) or (self.general,)

    def offered(self, visit_type: str, *, leave_out: str = "") -> tuple[NoteType, ...]:
        """All of them but one, those that suit such a visit first, the others by title."""
        suiting = self.suiting(visit_type)
        others = (one for one in self.all() if one not in suiting)
        return tuple(one for one in (*suiting, *others) if one.key != leave_out)

    def visit_types(self) -> tuple[str, ...]:
        """What a visit may be called, with what the clinic's own note types call it."""
        named = (name for one in self._types.values() for name in one.visit_types)
        return tuple(dict.fromkeys([*VISIT_TYPES, *named]))

    def specialties(self) -> tuple[str, ...]:
        """Keys of the specialties that the types belong to."""
        return tuple(sorted({one.specialty for one in self._types.values() if one.specialty}))

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
        known = {*sections, *(field.key for field in note_type.fields()), *_asked_in_forms(note_type)}
        said = sorted(key for key, passage in content.items() if not passage.is_blank and key[0] != BESIDE)
        for lost in (key for key in said if key not in known):
            section, _, field = lost.partition(".")
            home = sections.get(section) or self._left_over(section)
            shown = not field or lost in _asked_in_form(home)
            fields = home.fields if shown else (*home.fields, self._field(lost))
            sections[section] = replace(home, fields=fields)
        return replace(note_type, sections=tuple(sections.values()))

    def _stand_in(self) -> NoteType:
        return replace(self.general, title="Note", loinc="34109-9", loinc_display="Note")

    def _left_over(self, key: str) -> SectionSpec:
        """A section for what a type has none for, named as other types name it."""
        sections = (section for one in self._types.values() for section in one.sections)
        found = next((section for section in sections if section.key == key), None)
        spec = found or SectionSpec(key, _worded(key), _LEFT_OVER)
        return replace(spec, group=_LEFT_OVER, required=False, fields=())

    def _field(self, key: str) -> FieldSpec:
        fields = (field for one in self._types.values() for field in one.fields())
        found = next((field for field in fields if field.key == key), FieldSpec(key, _worded(key)))
        return replace(found, required=False)


def _asked_in_forms(note_type: NoteType) -> Iterator[str]:
    for section in note_type.sections:
        yield from _asked_in_form(section)


def _asked_in_form(section: SectionSpec) -> Sequence[str]:
    """Keys of the fields that the section's form has; its text says what they hold."""
    return [field.key for field in named(section.form, section.key).asked] if section.form else ()


def _worded(key: str) -> str:
    """A key as a title: "vitals.heart_rate" becomes "Heart rate"."""
    return key.rpartition(".")[2].replace("_", " ").capitalize()


@lru_cache(maxsize=4)
def _loaded(folders: tuple[Path, ...], _files: tuple[tuple[Path, bytes], ...]) -> NoteTypes:
    """Read once for the same files with the same content: they are looked at again at every log-in."""
    found: dict[str, NoteType] = {}
    shared: dict[str, Table] = {}
    problems: list[BadInput] = []
    for folder in folders:
        here: dict[str, NoteType] = {}
        for path in sorted(folder.glob("*.toml"), key=lambda path: (path.name != SHARED, path.stem)):
            try:
                if path.name == SHARED:
                    shared |= read_shared(path, shared)
                else:
                    here[path.stem] = read(path, shared)
            except BadInput as problem:
                problems.append(problem)
        found = {**here, **{key: one for key, one in found.items() if key not in here}}
    return NoteTypes(found.values(), problems)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        return repr(error).encode()  # reading it as a note type says so
