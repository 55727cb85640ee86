from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.errors import WrongState
from scribe_desktop.notes.lifecycle import EventKind, NoteEvent, NoteState, require_state, state_of
from scribe_desktop.notes.people import Author

C, SUB, RET, SIG, ADD = EventKind
DRAFT, IN_REVIEW, RETURNED, SIGNED = NoteState

ALLOWED = {
    (DRAFT, SUB),
    (RETURNED, SUB),
    (IN_REVIEW, RET),
    (DRAFT, SIG),
    (IN_REVIEW, SIG),
    (RETURNED, SIG),
    (SIGNED, ADD),
}


def history(*kinds: EventKind) -> list[NoteEvent]:
    author, at = Author("person", "desk"), datetime(2026, 11, 22, tzinfo=UTC)
    return [NoteEvent(f"e{number}", "note", kind, author, at) for number, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((), DRAFT),
        ((C,), DRAFT),
        ((C, SUB), IN_REVIEW),
        ((C, SUB, RET), RETURNED),
        ((C, SUB, RET, SUB), IN_REVIEW),
        ((C, SUB, RET, SUB, SIG), SIGNED),
        ((C, SIG), SIGNED),
        ((C, SIG, ADD), SIGNED),
    ],
)
def test_the_state_follows_from_what_happened(kinds: tuple[EventKind, ...], state: NoteState) -> None:
    assert state_of(history(*kinds)) is state


@given(st.lists(st.sampled_from(EventKind)), st.lists(st.sampled_from(EventKind)))
def test_nothing_merged_in_later_unlocks_a_signed_note(
    before: list[EventKind], after: list[EventKind]
) -> None:
    assert state_of(history(*before, SIG, *after)) is SIGNED


@pytest.mark.parametrize(("state", "event"), list(product(NoteState, (SUB, RET, SIG, ADD))))
def test_an_event_is_allowed_in_its_states_only(state: NoteState, event: EventKind) -> None:
    if (state, event) in ALLOWED:
        require_state(state, event)
    else:
        with pytest.raises(WrongState):
            require_state(state, event)


@pytest.mark.parametrize(
    ("state", "event", "said"),
    [
        (SIGNED, SUB, "This note is signed; it cannot be submitted now."),
        (DRAFT, RET, "This note is a draft; it cannot be returned now."),
        (IN_REVIEW, ADD, "This note is in review; it cannot take an addendum now."),
    ],
)
def test_a_refusal_says_the_state_in_plain_words(state: NoteState, event: EventKind, said: str) -> None:
    with pytest.raises(WrongState) as refusal:
        require_state(state, event)
    assert str(refusal.value) == said
    assert refusal.value.remedy
