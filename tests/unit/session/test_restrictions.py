"""Restricted charts: who is kept out, by every way in, and what an emergency takes and leaves behind."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scribe_desktop.errors import BadInput, NotAllowed, Restricted
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.session.session import Session
from tests.helpers.visits import begin, typed
from tests.unit.session.conftest import Enter

REASON = "covering tonight, patient in resuscitation"


@pytest.fixture
def chart(enter: Enter) -> Chart:
    """A draft of a patient whom a supervisor has restricted since."""
    made = begin(enter(Role.SCRIBE), cc="Sore throat")
    enter(Role.SUPERVISOR).restrictions.restrict(made.encounter.patient.id, on=True)
    return made


WAYS_IN: dict[str, Callable[[Session, Chart], object]] = {
    "open": lambda s, c: s.charting.open(c.encounter.id),
    "save": lambda s, c: s.charting.save(c.note.id, {"hpi": typed(s, "More")}),
    "append": lambda s, c: s.charting.append(c.note.id, "hpi", typed(s, "More")),
    "submit": lambda s, c: s.charting.submit(c.note.id),
    "change type": lambda s, c: s.charting.change_type(c.note.id, "soap"),
    "earlier notes": lambda s, c: s.copy_forward.notes(c.encounter.id),
    "document": lambda s, c: s.courier.document(c.note.id, "none"),
}


@pytest.mark.parametrize("way", WAYS_IN)
def test_no_way_leads_a_scribe_into_a_restricted_chart(enter: Enter, chart: Chart, way: str) -> None:
    scribe = enter(Role.SCRIBE)
    with pytest.raises(Restricted):
        WAYS_IN[way](scribe, chart)
    assert scribe.desk.store.drafts.load(chart.note.id).keys() == chart.content.keys()


def test_a_search_finds_nothing_in_it(enter: Enter, chart: Chart) -> None:
    assert enter(Role.PROVIDER).searching.find("sore throat")
    scribe = enter(Role.SCRIBE)
    assert scribe.searching.find("sore throat") == ()
    scribe.restrictions.open_in_emergency(chart.encounter.id, REASON)
    assert scribe.searching.find("sore throat")


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.SUPERVISOR])
def test_those_who_may_open_it_see_that_it_is_restricted(enter: Enter, chart: Chart, role: Role) -> None:
    opened = enter(role).charting.open(chart.encounter.id)
    assert (opened.restricted, opened.emergency) == (True, False)


@pytest.mark.parametrize("role", [Role.SCRIBE, Role.AUDITOR])
def test_an_emergency_takes_a_reason_and_lasts_until_log_out(enter: Enter, chart: Chart, role: Role) -> None:
    session = enter(role)
    for reason in ("", "   urgent   "):
        with pytest.raises(BadInput):
            session.restrictions.open_in_emergency(chart.encounter.id, reason)
    with pytest.raises(Restricted) as refusal:
        session.charting.open(chart.encounter.id)
    assert refusal.value.encounter_id == chart.encounter.id
    session.restrictions.open_in_emergency(chart.encounter.id, REASON)
    opened = session.charting.open(chart.encounter.id)
    assert (opened.restricted, opened.emergency) == (True, True)
    assert opened.may_write is (role is Role.SCRIBE)
    with pytest.raises(Restricted):
        enter(role).charting.open(chart.encounter.id)


def recording(desk: Desk, record: Callable[..., None]) -> Desk:
    """The same desk, with a trail of the test's own."""
    other = replace(desk)
    vars(other)["audit"] = record
    return other


def test_it_is_recorded_before_anything_is_shown(enter: Enter, chart: Chart) -> None:
    told: list[tuple[AuditKind, dict[str, Any]]] = []

    def record(kind: AuditKind, /, **about: Any) -> None:
        told.append((kind, about))

    restrictions = Restrictions(recording(enter(Role.SCRIBE).desk, record))
    restrictions.open_in_emergency(chart.encounter.id, REASON)
    patient = chart.encounter.patient.id
    assert told == [(AuditKind.EMERGENCY_ACCESS, {"patient_id": patient, "detail": REASON})]


def test_what_cannot_be_recorded_opens_nothing(enter: Enter, chart: Chart) -> None:
    def broken(_kind: AuditKind, /, **_about: Any) -> None:
        raise BadInput("The trail cannot be written.")

    restrictions = Restrictions(recording(enter(Role.SCRIBE).desk, broken))
    with pytest.raises(BadInput):
        restrictions.open_in_emergency(chart.encounter.id, REASON)
    with pytest.raises(Restricted):
        restrictions.require_note(chart.note.id)


def test_a_lifted_restriction_lets_everybody_in_again(enter: Enter, chart: Chart) -> None:
    with pytest.raises(NotAllowed):
        enter(Role.SCRIBE).restrictions.restrict(chart.encounter.patient.id, on=False)
    enter(Role.PROVIDER).restrictions.restrict(chart.encounter.patient.id, on=False)
    opened = enter(Role.SCRIBE).charting.open(chart.encounter.id)
    assert not opened.restricted
