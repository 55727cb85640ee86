"""When the program asks whose note it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scribe_desktop.errors import BadInput, NotAllowed
from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.likeness import Likeness
from scribe_desktop.notes.people import Role
from scribe_desktop.session.wrong_patient import STILL_IN_MIND, Policy, When, WrongPatient
from tests.helpers.charts import MORNING, SteppedClock, patient
from tests.unit.session.conftest import Enter


def visit(name: str, born: date) -> Encounter:
    return Encounter(new_id(), patient(new_id(), name, born), "Emergency", "physician-1", MORNING)


ROBIN = visit("Robin Castellane", date(1971, 5, 5))
DANA = visit("Dana Merriweather", date(1989, 7, 23))
CASTELLANE = visit("Dana Castellane", date(1999, 8, 8))


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def rule(enter: Enter, clock: SteppedClock) -> WrongPatient:
    return WrongPatient(replace(enter(Role.PROVIDER).desk, clock=clock))


def test_nobody_is_asked_before_anything_was_written(rule: WrongPatient) -> None:
    assert rule.doubt(ROBIN) is None


def test_the_next_patient_is_asked_about_once(rule: WrongPatient) -> None:
    rule.wrote(ROBIN)
    assert rule.doubt(ROBIN) is None
    doubt = rule.doubt(DANA)
    assert doubt is not None
    assert (doubt.last, doubt.alike) == (ROBIN, None)
    assert timedelta(0) < doubt.ago < timedelta(seconds=10)
    rule.wrote(DANA)
    assert rule.doubt(DANA) is None
    assert rule.doubt(ROBIN) is not None


def test_another_visit_of_the_same_patient_is_not_asked_about(rule: WrongPatient) -> None:
    rule.wrote(ROBIN)
    assert rule.doubt(replace(ROBIN, id=new_id())) is None


def test_a_patient_picked_by_name_is_in_mind_for_a_minute_only(
    rule: WrongPatient, clock: SteppedClock
) -> None:
    rule.wrote(ROBIN)
    rule.chosen(DANA.patient)
    assert rule.doubt(DANA) is None
    assert rule.doubt(visit("Otto Lund", date(1930, 1, 1))) is not None
    clock.now += STILL_IN_MIND
    assert rule.doubt(DANA) is not None


def test_a_patient_who_is_like_another_is_asked_about_however_they_were_picked(rule: WrongPatient) -> None:
    rule.wrote(ROBIN)
    rule.chosen(CASTELLANE.patient)
    doubt = rule.doubt(CASTELLANE)
    assert doubt is not None
    assert doubt.alike is not None
    assert (doubt.alike.likeness, doubt.alike.other) == (Likeness.LAST_NAME, ROBIN.patient)


def test_one_birth_date_alone_is_pointed_out_but_not_asked_about_by_itself(rule: WrongPatient) -> None:
    twin = visit("Otto Lund", date(1971, 5, 5))
    rule.wrote(ROBIN)
    doubt = rule.doubt(twin)
    assert doubt is not None
    assert doubt.alike is not None
    assert doubt.alike.likeness is Likeness.BIRTH_DATE
    rule.chosen(twin.patient)
    assert rule.doubt(twin) is None


def test_an_open_chart_that_is_alike_counts_though_nobody_wrote_in_it(rule: WrongPatient) -> None:
    rule.wrote(DANA)
    rule.chosen(CASTELLANE.patient)
    assert rule.doubt(CASTELLANE) is None
    doubt = rule.doubt(CASTELLANE, [ROBIN.patient, CASTELLANE.patient])
    assert doubt is not None
    assert doubt.alike is not None
    assert doubt.last == DANA


@pytest.mark.parametrize(
    ("when", "soon", "late", "picked", "alike"),
    [
        (When.ALWAYS, True, True, True, True),
        (When.RECENTLY, True, False, False, True),
        (When.ALIKE, False, False, False, True),
        (When.NEVER, False, False, False, False),
    ],
)
def test_the_policy_says_how_often(
    rule: WrongPatient, clock: SteppedClock, *, when: When, soon: bool, late: bool, picked: bool, alike: bool
) -> None:
    rule.set_policy(Policy(when, minutes=5))
    rule.wrote(ROBIN)
    assert (rule.doubt(DANA) is not None) is soon
    assert (rule.doubt(CASTELLANE) is not None) is alike
    rule.chosen(DANA.patient)
    assert (rule.doubt(DANA) is not None) is picked
    clock.now += timedelta(minutes=5)
    assert (rule.doubt(DANA) is not None) is late
    assert (rule.doubt(CASTELLANE) is not None) is alike


def test_the_policy_is_the_clinics_and_stays(enter: Enter) -> None:
    assert enter(Role.SCRIBE).wrong_patient.policy == Policy(When.RECENTLY, 10)
    enter(Role.SUPERVISOR).wrong_patient.set_policy(Policy(When.ALIKE, 3))
    assert enter(Role.SCRIBE).wrong_patient.policy == Policy(When.ALIKE, 3)


@pytest.mark.parametrize("minutes", [0, 61])
def test_minutes_that_cannot_be_right_change_nothing(enter: Enter, minutes: int) -> None:
    rule = enter(Role.PROVIDER).wrong_patient
    with pytest.raises(BadInput):
        rule.set_policy(Policy(When.RECENTLY, minutes))
    assert rule.policy == enter(Role.PROVIDER).wrong_patient.policy == Policy()


def test_a_scribe_may_not_switch_the_question_off(enter: Enter) -> None:
    with pytest.raises(NotAllowed):
        enter(Role.SCRIBE).wrong_patient.set_policy(Policy(When.NEVER))
    assert enter(Role.PROVIDER).wrong_patient.policy == Policy()


def test_open_charts_are_each_persons_own(enter: Enter) -> None:
    enter(Role.SCRIBE).preferences.set_open_charts(("a", "b"))
    assert enter(Role.SCRIBE).preferences.open_charts == ("a", "b")
    assert enter(Role.PROVIDER).preferences.open_charts == ()
