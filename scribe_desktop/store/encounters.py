"""Visits, whom they are about, and the two lists that people work from."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, update

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.encounter import Encounter, EncounterSummary
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.lifecycle import EventKind, NoteEvent, NoteState
from scribe_desktop.notes.note import Note
from scribe_desktop.notes.patient import Patient, Sex
from scribe_desktop.notes.people import Author
from scribe_desktop.store.database import Database
from scribe_desktop.store.history import SIGNED, append, histories, state_since
from scribe_desktop.store.notes import insert_note
from scribe_desktop.store.tables import draft_passages, encounters, notes, patients, people

_VISITS = select(
    encounters, patients.c.name, patients.c.birth_date, patients.c.sex, patients.c.mrn
).join_from(encounters, patients)

_SAVED_AT = (
    select(func.max(draft_passages.c.updated_at))
    .where(draft_passages.c.note_id == notes.c.id)
    .scalar_subquery()
)

_CHARTS = (
    _VISITS.join(notes)
    .join(people, people.c.id == encounters.c.provider_id)
    .add_columns(
        notes.c.id.label("note_id"), people.c.name.label("provider_name"), _SAVED_AT.label("draft_saved_at")
    )
)


class Encounters:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, encounter: Encounter, note: Note, author: Author) -> None:
        """Open a visit with its empty note.

        A patient whose MRN is known already keeps the id that they have here.

        Raises:
            BadInput: the MRN belongs to somebody else.
        """
        created = NoteEvent(new_id(), note.id, EventKind.CREATED, author, note.created_at)
        with self._database.transaction() as connection:
            patient_id = _admit(connection, encounter.patient)
            fields = vars(encounter) | {"patient_id": patient_id}
            del fields["patient"]
            connection.execute(insert(encounters).values(fields))
            insert_note(connection, note)
            append(connection, created)

    def get(self, encounter_id: str) -> Encounter:
        """Raises `LookupError` when there is no such encounter."""
        with self._database.transaction() as connection:
            row = connection.execute(_VISITS.where(encounters.c.id == encounter_id)).first()
        if row is None:
            raise LookupError(encounter_id)
        return _encounter(row)

    def patient_by_mrn(self, mrn: str) -> Patient | None:
        with self._database.transaction() as connection:
            return _patient_by_mrn(connection, mrn)

    def patients(self) -> tuple[Patient, ...]:
        """Everybody who ever had an encounter here."""
        with self._database.transaction() as connection:
            return tuple(Patient(**row._mapping) for row in connection.execute(select(patients)))

    def summaries(self, since: datetime) -> tuple[EncounterSummary, ...]:
        """Encounters that started since then or are not signed yet, newest first."""
        listed = self._summaries(or_(encounters.c.started_at >= since, ~SIGNED))
        return tuple(sorted(listed, key=lambda one: one.encounter.started_at, reverse=True))

    def until(self, last: datetime) -> tuple[EncounterSummary, ...]:
        """Encounters that started by then, the oldest first."""
        listed = self._summaries(encounters.c.started_at <= last)
        return tuple(sorted(listed, key=lambda one: one.encounter.started_at))

    def of_patient(self, patient_id: str) -> tuple[EncounterSummary, ...]:
        """All encounters of one patient, newest first."""
        listed = self._summaries(encounters.c.patient_id == patient_id)
        return tuple(sorted(listed, key=lambda one: one.encounter.started_at, reverse=True))

    def in_review(self) -> tuple[EncounterSummary, ...]:
        """Notes that wait for review, longest waiting first."""
        waiting = (one for one in self._summaries(~SIGNED) if one.state is NoteState.SUBMITTED)
        return tuple(sorted(waiting, key=lambda one: one.state_since))

    def _summaries(self, wanted: ColumnElement[bool]) -> Iterable[EncounterSummary]:
        with self._database.transaction() as connection:
            rows = connection.execute(_CHARTS.where(wanted)).all()
            events = histories(connection, [row.note_id for row in rows])
        for row in rows:
            state, since = state_since(events[row.note_id])
            yield EncounterSummary(
                _encounter(row), row.note_id, row.provider_name, state, row.draft_saved_at, since
            )


def _admit(connection: Connection, patient: Patient) -> str:
    """The id that this patient has in the store, new or known; a sex unknown so far is filled in."""
    known = _patient_by_mrn(connection, patient.mrn)
    if known is None:
        connection.execute(insert(patients).values(asdict(replace(patient, mrn=patient.mrn.strip()))))
        return patient.id
    if _identity(known) != _identity(patient) or _contradict(known.sex, patient.sex):
        raise BadInput(
            f"MRN {known.mrn} belongs to {known.name}, born {known.birth_date:%m/%d/%Y}, {known.sex.value}.",
            remedy="Check the MRN, name, date of birth and sex against the ID band.",
        )
    if known.sex is Sex.UNKNOWN:
        connection.execute(update(patients).where(patients.c.id == known.id).values(sex=patient.sex))
    return known.id


def _patient_by_mrn(connection: Connection, mrn: str) -> Patient | None:
    row = connection.execute(select(patients).where(patients.c.mrn == mrn.strip())).first()
    return None if row is None else Patient(**row._mapping)


def _identity(patient: Patient) -> tuple[str, date]:
    return " ".join(patient.name.casefold().split()), patient.birth_date


def _contradict(known: Sex, told: Sex) -> bool:
    return known is not told and Sex.UNKNOWN not in (known, told)


def _encounter(row: Row[Any]) -> Encounter:
    patient = Patient(row.patient_id, row.name, row.birth_date, row.sex, row.mrn)
    return Encounter(row.id, patient, row.visit_type, row.provider_id, row.started_at, row.location)
