"""Carries signed documents from the outbox to their destinations, and writes down how it went."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from scribe_desktop.connectors import registry
from scribe_desktop.errors import Refused, ScribeError, Unreachable
from scribe_desktop.notes.audit import AuditKind, Outcome
from scribe_desktop.notes.delivery import Delivery, DeliveryState
from scribe_desktop.notes.document import DocumentSection, SignedDocument, sections_of
from scribe_desktop.notes.note import Addendum, Signature
from scribe_desktop.notes.patient import Patient, VeiledPatient
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.as_signed import note_type_of
from scribe_desktop.session.credentials import Credentials
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.preferences import Preferences, destination_section
from scribe_desktop.session.restrictions import Restrictions

_log = logging.getLogger(__name__)

UNTOLD = "Whoever may open the chart reads why."
"""In place of what a destination said about a document of a restricted chart."""

ADDENDUM_LOINC = ("55107-7", "Addendum Document")


@dataclass(frozen=True)
class Waiting:
    """One line of the outbox."""

    delivery: Delivery
    encounter_id: str
    patient_name: str
    """The MRN for those who open no charts; nobody's where the chart is restricted."""


class Courier:
    """Runs on a background thread; only one `deliver_due` at a time."""

    def __init__(
        self, desk: Desk, preferences: Preferences, credentials: Credentials, restrictions: Restrictions
    ) -> None:
        self._desk = desk
        self._preferences = preferences
        self._credentials = credentials
        self._restrictions = restrictions
        self._lock = Lock()
        self._stopped = False

    def deliver_due(self) -> int:
        """Try everything whose time has come; returns how many arrived. Raises `NotAllowed`."""
        self._desk.require(Action.DELIVER)
        with self._lock:
            due = () if self._stopped else self._desk.store.deliveries.due(self._desk.clock())
        return sum(self._try(delivery) for delivery in due)

    def stop(self) -> None:
        """Touch the store no more, so that it can be closed.

        A document whose answer is still awaited stays queued; trying it again does not double it.
        """
        with self._lock:
            self._stopped = True

    def seconds_to_next_try(self) -> float | None:
        """How long until `deliver_due` has something to do again; None when nothing is queued."""
        self._desk.require(Action.DELIVER)
        with self._lock:
            at = None if self._stopped else self._desk.store.deliveries.next_try_at()
        return None if at is None else max(0.0, (at - self._desk.clock()).total_seconds())

    def unfinished(self) -> tuple[Delivery, ...]:
        """What has not arrived yet, refused documents included. Raises `NotAllowed`.

        What a destination said about it may name the patient: not told of restricted charts.
        """
        self._desk.require(Action.DELIVER)
        with self._lock:
            found = () if self._stopped else self._desk.store.deliveries.unfinished()
            return tuple(map(self._shown, found))

    def _shown(self, delivery: Delivery) -> Delivery:
        if self._restrictions.allows_note(delivery.note_id):
            return delivery
        return replace(delivery, last_error=UNTOLD if delivery.last_error else "")

    def waiting(self) -> tuple[Waiting, ...]:
        """What has not arrived yet, with the patient it is about. Raises `NotAllowed`."""
        store, rows = self._desk.store, []
        for delivery in self.unfinished():
            encounter = self._restrictions.shown(
                store.encounters.get(store.notes.get(delivery.note_id).encounter_id)
            )
            rows.append(Waiting(delivery, encounter.id, self._called(encounter.patient)))
        return tuple(rows)

    def _called(self, patient: Patient) -> str:
        by_name = isinstance(patient, VeiledPatient) or self._desk.may(Action.OPEN_ENCOUNTER)
        return patient.name if by_name else f"MRN {patient.mrn}"

    def send_all_again(self) -> None:
        """Queue everything that has not arrived at once, refused documents included."""
        self._desk.require(Action.SEND_AGAIN)
        unfinished = self.unfinished()
        with self._desk.store.together():
            for delivery in unfinished:
                self._desk.store.deliveries.again(delivery.id)
                self._tell_asked(delivery.note_id, delivery.destination)

    def for_note(self, note_id: str) -> tuple[Delivery, ...]:
        """Where this note's documents are on their way. Raises `NotAllowed`."""
        self._desk.require(Action.OPEN_ENCOUNTER)
        self._restrictions.require_note(note_id)
        return self._desk.store.deliveries.for_note(note_id)

    def send_again(self, note_id: str) -> None:
        """Queue what this note still owes its destinations, at once, those switched on since included.

        Raises:
            NotAllowed: this role sends nothing.
            Restricted: the chart is not open to them; `send_all_again` sends its documents with the others.
        """
        self._desk.require(Action.SEND_AGAIN)
        self._restrictions.require_note(note_id)
        with self._desk.store.together():
            for destination in self._queued_again(note_id):
                self._tell_asked(note_id, destination)

    def _queued_again(self, note_id: str) -> Iterator[str]:
        deliveries = self._desk.store.deliveries
        there = deliveries.for_note(note_id)
        for delivery in there:
            if delivery.state is not DeliveryState.DELIVERED:
                deliveries.again(delivery.id)
                yield delivery.destination
        known = {(delivery.document_id, delivery.destination) for delivery in there}
        for record in self._records(note_id):
            for destination in self._preferences.destinations():
                if (record.id, destination) not in known:
                    deliveries.queue(note_id, record.id, destination)
                    yield destination

    def _tell_asked(self, note_id: str, destination: str) -> None:
        self._desk.audit(AuditKind.DELIVERY_ASKED, note_id=note_id, detail=destination)

    def document(self, note_id: str, document_id: str) -> SignedDocument:
        """The signed note or addendum with this id, made up from the store. Raises `NotAllowed`."""
        self._desk.require(Action.OPEN_ENCOUNTER)
        self._restrictions.require_note(note_id)
        self._desk.audit.looked(note_id)
        return self._made_up(note_id, document_id)

    def _made_up(self, note_id: str, document_id: str) -> SignedDocument:
        records = self._records(note_id)
        record = next(record for record in records if record.id == document_id)
        store, note = self._desk.store, self._desk.store.notes.get(note_id)
        signed = records[0]
        assert isinstance(signed, Signature)
        version = store.notes.version(signed.version_id)
        kind, content = note_type_of(self._desk, note, version.content, version), version.content
        if isinstance(record, Signature):
            title, loinc, appends_to = kind.title, (kind.loinc, kind.loinc_display), None
            sections = sections_of(kind, content)
        else:
            title, loinc, appends_to = f"Addendum to {kind.title}", ADDENDUM_LOINC, records[0].id
            sections = (DocumentSection("Addendum", "Addendum", "", record.text.text),)
        return SignedDocument(
            id=record.id,
            title=title,
            loinc=loinc[0],
            loinc_display=loinc[1],
            encounter=store.encounters.get(note.encounter_id),
            provider_name=record.signer_name,
            sections=sections,
            attestation=_signed(record),
            signed_at=record.at,
            appends_to=appends_to,
        )

    def _records(self, note_id: str) -> Sequence[Signature | Addendum]:
        """The signature first, then the addenda in order."""
        signature = self._desk.store.notes.signature(note_id)
        return [signature, *self._desk.store.notes.addenda(note_id)] if signature else []

    def _try(self, delivery: Delivery) -> bool:
        with self._lock:
            if self._stopped:
                return False
            try:
                self._credentials.require_current(delivery.note_id)
            except Refused as error:
                return self._note_down(delivery, error)
            document = self._made_up(delivery.note_id, delivery.document_id)
            values = self._values(delivery.destination)
            parent = document.appends_to and self._desk.store.deliveries.reference_of(
                document.appends_to, delivery.destination
            )
        outcome: str | ScribeError
        try:
            outcome = self._deliver(delivery.destination, values, document, parent)
        except ScribeError as error:
            _log.info("delivery %s to %s: %s", delivery.id, delivery.destination, type(error).__name__)
            outcome = error
        with self._lock:
            return not self._stopped and self._note_down(delivery, outcome)

    def _values(self, destination: str) -> dict[str, str] | None:
        """What a connector needs, access tokens among it: for sending alone. None: it is switched off."""
        if destination not in self._preferences.destinations():
            return None
        return self._desk.store.settings.section(destination_section(destination))

    def _note_down(self, delivery: Delivery, outcome: str | ScribeError) -> bool:
        deliveries, arrived = self._desk.store.deliveries, isinstance(outcome, str)
        with self._desk.store.together():
            if isinstance(outcome, str):
                deliveries.delivered(delivery.id, outcome)
            elif isinstance(outcome, Unreachable):
                deliveries.failed(delivery.id, outcome.in_full())
            else:
                deliveries.refused(delivery.id, outcome.in_full())
            why = "" if arrived else f": {type(outcome).__name__}"
            self._desk.audit(
                AuditKind.DELIVERY_TRIED,
                note_id=delivery.note_id,
                outcome=Outcome.OK if arrived else Outcome.FAILED,
                detail=delivery.destination + why,
            )
        return arrived

    @staticmethod
    def _deliver(
        destination: str, values: dict[str, str] | None, document: SignedDocument, parent: str | None
    ) -> str:
        if values is None:
            raise Refused(
                f"The destination “{destination}” is switched off.",
                remedy="Switch it on in the settings and send again.",
            )
        if document.appends_to and parent is None:
            raise Unreachable("The addendum waits until the note it belongs to has arrived.")
        return registry.connect(destination, values).deliver(document, appends_to=parent).reference


def _signed(record: Signature | Addendum) -> str:
    when = record.at.astimezone()
    return (
        f"{record.attestation}\nElectronically signed by {record.signer_name} on {when:%Y-%m-%d at %H:%M %Z}."
    )
