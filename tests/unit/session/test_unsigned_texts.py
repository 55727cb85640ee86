"""What is begun about a note is its writer's alone, and goes in the same commit that it was for."""

import pytest

from scribe_desktop.errors import NotAllowed, StoreNotWritable, WrongPassphrase
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.session import Session
from tests.helpers.visits import begin
from tests.unit.session.conftest import PASSPHRASE, Enter

ALL = {
    Unsigned.REASON: "Which dose?",
    Unsigned.ATTESTATION: "I was there.",
    Unsigned.ADDENDUM: "Culture neg.",
}


@pytest.fixture
def chart(enter: Enter) -> Chart:
    """A note in review."""
    scribe = enter(Role.SCRIBE)
    chart = begin(scribe, cc="Sore throat")
    scribe.charting.submit(chart.note.id)
    return chart


def begun(session: Session, chart: Chart) -> dict[Unsigned, str]:
    return dict(session.charting.open(chart.encounter.id).unsigned)


def test_it_is_there_for_whoever_began_it_and_for_nobody_else(
    enter: Enter, provider: Session, chart: Chart
) -> None:
    provider.unsigned_texts.keep(chart.note.id, ALL)
    provider.unsigned_texts.keep(chart.note.id, {Unsigned.REASON: "Which dose, and when?"})
    assert begun(provider, chart) == ALL | {Unsigned.REASON: "Which dose, and when?"}
    assert begun(enter(Role.SUPERVISOR), chart) == begun(enter(Role.SCRIBE), chart) == {}


def test_what_is_blank_again_is_forgotten(provider: Session, chart: Chart) -> None:
    provider.unsigned_texts.keep(chart.note.id, ALL)
    provider.unsigned_texts.keep(chart.note.id, {Unsigned.REASON: " \n", Unsigned.ADDENDUM: ""})
    assert begun(provider, chart) == {Unsigned.ATTESTATION: "I was there."}


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.SCRIBE, set()),
        (Role.SUPERVISOR, {Unsigned.REASON}),
        (Role.PROVIDER, set(Unsigned)),
        (Role.ADMINISTRATOR, set()),
        (Role.AUDITOR, set()),
    ],
)
def test_nobody_begins_what_they_may_not_end(
    enter: Enter, chart: Chart, role: Role, kinds: set[Unsigned]
) -> None:
    session = enter(role)
    for kind in Unsigned:
        if kind in kinds:
            session.unsigned_texts.keep(chart.note.id, {kind: "Words"})
        else:
            with pytest.raises(NotAllowed):
                session.unsigned_texts.keep(chart.note.id, {kind: "Words"})


def test_each_act_forgets_what_it_was_for(enter: Enter, provider: Session, chart: Chart) -> None:
    supervisor = enter(Role.SUPERVISOR)
    provider.unsigned_texts.keep(chart.note.id, ALL)
    supervisor.unsigned_texts.keep(chart.note.id, {Unsigned.REASON: "Mine"})
    provider.review.give_back(chart.note.id, "Which dose?")
    assert begun(provider, chart) == {Unsigned.ADDENDUM: ALL[Unsigned.ADDENDUM]}
    assert begun(supervisor, chart) == {Unsigned.REASON: "Mine"}
    provider.review.sign(chart.note.id, PASSPHRASE, "I was there.")
    assert begun(supervisor, chart) == {}
    provider.review.add_addendum(chart.note.id, "Culture neg.", PASSPHRASE)
    assert begun(provider, chart) == {}


def test_a_signature_that_fails_forgets_nothing(
    provider: Session, chart: Chart, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.unsigned_texts.keep(chart.note.id, ALL)
    with pytest.raises(WrongPassphrase):
        provider.review.sign(chart.note.id, "not the right one", "I was there.")

    def full(*_: object, **__: object) -> None:
        raise StoreNotWritable("The disk is full.")

    monkeypatch.setattr(provider.desk.store.audit, "append", full)
    with pytest.raises(StoreNotWritable):
        provider.review.sign(chart.note.id, PASSPHRASE, "I was there.")
    monkeypatch.undo()
    assert begun(provider, chart) == ALL


def test_a_purge_takes_it_along(provider: Session, chart: Chart) -> None:
    provider.unsigned_texts.keep(chart.note.id, ALL)
    provider.retention.purge(
        chart.encounter.id, reason="Older than the law asks.", mrn="HS-1", passphrase=PASSPHRASE
    )
    assert provider.desk.store.unsigned_texts.of(chart.note.id, provider.person.id) == {}


def test_no_section_of_a_note_has_such_a_key(provider: Session) -> None:
    types = provider.desk.note_types
    keys = {section.key for one in types.offered("") for section in one.sections}
    assert len(keys) > 10
    assert keys.isdisjoint(Unsigned)
