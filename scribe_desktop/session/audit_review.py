"""What an auditor does: read the audit trail, verify it, and take it or its anchor out of the program."""

import csv
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from scribe_desktop.errors import BadInput, StoreError, WrongState
from scribe_desktop.notes.audit import AuditEntry, AuditFilter, AuditKind, Outcome
from scribe_desktop.notes.patient import Patient, VeiledPatient
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.audit import announced
from scribe_desktop.session.audit_begin import keep_in_keyring, keyring_name
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.export_file import fresh_file, harmless
from scribe_desktop.session.proof import Proof
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.store.audit_anchor import Anchor
from scribe_desktop.store.audit_check import Progress, Verdict
from scribe_desktop.vault.vault import Vault

_log = logging.getLogger(__name__)

COLUMNS = (
    "entry", "time (UTC)", "person", "person id", "role", "workstation", "action", "kind of data", "MRN",
    "patient id", "note id", "outcome", "detail",
)  # fmt: skip


_ID_END = 6
"""Characters at an id's end that tell patients apart."""


@dataclass(frozen=True)
class Names:
    """What the ids in entries stand for."""

    people: Mapping[str, str]
    patients: Mapping[str, str]
    """The patient's name and MRN for those who may open charts; the MRN alone for others.

    For neither, of patients whose charts are restricted and not open to them: told apart by their ids' ends.
    """
    mrns: Mapping[str, str]


class AuditReview:
    def __init__(self, desk: Desk, vault: Vault, proof: Proof, restrictions: Restrictions) -> None:
        self._desk, self._vault, self._proof = desk, vault, proof
        self._restrictions = restrictions
        self._left = False
        self._at_length = Lock()
        self.noticed: tuple[str, ...] = ()
        """What was found to be wrong at the log-in."""
        self.told: tuple[str, ...] = ()
        """What everybody is told at the log-in: notes that were just restored, a clock that is off."""

    def names(self) -> Names:
        """Raises `NotAllowed`."""
        self._desk.require(Action.READ_AUDIT)
        store = self._desk.store
        patients = store.encounters.patients()
        by_name = self._desk.may(Action.OPEN_ENCOUNTER)
        names = {one.id: f"{one.name}, {one.mrn}" if by_name else one.mrn for one in patients}
        mrns = {one.id: one.mrn for one in patients}
        veiled = {one.id: _veiled(one) for one in patients if not self._restrictions.allows(one.id)}
        people = {person.id: person.name for person in store.people.all()}
        return Names(people, names | veiled, mrns | veiled)

    def look(self, wanted: AuditFilter) -> tuple[int, tuple[AuditEntry, ...]]:
        """How many entries fit, and the newest of them; that they were looked at is an entry itself."""
        self._desk.require(Action.READ_AUDIT)
        self._desk.audit(AuditKind.AUDIT_READ, patient_id=wanted.patient_id, detail=_described(wanted))
        audit = self._desk.store.audit
        return audit.count(wanted), audit.page(wanted)

    def more(self, wanted: AuditFilter, before: int) -> tuple[AuditEntry, ...]:
        """The entries that fit and come next, going back from entry `before`."""
        self._desk.require(Action.READ_AUDIT)
        return self._desk.store.audit.page(wanted, before=before)

    def verify(
        self,
        anchor: Path | None = None,
        progress: Progress = lambda _done, _total: None,
        called_off: Callable[[], bool] = lambda: False,
    ) -> Verdict:
        """Go through the whole trail and compare it with every anchor there is. Any thread may call.

        Args:
            anchor: a file with an anchor that was exported.

        Raises:
            BadInput: that file is no anchor.
            NotAllowed: as it says.
        """
        self._desk.require(Action.READ_AUDIT)
        anchors = self._kept_anchor() | ({str(anchor): _read_anchor(anchor)} if anchor else {})
        with self._at_length:
            if self._left:
                return Verdict(0, complete=False)
            found = self._verdict(anchors, progress, lambda: self._left or called_off())
            if found.complete:
                said = f"{found.entries} entries" if found.holds else found.problems[0]
                outcome = Outcome.OK if found.holds else Outcome.FAILED
                self._desk.audit(AuditKind.AUDIT_VERIFIED, outcome=outcome, detail=said)
        return found

    def export(
        self,
        path: Path,
        wanted: AuditFilter,
        passphrase: str,
        progress: Progress = lambda _done, _total: None,
    ) -> int:
        """Write the entries that fit, oldest first, as CSV that no spreadsheet takes for formulas.

        Returns:
            How many were written. The file is not encrypted; it names patients by their MRN.

        Raises:
            PassphraseNeeded, WrongPassphrase, MustWait: `passphrase`, which may be empty if one was typed a
                moment ago, does not prove that it is this person.
            NotAllowed: this role does not export.
            BadInput: the file cannot be written; there is none then.
        """
        self._proof.require(Action.EXPORT_AUDIT, passphrase)
        with self._at_length:
            return self._written(path, wanted, progress)

    def export_anchor(self, path: Path | None = None) -> Anchor:
        """An anchor for the trail as it is, for safe keeping elsewhere; written into a file if one is named.

        Raises:
            BadInput: the file cannot be written.
            NotAllowed: as it says.
        """
        self._desk.require(Action.READ_AUDIT)
        with announced(self._desk, AuditKind.ANCHOR_EXPORTED):
            anchor = self._desk.store.audit.anchor()
            if path is not None:
                with fresh_file(path) as file:
                    file.write(anchor.text)
        return anchor

    def leave(self) -> None:
        """The last entry before the store is closed; leaving twice is fine."""
        if self._left or self._desk.store.is_closed:
            return
        self._left = True
        try:
            with self._at_length:
                self._desk.audit.tell_refused()
                self._desk.audit(AuditKind.LOGGED_OUT)
        except StoreError as error:
            _log.warning("the log-out is not in the audit trail: %s", type(error).__name__)
        else:
            keep_in_keyring(self._desk.store, self._vault)

    def _verdict(
        self, anchors: Mapping[str, Anchor], progress: Progress, called_off: Callable[[], bool]
    ) -> Verdict:
        beside = self._desk.store.audit.anchor_complaint()
        found = self._desk.store.audit_check.verify(anchors, progress, called_off)
        return replace(found, problems=(*found.problems, beside)) if beside else found

    def _written(self, path: Path, wanted: AuditFilter, progress: Progress) -> int:
        self._require_here()
        audit, names = self._desk.store.audit, self.names()
        end, total, done = audit.head().seq, audit.count(wanted), 0
        said = f"{total} entries; {_described(wanted)}"
        with announced(self._desk, AuditKind.AUDIT_EXPORTED, said), fresh_file(path) as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            for entries in audit.oldest_first(wanted, upto=end):
                self._require_here()
                rows.writerows(_row(entry, names) for entry in entries)
                done += len(entries)
                progress(done, total)
        return done

    def _require_here(self) -> None:
        if self._left:
            raise WrongState("Nothing was exported: you are logged out.", remedy="Log in and export again.")

    def _kept_anchor(self) -> dict[str, Anchor]:
        kept = self._vault.remembered(keyring_name(self._desk.store))
        return {"Anchor in the keyring": Anchor.parsed(kept.decode("ascii", "replace"))} if kept else {}


def _veiled(patient: Patient) -> str:
    return f"{VeiledPatient.NAME} {patient.id[-_ID_END:]}"


def _described(wanted: AuditFilter) -> str:
    """The filter in a few words; a patient is in a field of the entry's own."""
    told = (
        ("from", wanted.since and f"{wanted.since:%Y-%m-%d}"),
        ("before", wanted.until and f"{wanted.until:%Y-%m-%d}"),
        ("by", wanted.person_id),
        ("about", wanted.patient_id),
        ("of kind", wanted.kind),
    )
    return ", ".join(f"{name} {value}" for name, value in told if value) or "all entries"


def _row(entry: AuditEntry, names: Names) -> tuple[object, ...]:
    return (
        entry.seq,
        entry.at.isoformat(timespec="milliseconds"),
        *map(
            harmless,
            (
                names.people.get(entry.person_id, ""),
                entry.person_id,
                entry.role,
                entry.workstation_id,
                entry.title,
                entry.data,
                names.mrns.get(entry.patient_id, ""),
                entry.patient_id,
                entry.note_id,
                entry.outcome,
                entry.detail,
            ),
        ),
    )


def _read_anchor(path: Path) -> Anchor:
    try:
        return Anchor.parsed(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read.", remedy="Choose the anchor that was exported.") from error
