"""The way from the outbox to the destinations, and what is written down about it."""

import threading
from pathlib import Path

import pytest

from scribe_desktop.notes.delivery import Delivery, DeliveryState
from scribe_desktop.notes.people import Role
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.session import Session
from tests.helpers.difficult_server import DifficultServer, outcome, saying
from tests.helpers.visits import REQUIRED, begin
from tests.unit.session.conftest import PASSPHRASE, Enter

WAITING, REFUSED, DELIVERED = DeliveryState.QUEUED, DeliveryState.REFUSED, DeliveryState.DELIVERED


@pytest.fixture
def physician(enter: Enter) -> Session:
    return enter(Role.PROVIDER)


def signed(session: Session) -> Chart:
    chart = begin(session, cc="Sore throat")
    session.review.sign(chart.note.id, PASSPHRASE, "I agree.")
    return session.charting.open(chart.encounter.id)


def to_folder(session: Session, folder: Path, *, on: bool = True) -> None:
    folder.mkdir(exist_ok=True)
    session.preferences.set_destination("folder", {"folder": str(folder)}, on=on, own_passphrase=PASSPHRASE)


def only(session: Session, chart: Chart) -> Delivery:
    (delivery,) = session.courier.for_note(chart.note.id)
    return delivery


def test_a_signed_note_arrives_once(physician: Session, tmp_path: Path) -> None:
    to_folder(physician, tmp_path / "out")
    chart = signed(physician)
    assert physician.courier.deliver_due() == 1
    assert physician.courier.deliver_due() == 0
    assert only(physician, chart).state is DELIVERED
    assert Path(only(physician, chart).reference).exists()
    assert physician.courier.waiting() == ()
    assert physician.courier.seconds_to_next_try() is None


def test_what_cannot_be_reached_waits_and_is_named_in_the_outbox(physician: Session, tmp_path: Path) -> None:
    to_folder(physician, tmp_path / "out")
    chart = signed(physician)
    (tmp_path / "out").rmdir()
    (tmp_path / "out").write_text("in the way")
    assert physician.courier.deliver_due() == 0
    (row,) = physician.courier.waiting()
    assert (row.patient_name, row.encounter_id) == (chart.encounter.patient.name, chart.encounter.id)
    assert row.delivery.attempts == 1
    assert row.delivery.last_error
    (tmp_path / "out").unlink()
    to_folder(physician, tmp_path / "out")
    physician.courier.send_all_again()
    assert physician.courier.deliver_due() == 1


def test_a_server_that_refuses_is_asked_again_only_when_a_person_says_so(physician: Session) -> None:
    with DifficultServer(saying(422, outcome("no such patient"))).running() as server:
        physician.preferences.set_destination(
            "fhir", {"base_url": server.base_url}, on=True, own_passphrase=PASSPHRASE
        )
        chart = signed(physician)
        assert physician.courier.deliver_due() == 0
        assert only(physician, chart).state is REFUSED
        assert physician.courier.seconds_to_next_try() is None
        physician.courier.send_again(chart.note.id)
        assert only(physician, chart).state is WAITING
        assert physician.courier.deliver_due() == 0
        assert only(physician, chart).state is REFUSED


def test_a_server_that_is_away_is_tried_again_by_itself(physician: Session) -> None:
    physician.preferences.set_destination(
        "fhir", {"base_url": "http://127.0.0.1:9"}, on=True, own_passphrase=PASSPHRASE
    )
    chart = signed(physician)
    physician.courier.deliver_due()
    assert only(physician, chart).state is WAITING
    pause = physician.courier.seconds_to_next_try()
    assert pause is not None
    assert pause > 0


def test_a_destination_that_was_switched_off_refuses(physician: Session, tmp_path: Path) -> None:
    to_folder(physician, tmp_path / "out")
    chart = signed(physician)
    to_folder(physician, tmp_path / "out", on=False)
    physician.courier.deliver_due()
    assert only(physician, chart).state is REFUSED
    assert "switched off" in only(physician, chart).last_error


def test_send_again_reaches_a_destination_switched_on_later(physician: Session, tmp_path: Path) -> None:
    chart = signed(physician)
    physician.review.add_addendum(chart.note.id, "Culture negative.", PASSPHRASE)
    assert physician.courier.for_note(chart.note.id) == ()
    to_folder(physician, tmp_path / "out")
    for _ in range(2):  # the addendum may be tried before its note
        physician.courier.send_again(chart.note.id)
        physician.courier.deliver_due()
    deliveries = physician.courier.for_note(chart.note.id)
    assert [delivery.state for delivery in deliveries] == [DELIVERED, DELIVERED]


def test_an_addendum_waits_until_its_note_has_arrived(physician: Session, tmp_path: Path) -> None:
    to_folder(physician, tmp_path / "out")
    chart = signed(physician)
    note = only(physician, chart)
    physician.desk.store.deliveries.refused(note.id, "not now")
    addendum = physician.review.add_addendum(chart.note.id, "Culture negative.", PASSPHRASE)
    physician.courier.deliver_due()
    by_document = {d.document_id: d for d in physician.courier.for_note(chart.note.id)}
    assert by_document[addendum.id].state is WAITING
    assert "waits until the note" in by_document[addendum.id].last_error
    physician.courier.send_again(chart.note.id)
    physician.courier.deliver_due()
    physician.courier.send_again(chart.note.id)
    physician.courier.deliver_due()
    assert {d.state for d in physician.courier.for_note(chart.note.id)} == {DELIVERED}


def test_the_documents_say_who_signed_and_what_belongs_to_what(physician: Session) -> None:
    chart = signed(physician)
    addendum = physician.review.add_addendum(chart.note.id, "Culture negative.", PASSPHRASE)
    assert chart.signature is not None
    note = physician.courier.document(chart.note.id, chart.signature.id)
    later = physician.courier.document(chart.note.id, addendum.id)
    assert [section.text for section in note.sections] == list(REQUIRED.values())
    assert "Electronically signed by Ada Provider, MD on" in note.attestation
    assert note.appends_to is None
    assert later.appends_to == note.id
    assert later.loinc == "55107-7"
    assert [section.text for section in later.sections] == ["Culture negative."]


def test_a_delivery_under_way_when_the_store_closes_stays_queued(physician: Session) -> None:
    asked, answer = threading.Event(), threading.Event()

    def slow(*_request: object) -> None:
        asked.set()
        answer.wait(10)

    with DifficultServer(slow).running() as server:
        physician.preferences.set_destination(
            "fhir", {"base_url": server.base_url}, on=True, own_passphrase=PASSPHRASE
        )
        chart = signed(physician)
        delivering = threading.Thread(target=physician.courier.deliver_due)
        delivering.start()
        assert asked.wait(10)
        physician.courier.stop()
        answer.set()
        delivering.join(30)
    assert not delivering.is_alive()
    assert only(physician, chart).attempts == 0
    assert only(physician, chart).state is WAITING
    assert physician.courier.unfinished() == ()
    assert physician.courier.deliver_due() == 0


def test_an_administrator_sees_the_outbox_by_mrn_and_nobodys_restricted_chart(
    enter: Enter, physician: Session, tmp_path: Path
) -> None:
    to_folder(physician, tmp_path / "out")
    patient = signed(physician).encounter.patient
    (row,) = enter(Role.ADMINISTRATOR).courier.waiting()
    assert row.patient_name == f"MRN {patient.mrn}"
    physician.restrictions.restrict(patient.id, on=True)
    (row,) = enter(Role.ADMINISTRATOR).courier.waiting()
    assert row.patient_name == "Restricted chart"
