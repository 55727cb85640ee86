"""Visits begun through a session, as its user would."""

from datetime import date

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import Sex
from scribe_desktop.session.charting import Chart, NewEncounter
from scribe_desktop.session.session import Session

REQUIRED = {"cc": "Sore throat", "hpi": "For three days.", "problems": "Pharyngitis"}
"""What a note has to say before it can be submitted."""


def new_visit(provider_id: str, *, mrn: str = "HS-1", name: str = "Imogen Hartley") -> NewEncounter:
    """What the form would hand over for this patient."""
    return NewEncounter(name, date(1989, 4, 23), Sex.FEMALE, mrn, "Office visit", provider_id, "Room 2")


def begin(session: Session, *, mrn: str = "HS-1", name: str = "Imogen Hartley", **texts: str) -> Chart:
    """A fresh chart; if any `texts` are given, they and what is required are typed in by this person."""
    provider = session.charting.providers()[0]
    encounter_id = session.charting.begin(new_visit(provider.id, mrn=mrn, name=name))
    note_id = session.charting.open(encounter_id).note.id
    if texts:
        session.charting.save(
            note_id, {key: typed(session, text) for key, text in (REQUIRED | texts).items()}
        )
    return session.charting.open(encounter_id)


def typed(session: Session, text: str) -> Passage:
    return Passage.of(text, Source(Origin.TYPED, session.person.id))


def saved(session: Session, chart: Chart, key: str) -> str:
    """What the store holds for one section or field now."""
    return session.desk.store.drafts.load(chart.note.id).get(key, Passage()).text
