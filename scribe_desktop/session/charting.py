"""What a scribe does: open encounters, write the draft, hand it over for review."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from scribe_desktop.errors import BadInput, WrongState
from scribe_desktop.notes import rows, table
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.channels import apart
from scribe_desktop.notes.delivery import Delivery
from scribe_desktop.notes.encounter import Encounter, EncounterSummary
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.lifecycle import EventKind, NoteEvent, NoteState
from scribe_desktop.notes.note import Addendum, Note, NoteContent, Signature, says_something
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.patient import Patient, Sex, check_birth_date
from scribe_desktop.notes.people import Person
from scribe_desktop.notes.results import Reported
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.session.as_signed import note_type_of
from scribe_desktop.session.completion import require_answered, untouched_left_out
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.note_check import NoteCheck
from scribe_desktop.session.orders import Confirmations
from scribe_desktop.session.restrictions import Restrictions

LABS = "labs"
"""Key of the table of laboratory results."""

WRITING_TAKES = {
    NoteState.DRAFT: Action.WRITE_DRAFT,
    NoteState.RETURNED: Action.WRITE_DRAFT,
    NoteState.SUBMITTED: Action.EDIT_IN_REVIEW,
}


@dataclass(frozen=True)
class Chart:
    """Everything that is shown of one encounter."""

    encounter: Encounter
    provider_name: str
    note: Note
    note_type: NoteType
    """With a place for everything that the note says."""
    state: NoteState
    content: NoteContent
    events: tuple[NoteEvent, ...]
    signature: Signature | None
    addenda: tuple[Addendum, ...]
    deliveries: tuple[Delivery, ...]
    may_write: bool
    names: Mapping[str, str]
    """Names of the people known here, by id."""
    earlier_results: tuple[Reported, ...] = ()
    """Laboratory results in the patient's other notes up to this visit."""
    restricted: bool = False
    """Not everybody may open it who opens charts."""
    emergency: bool = False
    """This person may not either, and gave a reason."""
    as_signed: bool = False
    """The note type is the one that was kept with the signature, whatever it is by now."""
    unsigned: Mapping[Unsigned, str] = field(default_factory=dict)
    """What this person has begun to write about the note and not signed or sent."""

    @property
    def return_reason(self) -> str:
        """Why the note came back, while it is back."""
        if self.state is not NoteState.RETURNED:
            return ""
        return next(e.reason for e in reversed(self.events) if e.kind is EventKind.RETURNED)


@dataclass(frozen=True)
class NewEncounter:
    """What the new-encounter form asks for."""

    patient_name: str
    birth_date: date
    sex: Sex
    mrn: str
    visit_type: str
    provider_id: str
    location: str = ""
    note_type: str = ""
    """Key of the note type; empty for the one that is proposed for such a visit."""


class Charting:
    def __init__(self, desk: Desk, checks: NoteCheck, restrictions: Restrictions) -> None:
        self._desk = desk
        self._checks = checks
        self._restrictions = restrictions
        self._confirmations = Confirmations(desk)

    def encounters(self) -> tuple[EncounterSummary, ...]:
        """Today's encounters and older ones not signed yet, newest first."""
        self._desk.require(Action.OPEN_ENCOUNTER)
        today = self._desk.clock().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        return self._restrictions.shown_rows(self._desk.store.encounters.summaries(today))

    def providers(self) -> tuple[Person, ...]:
        """Those who can be the provider of a visit: people who may sign, first of all oneself."""
        people = (p for p in self._desk.store.people.all() if may(p, Action.SIGN))
        return tuple(sorted(people, key=lambda p: (p != self._desk.person, p.name)))

    def name_of(self, person_id: str) -> str:
        return self._desk.store.people.get(person_id).signature_name

    def begin(self, new: NewEncounter, *, started_at: datetime | None = None) -> str:
        """Open an encounter with an empty note and return its id.

        Raises:
            BadInput: a field is missing, the MRN belongs to somebody else, the provider does not sign, or
                there is no such note type.
            NotAllowed: this role does not open encounters.
        """
        desk = self._desk
        desk.require(Action.CREATE_ENCOUNTER)
        now = desk.clock()
        check_birth_date(new.birth_date, now.astimezone().date())
        if new.provider_id not in {person.id for person in self.providers()}:
            raise BadInput("The provider of a visit has to be somebody who signs.", remedy="Choose one.")
        note_type = self._note_type(new)
        known = desk.store.encounters.patient_by_mrn(new.mrn.strip())
        patient = Patient(
            known.id if known else new_id(),
            new.patient_name.strip(),
            new.birth_date,
            new.sex,
            new.mrn.strip(),
        )
        encounter = Encounter(
            new_id(), patient, new.visit_type, new.provider_id, started_at or now, new.location.strip()
        )
        note = Note(new_id(), encounter.id, note_type.key, now, desk.author)
        with self._silent_about(known), desk.store.together():
            desk.store.encounters.add(encounter, note, desk.author)
            desk.audit(AuditKind.ENCOUNTER_BEGUN, note_id=note.id)
        self._remember_type(new)
        return encounter.id

    def usual_note_types(self) -> dict[str, str]:
        """Keys of the note types that this person took last, by visit type; those that are gone left out."""
        took = self._desk.store.settings.section(self._took)
        return {visit: key for visit, key in took.items() if self._desk.note_types.get(key)}

    def open(self, encounter_id: str) -> Chart:
        """Everything about one encounter, as it stands in the store now.

        Raises:
            NotAllowed: this role opens no charts.
            Restricted: not this one, unless it is an emergency.
        """
        store = self._desk.store
        self._desk.require(Action.OPEN_ENCOUNTER)
        encounter = store.encounters.get(encounter_id)
        self._restrictions.require_patient(encounter.patient.id, encounter_id)
        note = store.notes.for_encounter(encounter_id)
        self._desk.audit.looked(note.id)
        state = store.notes.state(note.id)
        signature = store.notes.signature(note.id)
        signed = store.notes.version(signature.version_id) if signature else None
        content: NoteContent = signed.content if signed else store.drafts.load(note.id)
        self._confirmations.saw(note.id, content)
        return Chart(
            encounter=encounter,
            provider_name=self.name_of(encounter.provider_id),
            note=note,
            note_type=note_type_of(self._desk, note, content, signed),
            state=state,
            content=content,
            events=store.notes.events(note.id),
            signature=signature,
            addenda=store.notes.addenda(note.id),
            deliveries=store.deliveries.for_note(note.id),
            may_write=state in WRITING_TAKES and self._desk.may(WRITING_TAKES[state]),
            names={person.id: person.name for person in store.people.all()},
            earlier_results=self._earlier_results(encounter),
            restricted=self._restrictions.is_restricted(encounter.patient.id),
            emergency=self._restrictions.is_emergency(encounter.patient.id),
            as_signed=signed is not None and signed.note_type is not None,
            unsigned=store.unsigned_texts.of(note.id, self._desk.person.id),
        )

    def _earlier_results(self, encounter: Encounter) -> tuple[Reported, ...]:
        labs = table.load(LABS)
        noted = self._desk.store.drafts.earlier(encounter, f".{LABS}")
        return tuple(
            Reported(row, at.astimezone().date()) for at, text in noted for row in rows.parse(labs, text)
        )

    def save(self, note_id: str, changes: Mapping[str, Passage]) -> datetime:
        """Put changed passages into the encrypted store; returns when they were safe.

        Raises:
            WrongState: the note is signed; what is new belongs in an addendum.
            NotAllowed: the note is in review and this role does not edit there.
        """
        self._desk.require(Action.OPEN_ENCOUNTER)
        self._restrictions.require_note(note_id)
        state = self._desk.store.notes.state(note_id)
        if state not in WRITING_TAKES:
            raise WrongState("This note is signed and locked.", remedy="Add an addendum instead.")
        self._desk.require(WRITING_TAKES[state])
        self._confirmations.require_own(note_id, changes)
        with self._desk.store.together():
            self._desk.audit.once(AuditKind.NOTE_EDITED, note_id)
            return self._desk.store.drafts.save(note_id, changes, self._desk.author)

    def append(self, note_id: str, key: str, words: Passage) -> datetime:
        """Add words that arrived after their chart was closed to the end of a section; as `save` does."""
        self._desk.require(Action.OPEN_ENCOUNTER)
        self._restrictions.require_note(note_id)
        there = self._desk.store.drafts.load(note_id).get(key, Passage())
        words = apart(there, words)
        if words.text and there.text and not (there.text[-1].isspace() or words.text.startswith("\n")):
            gap = "\n" if "\n" in words.text.strip() else " "
            there = Passage.join([*there.pieces(), (gap, words.runs[0].source)])
        return self.save(note_id, {key: Passage.join([*there.pieces(), *words.pieces()])})

    def change_type(self, note_id: str, key: str) -> None:
        """Give a draft that says nothing yet another note type.

        Raises:
            WrongState: something is written in it, or it was handed over.
            NotAllowed: this role does not write drafts.
        """
        self._desk.require(Action.WRITE_DRAFT)
        self._restrictions.require_note(note_id)
        note_type = self._known_type(key)
        with self._desk.store.together():
            self._desk.store.notes.change_type(note_id, note_type.key)
            self._desk.audit(AuditKind.NOTE_TYPE_CHANGED, note_id=note_id, detail=note_type.key)

    def submit(self, note_id: str) -> None:
        """Hand the saved draft over for review; optional places that nobody touched are taken out.

        Raises:
            WrongState: nothing is written yet.
            BadInput: a blank or choice is open, or a required section is empty.
        """
        self._desk.require(Action.SUBMIT)
        self._restrictions.require_note(note_id)
        store = self._desk.store
        content = store.drafts.load(note_id)
        if not says_something(content):
            raise WrongState("This note is still empty.", remedy="Write or dictate it first.")
        changes = untouched_left_out(content)
        note = store.notes.get(note_id)
        note_type = self._desk.note_types.of_note(note.note_type, content)
        require_answered(note_type, {**content, **changes})
        encounter = store.encounters.get(note.encounter_id)
        self._checks.require_submittable(note_type, encounter, {**content, **changes})
        if changes:
            self.save(note_id, changes)
        with store.together():
            store.notes.submit(note_id, self._desk.author)
            self._desk.audit(AuditKind.NOTE_SUBMITTED, note_id=note_id)
        self._desk.audit.again(AuditKind.NOTE_EDITED, note_id)

    @contextmanager
    def _silent_about(self, known: Patient | None) -> Iterator[None]:
        """Whoever mistypes an MRN does not learn whose restricted chart it is."""
        try:
            yield
        except BadInput:
            if known is None or self._restrictions.allows(known.id):
                raise
            raise BadInput(
                "This MRN belongs to somebody else.", remedy="Check it against the ID band."
            ) from None

    @property
    def _took(self) -> str:
        return f"person.{self._desk.person.id}.note-type"

    def _note_type(self, new: NewEncounter) -> NoteType:
        if not new.note_type:
            return self._desk.note_types.suiting(new.visit_type)[0]
        return self._known_type(new.note_type)

    def _known_type(self, key: str) -> NoteType:
        note_type = self._desk.note_types.get(key)
        if note_type is None:
            raise BadInput(f"There is no note type “{key}” here.", remedy="Choose another one.")
        return note_type

    def _remember_type(self, new: NewEncounter) -> None:
        settings, key = self._desk.store.settings, f"{self._took}.{new.visit_type}"
        if new.note_type and new.note_type != settings.get(key):
            settings.put(key, new.note_type)


def age_of_draft(saved_at: datetime | None, now: datetime) -> str:
    """How long ago something was written, in few letters: "now", "4 min", "3 h", "2 d"."""
    if saved_at is None:
        return "empty"
    gone = now - saved_at
    if gone < timedelta(minutes=1):
        return "now"
    if gone < timedelta(hours=1):
        return f"{gone // timedelta(minutes=1)} min"
    if gone < timedelta(days=1):
        return f"{gone // timedelta(hours=1)} h"
    return f"{gone.days} d"
