"""One visit of one patient to one provider."""

from dataclasses import dataclass
from datetime import datetime

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.patient import Patient

VISIT_TYPES = (
    "Office visit",
    "New patient",
    "Follow-up",
    "Well visit",
    "Consult",
    "Emergency",
    "Trauma",
    "Urgent care",
    "Inpatient",
    "Telehealth",
    "Procedure",
)


@dataclass(frozen=True)
class Encounter:
    id: str
    patient: Patient
    visit_type: str
    provider_id: str
    started_at: datetime
    location: str = ""
    """Where the patient is, as staff say it: "ED bed 12"."""


@dataclass(frozen=True)
class EncounterSummary:
    """One line of the encounter list or the review queue."""

    encounter: Encounter
    note_id: str
    provider_name: str
    state: NoteState
    draft_saved_at: datetime | None
    """When anything was last written in it; None for an untouched note."""
    state_since: datetime
