"""Who sits where, with which store: what every use case needs to know."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.clock import Clock
from scribe_desktop.notes.note_types import NoteTypes
from scribe_desktop.notes.people import Author, Person, Workstation
from scribe_desktop.notes.rights import ON_RECORD, Action, may, require
from scribe_desktop.session.audit import AuditTrail

if TYPE_CHECKING:
    from scribe_desktop.store.store import Store


class Gate:
    """Shut while there is something that a person has to do before any of their rights counts."""

    def __init__(self) -> None:
        self._why: tuple[str, str] | None = None

    def shut(self, why: str, *, remedy: str) -> None:
        self._why = why, remedy

    def open(self) -> None:
        self._why = None

    @property
    def is_open(self) -> bool:
        return self._why is None

    def require_open(self) -> None:
        """Raise `NotAllowed`, with the reason, while it is shut."""
        if self._why is not None:
            why, remedy = self._why
            raise NotAllowed(why, remedy=remedy)


@dataclass(frozen=True)
class Desk:
    person: Person
    workstation: Workstation
    store: "Store"
    note_types: NoteTypes
    clock: Clock
    gate: Gate = field(default_factory=Gate, compare=False)

    @property
    def author(self) -> Author:
        return Author(self.person.id, self.workstation.id)

    def may(self, action: Action) -> bool:
        """Whether `require` would let this person do it; trying that is no attempt at anything."""
        return self.gate.is_open and may(self.person, action)

    def require(self, action: Action) -> None:
        """Raise `NotAllowed` unless this person's role covers the action; that they tried is on record.

        Nothing is covered while the gate is shut.
        """
        self.gate.require_open()
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
