"""Signed documents of made-up patients, as a session would hand them to a connector."""

from datetime import UTC, date, datetime, timedelta

from scribe_desktop.notes.document import DocumentSection, SignedDocument
from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.patient import Patient, Sex

SIGNED_AT = datetime(2026, 3, 9, 14, 30, 5, tzinfo=UTC)
SECTIONS = (
    DocumentSection("Chief complaint", "Subjective", "10154-3", "Chest pain for two days."),
    DocumentSection(
        "History of present illness",
        "Subjective",
        "10164-2",
        "Crushing <substernal> pain & dyspnoea.\n  - radiates to the left arm\nTemp ≥ 38.5 °C, 5 µg.",
    ),
    DocumentSection("Plan", "Plan", "18776-5", "Aspirin 325 mg given. Troponins in 3 h."),
)
ATTESTATION = "I personally performed the services described here, scribed by Sam Lee in my presence."


def a_patient(*, name: str = "Žofia Nguyễn-O'Brien", mrn: str = "") -> Patient:
    """One with an MRN of their own unless told."""
    return Patient(new_id(), name, date(1971, 4, 2), Sex.FEMALE, mrn or f"M{new_id()[-12:]}")


def a_document(
    *,
    patient: Patient | None = None,
    sections: tuple[DocumentSection, ...] = SECTIONS,
    title: str = "Progress note",
    loinc: str = "11506-3",
    appends_to: str | None = None,
) -> SignedDocument:
    visit_start = SIGNED_AT - timedelta(hours=1)
    visit = Encounter(new_id(), patient or a_patient(), "Emergency", new_id(), visit_start, "ED bed 12")
    return SignedDocument(
        id=new_id(),
        title=title,
        loinc=loinc,
        loinc_display="Progress note",
        encounter=visit,
        provider_name="Ana Ruiz, MD",
        sections=sections,
        attestation=ATTESTATION,
        signed_at=SIGNED_AT,
        appends_to=appends_to,
    )
