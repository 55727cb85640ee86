"""Encounters, their patients, and the two lists people work from."""

from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy.exc import StatementError

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.lifecycle import EventKind, NoteEvent, NoteState, state_of
from scribe_desktop.notes.patient import Patient, Sex
from scribe_desktop.store.history import append
from scribe_desktop.store.store import Store
from tests.helpers.charts import AS_PHYSICIAN, AS_SCRIBE, MORNING, PHYSICIAN, Chart, SteppedClock, patient

DAY = timedelta(days=1)


def ids(summaries: tuple[EncounterSummary, ...]) -> list[str]:
    return [summary.note_id for summary in summaries]


def test_an_encounter_comes_back_with_its_patient_and_its_note(store: Store) -> None:
    chart = Chart.opened(store)
    assert store.encounters.get(chart.encounter.id) == chart.encounter
    assert store.notes.for_encounter(chart.encounter.id) == chart.note
    (created,) = store.notes.events(chart.id)
    assert (created.kind, created.author, created.at) == (EventKind.CREATED, AS_SCRIBE, MORNING)


def test_an_unknown_encounter_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError, match="nothing"):
        store.encounters.get("nothing")


def test_a_second_visit_finds_the_patient_by_mrn(store: Store) -> None:
    first = Chart.opened(store, patient("M-7"))
    again = Chart.opened(store, patient(" M-7 ", name="jane  ROE"))
    assert store.encounters.patient_by_mrn("M-7 ") == first.encounter.patient
    assert store.encounters.get(again.encounter.id).patient == first.encounter.patient
    assert store.encounters.patient_by_mrn("M-8") is None


def test_an_unknown_sex_is_filled_in_and_never_forgotten(store: Store) -> None:
    Chart.opened(store, patient("M-7", sex=Sex.UNKNOWN))
    Chart.opened(store, patient("M-7", sex=Sex.MALE))
    Chart.opened(store, patient("M-7", sex=Sex.UNKNOWN))
    known = store.encounters.patient_by_mrn("M-7")
    assert known is not None
    assert known.sex is Sex.MALE


@pytest.mark.parametrize(
    "other",
    [
        patient("M-7", name="June Roe"),
        patient("M-7", born=date(1971, 4, 1)),
        patient("M-7", sex=Sex.MALE),
    ],
    ids=["name", "birth date", "sex"],
)
def test_somebody_elses_mrn_is_refused_saying_whose_it_is(store: Store, other: Patient) -> None:
    Chart.opened(store, patient("M-7"))
    with pytest.raises(BadInput, match="M-7 belongs to Jane Roe, born 04/01/1970, female"):
        Chart.opened(store, other)
    assert len(store.encounters.summaries(MORNING)) == 1


def test_the_list_shows_recent_and_unsigned_encounters_newest_first(store: Store) -> None:
    old_signed = Chart.opened(store, started_at=MORNING - 3 * DAY)
    old_open = Chart.opened(store, started_at=MORNING - 2 * DAY)
    today_signed = Chart.opened(store, started_at=MORNING)
    today = Chart.opened(store, started_at=MORNING + timedelta(hours=1))
    old_signed.sign()
    today_signed.sign()
    listed = store.encounters.summaries(MORNING)
    assert ids(listed) == [today.id, today_signed.id, old_open.id]


def test_a_line_of_the_list_says_who_what_and_since_when(store: Store, clock: SteppedClock) -> None:
    chart = Chart.opened(store)
    saved = chart.write(hpi="Cough")
    chart.submit()
    submitted = clock.now
    assert store.encounters.summaries(MORNING) == (
        EncounterSummary(chart.encounter, chart.id, PHYSICIAN.name, NoteState.SUBMITTED, saved, submitted),
    )


def test_an_addendum_does_not_make_the_signature_younger(store: Store, clock: SteppedClock) -> None:
    chart = Chart.opened(store)
    signed_at = chart.sign().at
    chart.append("Later")
    (summary,) = store.encounters.summaries(MORNING)
    assert (summary.state, summary.state_since) == (NoteState.SIGNED, signed_at)


def test_the_review_queue_holds_submitted_notes_longest_waiting_first(store: Store) -> None:
    charts = [Chart.opened(store, started_at=MORNING - number * DAY) for number in range(4)]
    first, second, returned, signed = charts
    Chart.opened(store)
    for chart in (returned, second, signed, first):
        chart.submit()
    returned.give_back()
    signed.sign()
    assert ids(store.encounters.in_review()) == [second.id, first.id]
    returned.submit()
    assert ids(store.encounters.in_review()) == [second.id, first.id, returned.id]


def test_the_lists_agree_with_the_life_cycle_in_every_history(store: Store) -> None:
    rest = [kind for kind in EventKind if kind is not EventKind.CREATED]
    states: dict[str, NoteState] = {}
    for length in range(4):
        for kinds in product(rest, repeat=length):
            chart = Chart.opened(store, started_at=MORNING - DAY)
            with store._database.transaction() as connection:
                for kind in kinds:
                    append(connection, NoteEvent(new_id(), chart.id, kind, AS_PHYSICIAN, MORNING))
            states[chart.id] = state_of(store.notes.events(chart.id))
    unsigned = {note_id for note_id, state in states.items() if state is not NoteState.SIGNED}
    submitted = {note_id for note_id, state in states.items() if state is NoteState.SUBMITTED}
    assert len(states) == 85
    assert set(ids(store.encounters.summaries(MORNING))) == unsigned
    assert set(ids(store.encounters.in_review())) == submitted


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="offset-naive"):
        store.encounters.summaries(MORNING.replace(tzinfo=None))


def test_all_visits_of_one_patient_are_found_signed_or_not(store: Store) -> None:
    jane = patient("M-1")
    first, second = (Chart.opened(store, jane, MORNING + days * DAY) for days in (0, 1))
    Chart.opened(store, patient("M-2"))
    first.write(cc="Cough")
    first.sign()
    assert ids(store.encounters.of_patient(jane.id)) == [second.id, first.id]
    assert store.encounters.of_patient("nobody") == ()
