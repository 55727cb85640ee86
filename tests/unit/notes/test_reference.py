"""Flags follow from the entered range and from nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.reference import flag


@pytest.mark.parametrize(
    ("value", "normal", "critical", "expected"),
    [
        ("5.9", "3.5–5.1", "", "H"), ("3.4", "3.5-5.1", "", "L"), ("3.5", "3.5 - 5.1", "", ""),
        ("5.1", "3.5 to 5.1", "", ""), ("6.6", "3.5–5.1", "2.5–6.5", "critical H"),
        ("2.4", "3.5–5.1", "2.5–6.5", "critical L"), ("6.5", "3.5–5.1", "2.5–6.5", "H"),
        ("5", "<5", "", "H"), ("5", "≤5", "", ""), ("5.1", "<= 5", "", "H"), ("4.9", "<5", "", ""),
        ("60", ">60", "", "L"), ("60", "≥ 60", "", ""), ("59", ">=60", "", "L"),
        ("<0.01", "<0.04", "", ""), ("<0.04", "<0.04", "", ""), ("<0.5", "1–2", "", "L"),
        ("<1", "1–2", "", "L"),
        ("≤1", "1–2", "", ""), ("<3", "1–2", "", ""), (">90", "≥60", "", ""), (">5", "1–5", "", "H"),
        ("≥5", "1–5", "", ""), (">6", "1–5", "", "H"),
        ("150,000", "150,000–400,000", "", ""), ("149,999", "150,000–400,000", "", "L"),
        ("-4", "-2–2", "", "L"), ("−4", "−2–2", "", "L"), (".3", "0.4–4", "", "L"),
        ("5.9", "", "", ""), ("positive", "negative", "", ""), ("5.9", "5.1–3.5", "", ""),
        ("", "3–5", "", ""),
        ("5.9 repeated", "3.5–5.1", "", ""), ("7", "", "2.5–6.5", "critical H"),
    ],
)  # fmt: skip
def test_flags(value: str, normal: str, critical: str, expected: str) -> None:
    assert flag(value, normal, critical) == expected


@given(st.decimals(-500, 500, places=2), st.decimals(-500, 500, places=2), st.decimals(-500, 500, places=2))
def test_a_number_is_flagged_when_it_is_outside(value: object, low: object, high: object) -> None:
    numbers = [float(str(number)) for number in (value, low, high)]
    expected = "L" if numbers[0] < numbers[1] else "H" if numbers[0] > numbers[2] else ""
    assert flag(f"{value:f}", f"{low:f}–{high:f}") == (expected if numbers[1] <= numbers[2] else "")


@given(st.text(), st.text(), st.text())
def test_any_text_can_stand_there(value: str, normal: str, critical: str) -> None:
    assert flag(value, normal, critical) in ("", "L", "H", "critical L", "critical H")
