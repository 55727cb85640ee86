"""A made-up clinic in a store: one desk, its people, and charts opened on demand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.note import Addendum, Note, Signature
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import Patient, Sex
from scribe_desktop.notes.people import Author, Person, Role, Workstation
from scribe_desktop.store.store import Store
from tests.helpers.note_types import SOAP

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

DESK = Workstation("desk-1", "Front desk")
SCRIBE = Person("scribe-1", "Sam Ito", Role.SCRIBE, "CMSS")
PHYSICIAN = Person("physician-1", "Ada Okafor", Role.PROVIDER, "MD")

AS_SCRIBE = Author(SCRIBE.id, DESK.id)
AS_PHYSICIAN = Author(PHYSICIAN.id, DESK.id)


class SteppedClock:
    """Time that moves a second with every look, and jumps when told."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def typed(text: str) -> Passage:
    """What the scribe typed."""
    return Passage.of(text, Source(Origin.TYPED, SCRIBE.id))


def patient(
    mrn: str, name: str = "Jane Roe", born: date = date(1970, 4, 1), sex: Sex = Sex.FEMALE
) -> Patient:
    return Patient(new_id(), name, born, sex, mrn)


def staff(store: Store) -> None:
    """Put the desk and its people into a fresh store."""
    store.people.add_workstation(DESK)
    store.people.add(SCRIBE)
    store.people.add(PHYSICIAN)


@dataclass(frozen=True)
class Chart:
    """One open encounter and the usual things done to its note."""

    store: Store
    encounter: Encounter
    note: Note

    @classmethod
    def opened(cls, store: Store, whose: Patient | None = None, started_at: datetime = MORNING) -> "Chart":
        whose = whose or patient(mrn=new_id())
        encounter = Encounter(new_id(), whose, "Office visit", PHYSICIAN.id, started_at, "Room 3")
        note = Note(new_id(), encounter.id, "soap_visit", started_at, AS_SCRIBE)
        store.encounters.add(encounter, note, AS_SCRIBE)
        return cls(store, encounter, note)

    @property
    def id(self) -> str:
        return self.note.id

    def write(self, **texts: str) -> datetime:
        return self.store.drafts.save(self.id, {key: typed(text) for key, text in texts.items()}, AS_SCRIBE)

    def submit(self) -> None:
        self.store.notes.submit(self.id, AS_SCRIBE)

    def give_back(self, reason: str = "Add the dose") -> None:
        self.store.notes.give_back(self.id, reason, AS_PHYSICIAN)

    def sign(self, *destinations: str) -> Signature:
        return self.store.notes.sign(
            self.id,
            note_type=SOAP,
            attestation="I agree with the above.",
            signer_name=PHYSICIAN.signature_name,
            author=AS_PHYSICIAN,
            destinations=destinations,
        )

    def append(self, text: str, *destinations: str) -> Addendum:
        return self.store.notes.add_addendum(
            self.id,
            typed(text),
            attestation="I wrote this later.",
            signer_name=PHYSICIAN.signature_name,
            author=AS_PHYSICIAN,
            destinations=destinations,
        )
