"""Notes of every type in the real window: opened, written, changed, handed over, signed and delivered."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.delivery import DeliveryState
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import Sex
from scribe_desktop.session.charting import NewEncounter
from scribe_desktop.session.commands import CommandId, command
from scribe_desktop.session.profile import Profile
from tests.helpers.note_types import BUILT_IN, SOAP
from tests.helpers.sample_profile import PROVIDER, enter, prepare
from tests.helpers.workstation import Workstation

NUMBER_KEYS = command(CommandId.SECTION_BY_NUMBER).keys
GONE = "wound_clinic"
WOUND = """
title = "Wound clinic note"
sections = ["hpi", "problems", { key = "bed", title = "Wound bed", group = "Wound" }]
"""
NEEDS_PRESSURE = """
title = "Pressure note"
sections = [{ key = "cc", required = true }, { key = "vitals", required_fields = ["blood_pressure"] }]
"""
every_type = pytest.mark.parametrize("note_type", BUILT_IN.all(), ids=lambda one: one.key)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """The sample clinic, with a patient for every note type, called as the type is."""
    profile = prepare(tmp_path_factory.mktemp("clinic") / "profile")
    profile.note_types.mkdir()
    (profile.note_types / f"{GONE}.toml").write_text(WOUND, encoding="utf-8")
    session = enter(profile)
    provider = session.charting.providers()[0]
    for one in session.desk.note_types.all():
        patient = NewEncounter(one.title, date(1989, 4, 23), Sex.FEMALE, one.key, "Consult", provider.id)
        session.charting.begin(replace(patient, note_type=one.key))
    session.close()
    return profile


@pytest.fixture
def profile(begun: Profile, tmp_path: Path) -> Profile:
    return Profile(shutil.copytree(begun.folder, tmp_path / "profile"))


@pytest.fixture
def desk(qtbot: QtBot, profile: Profile, tmp_path: Path) -> Iterator[Workstation]:
    desk = Workstation(profile, tmp_path / "pictures")
    desk.log_in()
    yield desk
    desk.close()


def open_chart(desk: Workstation, patient: str) -> None:
    rows = desk.workspace.session.charting.encounters()
    encounter = next(row.encounter for row in rows if row.encounter.patient.name == patient)
    desk.workspace.open(encounter.id)
    desk.hands.wait("the chart", lambda: desk.workspace.chart and desk.chart.chart.encounter == encounter)


def write_what_is_required(desk: Workstation) -> dict[str, str]:
    """Type into every section that is required; returns what stands in which."""
    texts = {}
    for number, section in enumerate(desk.chart.chart.note_type.sections):
        if section.required:
            texts[section.key] = f"Said of {section.title.casefold()}."
            if number < len(NUMBER_KEYS):
                desk.hands.press(NUMBER_KEYS[number])
            else:
                desk.hands.press("Ctrl+G")
                desk.hands.type(section.title)
                desk.hands.press("Return")
            if section.fields:
                desk.chart.editor.editor(section.key).setFocus()
            desk.hands.type(texts[section.key])
    return texts


def delivered(folder: Path, document_id: str) -> tuple[dict[str, object], str]:
    """A delivered document: its resource and its text."""
    (place,) = folder.glob(f"*{document_id}*")
    (text,) = place.glob("*.txt")
    resource = (place / "DocumentReference.json").read_text(encoding="utf-8")
    return json.loads(resource), text.read_text(encoding="utf-8")


@every_type
def test_a_chart_of_every_type_is_written_and_handed_over(desk: Workstation, note_type: NoteType) -> None:
    open_chart(desk, note_type.title)
    assert desk.chart.chart.note_type == note_type
    assert desk.chart.editor.title.text() == note_type.title
    shown = [desk.chart.rail.list.item(row).toolTip() for row in range(desk.chart.rail.list.count())]
    assert shown == [section.title for section in note_type.sections]
    for key, section in zip(NUMBER_KEYS, note_type.sections, strict=False):
        desk.hands.press(key)
        assert desk.chart.editor.current_section == section.key
    texts = write_what_is_required(desk)
    desk.hands.press("Ctrl+Return")
    desk.hands.wait("the note in review", lambda: desk.chart.chart.state is NoteState.SUBMITTED)
    stored = desk.workspace.session.desk.store.drafts.load(desk.chart.chart.note.id)
    assert {key: passage.text for key, passage in stored.items() if passage.text} == texts


@pytest.mark.parametrize("key", ["trauma", "consult_psychiatry", "procedure_note", "discharge_instructions"])
def test_a_signed_note_leaves_with_its_types_title_code_and_order(
    desk: Workstation, begun: Profile, key: str
) -> None:
    note_type = BUILT_IN.get(key)
    assert note_type
    open_chart(desk, note_type.title)
    texts = write_what_is_required(desk)
    desk.sign()
    note_id = desk.chart.chart.note.id
    courier = desk.workspace.session.courier
    desk.hands.wait(
        "the delivery", lambda: [d.state for d in courier.for_note(note_id)] == [DeliveryState.DELIVERED]
    )
    signature = desk.chart.chart.signature
    assert signature
    resource, text = delivered(begun.outgoing, signature.id)
    coding = {"system": "http://loinc.org", "code": note_type.loinc, "display": note_type.loinc_display}
    assert resource["type"] == {"coding": [coding], "text": note_type.title}
    assert text.startswith(note_type.title.upper())
    titles = [section.title.upper() for section in note_type.sections if section.key in texts]
    assert [line for line in text.splitlines() if line in titles] == titles
    assert all(said in text for said in texts.values())


def test_a_required_section_of_the_notes_own_type_stops_it(desk: Workstation) -> None:
    open_chart(desk, "Trauma note")
    desk.hands.press("Ctrl+1")
    desk.hands.type("Fell from a ladder.")
    desk.hands.press("Ctrl+Return")
    panel = desk.chart.checking.panel
    desk.hands.wait("the findings", panel.isVisible)
    assert desk.chart.chart.state is NoteState.DRAFT
    assert "Airway: Nothing is written here" in panel.list.item(0).text()


def test_a_required_field_says_so_stops_the_note_and_is_a_jump_away(
    qtbot: QtBot, profile: Profile, tmp_path: Path
) -> None:
    (profile.note_types / f"{GONE}.toml").write_text(NEEDS_PRESSURE, encoding="utf-8")
    desk = Workstation(profile, tmp_path / "pictures")
    desk.log_in()
    open_chart(desk, "Wound clinic note")
    pressure, complaint = desk.chart.editor.editor("vitals.blood_pressure"), desk.chart.editor.editor("cc")
    pulse = desk.chart.editor.editor("vitals.heart_rate")
    assert (pressure.placeholderText(), pulse.placeholderText()) == ("required", "e.g. 82")
    assert pressure.accessibleName() == "BP in mmHg, required"
    assert complaint.placeholderText().startswith("Required · ")
    desk.hands.press("Ctrl+1")
    desk.hands.type("Headache")
    desk.hands.press("Ctrl+Return")
    desk.hands.wait("the answer", lambda: "Not ready" in desk.chart.review.error.text())
    assert desk.chart.chart.state is NoteState.DRAFT
    (row,) = (desk.chart.checking.panel.list.item(at).text() for at in range(1))
    assert row == "■  Vital signs: BP is not filled in, and the note needs it"
    assert pressure.hasFocus()
    desk.hands.type("128/82")
    desk.hands.press("Ctrl+Return")
    desk.hands.wait("the note handed over", lambda: desk.chart.chart.state is NoteState.SUBMITTED)
    desk.close()


def test_an_empty_draft_gets_another_type_by_keyboard(desk: Workstation) -> None:
    open_chart(desk, "Trauma note")
    desk.hands.press("Ctrl+T")
    desk.hands.type("derm")
    desk.hands.press("Return")
    desk.hands.wait("the other note", lambda: desk.chart.chart.note_type.key == "consult_dermatology")
    assert desk.chart.editor.title.text() == "Dermatology consultation"
    assert desk.chart.editor.section_editor("referral_reason").hasFocus()
    desk.hands.type("A mole.")
    desk.hands.wait("it saved", lambda: desk.chart.autosave.is_clean)
    assert desk.workspace.session.charting.open(desk.chart.chart.encounter.id).content["referral_reason"].text


def test_a_draft_that_says_something_keeps_its_type(desk: Workstation) -> None:
    open_chart(desk, "Trauma note")
    desk.hands.type("Fell.")
    desk.hands.press("Ctrl+T")
    assert not desk.chart.types.isVisible()
    assert "only while nothing is written" in desk.chart.review.error.text()
    desk.hands.press("Ctrl+A", "Delete", "Ctrl+T")
    assert desk.chart.types.isVisible()
    desk.hands.press("Escape")
    assert desk.chart.editor.section_editor("mechanism").hasFocus()


def test_the_form_proposes_by_visit_and_remembers_what_was_taken(desk: Workstation) -> None:
    form = desk.workspace.new_view
    desk.hands.press("Ctrl+N")
    desk.hands.wait("the form", form.mrn.hasFocus)
    assert form.note_type.currentData() == SOAP.key
    form.visit_type.setFocus()
    desk.hands.choose("I")
    assert (form.visit_type.currentText(), form.note_type.currentData()) == (
        "Inpatient",
        "inpatient_progress",
    )
    desk.hands.press("Tab")
    desk.hands.choose("R")
    assert form.note_type.currentText() == "Referral letter"
    form.mrn.setFocus()
    desk.hands.type("K-1")
    desk.hands.press("Tab")
    desk.hands.type("Casey Okonkwo")
    desk.hands.press("Tab")
    desk.hands.type("04/23/1989")
    desk.hands.press("Tab")
    desk.hands.choose("F")
    desk.hands.press("Return")
    desk.hands.wait("the letter", lambda: desk.workspace.chart)
    assert desk.chart.chart.note_type.key == "referral_letter"
    desk.hands.press("Ctrl+N")
    desk.hands.wait("the form again", form.mrn.hasFocus)
    assert (form.visit_type.currentText(), form.note_type.currentData()) == ("Inpatient", "referral_letter")


def test_a_note_whose_type_is_gone_opens_with_all_that_it_says(
    qtbot: QtBot, profile: Profile, tmp_path: Path
) -> None:
    session = enter(profile)
    rows = session.charting.encounters()
    encounter = next(row for row in rows if row.encounter.patient.name == "Wound clinic note")
    source = Source(Origin.TYPED, session.person.id)
    said = {"hpi": Passage.of("Better.", source), "bed": Passage.of("Clean and pink.", source)}
    session.charting.save(encounter.note_id, said)
    session.close()
    (profile.note_types / f"{GONE}.toml").unlink()

    desk = Workstation(profile, tmp_path / "pictures")
    desk.log_in()
    open_chart(desk, "Wound clinic note")
    assert desk.chart.editor.warning.isVisible()
    assert f"“{GONE}” is not here any more" in desk.chart.editor.warning.text()
    assert desk.chart.editor.editor("bed").isVisible()
    assert desk.chart.editor.editor("bed").toPlainText() == "Clean and pink."
    assert desk.chart.rail.list.item(18).toolTip() == "Bed"
    write_what_is_required(desk)
    desk.sign()
    chart = desk.chart.chart
    assert chart.signature
    document = desk.workspace.session.courier.document(chart.note.id, chart.signature.id)
    assert (document.title, document.loinc) == ("Note", "34109-9")
    assert "Clean and pink." in document.text
    desk.close()


def test_a_signed_note_stays_as_it_was_signed_whatever_becomes_of_its_type(
    qtbot: QtBot, profile: Profile, tmp_path: Path
) -> None:
    session = enter(profile)
    rows = session.charting.encounters()
    encounter = next(row for row in rows if row.encounter.patient.name == "Wound clinic note")
    source = Source(Origin.TYPED, session.person.id)
    texts = {"hpi": "Better.", "problems": "Wound.", "bed": "Clean and pink."}
    session.charting.save(encounter.note_id, {key: Passage.of(said, source) for key, said in texts.items()})
    signature = session.review.sign(encounter.note_id, PROVIDER.passphrase, "I was there.")
    signed = session.courier.document(encounter.note_id, signature.id)
    session.close()
    changed = WOUND.replace("Wound clinic note", "Stoma note").replace("Wound bed", "Stoma")
    file = profile.note_types / f"{GONE}.toml"
    file.write_text(changed.replace('"hpi", "problems", ', '"plan", '), encoding="utf-8")
    again = enter(profile)
    now = again.desk.note_types.get(GONE)
    assert now
    assert now.title == "Stoma note"
    assert again.courier.document(encounter.note_id, signature.id) == signed
    assert signed.title == "Wound clinic note"
    assert [part.title for part in signed.sections] == ["History of present illness", "Problems", "Wound bed"]
    again.close()
    file.unlink()
    desk = Workstation(profile, tmp_path / "pictures")
    desk.log_in()
    open_chart(desk, "Wound clinic note")
    assert desk.chart.editor.title.text() == "Wound clinic note"
    assert not desk.chart.editor.warning.isVisible()
    assert [section.title for section in desk.chart.chart.note_type.sections] == [
        part.title for part in signed.sections
    ]
    assert desk.workspace.session.courier.document(encounter.note_id, signature.id) == signed
    desk.close()


def test_a_mistake_in_the_clinics_note_type_is_shown_after_log_in_with_its_line(
    qtbot: QtBot, profile: Profile, tmp_path: Path
) -> None:
    mistaken = 'title = "Dental"\nsections = [\n  "hpi",\n  "teeth",\n]\n'
    (profile.note_types / "dental.toml").write_text(mistaken, encoding="utf-8")
    desk = Workstation(profile, tmp_path / "pictures")
    desk.log_in()
    assert desk.workspace.left_out.isVisible()
    assert "dental.toml, line 4: there is no shared section 'teeth'." in desk.workspace.left_out.text()
    assert desk.workspace.session.desk.note_types.get(GONE)
    desk.close()


def test_the_samples_emergency_patients_have_an_emergency_note(desk: Workstation) -> None:
    open_chart(desk, "Walter Pemberton-Ashcombe")
    assert desk.chart.chart.note_type.key == "ed_visit"
    assert not desk.chart.editor.warning.isVisible()
