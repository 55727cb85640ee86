from datetime import UTC, date, datetime

from scribe_desktop.notes.document import SignedDocument, section_text, sections_of
from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.note import digest
from scribe_desktop.notes.note_type import FieldSpec, NoteType, SectionSpec
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import Patient, Sex

TYPED, SPOKEN = Source(Origin.TYPED, "ann"), Source(Origin.DICTATED, "ann")
VITALS = SectionSpec(
    "vitals",
    "Vitals",
    "Objective",
    fields=(
        FieldSpec("vitals.temperature", "Temperature", "°C"),
        FieldSpec("vitals.heart_rate", "Heart rate", "/min"),
        FieldSpec("vitals.spo2", "SpO2", "%"),
        FieldSpec("vitals.pain", "Pain"),
    ),
)
VISIT = NoteType(
    "visit",
    "Visit note",
    "11506-3",
    "Progress note",
    (SectionSpec("hpi", "History of present illness", "Subjective", "10164-2"), VITALS),
)


def content(**texts: str) -> dict[str, Passage]:
    return {key.replace("__", "."): Passage.of(text, TYPED) for key, text in texts.items()}


def test_fields_become_a_line_each_with_their_unit_before_what_was_written() -> None:
    said = content(
        vitals=" Looks well. \n",
        vitals__spo2="97",
        vitals__temperature="38.2",
        vitals__heart_rate="92",
        vitals__pain="4/10",
    )
    assert section_text(VITALS, said).splitlines() == [
        "Temperature: 38.2 °C",
        "Heart rate: 92/min",
        "SpO2: 97%",
        "Pain: 4/10",
        "Looks well.",
    ]


def test_only_sections_that_say_something_leave_the_house_in_the_note_types_order() -> None:
    said = content(vitals__pain="0", hpi="Sore throat.")
    assert [part.title for part in sections_of(VISIT, said)] == ["History of present illness", "Vitals"]
    assert [part.title for part in sections_of(VISIT, content(hpi=" \n", vitals__pain="2"))] == ["Vitals"]


def test_the_text_says_who_when_what_and_by_whom() -> None:
    patient = Patient("p", "Zoë Çelik", date(2026, 3, 9), Sex.FEMALE, "HS-100377")
    visit = Encounter("e", patient, "Urgent care", "d", datetime(2026, 11, 22, 15, 4, tzinfo=UTC))
    document = SignedDocument(
        id="s",
        title="Visit note",
        loinc="11506-3",
        loinc_display="Progress note",
        encounter=visit,
        provider_name="Amara Lindqvist, MD",
        sections=sections_of(VISIT, content(hpi="Sore throat.", vitals__pain="2")),
        attestation="Signed by Amara Lindqvist, MD.",
        signed_at=datetime(2026, 11, 22, 16, 0, tzinfo=UTC),
    )
    local = visit.started_at.astimezone()
    assert document.text == (
        "VISIT NOTE\n"
        "Patient: Zoë Çelik\n"
        "Date of birth: 2026-03-09   Sex: female   MRN: HS-100377\n"
        f"Visit: Urgent care, {local:%Y-%m-%d %H:%M %Z}\n"
        "Provider: Amara Lindqvist, MD\n"
        "\nHISTORY OF PRESENT ILLNESS\nSore throat.\n"
        "\nVITALS\nPain: 2\n"
        "\nSigned by Amara Lindqvist, MD.\n"
    )


def test_the_digest_sees_words_and_neither_order_nor_source_nor_blanks() -> None:
    first = {"hpi": Passage.of("a", TYPED), "cc": Passage.of("b", TYPED)}
    same = {"cc": Passage.of("b", SPOKEN), "hpi": Passage.of("a", TYPED), "plan": Passage.of(" ", TYPED)}
    assert digest(first) == digest(same)
    assert len(digest(first)) == 64
    assert digest(first) != digest({**first, "hpi": Passage.of("A", TYPED)})
    assert digest({"hpi": Passage.of("a", TYPED)}) != digest({"cc": Passage.of("a", TYPED)})
