"""A whole visit in the real window, by keyboard alone, from the first start to the EHR's own copy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.note import Addendum, Signature
from scribe_desktop.session.dictation import DictationState
from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, origins
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.fhir_documents import found, text_of
from tests.helpers.recordings import recall, spoken

DICTATED = "The patient says that it hurts at night. There is no cough."
REASON = "Please add since when."
ADDENDUM = "The culture came back negative."


@pytest.fixture
def visitor() -> Visitor:
    """Somebody whom the server has not seen in any other test."""
    return Visitor(mrn=f"M{new_id()[-12:]}", name="Imogen Hartley")


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    day = ClinicDay(Profile(tmp_path / "profile"), tmp_path / "pictures")
    yield day
    day.close()


def on_server(fhir_server: str, document: Signature | Addendum) -> dict[str, Any]:
    """The server's one document under this signature's identifier."""
    (resource,) = found(fhir_server, document.id)
    return resource


def test_a_visit_goes_from_the_first_start_to_the_ehr_and_back(
    day: ClinicDay, visitor: Visitor, fhir_server: str, tmp_path: Path
) -> None:
    day.set_up(PHYSICIAN, "Triage 2", tmp_path / "outgoing")
    day.add_person(SCRIBE, by=PHYSICIAN)
    day.send_to(fhir_server, by=PHYSICIAN)
    day.lock()

    day.enter(SCRIBE)
    day.begin(visitor)
    document(day, spoken(DICTATED, tmp_path / "dictated.wav"))
    day.submit()
    a_scribe_cannot_sign(day)
    day.lock()

    day.enter(PHYSICIAN)
    day.open(visitor.name, queue=True)
    day.give_back(REASON)
    day.lock()

    day.enter(SCRIBE)
    day.open(visitor.name)
    assert day.chart.review.heading.isVisible()
    assert REASON in day.chart.review.heading.text()
    day.hands.press("Ctrl+1")
    day.hands.type(" Began on Monday.")
    day.submit()
    day.lock()

    day.enter(PHYSICIAN)
    day.open(visitor.name, queue=True)
    correct_a_word(day)
    day.sign_as(PHYSICIAN)
    day.wait_for_receipts(2)
    what_was_signed_is_on_the_server(day, visitor, fhir_server)
    day.add_addendum(ADDENDUM, PHYSICIAN)
    day.wait_for_receipts(4)
    the_addendum_is_tied_to_its_note(day, fhir_server)
    assert len(list((tmp_path / "outgoing").rglob("*.pdf"))) == 2


def document(day: ClinicDay, dictation: Path) -> None:
    """Type, expand a phrase, and dictate."""
    day.hands.press("Ctrl+1")
    day.hands.type("Sore throat.")
    day.hands.press("Ctrl+8")
    day.hands.type(".nkda")
    day.hands.press("Tab")
    while day.chart.editor.blanks():
        day.hands.type("the patient")
        day.hands.press("F2")
    day.hands.press("Ctrl+2")
    day.hands.wait("the recogniser", day.workspace.dictation.engine.text)
    day.workspace.dictate_file(dictation)
    day.hands.wait("dictation", lambda: day.workspace.control.state is DictationState.LISTENING)
    day.hands.press("Ctrl+1")
    day.hands.type(" Worse at night.")
    day.hands.wait("the end of dictation", lambda: day.workspace.control.state is DictationState.IDLE)
    day.hands.wait("everything saved", lambda: day.chart.autosave.is_clean)
    content = day.workspace.session.desk.store.drafts.load(day.chart.chart.note.id)
    assert origins(content["cc"]) == {"typed": "Sore throat. Worse at night."}
    assert set(origins(content["allergies"])) == {"phrase", "typed"}
    assert set(origins(content["hpi"])) == {"dictated"}
    assert recall(DICTATED, content["hpi"].text) > 0.8


def a_scribe_cannot_sign(day: ClinicDay) -> None:
    day.hands.press("Ctrl+Shift+S")
    assert not day.chart.review.sign.isVisible()
    assert not day.chart.review.signing.isVisible()
    assert day.chart.chart.state is NoteState.SUBMITTED


def correct_a_word(day: ClinicDay) -> None:
    """The scribe's "Worse" becomes the physician's "Better"."""
    day.hands.press("Ctrl+1", "Home", *["Ctrl+Right"] * 3, "Ctrl+Shift+Right")
    day.hands.type("Better ")
    cc = day.chart.editor.passage("cc")
    assert cc.text == "Sore throat. Better at night. Began on Monday."
    by = {piece: source.person_id for piece, source in cc.pieces()}
    assert by["Better "] == day.workspace.session.person.id


def what_was_signed_is_on_the_server(day: ClinicDay, visitor: Visitor, fhir_server: str) -> None:
    chart = day.chart.chart
    assert chart.signature is not None
    stored = on_server(fhir_server, chart.signature)
    signed = day.workspace.session.courier.document(chart.note.id, chart.signature.id)
    assert text_of(stored) == signed.text
    assert "Better at night. Began on Monday." in signed.text
    assert f"Patient: {visitor.name}" in signed.text
    assert SCRIBE.signature in signed.attestation
    assert f"signed by {PHYSICIAN.signature}" in signed.attestation
    assert stored["docStatus"] == "final"
    assert stored["subject"]["identifier"]["value"] == visitor.mrn
    assert f"server: DocumentReference/{stored['id']}" in day.chart.signed.deliveries.text()
    assert all(editor.isReadOnly() for editor in day.chart.editor.editors())


def the_addendum_is_tied_to_its_note(day: ClinicDay, fhir_server: str) -> None:
    chart = day.chart.chart
    assert chart.signature is not None
    (addendum,) = chart.addenda
    assert ADDENDUM in day.chart.signed.addenda.text()
    note, stored = on_server(fhir_server, chart.signature), on_server(fhir_server, addendum)
    assert text_of(stored) == day.workspace.session.courier.document(chart.note.id, addendum.id).text
    assert ADDENDUM in text_of(stored)
    (relation,) = stored["relatesTo"]
    assert relation["code"] == "appends"
    assert relation["target"]["reference"] == f"DocumentReference/{note['id']}"
