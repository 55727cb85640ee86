"""The FHIR connector against servers that misbehave."""

import base64
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scribe_desktop.connectors.document_reference import document_reference
from scribe_desktop.connectors.fhir import FhirConnector
from scribe_desktop.errors import BadInput, DeliveryError, Refused, Unreachable
from scribe_desktop.notes.document import SignedDocument
from tests.helpers.difficult_server import (
    Answer,
    DifficultServer,
    by_path,
    dripping,
    half_a_body,
    hanging_up,
    no_http,
    nothing,
    outcome,
    own_certificate,
    saying,
)
from tests.helpers.signed_documents import a_document, a_patient

NO_PATIENT = saying(200, {"resourceType": "Bundle", "type": "searchset"})
CREATED = saying(201, "", headers="Location: http://elsewhere/fhir/DocumentReference/7/_history/1\r\n")
TOKEN = "s3cret-token"


def failure(answer: Answer, document: SignedDocument | None = None) -> DeliveryError:
    """What delivering to a server with this answer raises."""
    with DifficultServer(answer).running() as server, pytest.raises(DeliveryError) as raised:
        FhirConnector({"base_url": server.base_url, "token": TOKEN}).deliver(document or a_document())
    return raised.value


def storing(document: SignedDocument, read: dict[str, Answer]) -> Answer:
    """A server that takes the document, and answers reading it as told."""
    return by_path({"POST Patient/_search": NO_PATIENT, "POST DocumentReference": CREATED, **read})


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "does not take this"),
        (401, "access token"),
        (403, "access token"),
        (404, "does not know this address"),
        (412, "several documents"),
        (422, "does not take this"),
        (501, "does not take this"),
    ],
)
def test_a_no_is_refused_with_the_servers_reason(status: int, words: str) -> None:
    error = failure(saying(status, outcome("HAPI-0001: the reason")))
    assert isinstance(error, Refused)
    assert words in str(error)
    assert str(error).endswith(f"(HTTP {status}). It says: HAPI-0001: the reason")
    assert error.remedy


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504])
def test_a_not_now_is_worth_trying_again(status: int) -> None:
    error = failure(saying(status, outcome("busy")))
    assert isinstance(error, Unreachable)
    assert f"HTTP {status}" in str(error)


def test_the_pause_that_a_server_asks_for_is_told() -> None:
    error = failure(saying(503, "", headers="Retry-After: 120\r\n"))
    assert isinstance(error, Unreachable)
    assert "asks to wait 120 seconds" in str(error)


@pytest.mark.parametrize(
    "answer",
    [
        half_a_body,
        no_http,
        hanging_up,
        saying(200, "<html>Welcome to the guest network</html>", kind="text/html"),
        saying(201, '{"resourceType": "Docum'),
        saying(200, "[" * 100_000),
        saying(200, [1, 2]),
    ],
    ids=["half a body", "no HTTP", "hangs up", "a web page", "half JSON", "deep JSON", "no resource"],
)
def test_a_broken_answer_is_worth_trying_again(answer: Answer) -> None:
    assert isinstance(failure(answer), Unreachable)


def test_a_server_that_is_not_there_is_worth_trying_again() -> None:
    with DifficultServer(nothing).running() as gone:
        pass
    with pytest.raises(Unreachable, match="no connection"):
        FhirConnector({"base_url": gone.base_url}).deliver(a_document())


def test_a_silent_and_a_dripping_server_cost_no_more_than_twenty_seconds() -> None:
    began = time.monotonic()
    with ThreadPoolExecutor() as pool:
        errors = list(pool.map(failure, (nothing, dripping)))
    assert time.monotonic() - began < 35
    assert [type(error) for error in errors] == [Unreachable, Unreachable]
    assert {str(error) for error in errors} == {"The server did not answer in time."}


def test_nothing_is_sent_to_a_server_whose_certificate_nobody_vouches_for(tmp_path: Path) -> None:
    difficult = DifficultServer(NO_PATIENT, tls=own_certificate(tmp_path))
    with difficult.running() as server, pytest.raises(Refused, match="certificate is not trusted") as raised:
        FhirConnector({"base_url": server.base_url, "token": TOKEN}).deliver(a_document())
    assert server.requests == []
    assert "certificate authority" in raised.value.remedy


def test_the_token_follows_no_redirect() -> None:
    with DifficultServer(NO_PATIENT).running() as other:
        error = failure(saying(307, "", headers=f"Location: {other.base_url}/\r\n"))
    assert isinstance(error, Refused)
    assert "moved" in str(error)
    assert other.requests == []


def test_a_text_that_differs_on_the_server_is_refused() -> None:
    document = a_document()
    changed = document_reference(document)
    changed["content"][0]["attachment"]["data"] = base64.b64encode(document.text[:-1].encode()).decode()
    error = failure(storing(document, {"GET DocumentReference/7": saying(200, changed)}), document)
    assert isinstance(error, Refused)
    assert (
        str(error) == "The server stored DocumentReference/7 with a text that differs from what was signed."
    )


@pytest.mark.parametrize("content", [None, [], [{"attachment": {}}], [{"attachment": {"data": "*"}}]])
def test_a_text_that_the_server_lost_is_refused(content: object) -> None:
    document = a_document()
    stored = {"resourceType": "DocumentReference", "id": "7", "content": content}
    error = failure(storing(document, {"GET DocumentReference/7": saying(200, stored)}), document)
    assert isinstance(error, Refused)


def test_a_text_kept_in_a_binary_is_read_there() -> None:
    document = a_document()
    stored = document_reference(document)
    attachment = stored["content"][0]["attachment"]
    binary = {"resourceType": "Binary", "data": attachment.pop("data")}
    attachment["url"] = "Binary/9"
    reading = {"GET DocumentReference/7": saying(200, stored), "GET Binary/9": saying(200, binary)}
    with DifficultServer(storing(document, reading)).running() as server:
        receipt = FhirConnector({"base_url": server.base_url}).deliver(document)
    assert receipt.reference == "DocumentReference/7"


def test_a_text_kept_on_another_host_is_not_fetched_with_the_token() -> None:
    document = a_document()
    stored = document_reference(document)
    del stored["content"][0]["attachment"]["data"]
    with DifficultServer(nothing).running() as other:
        stored["content"][0]["attachment"]["url"] = f"{other.base_url}/Binary/9"
        error = failure(storing(document, {"GET DocumentReference/7": saying(200, stored)}), document)
    assert isinstance(error, Refused)
    assert other.requests == []


def test_a_server_that_does_not_say_where_it_put_the_note_is_asked() -> None:
    document = a_document()
    stored = {**document_reference(document), "id": "7"}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": stored}]}
    answers = {
        "POST Patient/_search": NO_PATIENT,
        "POST DocumentReference": saying(204, ""),
        "POST DocumentReference/_search": saying(200, bundle),
        "GET DocumentReference/7": saying(200, stored),
    }
    with DifficultServer(by_path(answers)).running() as server:
        receipt = FhirConnector({"base_url": server.base_url}).deliver(document)
    assert receipt.reference == "DocumentReference/7"


def test_a_note_that_does_not_show_yet_is_tried_again() -> None:
    answers = {
        "POST Patient/_search": NO_PATIENT,
        "POST DocumentReference": saying(201, ""),
        "POST DocumentReference/_search": NO_PATIENT,
    }
    assert isinstance(failure(by_path(answers)), Unreachable)


def test_a_right_to_write_suffices_where_patients_may_not_be_searched() -> None:
    document = a_document()
    read = {
        "POST Patient/_search": saying(403, outcome("no")),
        "GET DocumentReference/7": saying(200, document_reference(document)),
    }
    with DifficultServer(storing(document, read)).running() as server:
        receipt = FhirConnector({"base_url": server.base_url, "token": TOKEN}).deliver(document)
    assert receipt.reference == "DocumentReference/7"
    assert all(f"authorization: bearer {TOKEN}" in request.lower() for request in server.requests)
    assert (
        f"urn:uuid:{document.id}"
        in server.requests[1].lower().partition("if-none-exist: ")[2].split("\r\n")[0]
    )


def test_nothing_of_patient_or_token_reaches_log_or_message(caplog: pytest.LogCaptureFixture) -> None:
    document = a_document(patient=a_patient(name="Quirina Sentinel", mrn="MRN-778899"))
    data = document_reference(document)["content"][0]["attachment"]["data"]
    echo = f"QUIRINA of 1971-04-02, no. mrn-778899, wrote 'crushing <SUBSTERNAL> pain' {data} at Location x"
    with caplog.at_level(logging.DEBUG):
        message = failure(saying(422, outcome(echo)), document).in_full()
    everything = (message + caplog.text).casefold()
    assert "httpcore" in caplog.text
    for told in ("quirina", "sentinel", "778899", "1971-04-02", "substernal", data[40:80].casefold(), TOKEN):
        assert told not in everything
    assert "at Location x" in message


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ehr.example.org/fhir",
        "ftp://ehr.example.org",
        "https://",
        "https://[half",
        "https://ehr example.org",
        "https://ehr.example.org:99999",
        "http://ehr.example.org/fhir",
        "http://8.8.8.8/fhir",
        "https://user:word@ehr.example.org/fhir",
        "https://ehr.example.org/fhir?token=1",
    ],
)
def test_an_address_that_cannot_be_right_is_told_at_once(url: str) -> None:
    with pytest.raises(BadInput) as raised:
        FhirConnector({"base_url": url})
    assert raised.value.remedy


@pytest.mark.parametrize(
    "url",
    ["https://ehr.example.org/fhir", "http://localhost:8080/fhir", "http://[::1]/r4", "http://10.1.2.3/"],
)
def test_encrypted_or_private_addresses_are_taken(url: str) -> None:
    FhirConnector({"base_url": f" {url} "})


def test_a_token_that_would_break_the_header_is_told_without_repeating_it() -> None:
    with pytest.raises(BadInput) as raised:
        FhirConnector({"base_url": "https://ehr.example.org", "token": "abc\nX-Other: 1"})
    assert "abc" not in raised.value.in_full()


@pytest.mark.parametrize("statement", [{"fhirVersion": "5.0.0"}, {}])
def test_a_check_refuses_another_version_of_fhir(statement: dict[str, str]) -> None:
    answer = saying(200, {"resourceType": "CapabilityStatement", **statement})
    with DifficultServer(answer).running() as server, pytest.raises(Refused, match="speaks FHIR"):
        FhirConnector({"base_url": server.base_url}).check()
