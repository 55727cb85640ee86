from io import BytesIO

from pypdf import PdfReader

from scribe_desktop.connectors.fonts import typeface
from scribe_desktop.connectors.pdf import render_pdf
from scribe_desktop.notes.document import DocumentSection, SignedDocument
from tests.helpers.signed_documents import ATTESTATION, a_document, a_patient


def pages_of(document: SignedDocument) -> list[str]:
    """The words of each page, blanks between them made one."""
    reader = PdfReader(BytesIO(render_pdf(document)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def plan(text: str) -> SignedDocument:
    return a_document(sections=(DocumentSection("Plan", "Plan", "18776-5", text),))


def test_every_page_says_whose_it_is_and_which_of_how_many() -> None:
    document = plan("Recheck troponin in three hours. \n" * 200)
    pages = pages_of(document)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        for told in (
            document.encounter.patient.name,
            "1971-04-02",
            "female",
            document.encounter.patient.mrn,
            "Emergency",
            "Ana Ruiz, MD",
            document.id,
            f"Page {number} of {len(pages)}",
        ):
            assert told in page


def test_all_sections_and_the_signature_are_there_in_order() -> None:
    document = a_document()
    (page,) = pages_of(document)
    told = ["Progress note", "SUBJECTIVE"]
    told += [part for section in document.sections for part in (section.title, *section.text.split("\n"))]
    told += [ATTESTATION, "Signed: Ana Ruiz, MD, 2026-03-09"]
    places = [page.find(" ".join(part.split())) for part in told]
    assert -1 not in places
    assert places == sorted(places)


def test_markup_in_a_note_is_text() -> None:
    (page,) = pages_of(plan("if <b>K+</b> < 3.5 & Mg > 2 &amp; <unclosed"))
    assert "if <b>K+</b> < 3.5 & Mg > 2 &amp; <unclosed" in page


def test_what_no_font_draws_is_spelled_out() -> None:
    (page,) = pages_of(plan("µg ≥ ½ Ž \ue123 \U000e0041 \x07 end"))
    assert "µg ≥ ½ Ž [U+E123] [U+E0041] [U+0007] end" in page


def test_every_character_is_either_drawn_or_spelled() -> None:
    text = "".join(map(chr, range(1, 0x3000)))
    spelled = typeface().spelled(text)
    assert all(ord(char) in typeface().drawable for char in spelled)
    assert len(spelled) >= len(text)


def test_an_addendum_names_what_it_adds_to() -> None:
    (page,) = pages_of(a_document(title="Addendum", appends_to="0198c0de-0000-7000-8000-000000000001"))
    assert "Addendum to the signed document 0198c0de-0000-7000-8000-000000000001" in page


def test_endless_words_names_and_lines_still_make_a_document() -> None:
    patient = a_patient(name="Wolfeschlegelsteinhausenbergerdorff " * 60, mrn="9" * 400)
    document = a_document(
        patient=patient, sections=(DocumentSection("Plan", "Plan", "", f"{'x' * 20_000}\n\n{'y ' * 20_000}"),)
    )
    words = "".join(pages_of(document))
    assert words.count("x") >= 20_000
    assert words.count("y") >= 20_000


def test_the_same_document_gives_the_same_bytes() -> None:
    document = a_document()
    assert render_pdf(document) == render_pdf(document)


def test_the_properties_do_not_name_the_patient() -> None:
    document = a_document()
    properties = PdfReader(BytesIO(render_pdf(document))).metadata
    assert properties
    assert properties.title == "Progress note"
    for told in (*document.encounter.patient.name.split(), document.encounter.patient.mrn):
        assert told not in str(properties)
