"""Which words are not known, and what may be meant by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop import assets
from scribe_desktop.language.lexicon import Lexicon
from scribe_desktop.language.spelling import misspelt, words

FOLDER = assets.resource("vocabulary")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(FOLDER)


def flagged(lexicon: Lexicon, text: str) -> list[str]:
    return [text[start:end] for start, end in misspelt(text, lexicon.knows)]


def test_what_is_not_a_word_is_flagged_where_it_stands(lexicon: Lexicon) -> None:
    assert flagged(lexicon, "Teh pateint 😀 denies (abdomnal) pain; no feverr/chils.") == [
        "Teh",
        "pateint",
        "abdomnal",
        "feverr",
        "chils",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Takes metoprolol, Eliquis® and hydroxychloroquine 200mg bid; HbA1c 7.2%, SpO2 97% on RA",
        "A lesion of 3 cm², BMI in kg/m²",
        "Spurling’s and McMurray's negative, nontender, non-distended, hepatosplenomegaly, radiculopathies",
        "Seen by Dr. Magenis and Mrs. Xu-Okafor; E11.9, I10, 5 mg/dL, mmHg, q4h, x3d",
        "See https://example.org/xqz or write to xqz@example.org, .xqzphrase and #xqz",
        "HFPX XQZ copd Copd COPD w/o h/o",
        "Пациент שלום 患者",
    ],
)
def test_words_of_the_trade_names_behind_titles_and_no_prose_pass(lexicon: Lexicon, text: str) -> None:
    assert flagged(lexicon, text) == []


def test_a_long_word_in_capitals_is_looked_at_and_a_short_one_taken_for_an_abbreviation(
    lexicon: Lexicon,
) -> None:
    assert flagged(lexicon, "XQZW ABDOMNAL PAIN") == ["ABDOMNAL"]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("pateint", "patient"),
        ("Diarhea", "Diarrhea"),
        ("abdomnal", "abdominal"),
        ("TENDERNES", "TENDERNESS"),
        ("surigical", "surgical"),
        ("deniesswelling", "denies swelling"),
        ("teh", "the"),
    ],
)
def test_what_is_meant_comes_first_and_in_the_same_case(lexicon: Lexicon, slip: str, meant: str) -> None:
    assert lexicon.suggestions(slip)[0].word == meant


def test_a_drug_is_named_as_one_with_those_it_is_mistaken_for(lexicon: Lexicon) -> None:
    first = lexicon.suggestions("hydralazne")[0]
    assert (first.word, first.is_drug) == ("hydralazine", True)
    assert "hydroxyzine" in first.alike
    assert not lexicon.suggestions("pateint")[0].is_drug


def test_own_words_are_suggested_as_well(lexicon: Lexicon) -> None:
    assert "xqzzyst" not in [one.word for one in lexicon.suggestions("xqzzist")]
    assert "xqzzyst" in [one.word for one in lexicon.suggestions("xqzzist", also=("xqzzyst",))]


@pytest.mark.parametrize("name", ["drugs.txt", "exam_words.txt", "clinical_words.txt"])
def test_the_lists_are_sorted_single_words_in_small_letters(name: str) -> None:
    listed = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    assert listed == sorted(set(listed))
    assert all(word == word.casefold() and list(words(word)) == [word] for word in listed)


def test_every_drug_of_the_note_check_and_of_the_confused_ones_is_known(lexicon: Lexicon) -> None:
    assert len((FOLDER / "drugs.txt").read_text(encoding="utf-8").split()) > 2_500
    for drug in ("lisinopril", "albuterol", "warfarin", "insulin", "semaglutide", "apixaban"):
        assert lexicon.is_drug(drug)


@given(st.text(max_size=200))
def test_whatever_the_text_what_is_flagged_is_a_word_of_it(text: str) -> None:
    at = 0
    for start, end in misspelt(text, lambda _word: False):
        assert at <= start < end <= len(text)
        assert not any(character.isspace() or character.isdigit() for character in text[start:end])
        at = end
