"""Who tries what their role may not is on record, and a flood of it is counted."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scribe_desktop import session as package
from scribe_desktop.errors import NotAllowed, Restricted, StoreNotWritable
from scribe_desktop.notes.audit import AuditEntry, AuditFilter
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.rights import ON_RECORD, Action
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.session import Session
from tests.helpers.log_watch import LogWatch
from tests.helpers.visits import begin
from tests.unit.session.conftest import PASSPHRASE, Enter


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def chart(scribe: Session) -> Chart:
    return begin(scribe, cc="Sore throat")


def refusals(desk: Desk) -> list[AuditEntry]:
    """Oldest first."""
    newest_first = desk.store.audit.page(AuditFilter())
    return [entry for entry in reversed(newest_first) if entry.kind == "session.refused"]


def test_signing_without_the_right_is_on_record(scribe: Session, chart: Chart) -> None:
    with pytest.raises(NotAllowed):
        scribe.review.sign(chart.note.id, PASSPHRASE, "I agree.")
    (entry,) = refusals(scribe.desk)
    assert (entry.person_id, entry.role, entry.outcome, entry.detail) == (
        scribe.person.id, "scribe", "denied", "sign a note",
    )  # fmt: skip


def test_what_everybody_may_be_refused_in_passing_is_not(enter: Enter) -> None:
    auditor = enter(Role.AUDITOR)
    with pytest.raises(NotAllowed):
        auditor.courier.deliver_due()
    assert refusals(auditor.desk) == []


def test_opening_a_restricted_chart_names_the_patient_once_however_often_it_is_tried(
    enter: Enter, chart: Chart
) -> None:
    patient = chart.encounter.patient
    enter(Role.SUPERVISOR).restrictions.restrict(patient.id, on=True)
    scribe = enter(Role.SCRIBE)
    for _ in range(1_000):
        with pytest.raises(Restricted):
            scribe.charting.open(chart.encounter.id)
    (entry,) = refusals(scribe.desk)
    assert (entry.patient_id, entry.detail) == (patient.id, "open restricted charts")


def test_a_flood_is_counted_and_told_later(scribe: Session) -> None:
    clock = Clock()
    desk = Desk(scribe.person, scribe.desk.workstation, scribe.desk.store, scribe.desk.note_types, clock)
    for _ in range(300):
        with pytest.raises(NotAllowed):
            desk.require(Action.PURGE)
    assert [entry.detail for entry in refusals(desk)] == ["purge visits"]
    clock.now += timedelta(minutes=16)
    with pytest.raises(NotAllowed):
        desk.require(Action.PURGE)
    told = ["purge visits", "purge visits, 299 times more", "purge visits"]
    assert [entry.detail for entry in refusals(desk)] == told


def test_what_was_only_counted_is_told_at_log_out(scribe: Session, chart: Chart) -> None:
    for _ in range(3):
        with pytest.raises(NotAllowed):
            scribe.review.sign(chart.note.id, PASSPHRASE, "I agree.")
    scribe.audit.leave()
    assert [entry.detail for entry in refusals(scribe.desk)] == ["sign a note", "sign a note, 2 times more"]


def test_a_full_disk_does_not_let_anybody_in(
    scribe: Session, chart: Chart, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.allow("cannot be written yet")

    def full(*_: object) -> None:
        raise StoreNotWritable("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(scribe.desk.store.audit, "append", full)
        with pytest.raises(NotAllowed):
            scribe.review.sign(chart.note.id, PASSPHRASE, "I agree.")
    assert refusals(scribe.desk) == []
    scribe.searching.find("sore")
    assert [entry.detail for entry in refusals(scribe.desk)] == ["sign a note (written late)"]


def test_whatever_belongs_on_record_is_asked_for_in_the_way_that_records_it() -> None:
    past = re.compile(rf"(?<!\.)require\([^()]*Action\.({'|'.join(one.name for one in ON_RECORD)})\)")
    sources = sorted(Path(package.__path__[0]).glob("*.py"))
    assert len(sources) > 50
    assert [path.name for path in sources if past.search(path.read_text(encoding="utf-8"))] == []
