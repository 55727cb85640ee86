"""Carries signed documents from the outbox to their destinations, and writes down how it went."""

import logging
from collections.abc import Sequence
from datetime import datetime

from scribe_desktop.connectors import registry
from scribe_desktop.errors import Refused, ScribeError, Unreachable
from scribe_desktop.notes.delivery import Delivery, DeliveryState
from scribe_desktop.notes.document import DocumentSection, SignedDocument, sections_of
from scribe_desktop.notes.note import Addendum, Signature
from scribe_desktop.notes.rights import Action, require
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.preferences import Preferences

_log = logging.getLogger(__name__)

ADDENDUM_LOINC = ("55107-7", "Addendum Document")


class Courier:
    """Runs on a background thread; only one `deliver_due` at a time."""

    def __init__(self, desk: Desk, preferences: Preferences) -> None:
        self._desk = desk
        self._preferences = preferences

    def deliver_due(self) -> int:
        """Try everything whose time has come; returns how many arrived."""
        return sum(self._try(delivery) for delivery in self._desk.store.deliveries.due(self._desk.clock()))

    def next_try_at(self) -> datetime | None:
        """When `deliver_due` has something to do again; None when the outbox is empty."""
        return self._desk.store.deliveries.next_try_at()

    def unfinished(self) -> tuple[Delivery, ...]:
        """What has not arrived yet, refused documents included."""
        return self._desk.store.deliveries.unfinished()

    def for_note(self, note_id: str) -> tuple[Delivery, ...]:
        return self._desk.store.deliveries.for_note(note_id)

    def send_again(self, note_id: str) -> None:
        """Queue what this note still owes its destinations, at once, those switched on since included."""
        require(self._desk.person, Action.SEND_AGAIN)
        deliveries = self._desk.store.deliveries
        there = deliveries.for_note(note_id)
        for delivery in there:
            if delivery.state is not DeliveryState.DELIVERED:
                deliveries.again(delivery.id)
        known = {(delivery.document_id, delivery.destination) for delivery in there}
        for record in self._records(note_id):
            for destination in self._preferences.destinations():
                if (record.id, destination) not in known:
                    deliveries.queue(note_id, record.id, destination)

    def document(self, note_id: str, document_id: str) -> SignedDocument:
        """The signed note or addendum with this id, made up from the store."""
        signature, *addenda = self._records(note_id)
        store = self._desk.store
        encounter = store.encounters.get(store.notes.get(note_id).encounter_id)
        if document_id == signature.id:
            content = store.notes.version(signature.version_id).content
            kind, sections = self._desk.note_type, sections_of(self._desk.note_type, content)
            return SignedDocument(
                signature.id,
                kind.title,
                kind.loinc,
                kind.loinc_display,
                encounter,
                signature.signer_name,
                sections,
                _signed(signature),
                signature.at,
            )
        addendum = next(a for a in addenda if a.id == document_id)
        assert isinstance(addendum, Addendum)
        body = (DocumentSection("Addendum", "Addendum", "", addendum.text.text),)
        title = f"Addendum to {self._desk.note_type.title.lower()}"
        return SignedDocument(
            addendum.id,
            title,
            *ADDENDUM_LOINC,
            encounter,
            addendum.signer_name,
            body,
            _signed(addendum),
            addendum.at,
            appends_to=signature.id,
        )

    def _records(self, note_id: str) -> Sequence[Signature | Addendum]:
        """The signature first, then the addenda in order."""
        signature = self._desk.store.notes.signature(note_id)
        return [signature, *self._desk.store.notes.addenda(note_id)] if signature else []

    def _try(self, delivery: Delivery) -> bool:
        deliveries = self._desk.store.deliveries
        try:
            reference = self._deliver(delivery)
        except (Unreachable, Refused) as error:
            _log.info("delivery %s to %s: %s", delivery.id, delivery.destination, type(error).__name__)
            note_down = deliveries.refused if isinstance(error, Refused) else deliveries.failed
            note_down(delivery.id, error.in_full())
            return False
        except ScribeError as error:
            deliveries.refused(delivery.id, error.in_full())
            return False
        deliveries.delivered(delivery.id, reference)
        return True

    def _deliver(self, delivery: Delivery) -> str:
        document = self.document(delivery.note_id, delivery.document_id)
        values = self._preferences.destinations().get(delivery.destination)
        if values is None:
            raise Refused(
                f"The destination “{delivery.destination}” is switched off.",
                remedy="Switch it on in the settings and send again.",
            )
        parent = None
        if document.appends_to:
            parent = self._desk.store.deliveries.reference_of(document.appends_to, delivery.destination)
            if parent is None:
                raise Unreachable("The addendum waits until the note it belongs to has arrived.")
        return registry.connect(delivery.destination, values).deliver(document, appends_to=parent).reference


def _signed(record: Signature | Addendum) -> str:
    when = record.at.astimezone()
    return (
        f"{record.attestation}\nElectronically signed by {record.signer_name} on {when:%Y-%m-%d at %H:%M %Z}."
    )
