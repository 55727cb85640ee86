"""The built-in vocabulary, and what a person and a patient add to it."""

from scribe_desktop.language.wording import Heard, Pieces, as_recognised
from scribe_desktop.language.written_form import WrittenForm
from scribe_desktop.session.clinical_words import ClinicalWords

FORM = WrittenForm.read()
SENTENCE = """the patient has a history of hi per tension and new mumia and takes lysin april
twenty milligrams daily for a trial fib relation"""


def heard(text: str, chance: float | None = 0.2) -> list[Heard]:
    return [Heard(word, chance) for word in text.split()]


def corrected(words: ClinicalWords, text: str) -> Pieces:
    said = heard(text)
    return words.correct(as_recognised(said), said)


def test_terms_take_the_place_of_what_they_were_heard_as() -> None:
    text = [piece.text for piece in corrected(ClinicalWords(FORM), "He had a history of lime disease.")]
    assert text == ["He", "had", "a", "history", "of", "lyme disease."]


def test_a_drug_is_suggested() -> None:
    pieces = corrected(ClinicalWords(FORM), "She takes met forming daily.")
    assert [(piece.text, piece.instead) for piece in pieces if piece.risk] == [("met forming", "metformin")]


def test_own_terms_count_at_once_and_keep_their_capitals() -> None:
    own: list[str] = []
    words = ClinicalWords(FORM, lambda: own)
    said = "He wears a Zimmer-Frawley brace"
    assert not any(piece.risk for piece in corrected(words, said.replace("Zimmer-Frawley", "brace")))
    own.append("Xandrovsky brace")
    found = [piece for piece in corrected(words, "He wears a sandrofsky brace.") if piece.risk]
    assert [piece.instead or piece.text for piece in found] == ["Xandrovsky brace."]


def test_what_the_patient_takes_brings_the_drugs_that_it_is_mistaken_for() -> None:
    expected = ClinicalWords(FORM).reckon_with(["Hydroxyzine", "tablet", "daily", "Oyelaran"])
    assert {"hydroxyzine", "hydralazine", "oyelaran"} <= set(expected)
    assert not {"tablet", "daily"} & set(expected)


def test_another_patients_words_are_forgotten() -> None:
    words = ClinicalWords(FORM)
    words.reckon_with(["Oyelaran"])
    assert "oyelaran" not in words.reckon_with(["Hartley-Quvaine"])
