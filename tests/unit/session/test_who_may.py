"""Every use case with every role."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.people import Role
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.preferences import Retention
from scribe_desktop.session.session import Session
from scribe_desktop.session.wrong_patient import Policy, When
from tests.helpers.visits import begin, new_visit, typed
from tests.unit.session.conftest import PASSPHRASE, Enter

S, P, V, A = Role.SCRIBE, Role.PROVIDER, Role.SUPERVISOR, Role.ADMINISTRATOR
DRAFT, IN_REVIEW, RETURNED, SIGNED = (
    NoteState.DRAFT,
    NoteState.SUBMITTED,
    NoteState.RETURNED,
    NoteState.SIGNED,
)

UseCase = Callable[[Session, Chart], object]


def note_in(enter: Enter, state: NoteState) -> Chart:
    """A chart that the usual people have brought into this state."""
    scribe = enter(S)
    chart = begin(scribe, cc="Sore throat")
    if state is not DRAFT:
        scribe.charting.submit(chart.note.id)
    if state is RETURNED:
        enter(V).review.give_back(chart.note.id, "Add the dose")
    if state is SIGNED:
        enter(P).review.sign(chart.note.id, PASSPHRASE, "I agree.")
    return chart


def save(session: Session, chart: Chart) -> object:
    return session.charting.save(chart.note.id, {"hpi": typed(session, "More")})


def switch_on(session: Session, chart: Chart) -> None:
    session.preferences.set_destination("folder", {"folder": str(Path.home())}, on=True)


def change_speech(session: Session, chart: Chart) -> None:
    session.preferences.set_speech(engine=None, vosk_model="", microphone=None)


TABLE: tuple[tuple[str, NoteState, UseCase, set[Role]], ...] = (
    ("see encounters", DRAFT, lambda s, _: s.charting.encounters(), {S, P, V}),
    ("see the queue", DRAFT, lambda s, _: s.review.queue(), {S, P, V}),
    ("open a chart", SIGNED, lambda s, c: s.charting.open(c.encounter.id), {S, P, V}),
    ("see the outbox", SIGNED, lambda s, _: s.courier.waiting(), {S, P, V}),
    (
        "begin",
        DRAFT,
        lambda s, c: s.charting.begin(new_visit(c.encounter.provider_id, mrn="M-77")),
        {S, P, V},
    ),
    ("write a draft", DRAFT, save, {S, P, V}),
    ("write a returned note", RETURNED, save, {S, P, V}),
    ("write in review", IN_REVIEW, save, {P}),
    ("submit", DRAFT, lambda s, c: s.charting.submit(c.note.id), {S, P, V}),
    ("give back", IN_REVIEW, lambda s, c: s.review.give_back(c.note.id, "why"), {P, V}),
    ("sign in review", IN_REVIEW, lambda s, c: s.review.sign(c.note.id, PASSPHRASE, "I agree."), {P}),
    ("sign a draft", DRAFT, lambda s, c: s.review.sign(c.note.id, PASSPHRASE, "I agree."), {P}),
    ("add to it", SIGNED, lambda s, c: s.review.add_addendum(c.note.id, "Later", PASSPHRASE), {P}),
    ("send again", SIGNED, lambda s, c: s.courier.send_again(c.note.id), {S, P, V, A}),
    ("send all again", SIGNED, lambda s, _: s.courier.send_all_again(), {S, P, V, A}),
    ("change speech", DRAFT, change_speech, {S, P, V, A}),
    ("change destinations", DRAFT, switch_on, {S, P, V, A}),
    (
        "keep no sound",
        DRAFT,
        lambda s, _: s.preferences.set_sound_retention(Retention.NOT_AT_ALL, 1),
        {P, V, A},
    ),
    ("add people", DRAFT, lambda s, _: s.people.add("New One", S, "", PASSPHRASE), {P, V, A}),
    ("ask never", DRAFT, lambda s, _: s.wrong_patient.set_policy(Policy(When.NEVER)), {P, V, A}),
    ("renew the recovery code", DRAFT, lambda s, _: s.people.renew_recovery(PASSPHRASE), {P, V, A}),
)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("state", "use", "allowed"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_use_case_is_for_these_roles_alone(
    enter: Enter, state: NoteState, use: UseCase, allowed: set[Role], role: Role
) -> None:
    chart = note_in(enter, state)
    session = enter(role)
    before = session.desk.store.notes.events(chart.note.id)
    if role in allowed:
        use(session, chart)
    else:
        with pytest.raises(NotAllowed) as refusal:
            use(session, chart)
        assert session.person.name in str(refusal.value)
        assert refusal.value.remedy
        assert session.desk.store.notes.events(chart.note.id) == before


@pytest.mark.parametrize("role", [S, P, V])
@pytest.mark.parametrize(
    ("state", "writers"), [(DRAFT, {S, P, V}), (RETURNED, {S, P, V}), (IN_REVIEW, {P}), (SIGNED, set())]
)
def test_a_chart_says_whether_it_may_be_written(
    enter: Enter, state: NoteState, writers: set[Role], role: Role
) -> None:
    chart = note_in(enter, state)
    opened = enter(role).charting.open(chart.encounter.id)
    assert opened.state is state
    assert opened.may_write is (role in writers)
