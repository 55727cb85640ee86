"""Sections that an utterance goes to, and readings for fields."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.language.routing import Route, readings, route
from scribe_desktop.language.routing import value as alone

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


def takes(field: str, said: str) -> str:
    """A number for the pulse, two for the pressure, one with or without its unit for the temperature."""
    pattern = {"bp": r"(\d+/\d+)(?: mmHg)?", "pulse": r"(\d+)", "temp": r"(\d+(?:\.\d)?(?: °C)?)"}[field]
    found = re.fullmatch(pattern, said)
    return found[1] if found else ""


def understood(said: str) -> tuple[dict[str, str], list[str]]:
    """The values by field, and what else was said."""
    found = readings(said, FIELDS, takes)
    return {one.field: one.value for one in found.found}, [said[start:end] for start, end in found.rest]


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("pulse 82.", {"pulse": "82"}),
        ("pulse is 82, temperature 98.6", {"pulse": "82", "temp": "98.6"}),
        ("blood pressure of 120/80 mmHg and heart rate 82", {"bp": "120/80", "pulse": "82"}),
        ("temperature 38.2 °C", {"temp": "38.2 °C"}),
        ("pulse, eighty two", {"pulse": "82"}),
        ("heart rate sixty", {"pulse": "60"}),
    ],
)
def test_readings_go_to_their_fields(said: str, values: dict[str, str]) -> None:
    assert understood(said) == (values, [])


@pytest.mark.parametrize(
    ("said", "values", "rest"),
    [
        ("pulse 82 and regular", {"pulse": "82"}, ["pulse 82 and regular"]),
        ("pulse 82, looks tired, temp 98.6", {"pulse": "82", "temp": "98.6"}, ["looks tired,"]),
        ("temp 98.6 pulse 82 at rest.", {"pulse": "82", "temp": "98.6"}, ["pulse 82 at rest."]),
        ("resting pulse 82, temp 98.6", {"pulse": "82", "temp": "98.6"}, ["resting pulse 82,"]),
        ("pulse 82, pulse 84", {"pulse": "82"}, ["pulse 84"]),
        ("BP 120/80 lying, and 100/60 standing", {"bp": "120/80"}, ["BP 120/80 lying, and 100/60 standing"]),
    ],
)
def test_what_is_no_reading_remains_with_the_reading_it_is_about(
    said: str, values: dict[str, str], rest: list[str]
) -> None:
    assert understood(said) == (values, rest)


@pytest.mark.parametrize(
    "said",
    [
        "pulse regular", "82", "weight 80", "pulse 82 to 90", "heart rate 1 10", "BP 120/80 and 110/70",
        "blood pressure a hundred and 10/70", "blood pressure 120", "temperature 98.6 or 99",
    ],
)  # fmt: skip
def test_where_no_value_is_certain_everything_remains(said: str) -> None:
    assert understood(said) == ({}, [said])


@pytest.mark.parametrize(
    ("said", "value"), [("eighty two.", "82"), ("82", "82"), ("82 120/80", ""), ("82, 84", ""), ("", "")]
)
def test_a_value_may_be_said_without_its_name(said: str, value: str) -> None:
    assert alone(said, lambda text: takes("pulse", text)) == value


SAID = (
    *("pulse", "BP", "temp", "82", "98.6", "120/80", "eighty", "two"),
    *("and", "at", "is", "to", "regular,", "high."),
)


@given(st.lists(st.sampled_from(SAID)))
def test_no_word_is_lost_between_readings_and_rest(words: list[str]) -> None:
    said = " ".join(words)
    found = readings(said, FIELDS, takes)
    spans = [*((one.start, one.end) for one in found.found), *found.rest]
    left = "".join(" " if any(a <= at < b for a, b in spans) else letter for at, letter in enumerate(said))
    assert {word.strip(",.") for word in left.split()} <= {"and", "at", "is"}


@given(st.text(max_size=60))
def test_no_utterance_is_too_odd(said: str) -> None:
    found = route(said, SECTIONS)
    assert found is None or 0 <= found.behind <= len(said)
    readings(said, FIELDS, takes)
    readings(f"pulse {said}", FIELDS, takes)
