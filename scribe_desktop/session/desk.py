"""Who sits where, with which store: what every use case needs to know."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.clock import Clock
from scribe_desktop.notes.note_types import NoteTypes
from scribe_desktop.notes.people import Author, Person, Workstation
from scribe_desktop.notes.rights import ON_RECORD, Action, require
from scribe_desktop.session.audit import AuditTrail

if TYPE_CHECKING:
    from scribe_desktop.store.store import Store


@dataclass(frozen=True)
class Desk:
    person: Person
    workstation: Workstation
    store: "Store"
    note_types: NoteTypes
    clock: Clock

    @property
    def author(self) -> Author:
        return Author(self.person.id, self.workstation.id)

    def require(self, action: Action) -> None:
        """Raise `NotAllowed` unless this person's role covers the action; that they tried is on record."""
        try:
            require(self.person, action)
        except NotAllowed:
            if action in ON_RECORD:
                self.audit.refused(action)
            raise

    @cached_property
    def audit(self) -> AuditTrail:
        """Where everything that this person does is written down."""
        return AuditTrail(self)
