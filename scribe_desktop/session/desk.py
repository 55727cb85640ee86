"""Who sits where, with which store: what every use case needs to know."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.clock import Clock
from scribe_desktop.notes.note_types import NoteTypes
from scribe_desktop.notes.people import Author, Person, Workstation

if TYPE_CHECKING:
    from scribe_desktop.store.store import Store


class Record(Protocol):
    """Writes one thing that this person did into the audit trail."""

    def __call__(
        self,
        kind: AuditKind,
        /,
        *,
        patient_id: str | None = None,
        note_id: str | None = None,
        outcome: str = "ok",
        detail: str = "",
    ) -> object: ...


def _unrecorded(kind: AuditKind, /, **_about: object) -> None:
    """Where no trail is kept."""


@dataclass(frozen=True)
class Desk:
    person: Person
    workstation: Workstation
    store: "Store"
    note_types: NoteTypes
    clock: Clock
    audit: Record = _unrecorded

    @property
    def author(self) -> Author:
        return Author(self.person.id, self.workstation.id)
