"""What a connector is, what it needs to know, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

from scribe_desktop.notes.document import SignedDocument


@dataclass(frozen=True)
class Setting:
    """One thing that a connector needs to know, as the settings page shows it."""

    key: str
    label: str
    help: str
    secret: bool = False
    required: bool = True


@dataclass(frozen=True)
class Receipt:
    """The receiver's word that it has the document."""

    reference: str
    """Where it is now: a FHIR reference such as "DocumentReference/12", or a file's path."""


class Connector(Protocol):
    """A destination, found through the entry-point group `scribe_desktop.connectors`.

    Raises on construction:
        BadInput: a setting is missing or cannot be right.
    """

    title: ClassVar[str]
    settings: ClassVar[tuple[Setting, ...]]

    def __init__(self, values: Mapping[str, str]) -> None: ...

    def deliver(self, document: SignedDocument, *, appends_to: str | None = None) -> Receipt:
        """Hand over one document; called again after any failure, it must not double it.

        Args:
            document: what to deliver; `document.id` is the idempotency key.
            appends_to: for an addendum, the receipt reference of the document it adds to, when known.

        Raises:
            Unreachable: no answer, a broken one, or "come back later": worth trying again.
            Refused: the receiver understood and said no: a person has to change something.
        """
        ...

    def check(self) -> str:
        """Say in a few words that the destination answers now. Raises as `deliver` does."""
        ...
