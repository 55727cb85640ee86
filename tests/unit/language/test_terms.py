"""Terms found by their sound."""

import random

import pytest

from scribe_desktop.language.terms import Near, Terms

TERMS = Terms(
    ["pneumonia", "cholecystectomy", "Lyme disease", "metformin", "atrial fibrillation", "a b c d e f"]
)


@pytest.mark.parametrize(
    ("heard", "term"),
    [("new mumia", "pneumonia"), ("lime disease", "Lyme disease"), ("met forming", "metformin")],
)
def test_a_term_is_found_by_what_sounds_like_it(heard: str, term: str) -> None:
    [found] = TERMS.near([heard])
    assert found[0].term == term


def test_the_term_itself_and_what_is_far_are_not_offered() -> None:
    assert TERMS.near(["pneumonia", "lyme disease", "the weather", "it"]) == [[], [], [], []]


def test_longer_terms_than_five_words_are_left_out() -> None:
    assert len(TERMS) == 5


def test_the_nearest_comes_first() -> None:
    [found] = Terms(["metformin", "metforman", "midforman"]).near(["met forming"])
    assert [one.changes for one in found] == sorted(one.changes for one in found)
    assert found[0] == Near("metforman", 1)


def test_one_changed_sound_anywhere_is_found() -> None:
    chance = random.Random(7)
    for term in ("gabapentin", "diverticulitis", "esophagogastroduodenoscopy"):
        at = chance.randrange(2, len(term) - 2)
        [found] = Terms([term, "other"]).near([term[:at] + term[at + 1 :] + "s"])
        assert [one.term for one in found] == [term]
