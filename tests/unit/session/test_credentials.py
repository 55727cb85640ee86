"""Certificates: who keeps and vouches for them, when one is reminded, and what is not sent without one."""

import csv
import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

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
    for hours in (0, -1, 101, math.nan, math.inf):
        with pytest.raises(BadInput, match="hours"):
            scribe.credentials.add_course(me, Course(TODAY, hours, "Never"))
    assert of(scribe, me).courses == (course,)
    assert scribe.credentials.remove_course(me, course).courses == ()


def test_each_reminder_comes_once(enter: Enter) -> None:
    scribe = enter(Role.SCRIBE)
    scribe.credentials.keep(scribe.person.id, CMSS)
    for day in (NEXT_YEAR - timedelta(days=90), NEXT_YEAR):
        on(scribe, day).add_course(scribe.person.id, Course(day, 3, "Hours enough"))
    told = [
        bool(on(scribe, NEXT_YEAR - timedelta(days=left)).reminder())
        for left in (90, 60, 59, 30, 29, 8, 7, 1, 0, -1, -2)
    ]
    assert told == [False, True, False, True, False, False, True, False, False, True, False]
    assert enter(Role.PROVIDER).credentials.reminder() == ""


def test_hours_are_reminded_of_before_the_year_ends_and_only_while_they_are_missing(enter: Enter) -> None:
    scribe, year = enter(Role.SCRIBE), TODAY.year
    lasting = replace(CMSS, expires=date(year + 3, 1, 1))
    scribe.credentials.keep(scribe.person.id, lasting)
    days = (date(year, 10, 1), date(year, 11, 2), date(year, 11, 20), date(year, 12, 1), date(year, 12, 28))
    told = [on(scribe, day).reminder() for day in days]
    assert [bool(said) for said in told] == [False, True, False, True, True]
    assert told[1] == f"You have 0 of 3 hours of continuing education in {year}."
    on(scribe, date(year + 1, 11, 1)).add_course(scribe.person.id, Course(date(year + 1, 5, 1), 3, "Privacy"))
    assert on(scribe, date(year + 1, 12, 30)).reminder() == ""


def test_the_table_holds_no_formula(enter: Enter, tmp_path: Path) -> None:
    scribe, provider = enter(Role.SCRIBE), enter(Role.PROVIDER)
    scribe.credentials.keep(scribe.person.id, replace(CMSS, number="=1+1", attestation="\t@SUM(A1)"))
    scribe.credentials.add_course(scribe.person.id, Course(TODAY, 2, "Privacy"))
    path = tmp_path / "credentials.csv"
    assert provider.credential_export.write(path, PASSPHRASE) == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["Name"], row["Number"], row["Hours this year"]) == (scribe.person.name, "'=1+1", "2")
    assert row["Attestation number"] == "'@SUM(A1)"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadInput):
        provider.credential_export.write(tmp_path / "nowhere" / "credentials.csv", PASSPHRASE)


def test_the_sheet_says_what_the_window_says(enter: Enter, tmp_path: Path) -> None:
    scribe, provider = enter(Role.SCRIBE), enter(Role.PROVIDER)
    scribe.credentials.keep(scribe.person.id, CMSS)
    provider.credentials.keep(scribe.person.id, CMSS)
    scribe.credentials.add_course(scribe.person.id, Course(TODAY, 1.5, "E/M levels & <privacy>"))
    path = tmp_path / "Certificates.PDF"
    provider.credential_export.write(path, PASSPHRASE)
    pages = PdfReader(path).pages
    said = " ".join("\n".join(page.extract_text() for page in pages).split())
    for words in (
        f"{scribe.person.name} · Scribe",
        "CMSS 12345",
        f"It holds until {NEXT_YEAR:%m/%d/%Y}.",
        "Attestation number A-9",
        f"Checked by {provider.person.name}.",
        f"Continuing education in {TODAY.year}: 1.5 of 3 hours.",
        "1.5 h E/M levels & <privacy>",
        f"exported by {provider.person.name}, MD",
        "Signature",
    ):
        assert words in said
    assert path.stat().st_mode & 0o777 == 0o600


def test_there_is_no_file_without_a_certificate(enter: Enter, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        enter(Role.SCRIBE).credential_export.write(tmp_path / "none.pdf", PASSPHRASE)
    assert not (tmp_path / "none.pdf").exists()


def test_where_the_clinic_asks_for_it_a_note_waits_for_its_scribes_certificate(
    enter: Enter, tmp_path: Path
) -> None:
    scribe, provider = enter(Role.SCRIBE), enter(Role.PROVIDER)
    provider.preferences.set_destination(
        "folder", {"folder": str(tmp_path)}, on=True, own_passphrase=PASSPHRASE
    )
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
    provider.preferences.set_destination(
        "folder", {"folder": str(tmp_path)}, on=True, own_passphrase=PASSPHRASE
    )
    provider.policies.set(Policy(credentials=True))
    chart = begin(provider, cc="Sore throat")
    provider.review.sign(chart.note.id, PASSPHRASE, "I agree.")
    assert provider.courier.deliver_due() == 1
