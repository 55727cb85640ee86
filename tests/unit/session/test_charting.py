"""What a scribe does with encounters and drafts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scribe_desktop.errors import BadInput, WrongState
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.people import Role
from scribe_desktop.session.charting import NewEncounter, age_of_draft
from scribe_desktop.session.session import Session
from tests.helpers.visits import begin, new_visit, saved, typed
from tests.unit.session.conftest import PASSPHRASE, Enter

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_known_mrn_is_the_same_patient_again(scribe: Session) -> None:
    first, second = begin(scribe, mrn="M-1"), begin(scribe, mrn=" M-1 ")
    assert first.encounter.patient.id == second.encounter.patient.id
    assert first.note.id != second.note.id


def test_an_mrn_of_somebody_else_is_refused(scribe: Session) -> None:
    begin(scribe, mrn="M-1")
    provider = scribe.charting.providers()[0]
    with pytest.raises(BadInput):
        scribe.charting.begin(new_visit(provider.id, mrn="M-1", name="Somebody Else"))
    assert len(scribe.charting.encounters()) == 1


def test_nobody_is_born_tomorrow(scribe: Session) -> None:
    visit = new_visit(scribe.charting.providers()[0].id)
    tomorrow = datetime.now().astimezone().date() + timedelta(days=1)
    with pytest.raises(BadInput):
        scribe.charting.begin(NewEncounter(**{**vars(visit), "birth_date": tomorrow}))
    assert scribe.charting.encounters() == ()


def test_older_encounters_stay_in_the_list_until_they_are_signed(scribe: Session, enter: Enter) -> None:
    visit = new_visit(scribe.charting.providers()[0].id)
    long_ago = datetime.now(UTC) - timedelta(days=3)
    encounter_id = scribe.charting.begin(visit, started_at=long_ago)
    assert [row.encounter.id for row in scribe.charting.encounters()] == [encounter_id]
    note_id = scribe.charting.open(encounter_id).note.id
    enter(Role.PROVIDER).review.sign(note_id, PASSPHRASE, "I agree.")
    assert scribe.charting.encounters() == ()


def test_late_words_go_to_the_end_with_a_space_between(scribe: Session) -> None:
    chart = begin(scribe, hpi="Cough")
    heard = Source(Origin.DICTATED, scribe.person.id, "moonshine")
    scribe.charting.append(chart.note.id, "hpi", Passage.of("since noon.", heard))
    scribe.charting.append(chart.note.id, "pmh", Passage.of("Asthma", heard))
    assert saved(scribe, chart, "hpi") == "Cough since noon."
    assert saved(scribe, chart, "pmh") == "Asthma"
    pieces = scribe.charting.open(chart.encounter.id).content["hpi"].pieces()
    assert [source.origin for _text, source in pieces] == [Origin.TYPED, Origin.DICTATED]


def test_an_empty_note_is_not_submitted(scribe: Session) -> None:
    chart = begin(scribe, cc=" \n", hpi="", problems="")
    with pytest.raises(WrongState):
        scribe.charting.submit(chart.note.id)
    assert scribe.charting.open(chart.encounter.id).state is NoteState.DRAFT


@pytest.mark.parametrize(
    ("texts", "lack"), [({"problems": ""}, "“Problems”"), ({"hpi": "For *** days"}, "“History of present")]
)
def test_an_unfinished_note_is_not_submitted(scribe: Session, texts: dict[str, str], lack: str) -> None:
    chart = begin(scribe, **texts)
    with pytest.raises(BadInput, match=lack):
        scribe.charting.submit(chart.note.id)
    assert scribe.charting.open(chart.encounter.id).state is NoteState.DRAFT


def test_a_signed_note_takes_no_more_words(scribe: Session, enter: Enter) -> None:
    chart = begin(scribe, cc="Cough")
    enter(Role.PROVIDER).review.sign(chart.note.id, PASSPHRASE, "I agree.")
    with pytest.raises(WrongState, match="signed and locked"):
        scribe.charting.save(chart.note.id, {"cc": typed(scribe, "Other")})
    assert scribe.charting.open(chart.encounter.id).content["cc"].text == "Cough"


def test_a_returned_note_says_why_until_it_is_handed_in_again(scribe: Session, enter: Enter) -> None:
    chart = begin(scribe, cc="Cough")
    scribe.charting.submit(chart.note.id)
    for reason in ("Add the dose", "And the time"):
        enter(Role.PROVIDER).review.give_back(chart.note.id, reason)
        assert scribe.charting.open(chart.encounter.id).return_reason == reason
        scribe.charting.submit(chart.note.id)
        assert scribe.charting.open(chart.encounter.id).return_reason == ""


def test_providers_are_those_who_sign_oneself_first(enter: Enter) -> None:
    provider = enter(Role.PROVIDER)
    provider.people.add("Aaron Early", Role.PROVIDER, "DO", PASSPHRASE, own_passphrase=PASSPHRASE)
    assert [p.name for p in provider.charting.providers()] == ["Ada Provider", "Aaron Early"]
    assert [p.name for p in enter(Role.SCRIBE).charting.providers()] == ["Aaron Early", "Ada Provider"]


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (None, "empty"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=2, hours=3), "2 d"),
    ],
)
def test_the_age_of_a_draft_in_few_letters(gone: timedelta | None, said: str) -> None:
    assert age_of_draft(None if gone is None else NOW - gone, NOW) == said


def test_a_visit_begins_with_the_note_type_that_suits_it_unless_one_is_named(scribe: Session) -> None:
    visit = new_visit(scribe.charting.providers()[0].id)
    emergency = scribe.charting.begin(replace(visit, visit_type="Emergency"))
    letter = scribe.charting.begin(replace(visit, visit_type="Emergency", note_type="referral_letter"))
    assert scribe.charting.open(emergency).note_type.key == "ed_visit"
    assert scribe.charting.open(letter).note.note_type == "referral_letter"
    assert scribe.charting.usual_note_types() == {"Emergency": "referral_letter"}


def test_which_note_type_was_taken_last_is_each_persons_own(scribe: Session, enter: Enter) -> None:
    visit = new_visit(scribe.charting.providers()[0].id)
    scribe.charting.begin(replace(visit, note_type="referral_letter"))
    assert enter(Role.PROVIDER).charting.usual_note_types() == {}


def test_a_note_type_that_is_not_there_is_refused_and_nothing_begun(scribe: Session) -> None:
    visit = new_visit(scribe.charting.providers()[0].id)
    with pytest.raises(BadInput, match="wound_clinic"):
        scribe.charting.begin(replace(visit, note_type="wound_clinic"))
    assert scribe.charting.encounters() == ()


def test_only_a_draft_that_says_nothing_changes_its_type(scribe: Session) -> None:
    chart = begin(scribe)
    scribe.charting.save(chart.note.id, {"cc": typed(scribe, " ")})
    scribe.charting.change_type(chart.note.id, "trauma")
    assert scribe.charting.open(chart.encounter.id).note_type.title == "Trauma note"
    scribe.charting.save(chart.note.id, {"mechanism": typed(scribe, "Fell.")})
    with pytest.raises(WrongState, match="Something is written"):
        scribe.charting.change_type(chart.note.id, "ed_visit")
    with pytest.raises(BadInput):
        scribe.charting.change_type(chart.note.id, "wound_clinic")
    assert scribe.charting.open(chart.encounter.id).note.note_type == "trauma"


def test_a_note_in_review_keeps_its_type(scribe: Session) -> None:
    chart = begin(scribe, hpi="Cough")
    scribe.charting.submit(chart.note.id)
    with pytest.raises(WrongState, match="handed over"):
        scribe.charting.change_type(chart.note.id, "trauma")
