"""Words of the patient at hand, out of their notes."""

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.people import Role
from scribe_desktop.session.patient_words import telling
from tests.helpers.visits import new_visit
from tests.unit.session.conftest import Enter


def test_names_and_lists_are_told_and_the_rest_of_the_note_is_not() -> None:
    typed = Source(Origin.TYPED, "ann")
    content = {
        "medications": Passage.of("Lisinopril 20 mg daily", typed),
        "hpi": Passage.of("Coughing for weeks", typed),
    }
    assert telling(["Mira O'Quin"], [content]) == ("Lisinopril", "Mira", "O'Quin", "daily")


def test_earlier_visits_of_the_same_patient_count_and_other_patients_do_not(enter: Enter) -> None:
    scribe = enter(Role.SCRIBE)
    provider, typed = scribe.charting.providers()[0], Source(Origin.TYPED, scribe.person.id)
    notes = []
    for mrn, name, drug in (
        ("M-1", "Ida Frost", "warfarin"),
        ("M-1", "Ida Frost", ""),
        ("M-2", "Bo Lind", "digoxin"),
    ):
        visit = scribe.charting.begin(new_visit(provider.id, mrn=mrn, name=name))
        notes.append(scribe.charting.open(visit).note.id)
        if drug:
            scribe.charting.save(notes[-1], {"medications": Passage.of(drug, typed)})
    found = scribe.patient_words.of_note(notes[1])
    assert {"warfarin", "Frost", "Provider"} <= set(found)
    assert not {"digoxin", "Lind"} & set(found)
