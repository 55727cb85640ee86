"""Which of two numbers is kept where the search and the sound alone differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.speech.beam_search import Hypothesis
from scribe_desktop.speech.plain_numbers import SURE, value_of, with_plain_number
from scribe_desktop.speech.token_words import TokenWord, token_words
from scribe_desktop.speech.two_texts import settled_between

SPELLED = ["take", "fifty", "fifteen", "15", "50", "74", "70-40-year-old", "seventy-four-year-old", "15mg"]
SPELLED += ["tramadol", "drum-at-all", "milligrams", "seventy", "four", "or", "no", "8.", "one", "hundred"]
SPELLED += ["100", "twenty", "120.", "between"]
PIECES = tuple("▁" + word for word in SPELLED)


def heard(text: str, chance: float = -0.1) -> Hypothesis:
    tokens = tuple(SPELLED.index(word) for word in text.split())
    return Hypothesis(tokens, (chance,) * (len(tokens) + 1), words=len(tokens))


def kept_of(searched: Hypothesis, plain: Hypothesis) -> Hypothesis:
    return settled_between(searched, plain, PIECES, with_plain_number)


def text(hypothesis: Hypothesis) -> str:
    return " ".join(word.text for word in token_words(hypothesis.tokens, hypothesis.chances, PIECES))


@pytest.mark.parametrize(
    ("searched", "plain", "kept"),
    [
        ("take 15 milligrams", "take fifty milligrams", "take fifty milligrams"),
        ("drum-at-all 15 milligrams", "tramadol fifty milligrams", "drum-at-all fifty milligrams"),
        ("70-40-year-old", "seventy-four-year-old", "seventy-four-year-old"),
        ("take 50 milligrams", "take fifty milligrams", "take 50 milligrams"),
        ("take 74", "take seventy four", "take 74"),
        ("take seventy four or", "take fifty or", "take fifty or"),
        ("between 100 or", "between one hundred or", "between 100 or"),
        ("or 120.", "or one hundred twenty", "or 120."),
        ("or 120.", "or one hundred four", "or one hundred four"),
        ("between hundred twenty or", "between one hundred twenty or", "between one hundred twenty or"),
        # only one of the two has a number there
        ("take tramadol", "take fifty", "take tramadol"),
        ("take 15 or", "take or", "take 15 or"),
        # a unit would be lost with it
        ("take 15mg or", "take fifty or", "take 15mg or"),
        # two numbers stand apart: which is which is not known
        ("15 or 50", "fifty milligrams fifteen", "15 or 50"),
    ],
)
def test_the_sounds_own_number_is_kept_and_no_other_word(searched: str, plain: str, kept: str) -> None:
    assert text(kept_of(heard(searched), heard(plain))) == kept


def test_a_number_that_the_sound_is_not_sure_of_takes_no_place() -> None:
    searched = heard("take 15")
    assert kept_of(searched, heard("take fifty", chance=-2.0)) is searched


def test_a_kept_number_brings_its_own_probability() -> None:
    kept = kept_of(heard("take 15", chance=-0.01), heard("take fifty"))
    first, second = token_words(kept.tokens, kept.chances, PIECES)
    assert first.chance == pytest.approx(0.99, abs=0.001)
    assert second.chance == pytest.approx(0.905, abs=0.001)
    assert second.chance >= SURE
    assert len(kept.chances) == len(kept.tokens) + 1


def test_a_number_that_is_left_out_is_put_in_if_the_sound_is_sure_of_it() -> None:
    searched = heard("between hundred")
    assert text(kept_of(searched, heard("between one hundred"))) == "between one hundred"
    assert kept_of(searched, heard("between one hundred", chance=-2.0)) is searched


@given(st.lists(st.sampled_from(SPELLED), max_size=8), st.lists(st.sampled_from(SPELLED), max_size=8))
def test_no_word_but_a_number_ever_changes(searched: list[str], plain: list[str]) -> None:
    kept = kept_of(heard(" ".join(searched)), heard(" ".join(plain)))
    numbers = {"fifty", "fifteen", "15", "50", "74", "seventy", "four", "8."}
    numbers |= {"70-40-year-old", "seventy-four-year-old", "15mg", "one", "hundred", "100", "twenty", "120."}
    assert [w for w in text(kept).split() if w not in numbers] == [w for w in searched if w not in numbers]


@pytest.mark.parametrize(
    ("spoken", "value"),
    [
        ("one hundred twenty", ["120"]),
        ("one twenty", ["120"]),
        ("twenty one", ["21"]),
        ("one thousand two hundred three", ["1203"]),
        ("two thousand five", ["2005"]),
        ("nineteen eighty five", ["1985"]),
        ("ninety eight point six", ["98.6"]),
        ("hundred fifteen", ["115"]),
        ("ten five", ["10", "5"]),
        ("zero five", ["0", "5"]),
        ("fifty fifteen", ["50", "15"]),
        ("70-40", ["70", "40"]),
    ],
)
def test_a_spoken_number_has_the_value_of_its_digits(spoken: str, value: list[str]) -> None:
    assert value_of([TokenWord(word, (1,), (0.0,)) for word in spoken.split()]) == value
