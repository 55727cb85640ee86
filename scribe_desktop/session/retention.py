"""How long visits are kept, which are past that, and purges: final, with a reason, on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Lock

from scribe_desktop.errors import BadInput, ScribeError
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.notes.patient import Patient
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.audit import settings_change
from scribe_desktop.session.backup_file import Progress
from scribe_desktop.session.backups import Backups
from scribe_desktop.session.confirmation import confirm
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.kept_sound import KeptSound
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.store.purging import Purge
from scribe_desktop.vault.vault import Vault

MOST_YEARS = 100
_YEAR = timedelta(days=365.2425)
_LEAST_REASON = 5
"""Letters: a reason is words."""
_AT_ONCE = 20
"""Visits in one commit, after each of which the index is merged and somebody can stop it."""


@dataclass(frozen=True)
class Purged:
    purges: tuple[Purge, ...]
    left: int
    """Visits that are still there, because somebody stopped it."""
    out_of_reach: tuple[str, ...]
    """Copies that may still hold them: destroyed as soon as their disk is there."""
    trouble: str
    """Why sound could not be removed, or no new backup be made; empty when all is well."""

    @property
    def rows(self) -> int:
        return sum(purge.rows for purge in self.purges)

    @property
    def is_whole(self) -> bool:
        """Whether all was done that was to be done."""
        return not (self.left or self.out_of_reach or self.trouble)

    def in_words(self) -> str:
        visits = "1 visit" if len(self.purges) == 1 else f"{len(self.purges)} visits"
        said = [f"Gone for good: {visits}, {self.rows} rows, and every copy in reach that held them."]
        if self.left:
            said.append(f"Stopped: {self.left} of those listed are still there.")
        if self.out_of_reach:
            said.append("Not in reach, destroyed when their disk is back: " + ", ".join(self.out_of_reach))
        if self.trouble:
            said.append(f"Not all is done yet: {self.trouble}")
        return " ".join(said)


class Retention:
    """The policy only says what is due; nothing is ever purged by itself.

    How long records must be kept is the law of the place, longer for children and in a dispute; the clinic
    sets the years.
    """

    def __init__(
        self, desk: Desk, vault: Vault, backups: Backups, sound: KeptSound, restrictions: Restrictions
    ) -> None:
        self._desk, self._vault, self._backups, self._sound = desk, vault, backups, sound
        self._restrictions = restrictions
        self._settings = desk.store.settings
        self._turn, self._stop = Lock(), Event()

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
        rows = self._past_policy()
        return self._listed(rows, "", f"{len(rows)} past {self.years()} years")

    def _past_policy(self) -> tuple[EncounterSummary, ...]:
        years = self.years()
        return self._desk.store.encounters.until(self._desk.clock() - years * _YEAR) if years else ()

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

    def goes_along(self, encounter_ids: Sequence[str]) -> str:
        """What is destroyed with these visits and may hold others too, in words. Raises `NotAllowed`."""
        self._desk.require(Action.PURGE)
        notes = self._desk.store.notes
        found = self._backups.copies.holding(notes.for_encounter(one).id for one in encounter_ids)
        said = []
        if found.backups:
            backups = "1 backup is" if len(found.backups) == 1 else f"{len(found.backups)} backups are"
            fresh = "a new one is made first" if self._backups.plan().folder else "make a new one afterwards"
            said.append(f"{backups} destroyed too; {fresh}.")
        if found.set_aside:
            aside = ", ".join(found.set_aside)
            said.append(
                f"What restores moved aside ({aside}) is destroyed too, with all notes that are only there."
            )
        return " ".join(said)

    def purge(self, encounter_id: str, *, reason: str, mrn: str, passphrase: str) -> Purged:
        """Remove a visit from the store, its search index and log, and destroy the copies that hold it.

        What was delivered is in the record system, and stays there.

        Args:
            mrn: typed again by whoever decides, as proof that they mean this patient.
            passphrase: theirs, typed again.

        Raises:
            NotAllowed: this role does not purge.
            BadInput: no reason, or another patient's MRN; nothing was removed.
            WrongPassphrase: it is not theirs; nothing was removed.
        """
        self._desk.require(Action.PURGE)
        encounter = self._desk.store.encounters.get(encounter_id)
        _require_reason(reason)
        if mrn.strip() != encounter.patient.mrn:
            name = self._restrictions.shown(encounter).patient.name
            raise BadInput(f"That is not the MRN of {name}.", remedy="Compare it with the list.")
        return self._purge([encounter_id], reason, passphrase, lambda _done: None)

    def purge_due(
        self,
        encounter_ids: Sequence[str],
        *,
        reason: str,
        count: str,
        passphrase: str,
        progress: Progress = lambda _done: None,
    ) -> Purged:
        """The same for all visits that somebody has seen listed as past the policy; `stop` ends it early.

        Args:
            encounter_ids: those listed, or the part of them that is to go.
            count: how many these are, typed by whoever decides.

        Raises:
            NotAllowed: this role does not purge.
            BadInput: no reason, another number, or one of them is not past the policy; nothing was removed.
            WrongPassphrase: it is not theirs; nothing was removed.
        """
        self._desk.require(Action.PURGE)
        due = {row.encounter.id for row in self._past_policy()}
        _require_reason(reason)
        if not encounter_ids or count.strip() != str(len(encounter_ids)):
            raise BadInput(
                f"{len(encounter_ids)} visits are listed, which is not the number that was typed.",
                remedy="Look through the list, then type how many there are.",
            )
        if not due.issuperset(encounter_ids):
            raise BadInput("The list has changed meanwhile.", remedy="Look through it once more.")
        return self._purge(encounter_ids, reason, passphrase, progress)

    def stop(self) -> None:
        """End a purge that is under way after the visits that it is at; what is gone is gone."""
        self._stop.set()

    def close(self) -> None:
        """Wait until a purge that is under way has ended."""
        with self._turn:
            pass

    def _purge(self, ids: Sequence[str], reason: str, passphrase: str, progress: Progress) -> Purged:
        with self._turn:
            self._stop.clear()
            confirm(self._desk, self._vault, passphrase, f"to {Action.PURGE.value}")
            purges: list[Purge] = []
            for at in range(0, len(ids), _AT_ONCE):
                if self._stop.is_set():
                    break
                purges += self._remove(ids[at : at + _AT_ONCE], reason.strip())
                progress(len(purges) / len(ids))
            troubles = [self._remove_sound()]
            self._desk.store.empty_log()
            troubles.append(self._renew_backup())
            out_of_reach = self._backups.destroy_condemned()
        said = " ".join(filter(None, troubles))
        return Purged(tuple(purges), len(ids) - len(purges), out_of_reach, said)

    def _remove(self, ids: Sequence[str], reason: str) -> tuple[Purge, ...]:
        store = self._desk.store
        # first, so that a power cut after the purge does not forget them
        self._backups.copies.condemn(store.notes.for_encounter(one).id for one in ids)
        with store.together():
            purges = store.purges.encounters(ids, reason, self._desk.author)
            for purge in purges:
                self._forget_open(purge.encounter_id)
                self._desk.audit(AuditKind.PURGED, patient_id=purge.patient_id, detail=f"{purge.rows} rows")
        return purges

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


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < _LEAST_REASON:
        raise BadInput("A purge needs a reason.", remedy="Say why it may not be kept.")
