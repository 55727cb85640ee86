"""Which thing is meant by a spoken name, and when somebody has to be asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.language.voice import Named, Names

NAMES = Names(
    {
        "nkda": ("nkda", "No known drug allergies"),
        "chest": ("chest", "Physical exam, chest, normal", "Normal chest exam"),
        "chestab": ("chestab", "Physical exam, chest, abnormal"),
        "edchest": ("edchest", "ED HPI, chest pain"),
        "dichest": ("dichest", "Instructions, chest pain"),
        "knee": ("knee", "Exam of the left knee joint"),
        "hypotension": ("hypotension", "Hypotension plan"),
        "twin": ("twin", "Hypotension plan for today"),
    }
)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("NKDA.", "nkda"),
        ("n k d a", "nkda"),
        ("dot nkda", "nkda"),
        ("ed chest", "edchest"),
        ("Normal chest exam.", "chest"),
        ("the chest exam, normal", "chest"),
        ("no known drug allergies", "nkda"),
        ("known drug allergies no", "nkda"),
        ("exam of left knee joint", "knee"),
        ("left knee exam", "knee"),
        ("hypotension plan", "hypotension"),
    ],
)
def test_a_name_said_in_full_or_nearly_so_is_meant(said: str, key: str) -> None:
    found = NAMES.called(said)
    assert found.certain
    assert found.keys[0] == key


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("chest pain", {"dichest", "edchest"}),
        ("chest", {"chest"}),
        ("exam", {"chest", "chestab", "knee"}),
        ("knee exam joint", {"knee"}),  # which knee it is about was not said
        ("physical exam chest", {"chest", "chestab"}),  # nor whether it is normal
        ("hypertension plan", {"hypotension", "twin"}),  # similar is not enough
        ("alergies", {"nkda"}),
    ],
)
def test_where_it_is_not_clear_the_likely_ones_are_offered(said: str, first: set[str]) -> None:
    found = NAMES.called(said)
    assert not found.certain or said == "chest"
    assert found.keys[0] in first


@pytest.mark.parametrize("said", ["", "the", "central line tomorrow", "chest tube", "two stents", "…"])
def test_words_of_which_one_is_in_no_name_mean_nothing(said: str) -> None:
    assert NAMES.called(said) == Named(())


def test_two_things_of_one_name_are_asked_about() -> None:
    names = Names({"a": ("Cough",), "b": ("cough",), "c": ("Cough at night",)})
    assert names.called("cough") == Named(("a", "b"), in_full=True)


@given(st.text(max_size=40))
def test_any_words_get_an_answer_without_doubles(said: str) -> None:
    found = NAMES.called(said)
    assert len(set(found.keys)) == len(found.keys)
    assert found.keys or not found.certain


@given(st.lists(st.text(st.characters(categories=["Ll", "Nd"]), min_size=1), min_size=1, max_size=5))
def test_a_full_name_is_always_found_whatever_its_letters(words: list[str]) -> None:
    name = " ".join(words)
    assert Names({"it": (name,)}).called(f"{name.casefold()}.") == Named(("it",), certain=True, in_full=True)
