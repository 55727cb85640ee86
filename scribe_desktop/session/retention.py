"""How long visits are kept, which are past that, and the purge of one: final, with a reason, on record."""

from dataclasses import dataclass
from datetime import timedelta

from scribe_desktop.errors import BadInput, ScribeError
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.notes.patient import Patient
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.audit import settings_change
from scribe_desktop.session.backups import Backups
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.kept_sound import KeptSound
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.store.purging import Purge

MOST_YEARS = 100
_YEAR = timedelta(days=365.2425)
_LEAST_REASON = 5
"""Letters: a reason is words."""


@dataclass(frozen=True)
class Purged:
    purge: Purge
    out_of_reach: tuple[str, ...]
    """Backups that may still hold the visit: destroyed as soon as their disk is there."""
    trouble: str
    """Why sound could not be removed, or no new backup be made; empty when all is well."""


class Retention:
    """The policy only says what is due; nothing is ever purged by itself.

    How long records must be kept is the law of the place, longer for children and in a dispute; the clinic
    sets the years.
    """

    def __init__(self, desk: Desk, backups: Backups, sound: KeptSound, restrictions: Restrictions) -> None:
        self._desk, self._backups, self._sound = desk, backups, sound
        self._restrictions = restrictions
        self._settings = desk.store.settings

    def years(self) -> int:
        """How long a visit is kept; 0: for ever."""
        return int(self._settings.get("retention.years", "0"))

    def set_years(self, years: int) -> None:
        """Raises `NotAllowed`, or `BadInput` for a number that makes no sense."""
        self._desk.require(Action.PURGE)
        if not 0 <= years <= MOST_YEARS:
            raise BadInput(f"Choose between 0 and {MOST_YEARS} years.")
        with settings_change(self._desk, "retention"):
            self._settings.put("retention.years", str(years))

    def due(self) -> tuple[EncounterSummary, ...]:
        """Visits kept for longer than the policy asks, the oldest first; on record. Raises `NotAllowed`."""
        self._desk.require(Action.PURGE)
        years = self.years()
        if not years:
            return ()
        rows = self._desk.store.encounters.until(self._desk.clock() - years * _YEAR)
        return self._listed(rows, "", f"{len(rows)} past {years} years")

    def find(self, mrn: str) -> tuple[EncounterSummary, ...]:
        """A patient's visits, newest first, for one that has to go before its time; on record.

        Raises `NotAllowed`.
        """
        self._desk.require(Action.PURGE)
        patient = self._desk.store.encounters.patient_by_mrn(mrn)
        if patient is None:
            return ()
        return self._listed(self._desk.store.encounters.of_patient(patient.id), patient.id, "by MRN")

    def reveal(self, encounter_id: str) -> Patient:
        """Whose restricted chart it is, for whoever has to decide about a purge; an entry comes first.

        Raises:
            NotAllowed: this role does not purge.
        """
        self._desk.require(Action.PURGE)
        patient = self._desk.store.encounters.get(encounter_id).patient
        if not self._restrictions.allows(patient.id):
            self._desk.audit(AuditKind.IDENTITY_SHOWN, patient_id=patient.id, detail="for a purge")
        return patient

    def _listed(
        self, rows: tuple[EncounterSummary, ...], patient_id: str, said: str
    ) -> tuple[EncounterSummary, ...]:
        if rows:
            self._desk.audit.or_owe(AuditKind.VISITS_LISTED, patient_id=patient_id, detail=said)
        return self._restrictions.shown_rows(rows)

    def purge(self, encounter_id: str, *, reason: str, mrn: str) -> Purged:
        """Remove a visit from the store, its search index and log, and destroy the backups that hold it.

        What was delivered is in the record system, and stays there.

        Args:
            mrn: typed again by whoever decides, as proof that they mean this patient.

        Raises:
            NotAllowed: this role does not purge.
            BadInput: no reason, or another patient's MRN; nothing was removed.
        """
        self._desk.require(Action.PURGE)
        store = self._desk.store
        encounter = store.encounters.get(encounter_id)
        if len(reason.strip()) < _LEAST_REASON:
            raise BadInput("A purge needs a reason.", remedy="Say why this visit may not be kept.")
        if mrn.strip() != encounter.patient.mrn:
            name = self._restrictions.shown(encounter).patient.name
            raise BadInput(f"That is not the MRN of {name}.", remedy="Compare it with the list.")
        # first, so that a power cut after the purge does not forget them
        store.backups.condemn(store.notes.for_encounter(encounter_id).id)
        with store.together():
            purge = store.purges.encounter(encounter_id, reason.strip(), self._desk.author)
            self._forget_open(encounter_id)
            self._desk.audit(AuditKind.PURGED, patient_id=purge.patient_id, detail=f"{purge.rows} rows")
        troubles = [self._remove_sound()]
        store.empty_log()
        troubles.append(self._renew_backup())
        return Purged(purge, self._backups.destroy_condemned(), " ".join(filter(None, troubles)))

    def _forget_open(self, encounter_id: str) -> None:
        """Take it off the charts that people had open when they logged out."""
        for key, ids in self._settings.section("person").items():
            if key.endswith(".open-charts") and encounter_id in ids.split():
                left = " ".join(one for one in ids.split() if one != encounter_id)
                self._settings.put(f"person.{key}", left)

    def _remove_sound(self) -> str:
        """Remove recordings whose keys went with the visit; what was in the way of it."""
        try:
            self._sound.tidy()
        except ScribeError as error:
            return error.in_full()
        return ""

    def _renew_backup(self) -> str:
        """A new backup before the old ones go, where there is a plan; what was in the way of it."""
        try:
            self._backups.make_planned()
        except ScribeError as error:
            return error.in_full()
        return ""
