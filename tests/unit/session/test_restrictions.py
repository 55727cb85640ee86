"""Restricted charts: who is kept out, by every way in, and what an emergency takes and leaves behind."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from scribe_desktop.errors import BadInput, NotAllowed, Restricted
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.likeness import alikes
from scribe_desktop.notes.patient import VeiledPatient
from scribe_desktop.notes.people import Role
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.session.session import Session
from scribe_desktop.session.take import Take
from scribe_desktop.store.tables import encounters
from tests.helpers.visits import begin, new_visit, typed
from tests.unit.session.conftest import PASSPHRASE, Enter

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
    "deliveries": lambda s, c: s.courier.for_note(c.note.id),
    "unsigned texts": lambda s, c: s.unsigned_texts.keep(c.note.id, {}),
    "words for dictation": lambda s, c: s.patient_words.of_note(c.note.id),
    "recording": lambda s, c: take_into(s, c),
    "sending again": lambda s, c: s.courier.send_again(c.note.id),
    "search": lambda s, c: s.searching.find("sore", patient_id=c.encounter.patient.id),
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
    assert not restrictions.allows(chart.encounter.patient.id)


def test_a_lifted_restriction_lets_everybody_in_again(enter: Enter, chart: Chart) -> None:
    with pytest.raises(NotAllowed):
        enter(Role.SCRIBE).restrictions.restrict(chart.encounter.patient.id, on=False)
    enter(Role.PROVIDER).restrictions.restrict(chart.encounter.patient.id, on=False)
    opened = enter(Role.SCRIBE).charting.open(chart.encounter.id)
    assert not opened.restricted


NAME, MRN = "Imogen Hartley", "HS-1"
LISTS: dict[str, Callable[[Session], object]] = {
    "encounters": lambda s: s.charting.encounters(),
    "queue": lambda s: s.review.queue(),
    "outbox": lambda s: s.courier.waiting(),
    "sound": lambda s: s.sound.unfinished(),
    "names in the audit trail": lambda s: s.audit.names(),
    "visits past the policy": lambda s: s.retention.due(),
    "visits of an MRN": lambda s: s.retention.find(MRN),
    "search": lambda s: s.searching.find("sore throat"),
}


def listed(session: Session) -> dict[str, str]:
    """All that this person's lists say, as far as they have them."""
    said = {}
    for name, ask in LISTS.items():
        with suppress(NotAllowed):
            said[name] = repr(ask(session))
    return said


@pytest.fixture
def on_every_list(enter: Enter, tmp_path: Path) -> Chart:
    """A patient with a dictated draft, a note in review, and an old signed one that waits in the outbox."""
    provider, scribe = enter(Role.PROVIDER), enter(Role.SCRIBE)
    provider.preferences.set_destination(
        "folder", {"folder": str(tmp_path)}, on=True, own_passphrase=PASSPHRASE
    )
    provider.retention.set_years(1)
    signed, waiting, drafted = (begin(scribe, cc="Sore throat") for _ in range(3))
    provider.review.sign(signed.note.id, PASSPHRASE, "I agree.")
    scribe.charting.submit(waiting.note.id)
    days_ago(provider, signed, 800)
    take = take_into(scribe, drafted)
    take.write(bytes(32_000))
    take.release(10.0)
    return drafted


def test_whoever_writes_no_notes_records_nothing_into_one(enter: Enter) -> None:
    chart, auditor = begin(enter(Role.SCRIBE), cc="Sore throat"), enter(Role.AUDITOR)
    with pytest.raises(NotAllowed):
        take_into(auditor, chart)
    assert auditor.desk.store.recordings.unfinished() == ()


def test_in_an_emergency_a_restricted_chart_is_dictated_into(enter: Enter, chart: Chart) -> None:
    scribe = enter(Role.SCRIBE)
    scribe.restrictions.open_in_emergency(chart.encounter.id, REASON)
    assert scribe.patient_words.of_note(chart.note.id)
    take_into(scribe, chart).release(0.0)


def take_into(session: Session, chart: Chart) -> Take:
    return session.sound.take(
        chart.note.id, "cc", "Desk", pass_on=lambda _: None, on_end=lambda: None, on_trouble=lambda _: None
    )


def days_ago(session: Session, chart: Chart, days: int) -> None:
    at = chart.encounter.started_at - timedelta(days=days)
    with session.desk.store._database.transaction() as connection:
        moved = update(encounters).where(encounters.c.id == chart.encounter.id)
        connection.execute(moved.values(started_at=at))


def test_no_list_says_whose_restricted_chart_it_is(enter: Enter, on_every_list: Chart) -> None:
    before = {role: listed(enter(role)) for role in Role}
    telling = {name for said in before.values() for name, text in said.items() if MRN in text or NAME in text}
    assert telling == LISTS.keys()
    enter(Role.SUPERVISOR).restrictions.restrict(on_every_list.encounter.patient.id, on=True)
    for role in Role:
        session, after = enter(role), listed(enter(role))
        may_know = session.restrictions.allows(on_every_list.encounter.patient.id)
        for name, text in after.items():
            assert (NAME in text or MRN in text) == (may_know and (NAME in before[role][name] or MRN in text))
            assert may_know or "1989" not in text


def test_whoever_has_a_reason_sees_the_name_again(enter: Enter, chart: Chart) -> None:
    scribe = enter(Role.SCRIBE)
    (row,) = scribe.charting.encounters()
    assert row.encounter.patient.name == VeiledPatient.NAME
    assert row.encounter.patient.summary(chart.encounter.started_at.date()) == ""
    scribe.restrictions.open_in_emergency(row.encounter.id, REASON)
    (row,) = scribe.charting.encounters()
    assert row.encounter.patient == chart.encounter.patient


def test_an_auditor_tells_veiled_patients_apart_without_knowing_them(enter: Enter, chart: Chart) -> None:
    auditor = enter(Role.AUDITOR)
    other = begin(enter(Role.SCRIBE), mrn="HS-2", name="Casey Okonkwo").encounter.patient
    hidden = chart.encounter.patient
    names = auditor.audit.names()
    assert names.patients[other.id] == "Casey Okonkwo, HS-2"
    assert names.patients[hidden.id] == names.mrns[hidden.id] == f"Restricted chart {hidden.id[-6:]}"


def test_an_mrn_that_is_taken_does_not_say_by_whom(enter: Enter, chart: Chart) -> None:
    scribe, provider = enter(Role.SCRIBE), enter(Role.PROVIDER)
    wrong = new_visit(provider.person.id, mrn=MRN, name="Somebody Else")
    with pytest.raises(BadInput) as told:
        provider.charting.begin(wrong)
    assert NAME in told.value.in_full()
    with pytest.raises(BadInput) as silent:
        scribe.charting.begin(wrong)
    assert NAME not in silent.value.in_full()
    assert scribe.charting.begin(new_visit(provider.person.id, mrn=MRN, name=NAME))


def test_nobody_is_like_somebody_who_is_veiled(chart: Chart) -> None:
    patient = chart.encounter.patient
    assert alikes([VeiledPatient("a"), VeiledPatient("b"), patient]) == {}
