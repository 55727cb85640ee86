"""A FHIR server that answers badly, seen at the real window: the note says so, stays queued, arrives once."""

import time
from contextlib import closing
from pathlib import Path

import pytest

from scribe_desktop.notes.delivery import Delivery, DeliveryState
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.session.profile import Profile
from tests.helpers.difficult_server import Answer, DifficultServer, half_a_body, nothing, outcome, saying
from tests.helpers.fhir_documents import found, text_of
from tests.helpers.sample_profile import PROVIDER, enter, send_to_server
from tests.helpers.workstation import Workstation


@pytest.fixture
def sender(profile: Profile, fhir_server: str) -> Profile:
    """A clinic that delivers to a FHIR server only, whose address comes later."""
    with closing(enter(profile)) as session:
        session.preferences.set_destination("folder", {"folder": str(profile.outgoing)}, on=False)
    return profile


@pytest.fixture
def pictures(tmp_path: Path, qapp: object) -> Path:
    return tmp_path / "pictures"


def sign_one(profile: Profile, pictures: Path) -> Workstation:
    """Log in, write a note, sign it; it is on its way then."""
    desk = Workstation(profile, pictures)
    desk.log_in()
    desk.begin_encounter()
    desk.hands.type("Cough for two days.")
    desk.sign()
    return desk


def delivery(desk: Workstation) -> Delivery:
    (only,) = desk.workspace.session.courier.for_note(desk.chart.chart.note.id)
    return only


def said_of_it(desk: Workstation) -> str:
    """What the signed note says of its delivery."""
    assert desk.chart.signed.deliveries.isVisible()
    return desk.chart.signed.deliveries.text()


def require_sent_again_once(desk: Workstation, fhir_server: str) -> None:
    """Once the server is a good one, "send again" delivers one document."""
    desk.workspace.session.preferences.set_destination(
        "fhir", {"base_url": fhir_server}, on=True, own_passphrase=PROVIDER.passphrase
    )
    note = desk.chart.chart.note.id
    assert desk.chart.signed.send_again.isVisible()
    desk.hands.press("Ctrl+Shift+E")
    desk.hands.wait("the arrival", lambda: delivery(desk).state is DeliveryState.DELIVERED)
    desk.hands.wait("the receipt", lambda: said_of_it(desk).startswith("Arrived"))
    desk.hands.wait("an empty outbox", lambda: desk.workspace.dictation.outbox.text() == "Outbox empty")
    document = delivery(desk).document_id
    (stored,) = found(fhir_server, document)
    assert text_of(stored) == desk.workspace.session.courier.document(note, document).text


REFUSALS: dict[int, tuple[Answer, tuple[str, ...]]] = {
    401: (
        saying(401, outcome("token expired")),
        ("does not accept the access token (HTTP 401)", "Enter a fresh token"),
    ),
    422: (
        saying(422, outcome("unknown category")),
        ("does not take this (HTTP 422)", "unknown category", "Show this message to whoever runs the server"),
    ),
}


@pytest.mark.parametrize("status", REFUSALS)
def test_a_refused_note_says_why_and_arrives_once_when_sent_again(
    sender: Profile, pictures: Path, fhir_server: str, status: int
) -> None:
    answer, words = REFUSALS[status]
    with DifficultServer(answer).running() as server:
        send_to_server(sender, server.base_url)
        desk = sign_one(sender, pictures)
        desk.hands.wait("the refusal", lambda: said_of_it(desk).startswith("Refused by "))
        for word in words:
            assert word in said_of_it(desk)
        desk.hands.wait("the outbox", lambda: desk.workspace.dictation.outbox.text() == "1 refused")
        assert desk.chart.chart.state is NoteState.SIGNED
        require_sent_again_once(desk, fhir_server)
    desk.close()


FAILURES: dict[str, tuple[Answer, str]] = {
    "500": (saying(500, outcome("out of memory")), "The server cannot take it now (HTTP 500)."),
    "half a body": (half_a_body, "The server's answer broke off or is no proper HTTP."),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_server_is_tried_again_after_growing_pauses_and_gets_the_note_once(
    sender: Profile, pictures: Path, fhir_server: str, failure: str
) -> None:
    answer, words = FAILURES[failure]
    with DifficultServer(answer).running() as server:
        send_to_server(sender, server.base_url)
        desk = sign_one(sender, pictures)
        pauses = [pause_after_try(desk, attempts, words) for attempts in (1, 2)]
        assert pauses == pytest.approx([5, 10], abs=0.5)
        assert desk.workspace.dictation.outbox.text() == "1 to send"
        require_sent_again_once(desk, fhir_server)
    desk.close()


def pause_after_try(desk: Workstation, attempts: int, words: str) -> float:
    """Wait until that many tries have failed and the note says so; returns seconds until the next one."""
    desk.hands.wait("a failed try", lambda: delivery(desk).attempts == attempts)
    tried = delivery(desk)
    assert tried.state is DeliveryState.QUEUED
    assert tried.next_try_at is not None
    again = f"next try {tried.next_try_at.astimezone():%H:%M:%S}"
    desk.hands.wait("the note saying so", lambda: again in said_of_it(desk))
    assert words in said_of_it(desk)
    assert "It is tried again by itself." in said_of_it(desk)
    return (tried.next_try_at - tried.updated_at).total_seconds()


def test_a_silent_server_holds_nobody_up_and_gets_the_note_once(
    sender: Profile, pictures: Path, fhir_server: str
) -> None:
    with DifficultServer(nothing).running() as server:
        send_to_server(sender, server.base_url)
        desk = sign_one(sender, pictures)
        signed = desk.chart.chart.encounter.id
        desk.begin_encounter()
        started = time.monotonic()
        desk.hands.type("Ankle twisted.")
        assert desk.chart.editor.editor("cc").toPlainText() == "Ankle twisted."
        desk.hands.wait("the words being saved", lambda: desk.chart.autosave.is_clean)
        assert time.monotonic() - started < 15
        desk.workspace.open(signed)
        desk.hands.wait("the signed note", lambda: desk.chart.chart.encounter.id == signed)
        assert said_of_it(desk).startswith("On its way to ")
        desk.hands.wait("the time-out", lambda: "did not answer in time" in said_of_it(desk))
        assert "next try" in said_of_it(desk)
        require_sent_again_once(desk, fhir_server)
    desk.close()
