"""A signed document as a FHIR R4 DocumentReference in the shape of US Core's clinical notes."""

import base64
import hashlib
from datetime import datetime
from typing import Any

from scribe_desktop.notes.document import SignedDocument
from scribe_desktop.notes.patient import Patient

Resource = dict[str, Any]
"""A FHIR resource, or an element of one, as JSON."""

URI_SYSTEM = "urn:ietf:rfc:3986"
CONTENT_TYPE = "text/plain; charset=utf-8"

_CATEGORY = {
    "system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
    "code": "clinical-note",
    "display": "Clinical Note",
}
_FORMAT = {
    "system": "http://ihe.net/fhir/ValueSet/IHE.FormatCode.codesystem",
    "code": "urn:ihe:iti:xds:2017:mimeTypeSufficient",
    "display": "mimeType Sufficient",
}
_MEDICAL_RECORD_NUMBER = {"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}


def identifier_of(document_id: str) -> Resource:
    """The identifier that a document carries everywhere, its idempotency key."""
    return {"system": URI_SYSTEM, "value": f"urn:uuid:{document_id}"}


def document_reference(
    document: SignedDocument,
    *,
    patient_reference: str | None = None,
    appends_to: str | None = None,
    mrn_system: str = "",
) -> Resource:
    """The resource to be created.

    Args:
        document: what was signed; its whole text becomes the one attachment.
        patient_reference: the receiver's own patient, "Patient/7", when known.
        appends_to: for an addendum, the receiver's own reference of the document it adds to, when known.
        mrn_system: the URI under which the receiver numbers its patients, when known.
    """
    identifier = identifier_of(document.id)
    visit_start = _instant(document.encounter.started_at)
    provider = {"display": document.provider_name}
    resource = {
        "resourceType": "DocumentReference",
        "masterIdentifier": identifier,
        "identifier": [identifier],
        "status": "current",
        "docStatus": "final",
        "type": _type(document),
        "category": [{"coding": [_CATEGORY]}],
        "subject": _subject(document.encounter.patient, patient_reference, mrn_system),
        "date": _instant(document.signed_at),
        "author": [provider],
        "authenticator": provider,
        "description": document.title,
        "content": [{"attachment": _attachment(document), "format": _FORMAT}],
        # Only the visit's beginning is known, and some receivers require an end.
        "context": {"period": {"start": visit_start, "end": visit_start}},
    }
    if document.appends_to:
        resource["relatesTo"] = [{"code": "appends", "target": _target(document.appends_to, appends_to)}]
    return resource


def _type(document: SignedDocument) -> Resource:
    coding = {"system": "http://loinc.org", "code": document.loinc, "display": document.loinc_display}
    return {"coding": [coding], "text": document.title}


def _subject(patient: Patient, reference: str | None, mrn_system: str) -> Resource:
    """A reference that says whose MRN it is, and resolves where the receiver's patient is known."""
    identifier = {
        "type": {"coding": [_MEDICAL_RECORD_NUMBER]},
        **({"system": mrn_system} if mrn_system else {}),
        "value": patient.mrn,
    }
    subject = {"type": "Patient", "identifier": identifier, "display": patient.name}
    return {"reference": reference, **subject} if reference else subject


def _target(document_id: str, reference: str | None) -> Resource:
    logical = {"type": "DocumentReference", "identifier": identifier_of(document_id)}
    return {"reference": reference, **logical} if reference else logical


def _attachment(document: SignedDocument) -> Resource:
    data = document.text.encode()
    return {
        "contentType": CONTENT_TYPE,
        "data": base64.b64encode(data).decode("ascii"),
        "size": len(data),
        # FHIR R4 defines this very field as SHA-1; it guards against accidents, not attackers.
        "hash": base64.b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii"),
        "title": document.title,
        "creation": _instant(document.signed_at),
    }


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
