"""Delivery to a real FHIR R4 server, seen from the server's side."""

from dataclasses import replace

import httpx
import pytest

from scribe_desktop.connectors.document_reference import document_reference
from scribe_desktop.connectors.fhir import FhirConnector
from scribe_desktop.errors import Refused, Unreachable
from tests.helpers.difficult_server import DifficultServer, forwarding
from tests.helpers.fhir_documents import found, text_of
from tests.helpers.signed_documents import a_document, a_patient


@pytest.fixture
def connector(fhir_server: str) -> FhirConnector:
    return FhirConnector({"base_url": fhir_server})


def create_patient(fhir_server: str, mrn: str, birth_date: str) -> str:
    patient = {
        "resourceType": "Patient",
        "identifier": [{"system": "urn:clinic:mrn", "value": mrn}],
        "birthDate": birth_date,
    }
    answer = httpx.post(f"{fhir_server}/Patient", json=patient, timeout=60).raise_for_status()
    return f"Patient/{answer.json()['id']}"


def test_a_delivered_document_is_found_by_its_identifier_with_the_signed_text(
    fhir_server: str, connector: FhirConnector
) -> None:
    document = a_document()
    receipt = connector.deliver(document)
    (stored,) = found(fhir_server, document.id)
    assert receipt.reference == f"DocumentReference/{stored['id']}"
    assert text_of(stored) == document.text


def test_a_document_delivered_twice_is_there_once(fhir_server: str, connector: FhirConnector) -> None:
    document = a_document()
    assert connector.deliver(document) == connector.deliver(document)
    assert len(found(fhir_server, document.id)) == 1


def test_a_lost_answer_is_made_good_by_the_next_try(fhir_server: str) -> None:
    document = a_document()
    lost: list[bytes] = []

    def lose_first_receipt(request: bytes) -> bool:
        if not request.startswith(b"POST /fhir/DocumentReference ") or lost:
            return False
        lost.append(request)
        return True

    with DifficultServer(forwarding(fhir_server, lose=lose_first_receipt)).running() as proxy:
        connector = FhirConnector({"base_url": proxy.base_url})
        with pytest.raises(Unreachable):
            connector.deliver(document)
        (stored,) = found(fhir_server, document.id)
        assert connector.deliver(document).reference == f"DocumentReference/{stored['id']}"
    assert len(lost) == 1
    assert len(found(fhir_server, document.id)) == 1


def test_an_addendum_points_at_what_it_adds_to(fhir_server: str, connector: FhirConnector) -> None:
    note = a_document()
    receipt = connector.deliver(note)
    addendum = a_document(patient=note.encounter.patient, title="Addendum", appends_to=note.id)
    connector.deliver(addendum, appends_to=receipt.reference)
    (stored,) = found(fhir_server, addendum.id)
    assert stored["relatesTo"][0]["code"] == "appends"
    assert stored["relatesTo"][0]["target"]["reference"] == receipt.reference


def test_a_patient_known_to_the_server_becomes_the_subject(
    fhir_server: str, connector: FhirConnector
) -> None:
    patient = a_patient()
    reference = create_patient(fhir_server, patient.mrn, patient.birth_date.isoformat())
    document = a_document(patient=patient)
    connector.deliver(document)
    (stored,) = found(fhir_server, document.id)
    assert stored["subject"]["reference"] == reference


@pytest.mark.parametrize("other_birth_dates", [["1990-01-01"], ["1971-04-02", "1971-04-02"]])
def test_a_number_that_does_not_single_out_the_patient_stays_a_logical_reference(
    fhir_server: str, connector: FhirConnector, other_birth_dates: list[str]
) -> None:
    document = a_document()
    for birth_date in other_birth_dates:
        create_patient(fhir_server, document.encounter.patient.mrn, birth_date)
    connector.deliver(document)
    (stored,) = found(fhir_server, document.id)
    assert "reference" not in stored["subject"]
    assert stored["subject"]["identifier"]["value"] == document.encounter.patient.mrn


def test_the_mrn_system_tells_patients_with_the_same_number_apart(fhir_server: str) -> None:
    patient = a_patient()
    reference = create_patient(fhir_server, patient.mrn, patient.birth_date.isoformat())
    for system, expected in (("urn:clinic:mrn", reference), ("urn:another:mrn", None)):
        document = a_document(patient=patient)
        FhirConnector({"base_url": fhir_server, "mrn_system": system}).deliver(document)
        (stored,) = found(fhir_server, document.id)
        assert stored["subject"].get("reference") == expected


def test_an_mrn_full_of_search_syntax_finds_its_patient(fhir_server: str, connector: FhirConnector) -> None:
    patient = a_patient(mrn=f"A,B|{a_patient().mrn}$&=\\")
    reference = create_patient(fhir_server, patient.mrn, patient.birth_date.isoformat())
    document = a_document(patient=patient)
    connector.deliver(document)
    (stored,) = found(fhir_server, document.id)
    assert stored["subject"]["reference"] == reference


def test_content_that_the_server_finds_invalid_is_refused_in_its_words(
    fhir_server: str, connector: FhirConnector
) -> None:
    document = a_document(loinc=" not a code ")
    with pytest.raises(Refused, match=r"does not take this \(HTTP 4\d\d\)\. It says: .*not a code"):
        connector.deliver(document)
    assert found(fhir_server, document.id) == []


def test_an_addendum_to_something_unknown_is_refused(fhir_server: str, connector: FhirConnector) -> None:
    document = a_document(appends_to=a_document().id)
    with pytest.raises(Refused, match="DocumentReference/999999"):
        connector.deliver(document, appends_to="DocumentReference/999999")
    assert found(fhir_server, document.id) == []


def test_a_document_under_the_same_id_with_another_text_is_noticed(connector: FhirConnector) -> None:
    document = a_document()
    connector.deliver(document)
    with pytest.raises(Refused, match="differs from what was signed"):
        connector.deliver(replace(document, attestation="Something else."))


def test_two_documents_under_one_identifier_are_refused(fhir_server: str, connector: FhirConnector) -> None:
    document = a_document()
    for _ in range(2):
        httpx.post(f"{fhir_server}/DocumentReference", json=document_reference(document), timeout=60)
    assert len(found(fhir_server, document.id)) == 2
    with pytest.raises(Refused, match="several documents"):
        connector.deliver(document)


@pytest.mark.parametrize("appends_to", [None, "0198c0de-0000-7000-8000-000000000001"])
def test_the_server_finds_no_error_in_what_is_sent(fhir_server: str, appends_to: str | None) -> None:
    resource = document_reference(a_document(appends_to=appends_to))
    answer = httpx.post(f"{fhir_server}/DocumentReference/$validate", json=resource, timeout=60)
    assert answer.json()["resourceType"] == "OperationOutcome"
    assert [issue for issue in answer.json()["issue"] if issue["severity"] in ("error", "fatal")] == []


def test_a_wrong_path_on_the_server_is_refused(fhir_server: str) -> None:
    with pytest.raises(Refused, match="404"):
        FhirConnector({"base_url": f"{fhir_server}/nowhere/else"}).deliver(a_document())


def test_the_check_names_the_server_and_its_version(connector: FhirConnector) -> None:
    assert connector.check() == "HAPI FHIR Server answers with FHIR 4.0.1."
