"""The finished document that leaves the house: who, when, what was signed, and its plain text."""

from dataclasses import dataclass
from datetime import datetime

from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.note_type import FieldSpec, NoteType, SectionSpec
from scribe_desktop.notes.passage import Passage

_BLANK = Passage()


@dataclass(frozen=True)
class DocumentSection:
    title: str
    group: str
    loinc: str
    text: str


@dataclass(frozen=True)
class SignedDocument:
    """One signed note or addendum, complete in itself, as every connector receives it."""

    id: str
    """The signature's or addendum's id: the same document is never delivered twice under it."""
    title: str
    loinc: str
    loinc_display: str
    encounter: Encounter
    provider_name: str
    sections: tuple[DocumentSection, ...]
    attestation: str
    signed_at: datetime
    appends_to: str | None = None
    """For an addendum: the id of the signed document that it adds to."""

    @property
    def text(self) -> str:
        """The whole document as plain text, headings in capitals, ending in the attestation."""
        patient, visit = self.encounter.patient, self.encounter
        head = [
            self.title.upper(),
            f"Patient: {patient.name}",
            f"Date of birth: {patient.birth_date:%Y-%m-%d}   Sex: {patient.sex.value}   MRN: {patient.mrn}",
            f"Visit: {visit.visit_type}, {visit.started_at.astimezone():%Y-%m-%d %H:%M %Z}",
            f"Provider: {self.provider_name}",
        ]
        body = [line for part in self.sections for line in ("", part.title.upper(), part.text)]
        return "\n".join([*head, *body, "", self.attestation, ""])


def sections_of(note_type: NoteType, content: NoteContent) -> tuple[DocumentSection, ...]:
    """The sections that say something, in the note type's order; fields become one line each."""
    filled = ((spec, section_text(spec, content)) for spec in note_type.sections)
    return tuple(DocumentSection(spec.title, spec.group, spec.loinc, text) for spec, text in filled if text)


def section_text(spec: SectionSpec, content: NoteContent) -> str:
    """One section as text: its filled fields, one a line, then what was written."""
    values = ((field, content.get(field.key, _BLANK).text) for field in spec.fields)
    lines = ["".join(field_line(field, value)) for field, value in values if value.strip()]
    written = content.get(spec.key, _BLANK).text.strip()
    return "\n".join([*lines, written] if written else lines)


def field_line(spec: FieldSpec, value: str) -> tuple[str, str, str]:
    """A filled field as a line of text: what stands before its value, the value, and its unit."""
    said = value.strip()
    return f"{spec.label}: ", said, _spaced(spec.unit_behind(said))


def _spaced(unit: str) -> str:
    return unit if unit.startswith(("/", "%")) else f" {unit}" if unit else ""
