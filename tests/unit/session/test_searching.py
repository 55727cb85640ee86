"""A search is on record once, whatever was typed on the way to it, and what was read of what it found."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scribe_desktop.errors import NotAllowed, Restricted
from scribe_desktop.notes.audit import AuditEntry, AuditFilter, AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.session.search_record import STILL_TYPING
from scribe_desktop.session.searching import Searching
from scribe_desktop.session.session import Session
from scribe_desktop.store import search
from tests.helpers.visits import begin
from tests.unit.session.conftest import Enter


class Clock:
    """Stands still unless it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def scribe(enter: Enter) -> Session:
    session = enter(Role.SCRIBE)
    begin(session, mrn="M-1", name="Imogen Hartley", hpi="Ankle sprain.", plan="Ankle lozenges.")
    begin(session, mrn="M-2", name="Casey Okonkwo", hpi="Ankle and knee.")
    return session


@pytest.fixture
def clock(scribe: Session) -> Clock:
    return Clock(scribe.desk.clock())


@pytest.fixture
def searching(scribe: Session, clock: Clock) -> Searching:
    """The scribe's, with a trail that remembers no chart as just read."""
    desk = replace(scribe.desk, clock=clock)
    return Searching(desk, Restrictions(desk))


def entries(session: Session, kind: str) -> list[AuditEntry]:
    """Oldest first."""
    return list(reversed(session.desk.store.audit.page(AuditFilter(kind=kind))))


def searches(session: Session) -> list[str]:
    return [entry.detail for entry in entries(session, "chart.searched")]


def test_every_search_is_an_entry_with_who_when_and_how_much(
    scribe: Session, searching: Searching, clock: Clock
) -> None:
    found = searching.find("ankle")
    first = clock.now
    clock.now += timedelta(minutes=1)
    searching.find("knee")
    second = clock.now
    assert len(found) == 3
    told = entries(scribe, "chart.searched")
    assert [entry.detail for entry in told] == [
        "3 hits in the charts of 2 patients",
        "1 hit in the charts of 1 patient",
    ]
    assert [entry.at for entry in told] == [first, second]
    assert {(entry.person_id, entry.role) for entry in told} == {(scribe.person.id, "scribe")}


def test_no_word_that_was_asked_for_is_in_the_trail(scribe: Session, searching: Searching) -> None:
    for words in ("Hartley lozenges", "zebra", "ankle okonkwo"):
        searching.find(words)
    searching.close()
    trail = " ".join(map(repr, scribe.desk.store.audit.page(AuditFilter()))).casefold()
    assert not any(word in trail for word in ("hartley", "lozenges", "zebra", "ankle", "okonkwo"))


def test_words_that_grow_are_one_search(scribe: Session, searching: Searching, clock: Clock) -> None:
    for typed in ("a", "an", "ank", "ankle", "ankle s", "ankle spx", "ankle sp", "ankle sprain"):
        searching.find(typed)
        clock.now += timedelta(seconds=2)
    searching.close()
    assert searches(scribe) == ["3 hits in the charts of 2 patients"]


def test_what_is_found_is_on_record_before_it_is_shown(scribe: Session, searching: Searching) -> None:
    searching.find("an")
    assert searches(scribe) == []
    searching.find("ankle sprain")
    searching.find("an")
    searching.find("ankle")
    assert searches(scribe) == ["1 hit in the charts of 1 patient", "3 hits in the charts of 2 patients"]


@pytest.mark.parametrize("words", ["knee", "ankle"])
def test_other_words_are_another_search(
    scribe: Session, searching: Searching, clock: Clock, words: str
) -> None:
    searching.find("ankle")
    if words == "ankle":
        clock.now += STILL_TYPING
    searching.find(words)
    assert len(searches(scribe)) == 2


def test_a_search_that_finds_nothing_is_on_record_once_it_is_over(
    scribe: Session, searching: Searching, clock: Clock
) -> None:
    searching.find("zebra")
    searching.read([])
    assert searches(scribe) == ["nothing found"]
    searching.read([])
    searching.find("zebras")
    searching.find("")
    searching.find("yak")
    asked = clock.now
    clock.now += timedelta(hours=1)
    searching.close()
    assert searches(scribe) == ["nothing found", f"nothing found, at {asked:%H:%M:%S} UTC"]


def test_a_search_in_one_chart_names_its_patient(scribe: Session, searching: Searching) -> None:
    patient = searching.find("knee")[0].hit.patient
    searching.find("ankle", patient_id=patient.id)
    assert [entry.patient_id for entry in entries(scribe, "chart.searched")] == ["", patient.id]


def test_reading_hits_is_an_entry_for_each_chart_with_its_patient(
    scribe: Session, searching: Searching, clock: Clock
) -> None:
    found = searching.find("ankle")
    for _ in range(3):
        searching.read(found)
    read = entries(scribe, "chart.hit-read")
    assert sorted(entry.patient_id for entry in read) == sorted({one.hit.patient.id for one in found})
    assert {entry.note_id for entry in read} == {one.hit.note_id for one in found}
    clock.now += timedelta(hours=1)
    searching.read(found[:1])
    assert len(entries(scribe, "chart.hit-read")) == 3


def test_opening_what_was_found_is_an_entry_of_its_own_and_covers_its_hits(scribe: Session) -> None:
    found = scribe.searching.find("knee")
    charts_read = len(entries(scribe, "chart.read"))
    scribe.searching.read(found)
    assert entries(scribe, "chart.hit-read") == []
    scribe.desk.audit.again(AuditKind.CHART_READ, found[0].hit.note_id)
    scribe.searching.read(found)
    scribe.charting.open(found[0].hit.encounter_id)
    assert len(entries(scribe, "chart.hit-read")) == 1
    assert len(entries(scribe, "chart.read")) == charts_read + 1


def test_who_may_not_open_a_chart_searches_no_notes_of_its_patient(
    enter: Enter, scribe: Session, searching: Searching
) -> None:
    patient = searching.find("knee")[0].hit.patient
    enter(Role.SUPERVISOR).restrictions.restrict(patient.id, on=True)
    with pytest.raises(Restricted):
        enter(Role.SCRIBE).searching.find("knee", patient_id=patient.id)
    with pytest.raises(NotAllowed):
        enter(Role.ADMINISTRATOR).searching.find("knee")
    assert [(entry.role, entry.patient_id, entry.detail) for entry in entries(scribe, "session.refused")] == [
        ("scribe", patient.id, "open restricted charts"),
        ("administrator", "", "open encounters"),
    ]


def test_however_much_a_restricted_chart_has_an_older_open_one_is_found(
    enter: Enter, scribe: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", 3)
    hidden = [begin(scribe, mrn="M-9", name="Hidden Henry", hpi="Ankle.", plan="Ankle.") for _ in range(3)]
    provider = enter(Role.PROVIDER)
    assert {one.hit.patient.mrn for one in provider.searching.find("ankle")} == {"M-9"}
    provider.restrictions.restrict(hidden[0].encounter.patient.id, on=True)
    assert {one.hit.patient.mrn for one in enter(Role.SCRIBE).searching.find("ankle")} == {"M-1", "M-2"}
