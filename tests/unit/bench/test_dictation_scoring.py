"""How recognition is judged: what counts as the same word, as a term, and as harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.dictation.scoring import Alignment, Tally, is_harm, is_term, tally
from tests.bench.dictation.sentences import Document, Part
from tests.bench.dictation.spoken import number, read_aloud, words


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Take 2.5 mg daily.", "take two point five milligrams daily"),
        ("BP 120/80.", "bp one hundred twenty over eighty"),
        ("A 76-year-old patient", "a seventy six year old patient"),
        ("an MRI of the left knee", "an mri of the left knee"),
        ("an M R I of the left knee", "an mri of the left knee"),
        ("Ejection fraction is 45%.", "ejection fraction is forty five percent"),
        ("the patient's 2nd x-ray", "the patients second x ray"),
        ("1,250 steps", "one thousand two hundred fifty steps"),
        (".5 mL", "zero point five milliliters"),
    ],
)
def test_text_and_speech_are_compared_as_the_same_words(written: str, said: str) -> None:
    assert words(written) == said.split()


@given(st.integers(0, 9_999_999))
def test_no_two_numbers_are_said_alike(value: int) -> None:
    assert number(str(value)) != number(str(value + 1))
    assert words(number(str(value))) == number(str(value)).split()


@given(st.text(max_size=60))
def test_any_text_has_words(text: str) -> None:
    assert all(word and not word.isspace() for word in words(text))


def test_a_voice_is_given_letters_numbers_and_pauses_to_read_out() -> None:
    aloud = read_aloud("CT on day 3, then MRI of the T2-weighted spine.")
    assert aloud.startswith("C T on day three, then M R I")
    assert words(aloud)[:2] == ["ct", "on"]


def test_words_written_apart_or_together_are_the_same() -> None:
    said, heard = words("nontender abdomen, follow up"), words("non-tender abdomen followup")
    assert Alignment.of(said, heard).pairs == (
        ("nontender", "nontender"),
        ("abdomen", "abdomen"),
        ("followup", "followup"),
    )


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("left", "right"), ("left", ""), ("fifteen", "fifty"), ("five", ""), ("no", "the"), ("", "not"),
        ("hypertension", "hypotension"), ("hypokalemia", "hyperkalemia"), ("prednisone", "prednisolone"),
        ("metoprolol", "lisinopril"), ("abduction", "adduction"), ("milligrams", "micrograms"),
    ],
)  # fmt: skip
def test_mistakes_that_change_what_would_be_done_are_harm(said: str, heard: str) -> None:
    assert is_harm(said, heard)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("cough", "calf"),
        ("prednisone", "bread"),
        ("left", "lift"),
        ("hypertension", "tension"),
        ("no", "not"),
        ("the", ""),
    ],
)
def test_other_mistakes_are_not(said: str, heard: str) -> None:
    assert not is_harm(said, heard)


def test_terms_are_clinical_and_not_everyday_english() -> None:
    assert all(map(is_term, ["hypertension", "lisinopril", "cholecystitis", "headaches", "dyspnea"]))
    assert not any(map(is_term, ["the", "patient", "walk", "fifty", "xyzzy", "ct"]))


def test_a_tally_counts_errors_terms_and_new_harm() -> None:
    said = words("denies hypertension in the left arm")
    found = tally(
        said, "denies hypotension in the right farm", reference="denies hypertension in the right arm"
    )
    assert (found.words, found.errors) == (6, 3)
    assert (found.terms, found.terms_found) == (2, 1)
    assert (found.harms, found.harms_made) == (2, 1)


def test_perfect_recognition_has_no_errors_and_tallies_add_up() -> None:
    said = words("denies hypertension in the left arm")
    one = tally(said, "Denies hypertension in the left arm.")
    both = one + one
    assert (both.words, both.errors, both.harms) == (12, 0, 0)
    assert (both.word_error, both.term_recall, both.term_precision) == (0, 1, 1)
    assert Tally().word_error == 0


@given(
    st.lists(st.sampled_from(["no", "left", "fifty", "cough", "the", "hypertension"]), max_size=12),
    st.data(),
)
def test_whatever_was_heard_every_said_word_is_counted_once(said: list[str], data: st.DataObject) -> None:
    heard = data.draw(st.lists(st.sampled_from([*said, "x", "right"]), max_size=12))
    found = tally(said, " ".join(heard))
    assert 0 <= found.harms <= found.errors
    assert found.terms_found <= found.terms
    assert (found.errors == 0) == (
        Alignment.of(said, words(" ".join(heard))).pairs == tuple(zip(said, said, strict=True))
    )


def test_documents_are_shared_out_for_good() -> None:
    parts = [Document(f"aci-D{place}", "", "").part for place in range(2000)]
    assert parts.count(Part.REPORTING) == pytest.approx(400, abs=60)
    assert parts.count(Part.TUNING) == pytest.approx(200, abs=50)
    assert Document("aci-D2N001", "", "").part is Document("aci-D2N001", "another text", "").part


def test_a_harm_is_silent_unless_its_place_is_flagged() -> None:
    said = ["no", "pain", "in", "the", "left", "follow", "up"]
    heard = [("pain", False), ("in", False), ("the", False), ("right", True), ("followup", False)]
    found = tally(said, "", written=heard)
    assert (found.harms, found.silent_harms, found.flags) == (2, 1, 1)
    beside = [("pain", True), *heard[1:]]
    assert tally(said, "", written=beside).silent_harms == 0
