"""Takes text over from a patient's earlier notes, section by section, as something still to be confirmed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.copied import CopiedFrom, taken_over
from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.note import Note, NoteContent, Signature
from scribe_desktop.notes.note_type import Carry, NoteType, SectionSpec
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.provenance import american
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.as_signed import note_type_of
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.restrictions import Restrictions


@dataclass(frozen=True)
class EarlierNote:
    """One line of the list to choose from."""

    encounter: Encounter
    state: NoteState
    place: CopiedFrom


@dataclass(frozen=True)
class EarlierSection:
    """What one section of an earlier note brings along."""

    key: str
    title: str
    carry: Carry
    pieces: tuple[tuple[str, Source], ...]
    """Text with the sources that it has once it is taken over."""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def place_of(
    encounter: Encounter, note: Note, signature: Signature | None, names: Mapping[str, str]
) -> CopiedFrom:
    """How text of this note is referred to in other notes."""
    author = signature.signer_name if signature else names.get(note.created_by.person_id, "somebody")
    version = signature.version_id if signature else ""
    return CopiedFrom(note.id, version, encounter.started_at.astimezone().date(), author)


class CopyForward:
    """Asks for the right to read; writing what was taken over asks for the right to write."""

    def __init__(self, desk: Desk, restrictions: Restrictions) -> None:
        self._desk = desk
        self._restrictions = restrictions

    def notes(self, encounter_id: str) -> tuple[EarlierNote, ...]:
        """The notes of this patient's earlier visits that say something, newest first."""
        self._desk.require(Action.OPEN_ENCOUNTER)
        store = self._desk.store
        here = store.encounters.get(encounter_id)
        self._restrictions.require_patient(here.patient.id, encounter_id)
        names = self._names()
        earlier = (
            row
            for row in store.encounters.of_patient(here.patient.id)
            if row.encounter.id != here.id
            and row.draft_saved_at is not None
            and row.encounter.started_at <= here.started_at
        )
        return tuple(self._listed(row.encounter, row.note_id, row.state, names) for row in earlier)

    def sections(self, encounter_id: str, earlier: EarlierNote) -> tuple[EarlierSection, ...]:
        """What that note says, by its own sections.

        Raises:
            NotAllowed: it is another patient's note, or this role opens none.
        """
        self._desk.require(Action.OPEN_ENCOUNTER)
        store, note_id = self._desk.store, earlier.place.note_id
        self._restrictions.require_note(note_id)
        note = store.notes.get(note_id)
        there = store.encounters.get(note.encounter_id)
        if store.encounters.get(encounter_id).patient.id != there.patient.id:
            raise NotAllowed(
                "That note is about another patient.", remedy="Text is taken over within one chart."
            )
        # of all that the caller says, the note's id alone counts
        place = place_of(there, note, store.notes.signature(note_id), self._names())
        signed = store.notes.version(place.version_id) if place.version_id else None
        content: NoteContent = signed.content if signed else store.drafts.load(note_id)
        self._desk.audit.looked(note_id, "to copy from")
        note_type = note_type_of(self._desk, note, content, signed)
        return tuple(_sections(note_type, content, place, self._desk.person.id))

    def _names(self) -> dict[str, str]:
        return {person.id: person.name for person in self._desk.store.people.all()}

    def _listed(
        self, encounter: Encounter, note_id: str, state: NoteState, names: Mapping[str, str]
    ) -> EarlierNote:
        notes = self._desk.store.notes
        place = place_of(encounter, notes.get(note_id), notes.signature(note_id), names)
        return EarlierNote(encounter, state, place)


def _sections(
    note_type: NoteType, content: NoteContent, place: CopiedFrom, person_id: str
) -> Iterator[EarlierSection]:
    for spec in note_type.sections:
        pieces = _pieces(spec, content, place, person_id)
        if pieces:
            yield EarlierSection(spec.key, spec.title, spec.carry, tuple(pieces))


def _pieces(
    spec: SectionSpec, content: NoteContent, place: CopiedFrom, person_id: str
) -> list[tuple[str, Source]]:
    """Fields become one line of text, never values of today's fields; what was observed gets its day."""
    written = _trimmed(taken_over(content.get(spec.key, Passage()), place, person_id))
    measured = ", ".join(_measured(spec, content))
    if not written and not measured:
        return []
    head = [f"On {american(place.day)}:"] if spec.carry is Carry.OBSERVED or measured else []
    lines = "\n".join([*head, *([measured] if measured else []), *([""] if written else [])])
    return [*([(lines, Source(Origin.COPIED, person_id, place.detail))] if lines else []), *written]


def _measured(spec: SectionSpec, content: NoteContent) -> Iterator[str]:
    """The section's typed fields; a form's fields are in its text already, as sentences."""
    for field in spec.fields:
        value = content.get(field.key, Passage()).text.strip()
        if value:
            yield f"{field.label} {value} {field.unit_behind(value)}".strip()


def _trimmed(pieces: list[tuple[str, Source]]) -> list[tuple[str, Source]]:
    """Without blank space at either end."""
    text = "".join(piece for piece, _ in pieces)
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    kept, at = [], 0
    for piece, source in pieces:
        kept.append((piece[max(left - at, 0) : max(right - at, 0)], source))
        at += len(piece)
    return [(piece, source) for piece, source in kept if piece]
