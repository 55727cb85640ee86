"""Numbers as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.language.numbers import as_dose, read, roman


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("eighty two", "82"),
        ("eighty-two", "82"),
        ("nineteen", "19"),
        ("two hundred and five", "205"),
        ("one hundred", "100"),
        ("two thousand five hundred", "2,500"),
        ("ninety eight point six", "98.6"),
        ("zero point two five", "0.25"),
        ("point five", "0.5"),
        ("seven point oh five", "7.05"),
        ("1,000", "1,000"),
        (".5", "0.5"),
        ("7.2", "7.2"),
        ("a hundred and five", "105"),
        ("a hundred point four", "100.4"),
        ("a thousand and fifty", "1,050"),
        ("one oh two point three", "102.3"),
        ("oh point oh four", "0.04"),
        ("ninety-eight-point-six", "98.6"),
        ("one-hundred and twenty-five", "125"),
    ],
)
def test_a_number_is_read_to_its_end(said: str, digits: str) -> None:
    words = said.split()
    assert read(words, 0) == (digits, len(words))
    assert read([*words, "days"], 0) == (digits, len(words))


@pytest.mark.parametrize(
    ("said", "digits"), [("one twenty", "120"), ("one oh five", "105"), ("three ten", "310")]
)
def test_hundreds_are_left_out_only_where_a_measurement_is_read_out(said: str, digits: str) -> None:
    assert read(said.split(), 0, short=True) == (digits, len(said.split()))
    assert read(said.split(), 0) == ("", 0)


@pytest.mark.parametrize(
    ("said", "digits", "count"),
    [
        ("three hundred three times daily", "300", 2),
        ("four point two two days ago", "4.2", 3),
        ("one point two two point five", "1.2", 3),
        ("twenty two times daily", "", 0),
        ("one point five two units", "", 0),
        ("twenty two days ago", "22", 2),
        ("zero point seven five units", "0.75", 4),
        ("one hundred and three times", "103", 4),
    ],
)
def test_what_belongs_to_the_words_behind_a_number_is_none_of_it(said: str, digits: str, count: int) -> None:
    assert read(said.split(), 0) == (digits, count)


@pytest.mark.parametrize("said", ["point", "hundred", "and", "a", "of five", ""])
def test_what_is_no_number_is_none(said: str) -> None:
    assert read(said.split(), 0) == ("", 0)


@given(st.integers(1, 39))
def test_roman_numerals_say_the_same_number(number: int) -> None:
    values = {"I": 1, "V": 5, "X": 10}
    letters = [values[letter] for letter in roman(str(number))]
    following = [*letters[1:], 0]
    assert sum(-one if one < other else one for one, other in zip(letters, following, strict=True)) == number


@pytest.mark.parametrize("number", ["0", "40", "2.5", "1,000"])
def test_other_numbers_have_no_roman_form(number: str) -> None:
    assert roman(number) == number


@pytest.mark.parametrize(
    ("number", "dose"),
    [("5.0", "5"), ("5.10", "5.1"), (".5", "0.5"), ("10", "10"), ("100", "100"), ("1000", "1,000")],
)
def test_a_dose_has_no_trailing_zero_and_always_a_leading_one(number: str, dose: str) -> None:
    assert as_dose(number) == dose
