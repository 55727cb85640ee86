"""What of a patient's earlier notes is offered, and how it comes."""

from datetime import UTC, datetime, timedelta

import pytest

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes import form
from scribe_desktop.notes.copied import copied_from, is_unconfirmed
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.note_type import Carry
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.people import Role
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.session import Session
from tests.helpers.visits import new_visit, typed
from tests.unit.session.conftest import PASSPHRASE, Enter

TODAY = datetime.now(UTC)


def visit(session: Session, days_ago: float, *, mrn: str = "M-1", **texts: str) -> Chart:
    provider = session.charting.providers()[0]
    started = TODAY - timedelta(days=days_ago)
    encounter_id = session.charting.begin(new_visit(provider.id, mrn=mrn), started_at=started)
    note_id = session.charting.open(encounter_id).note.id
    content = {key.replace("__", "."): typed(session, text) for key, text in texts.items()}
    if content:
        session.charting.save(note_id, content)
    return session.charting.open(encounter_id)


def offered(session: Session, today: Chart) -> dict[str, tuple[Carry, str]]:
    """The newest earlier note's sections."""
    copying, here = session.copy_forward, today.encounter.id
    return {s.key: (s.carry, s.text) for s in copying.sections(here, copying.notes(here)[0])}


def test_earlier_notes_of_this_patient_are_listed_newest_first(scribe: Session, enter: Enter) -> None:
    old, recent = visit(scribe, 300, pmh="Asthma"), visit(scribe, 20, pmh="Asthma")
    visit(scribe, 10)  # nothing was ever written in it
    visit(scribe, 5, mrn="M-2", pmh="Somebody else's")
    today = visit(scribe, 1, cc="Cough")
    visit(scribe, 0, cc="A later one")
    enter(Role.PROVIDER).review.sign(old.note.id, PASSPHRASE, "I agree.")
    notes = scribe.copy_forward.notes(today.encounter.id)
    assert [note.place.note_id for note in notes] == [recent.note.id, old.note.id]
    assert [note.state for note in notes] == [NoteState.DRAFT, NoteState.SIGNED]
    assert [note.place.author for note in notes] == [scribe.person.name, "Ada Provider, MD"]
    assert not notes[0].place.version_id
    assert notes[1].place.version_id


def test_copied_text_says_where_it_is_from_and_waits_to_be_confirmed(scribe: Session) -> None:
    earlier = visit(scribe, 20, pmh=" Asthma\n")
    today = visit(scribe, 0)
    [note] = scribe.copy_forward.notes(today.encounter.id)
    [section] = scribe.copy_forward.sections(today.encounter.id, note)
    assert [text for text, _ in section.pieces] == ["Asthma"]
    [(_, source)] = section.pieces
    assert is_unconfirmed(source)
    assert source.person_id == scribe.person.id
    place = copied_from(source)
    assert place is not None
    assert (place.note_id, place.day) == (earlier.note.id, earlier.encounter.started_at.astimezone().date())


def test_what_was_found_on_a_day_never_comes_without_that_day(scribe: Session) -> None:
    measured = {"vitals__blood_pressure": "132/84", "vitals__heart_rate": "78"}
    visit(scribe, 20, exam="Lungs clear.\nHeart regular.", pmh="Asthma", hpi="Cough", **measured)
    day = f"{TODAY - timedelta(days=20):%m/%d/%Y}"
    found = offered(scribe, visit(scribe, 0))
    assert found["exam"] == (Carry.OBSERVED, f"On {day}:\nLungs clear.\nHeart regular.")
    assert found["vitals"] == (Carry.OBSERVED, f"On {day}:\nBP 132/84 mmHg, Pulse 78 /min")
    assert found["pmh"] == (Carry.STANDING, "Asthma")
    assert found["hpi"] == (Carry.VISIT, "Cough")


def test_a_value_keeps_the_unit_that_it_was_stored_with(scribe: Session) -> None:
    visit(scribe, 20, vitals__temperature="38.5 °C", vitals__weight="150 lb", vitals__heart_rate="78")
    measured = offered(scribe, visit(scribe, 0))["vitals"][1].splitlines()[-1]
    assert measured == "Pulse 78 /min, Temp 38.5 °C, Weight 150 lb"


def test_a_forms_sentences_come_as_text_and_its_fields_do_not(scribe: Session) -> None:
    asked = form.named("exam", "exam").asked[0].key
    earlier = visit(scribe, 20, exam="Lungs clear.")
    scribe.charting.save(earlier.note.id, {asked: typed(scribe, "clear")})
    assert offered(scribe, visit(scribe, 0))["exam"][1].endswith(":\nLungs clear.")


def test_open_blanks_come_along(scribe: Session) -> None:
    visit(scribe, 20, follow_up="In *** {days|weeks}")
    assert offered(scribe, visit(scribe, 0))["follow_up"][1] == "In *** {days|weeks}"


def test_a_section_that_todays_note_lacks_is_offered_as_carefully_as_any(scribe: Session) -> None:
    earlier = visit(scribe, 20, cc="Cough")
    source = Source(Origin.TYPED, scribe.person.id)
    scribe.charting.save(earlier.note.id, {"wound_care": Passage.of("Dressing changed.", source)})
    assert offered(scribe, visit(scribe, 0))["wound_care"][0] is Carry.OBSERVED


def test_another_patients_note_is_not_opened(scribe: Session) -> None:
    visit(scribe, 20, mrn="M-2", pmh="Diabetes")
    [stranger] = scribe.copy_forward.notes(visit(scribe, 1, mrn="M-2").encounter.id)
    with pytest.raises(NotAllowed, match="another patient"):
        scribe.copy_forward.sections(visit(scribe, 0).encounter.id, stranger)


def test_who_opens_no_charts_copies_nothing(scribe: Session, enter: Enter) -> None:
    visit(scribe, 20, pmh="Asthma")
    today = visit(scribe, 0)
    [note] = scribe.copy_forward.notes(today.encounter.id)
    administrator = enter(Role.ADMINISTRATOR).copy_forward
    with pytest.raises(NotAllowed):
        administrator.notes(today.encounter.id)
    with pytest.raises(NotAllowed):
        administrator.sections(today.encounter.id, note)
