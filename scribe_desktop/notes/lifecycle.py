"""What happens to a note, in order, and the state that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scribe_desktop.errors import WrongState
from scribe_desktop.notes.people import Author


class NoteState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "in review"
    RETURNED = "returned"
    SIGNED = "signed"


class EventKind(StrEnum):
    CREATED = "created"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SIGNED = "signed"
    ADDENDUM = "addendum"


@dataclass(frozen=True)
class NoteEvent:
    """One entry of a note's append-only history."""

    id: str
    note_id: str
    kind: EventKind
    author: Author
    at: datetime
    version_id: str | None = None
    reason: str = ""


_STATE_AFTER = {
    EventKind.CREATED: NoteState.DRAFT,
    EventKind.SUBMITTED: NoteState.SUBMITTED,
    EventKind.RETURNED: NoteState.RETURNED,
    EventKind.SIGNED: NoteState.SIGNED,
    EventKind.ADDENDUM: NoteState.SIGNED,
}

_ALLOWED_IN = {
    EventKind.SUBMITTED: {NoteState.DRAFT, NoteState.RETURNED},
    EventKind.RETURNED: {NoteState.SUBMITTED},
    # A provider who charts without a scribe signs a draft directly.
    EventKind.SIGNED: {NoteState.DRAFT, NoteState.SUBMITTED, NoteState.RETURNED},
    EventKind.ADDENDUM: {NoteState.SIGNED},
}

_CANNOT = {
    EventKind.SUBMITTED: "be submitted",
    EventKind.RETURNED: "be returned",
    EventKind.SIGNED: "be signed",
    EventKind.ADDENDUM: "take an addendum",
}


def state_of(events: Sequence[NoteEvent]) -> NoteState:
    """The state a note is in after these events, oldest first.

    A signed note stays signed whatever arrives behind it, so that histories merged from two desks
    can never unlock one.
    """
    state = NoteState.DRAFT
    for event in events:
        if state is not NoteState.SIGNED:
            state = _STATE_AFTER[event.kind]
    return state


def require_state(state: NoteState, event: EventKind) -> None:
    """Raise `WrongState` unless this event may follow in this state."""
    if state not in _ALLOWED_IN[event]:
        raise WrongState(
            f"This note is {'a draft' if state is NoteState.DRAFT else state.value};"
            f" it cannot {_CANNOT[event]} now.",
            remedy="Close it and open it again to see what changed.",
        )
