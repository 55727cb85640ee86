"""The built-in vocabulary, and what a person and a patient add to it."""

import pytest

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


def as_heard(text: str) -> list[Heard]:
    """Words with what the recogniser told of them: "siftery/.05"."""
    told = (word.split("/") for word in text.split())
    return [Heard(word, float(chance[0]) if chance else 0.98) for word, *chance in told]


def done(text: str) -> list[tuple[str, str]]:
    """What is marked, each with the reason."""
    said = as_heard(text)
    pieces = ClinicalWords(FORM).correct(as_recognised(said), said)
    return [(piece.text, piece.risk) for piece in pieces if piece.risk]


@pytest.mark.parametrize(
    "text",
    [
        "give/.95 one/.87 grams/.91 of siftery/.05 opsone./.11",
        "had cholysis/.3 septumia/.2 last year",
        "started her on lime/.5 disease/.6",
        "takes lime/.5 disease/.6",
        "20 mg of lime/.5 disease/.6",
        "lime/.5 disease/.6 twenty milligrams daily",
        "lime/.5 disease/.6 2 tablets daily",
        "lime/.5 disease/.6 brob/.05",
    ],
)
def test_in_a_drugs_place_and_beside_words_that_were_not_heard_a_term_is_only_suggested(text: str) -> None:
    assert {risk for _, risk in done(text)} == {"suggested"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("has lime/.5 disease/.6 today", "lyme disease"),
        ("took 20 mg. Lime/.5 disease/.6 since", "Lyme disease"),
        ("status post co/.5 ron/.5 ary/.5 artery bypass", "coronary"),
        ("has my/.6 grain/.6 today", "migraine"),
    ],
)
def test_elsewhere_it_is_made(text: str, written: str) -> None:
    assert done(text) == [(written, "corrected")]


@pytest.mark.parametrize(
    "text",
    [
        "give/.95 lorazepam/.4",
        "give/.6 lorazepam/.3 now",
        "wait/.6 one/.92 eighty/.86 two/.88 pounds/.55",
        "scratch/.95 that/.97 itch/.67 with/.99 lotion/.45",
    ],
)
def test_a_word_that_is_right_is_never_part_of_a_suggestion(text: str) -> None:
    assert done(text) == []


def test_a_suggestion_spares_the_common_word_and_the_dose_beside_it() -> None:
    assert done("leg has/.6 cell/.6 you/.6 lie/.6 tis/.6") == [("cell you lie tis", "suggested")]
    assert [text for text, _ in done("Laure's/.03 0.5/.07 milligrams/.38")] == ["Laure's"]


def test_all_words_of_a_term_that_sounds_just_so_are_replaced() -> None:
    said = "in a/.6 trial/.6 fib/.3 relation/.4"
    assert done(said) == [("a trial fib relation", "suggested")]


def test_own_terms_count_at_once_and_keep_their_capitals() -> None:
    own: list[str] = []
    words = ClinicalWords(FORM, lambda: own)
    said = "He wears a Zimmer-Frawley brace"
    assert not any(piece.risk for piece in corrected(words, said.replace("Zimmer-Frawley", "brace")))
    own.append("Xandrovsky brace")
    found = [piece for piece in corrected(words, "He wears a sandrofsky brace.") if piece.risk]
    assert [piece.instead or piece.text for piece in found] == ["Xandrovsky brace."]


def test_an_own_term_that_explains_all_words_goes_before_one_that_explains_some() -> None:
    words = ClinicalWords(FORM, lambda: ("Dupuytren release",))
    found = [piece for piece in corrected(words, "status post dupe a tren release") if piece.risk]
    assert [piece.instead or piece.text for piece in found] == ["Dupuytren release"]


def test_what_the_patient_takes_brings_the_drugs_that_it_is_mistaken_for() -> None:
    expected = ClinicalWords(FORM).reckon_with(["Hydroxyzine", "tablet", "daily", "Oyelaran"])
    assert {"hydroxyzine", "hydralazine", "oyelaran"} <= set(expected)
    assert not {"tablet", "daily"} & set(expected)


def test_another_patients_words_are_forgotten() -> None:
    words = ClinicalWords(FORM)
    words.reckon_with(["Oyelaran"])
    assert "oyelaran" not in words.reckon_with(["Hartley-Quvaine"])
