"""What the program knows of a patient and a visit, for the tokens of dot phrases."""

from collections.abc import Mapping
from datetime import datetime

from scribe_desktop.notes import table
from scribe_desktop.notes.body_mass import body_mass_index
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.patient import Patient, Sex
from scribe_desktop.notes.people import Person
from scribe_desktop.notes.results import Reported, latest
from scribe_desktop.notes.rows import parse
from scribe_desktop.phrases.tokens import Facts
from scribe_desktop.session.charting import LABS, Chart

_PRONOUNS = {
    Sex.FEMALE: {"HE": "she", "HIM": "her", "HIS": "her"},
    Sex.MALE: {"HE": "he", "HIM": "him", "HIS": "his"},
}
_NO_PRONOUN = {"HE": "the patient", "HIM": "the patient", "HIS": "the patient's"}


def facts_of(chart: Chart, person: Person, fields: Mapping[str, str], now: datetime) -> Facts:
    """The facts of one open chart.

    Args:
        fields: what the note's typed fields and tables say now, as they are stored, by key.
    """
    encounter, local = chart.encounter, now.astimezone()
    known = _patient(encounter.patient, local) | {
        "PROVIDER": chart.provider_name,
        "ME": person.signature_name,
        "VISIT": encounter.visit_type,
        "LOCATION": encounter.location,
        "VITALS": _measured(chart.note_type, fields),
        "BMI": body_mass_index(fields),
        **_results(chart, fields),
    }
    return Facts(known, local)


def _patient(patient: Patient, now: datetime) -> dict[str, str]:
    first, _, last = patient.name.strip().rpartition(" ")
    sex = "" if patient.sex is Sex.UNKNOWN else patient.sex.value
    return {
        "NAME": patient.name,
        "FIRSTNAME": first or last,
        "LASTNAME": last,
        "AGE": patient.age(now.date()),
        "AGEOLD": patient.age_in_words(now.date()),
        "SEX": sex,
        "DOB": f"{patient.birth_date:%m/%d/%Y}",
        "MRN": patient.mrn,
        **_PRONOUNS.get(patient.sex, _NO_PRONOUN),
    }


def _measured(note_type: NoteType, fields: Mapping[str, str]) -> str:
    """The vital signs that were entered: "BP 120/80 mmHg, Pulse 82 /min"."""
    said = ((field, fields.get(field.key, "").strip()) for field in note_type.fields())
    return ", ".join(
        f"{field.label} {value} {field.unit_behind(value)}".strip()
        for field, value in said
        if value and field.key.startswith("vitals.")
    )


def _results(chart: Chart, fields: Mapping[str, str]) -> dict[str, str]:
    """The latest result of every test that this note or an earlier one of the patient has in a table."""
    labs, today = table.load(LABS), chart.encounter.started_at.astimezone().date()
    texts = (text for key, text in fields.items() if key.endswith(f".{LABS}"))
    here = [Reported(row, today) for text in texts for row in parse(labs, text)]
    found = latest(labs, [*chart.earlier_results, *here])
    return {f"LASTLAB({name})": said for name, said in found.items()}
