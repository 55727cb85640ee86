"""The code on paper: tolerant of how it is typed, strict about what it says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.errors import BadInput
from scribe_desktop.vault.recovery_code import new_code, read_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
codes = st.builds(new_code)


def test_a_code_is_seven_groups_of_four() -> None:
    assert re.fullmatch(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{6}}", new_code())


def test_codes_do_not_repeat() -> None:
    assert len({new_code() for _ in range(500)}) == 500


@given(codes, st.sampled_from(["", " ", "-", " - ", "–", "\n"]), st.booleans())
def test_case_grouping_and_lookalikes_do_not_matter(code: str, gap: str, lower: bool) -> None:
    typed = gap.join(code.split("-")).replace("0", "O").replace("1", "I")
    assert read_code(typed.lower() if lower else typed) == code.replace("-", "")


@given(codes, st.integers(0, 27), st.sampled_from(ALPHABET))
def test_every_single_wrong_symbol_is_a_slip(code: str, at: int, symbol: str) -> None:
    symbols = code.replace("-", "")
    wrong = symbols[:at] + symbol + symbols[at + 1 :]
    if wrong != symbols:
        with pytest.raises(BadInput, match="typing slip"):
            read_code(wrong)


@given(codes, st.integers(0, 26))
def test_every_two_swapped_neighbours_are_a_slip(code: str, at: int) -> None:
    symbols = code.replace("-", "")
    wrong = symbols[:at] + symbols[at + 1] + symbols[at] + symbols[at + 2 :]
    if wrong != symbols:
        with pytest.raises(BadInput, match="typing slip"):
            read_code(wrong)


@given(st.text(max_size=60))
def test_any_other_text_is_bad_input_and_never_a_crash(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_code(text)
    assert caught.value.remedy


def test_what_is_wrong_is_named() -> None:
    with pytest.raises(BadInput, match="these are 27"):
        read_code(new_code()[:-1])
    with pytest.raises(BadInput, match="never contains “U”"):
        read_code("u" + new_code()[1:])
