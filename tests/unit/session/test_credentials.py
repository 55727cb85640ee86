"""Certificates: who keeps and vouches for them, when one is reminded, and what is not sent without one."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from scribe_desktop.errors import BadInput, NotAllowed
from scribe_desktop.notes.credential import Course, Credential
from scribe_desktop.notes.delivery import DeliveryState
from scribe_desktop.notes.people import Role
from scribe_desktop.session.credentials import Credentials
from scribe_desktop.session.policies import Policy
from scribe_desktop.session.session import Session
from tests.helpers.visits import begin
from tests.unit.session.conftest import PASSPHRASE, Enter

TODAY = datetime.now(UTC).astimezone().date()
NEXT_YEAR = TODAY + timedelta(days=365)
CMSS = Credential("CMSS", "12345", NEXT_YEAR, "A-9")


def of(session: Session, person_id: str) -> Credential:
    return next(h.credential for h in session.credentials.holders() if h.person.id == person_id)


def on(session: Session, day: date) -> Credentials:
    """The same person's credentials, on another day."""
    desk = replace(session.desk, clock=lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    return Credentials(desk, session.policies)


def test_what_a_scribe_keeps_counts_once_somebody_vouches_for_it(enter: Enter) -> None:
    scribe, supervisor = enter(Role.SCRIBE), enter(Role.SUPERVISOR)
    kept = scribe.credentials.keep(scribe.person.id, CMSS)
    assert not kept.is_current(TODAY)
    checked = supervisor.credentials.keep(scribe.person.id, of(supervisor, scribe.person.id))
    assert (checked.checked_by, checked.is_current(TODAY)) == (supervisor.person.name, True)
    assert of(scribe, scribe.person.id) == checked
    assert scribe.credentials.keep(scribe.person.id, checked).is_current(TODAY)
    later = replace(checked, expires=NEXT_YEAR + timedelta(days=365))
    assert scribe.credentials.keep(scribe.person.id, later).checked_by == ""


def test_nobody_vouches_for_themselves(enter: Enter) -> None:
    supervisor = enter(Role.SUPERVISOR)
    kept = supervisor.credentials.keep(supervisor.person.id, replace(CMSS, checked_by="Somebody Else"))
    assert kept.checked_by == ""


def test_scribes_see_and_change_their_own_alone(enter: Enter) -> None:
    scribe, provider = enter(Role.SCRIBE), enter(Role.PROVIDER)
    assert [holder.person for holder in scribe.credentials.holders()] == [scribe.person]
    assert len(provider.credentials.holders()) == len(Role)
    with pytest.raises(NotAllowed):
        scribe.credentials.keep(provider.person.id, CMSS)
    with pytest.raises(NotAllowed):
        scribe.credentials.add_course(provider.person.id, Course(TODAY, 1, "Coding"))
    with pytest.raises(NotAllowed):
        enter(Role.AUDITOR).credentials.keep(enter(Role.AUDITOR).person.id, CMSS)


def test_courses_are_added_and_taken_out(enter: Enter) -> None:
    scribe = enter(Role.SCRIBE)
    me, course = scribe.person.id, Course(TODAY, 1.5, "E/M levels")
    assert scribe.credentials.add_course(me, course).hours_in(TODAY.year) == 1.5
    with pytest.raises(BadInput):
        scribe.credentials.add_course(me, Course(TODAY, 1, " "))
    with pytest.raises(BadInput):
        scribe.credentials.add_course(me, Course(TODAY + timedelta(days=2), 1, "To come"))
    assert of(scribe, me).courses == (course,)
    assert scribe.credentials.remove_course(me, course).courses == ()


def test_each_reminder_comes_once(enter: Enter) -> None:
    scribe = enter(Role.SCRIBE)
    scribe.credentials.keep(scribe.person.id, CMSS)
    told = [
        bool(on(scribe, NEXT_YEAR - timedelta(days=left)).reminder())
        for left in (90, 60, 59, 30, 29, 8, 7, 1, 0, -1, -2)
    ]
    assert told == [False, True, False, True, False, False, True, False, False, True, False]
    assert enter(Role.PROVIDER).credentials.reminder() == ""


def test_the_export_holds_no_formula(enter: Enter, tmp_path: Path) -> None:
    scribe, provider = enter(Role.SCRIBE), enter(Role.PROVIDER)
    scribe.credentials.keep(scribe.person.id, replace(CMSS, number="=1+1"))
    scribe.credentials.add_course(scribe.person.id, Course(TODAY, 2, "Privacy"))
    path = tmp_path / "credentials.csv"
    assert provider.credentials.export(path) == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["Name"], row["Number"], row["Hours this year"]) == (scribe.person.name, "'=1+1", "2")
    with pytest.raises(BadInput):
        provider.credentials.export(tmp_path / "nowhere" / "credentials.csv")


def test_where_the_clinic_asks_for_it_a_note_waits_for_its_scribes_certificate(
    enter: Enter, tmp_path: Path
) -> None:
    scribe, provider = enter(Role.SCRIBE), enter(Role.PROVIDER)
    provider.preferences.set_destination("folder", {"folder": str(tmp_path)}, on=True)
    provider.policies.set(Policy(credentials=True))
    chart = begin(scribe, cc="Sore throat")
    scribe.charting.submit(chart.note.id)
    provider.review.sign(chart.note.id, PASSPHRASE, "I agree.")
    assert provider.courier.deliver_due() == 0
    (delivery,) = provider.courier.for_note(chart.note.id)
    assert delivery.state is DeliveryState.REFUSED
    assert scribe.person.name in delivery.last_error
    provider.credentials.keep(scribe.person.id, CMSS)
    provider.courier.send_again(chart.note.id)
    assert provider.courier.deliver_due() == 1


def test_what_the_physician_wrote_alone_needs_no_certificate(enter: Enter, tmp_path: Path) -> None:
    provider = enter(Role.PROVIDER)
    provider.preferences.set_destination("folder", {"folder": str(tmp_path)}, on=True)
    provider.policies.set(Policy(credentials=True))
    chart = begin(provider, cc="Sore throat")
    provider.review.sign(chart.note.id, PASSPHRASE, "I agree.")
    assert provider.courier.deliver_due() == 1
