"""Which words of a sentence are the patient's, and what is counted of them."""

import pytest

from tests.bench.dictation.patient import Gain, named_in
from tests.bench.dictation.sentences import Sentence


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Mrs. Alvarez continues metformin.", {"alvarez", "metformin"}),
        ("The patient saw Dr. Okafor about her knee.", {"okafor"}),
        ("Denies chest pain.", set()),
    ],
)
def test_drugs_and_names_are_the_patients_words(written: str, named: set[str]) -> None:
    assert named_in(Sentence("1", written)) == named


def test_words_heard_right_and_words_of_others_are_counted() -> None:
    gain, said = Gain(), ["continue", "metformin", "for", "diabetes"]
    gain.note(said, {"metformin"}, {"keppra"}, "Continue Metformin for Keppra.")
    gain.note(said, {"metformin"}, {"keppra"}, "Continue met for men for diabetes.")
    assert (gain.words, gain.named, gain.found, gain.intruders) == (8, 2, 1, 1)
    assert gain.errors == 4
