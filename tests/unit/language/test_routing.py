"""Sections that an utterance goes to, and readings for fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.language.routing import Route, readings, route

SECTIONS = {
    "hpi": ("History of present illness", "HPI", "History"),
    "exam": ("Physical exam", "Exam", "PE"),
    "problems": ("Problems", "Assessment"),
    "plan": ("Plan",),
    "vitals": ("Vital signs", "Vitals"),
}
FIELDS = {"bp": ("BP", "blood pressure"), "pulse": ("Pulse", "heart rate"), "temp": ("Temp", "temperature")}


@pytest.mark.parametrize(
    ("said", "section"),
    [
        ("Assessment.", "problems"),
        ("Go to plan.", "plan"),
        ("go to the physical exam", "exam"),
        ("Go to section H P I", "hpi"),
        ("Go to PE", "exam"),
        ("History of present illness", "hpi"),
    ],
)
def test_a_section_said_alone_is_gone_to(said: str, section: str) -> None:
    assert route(said, SECTIONS) == Route(section, len(said))


@pytest.mark.parametrize(
    "said",
    [
        "Assessment of the wound.",
        "The plan is to rest.",
        "P.E.",
        "Planning",
        "go to the pharmacy",
        "",
        "under his arm",
    ],
)
def test_a_sentence_that_has_the_name_of_a_section_is_text(said: str) -> None:
    assert route(said, SECTIONS) is None


def test_words_behind_under_go_into_that_section() -> None:
    said = "Under vitals, pulse 82."
    found = route(said, SECTIONS)
    assert found is not None
    assert (found.section, said[found.behind :]) == ("vitals", "pulse 82.")


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("pulse 82.", {"pulse": "82"}),
        ("pulse is 82, temperature 98.6", {"pulse": "82", "temp": "98.6"}),
        ("blood pressure of 120/80 mmHg and heart rate 82", {"bp": "120/80 mmHg", "pulse": "82"}),
        ("temperature 38.2 °C", {"temp": "38.2 °C"}),
    ],
)
def test_readings_go_to_their_fields(said: str, values: dict[str, str]) -> None:
    assert readings(said, FIELDS) == values


@pytest.mark.parametrize(
    "said", ["pulse regular", "82", "pulse 82 and regular", "pulse 82, pulse 84", "weight 80", ""]
)
def test_anything_else_than_readings_is_text(said: str) -> None:
    assert readings(said, FIELDS) is None


@given(st.text(max_size=60))
def test_no_utterance_is_too_odd(said: str) -> None:
    found = route(said, SECTIONS)
    assert found is None or 0 <= found.behind <= len(said)
    readings(said, FIELDS)
    readings(f"pulse {said}", FIELDS)
