"""Which differences between two readings change what is done to a patient."""

import pytest

from scribe_desktop import assets
from scribe_desktop.speech.risky_words import RiskyWords

RISKY = RiskyWords.load(assets.resource("vocabulary"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fifty", "fifteen"),
        ("one hundred", "hundred"),
        ("", "0"),
        ("denies any", "the"),
        ("doesnt", "does"),
        ("left", "right"),
        ("left", ""),
        ("tramadol", "trazodone"),
        ("adduction", "abduction"),
        ("hyperkalemia", "hypokalemia"),
        ("hyper kalemia", "hypo kalemia"),
        ("with", "without"),
    ],
)
def test_another_number_negation_side_drug_or_opposite_is_risky(one: str, other: str) -> None:
    assert RISKY.differ(one.split(), other.split())
    assert RISKY.differ(other.split(), one.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("metoprolol", "metal pro law"),
        ("left knee", "left me"),
        ("no pain", "no gain"),
        ("hypertension", "hyper attention"),
        ("", "the"),
        ("", ""),
    ],
)
def test_nonsense_for_a_word_is_not(one: str, other: str) -> None:
    assert not RISKY.differ(one.split(), other.split())
