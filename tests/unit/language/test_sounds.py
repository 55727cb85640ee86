"""Codes of what words sound like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from scribe_desktop.language.sounds import code, skeleton


@pytest.mark.parametrize(
    ("heard", "said", "most"),
    [
        ("new mumia", "pneumonia", 2),
        ("hi per tension", "hypertension", 0),
        ("lysin april", "lisinopril", 1),
        ("met forming", "metformin", 1),
        ("die verticulitis", "diverticulitis", 0),
        ("gas tritis", "gastritis", 0),
        ("lime", "lyme", 0),
    ],
)
def test_what_is_mistaken_for_each_other_is_near(heard: str, said: str, most: int) -> None:
    assert Levenshtein.distance(code(heard), code(said)) <= most


@pytest.mark.parametrize(("one", "other"), [("left", "right"), ("heart", "lung"), ("denies", "reports")])
def test_other_words_are_far(one: str, other: str) -> None:
    assert Levenshtein.distance(code(one), code(other)) >= 2


@given(st.text())
def test_any_text_has_a_code_of_a_few_signs(text: str) -> None:
    assert set(code(text)) <= set("aofklmnprstwSvbdgjy")
    assert len(skeleton(code(text))) <= len(code(text)) + 1


def test_blanks_and_capitals_do_not_count() -> None:
    assert code("Ga Strec") == code("gastrec")
