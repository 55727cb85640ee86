"""What the Joint Commission's list finds in the ways it is written, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop import assets
from scribe_desktop.checks.do_not_use import Misreadable, misreadable, misreadable_zeros
from scribe_desktop.phrases.reader import read


def every(text: str) -> list[Misreadable]:
    return sorted([*misreadable(text), *misreadable_zeros(text)], key=lambda one: one.start)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("vitamin D 400 iu daily", "vitamin D 400 international units daily"),
        ("heparin 10iu", "heparin 10 international units"),
        ("insulin per sliding scale U", "insulin per sliding scale units"),
        ("basal U/hr", "basal units/hr"),
        ("insulin 4 U/hr", "insulin 4 units/hr"),
        ("Basal *** U at night", "Basal *** units at night"),
        ("1.0 tab daily", "1 tab daily"),
        (".5 tab daily", "0.5 tab daily"),
        (".5 cc of lidocaine", "0.5 cc of lidocaine"),
        ("given 2.0 L of saline", "given 2 L of saline"),
        ("heparin 18.0 units/kg", "heparin 18 units/kg"),
        ("2.0 puffs", "2 puffs"),
        ("warfarin 5.0", "warfarin 5"),
        ("warfarin 5.0 daily, lisinopril 10.0 mg", "warfarin 5 daily, lisinopril 10 mg"),
        ("digoxin .125 daily", "digoxin 0.125 daily"),
    ],
)
def test_what_is_on_the_list_is_found_and_has_its_fix(text: str, written: str) -> None:
    found = every(text)
    assert found
    for one in reversed(found):
        assert len(one.write) == 1
        text = text[: one.start] + one.write[0] + text[one.end :]
    assert text == written
    assert every(text) == []


@pytest.mark.parametrize("text", ["mso4 2 mg", "mgso4 1 g", "ms 4 mg iv", "Ms 4 mg iv"])
def test_which_sulfate_is_for_a_person_to_say(text: str) -> None:
    (found,) = every(text)
    assert found.start == 0
    assert {"morphine sulfate", "magnesium sulfate"} <= set(found.write)


@pytest.mark.parametrize(
    "text",
    [
        "TSH 5 mIU/L, hCG 5 iu/L, IgE 20 IU/mL",
        "insulin U-100, scale U-500",
        "K 3.0 L, Hgb 9.0 L and Na was 130.0 L",
        "lithium 1.0 mmol/L; lithium 1.0; digoxin level 1.0",
        "creatinine 1.0 mg/dL, 60.0 mL/min",
        "Ms. Roe, ms 4 of the film; QTc 420 ms",
        "oxygen 2 L, 0.5 tab, 10 units, 20.05 mg",
        "pH 7.0, ratio 2.0, version 1.0.5, 3.0 cm",
        "genius of 10 iuds",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert every(text) == []


@given(st.text(alphabet="msMSIUiu.0125 Lltabwarfin*\n", max_size=60))
def test_whatever_the_text_what_is_found_lies_in_it(text: str) -> None:
    for one in every(text):
        assert 0 <= one.start < one.end <= len(text)
        assert one.write


def test_no_phrase_that_comes_with_the_program_uses_the_list() -> None:
    files = sorted(assets.resource("phrases").rglob("*.toml"))
    assert files
    for file in files:
        for phrase in read(file):
            assert list(misreadable(phrase.body)) == [], phrase.name
