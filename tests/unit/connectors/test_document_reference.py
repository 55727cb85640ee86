import base64
import hashlib

from scribe_desktop.connectors.document_reference import document_reference
from tests.helpers.signed_documents import a_document


def test_the_one_attachment_carries_the_signed_text_with_its_size_and_hash() -> None:
    document = a_document()
    (content,) = document_reference(document)["content"]
    data = base64.b64decode(content["attachment"]["data"])
    assert data.decode() == document.text
    assert content["attachment"]["size"] == len(data)
    assert base64.b64decode(content["attachment"]["hash"]) == hashlib.sha1(data).digest()


def test_both_identifiers_are_the_documents_own() -> None:
    document = a_document()
    resource = document_reference(document)
    expected = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{document.id}"}
    assert resource["masterIdentifier"] == expected
    assert resource["identifier"] == [expected]


def test_moments_carry_their_zone() -> None:
    resource = document_reference(a_document())
    assert resource["date"] == "2026-03-09T14:30:05+00:00"
    assert resource["context"]["period"] == {
        "start": "2026-03-09T13:30:05+00:00",
        "end": "2026-03-09T13:30:05+00:00",
    }


def test_an_unknown_patient_is_named_by_number_and_name() -> None:
    document = a_document()
    subject = document_reference(document)["subject"]
    assert "reference" not in subject
    assert subject["identifier"]["value"] == document.encounter.patient.mrn
    assert subject["display"] == document.encounter.patient.name


def test_only_an_addendum_relates_to_another_document() -> None:
    assert "relatesTo" not in document_reference(a_document())
    (relation,) = document_reference(a_document(appends_to="0198c0de-0000-7000-8000-000000000001"))[
        "relatesTo"
    ]
    assert relation["target"]["identifier"]["value"] == "urn:uuid:0198c0de-0000-7000-8000-000000000001"
