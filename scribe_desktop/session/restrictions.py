"""Charts that not everybody may open who opens charts, and the way in when it cannot wait."""

from collections.abc import Iterable
from dataclasses import replace

from scribe_desktop.errors import BadInput, Restricted
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.encounter import Encounter, EncounterSummary
from scribe_desktop.notes.patient import VeiledPatient
from scribe_desktop.notes.rights import Action, who_may
from scribe_desktop.session.desk import Desk

SHORTEST_REASON = 10
"""Characters: enough to make somebody say what it is for."""

_SETTING = "restricted"


class Restrictions:
    """A restriction is on a patient, so it holds for all their visits.

    Reads the store when it is made; an emergency lasts as long as somebody is logged in.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._patients = frozenset(
            patient for patient, on in desk.store.settings.section(_SETTING).items() if on
        )
        self._opened: set[str] = set()

    def is_restricted(self, patient_id: str) -> bool:
        return patient_id in self._patients

    def is_emergency(self, patient_id: str) -> bool:
        """Whether this person reads the chart only because they gave a reason."""
        return patient_id in self._opened and self.is_restricted(patient_id)

    def restrict(self, patient_id: str, *, on: bool) -> None:
        """Keep a patient's charts for those who may open restricted ones. Raises `NotAllowed`."""
        self._desk.require(Action.RESTRICT)
        said = "restricted" if on else "restriction lifted"
        with self._desk.store.together():
            self._desk.store.settings.put(f"{_SETTING}.{patient_id}", "on" if on else "")
            self._desk.audit(AuditKind.CHART_RESTRICTED, patient_id=patient_id, detail=said)
        self._patients = self._patients | {patient_id} if on else self._patients - {patient_id}

    def open_in_emergency(self, encounter_id: str, reason: str) -> None:
        """Let this person into a restricted chart until they log out; it is recorded with the reason.

        Raises:
            BadInput: the reason says nothing.
            NotAllowed: this role opens no charts at all.
        """
        self._desk.require(Action.BREAK_GLASS)
        said = " ".join(reason.split())
        if len(said) < SHORTEST_REASON:
            raise BadInput(
                "An emergency needs a reason.", remedy=f"Say why, in {SHORTEST_REASON} characters or more."
            )
        patient_id = self._desk.store.encounters.get(encounter_id).patient.id
        self._desk.audit(AuditKind.EMERGENCY_ACCESS, patient_id=patient_id, detail=said)
        self._opened.add(patient_id)

    def allows(self, patient_id: str) -> bool:
        """Whether no restriction keeps this person out of the patient's charts as things are."""
        free = patient_id not in self._patients or patient_id in self._opened
        return free or self._desk.may(Action.OPEN_RESTRICTED)

    def closed_to_me(self) -> frozenset[str]:
        """Ids of the patients whose charts are not open to this person as things are."""
        return frozenset(patient for patient in self._patients if not self.allows(patient))

    def shown(self, encounter: Encounter) -> Encounter:
        """As this person may see it in a list: who the patient is only if the chart is open to them."""
        if self.allows(encounter.patient.id):
            return encounter
        return replace(encounter, patient=VeiledPatient(encounter.patient.id))

    def shown_rows(self, rows: Iterable[EncounterSummary]) -> tuple[EncounterSummary, ...]:
        """As `shown`, for the lines of a list."""
        return tuple(replace(row, encounter=self.shown(row.encounter)) for row in rows)

    def require_patient(self, patient_id: str, encounter_id: str = "") -> None:
        """Raise `Restricted` unless `allows` says that this person may open the patient's charts."""
        if not self.allows(patient_id):
            self._desk.audit.refused(Action.OPEN_RESTRICTED, patient_id)
            who = who_may(Action.OPEN_RESTRICTED)
            raise Restricted(
                "This chart is restricted.",
                remedy=f"These roles open it: {who}. In an emergency, give a reason.",
                encounter_id=encounter_id,
            )

    def require_note(self, note_id: str) -> None:
        """As `require_patient`, for the patient whom this note is about."""
        if self._keep_some_from_me:
            encounter = self._encounter(note_id)
            self.require_patient(encounter.patient.id, encounter.id)

    def require_recording(self, recording_id: str) -> None:
        """As `require_note`, for the note that this was dictated into, whatever a caller takes it for."""
        if self._keep_some_from_me:
            self.require_note(self._desk.store.recordings.get(recording_id).note_id)

    def allows_note(self, note_id: str) -> bool:
        """As `allows`, for the patient whom this note is about."""
        return not self._keep_some_from_me or self.allows(self._encounter(note_id).patient.id)

    @property
    def _keep_some_from_me(self) -> bool:
        return bool(self._patients) and not self._desk.may(Action.OPEN_RESTRICTED)

    def _encounter(self, note_id: str) -> Encounter:
        store = self._desk.store
        return store.encounters.get(store.notes.get(note_id).encounter_id)
