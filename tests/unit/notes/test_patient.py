from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.patient import Patient, Sex, check_birth_date


def born(day: date, sex: Sex = Sex.FEMALE) -> Patient:
    return Patient("id", "Dana Merriweather", day, sex, "100231")


@pytest.mark.parametrize(
    ("birth", "on", "said"),
    [
        (date(2026, 3, 9), date(2026, 3, 9), "0 d"),
        (date(2026, 3, 9), date(2026, 5, 8), "60 d"),
        (date(2026, 3, 9), date(2026, 5, 9), "2 mo"),
        (date(2026, 1, 31), date(2026, 3, 30), "58 d"),
        (date(2026, 1, 31), date(2026, 3, 31), "2 mo"),
        (date(2023, 3, 9), date(2026, 3, 8), "35 mo"),
        (date(2023, 3, 9), date(2026, 3, 9), "3 y"),
        (date(1972, 7, 5), date(2026, 7, 4), "53 y"),
        (date(1972, 7, 5), date(2026, 7, 5), "54 y"),
        (date(2008, 2, 29), date(2026, 2, 28), "17 y"),
        (date(2008, 2, 29), date(2026, 3, 1), "18 y"),
        (date(2008, 2, 29), date(2028, 2, 29), "20 y"),
        (date(1925, 12, 31), date(2026, 12, 31), "101 y"),
    ],
)
def test_age_is_said_as_charts_write_it(birth: date, on: date, said: str) -> None:
    assert born(birth).age(on) == said


@pytest.mark.parametrize(
    ("birth", "said"),
    [
        (date(1989, 3, 2), "37-year-old"),
        (date(2023, 3, 2), "3-year-old"),
        (date(2023, 3, 3), "35-month-old"),
        (date(2025, 7, 2), "8-month-old"),
        (date(2026, 2, 18), "12-day-old"),
        (date(2026, 3, 1), "1-day-old"),
    ],
)
def test_age_is_said_as_a_sentence_has_it(birth: date, said: str) -> None:
    assert born(birth).age_in_words(date(2026, 3, 2)) == said


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(min_value=0, max_value=40_000))
def test_nobody_gets_younger_overnight(birth: date, days: int) -> None:
    def in_days(said: str) -> float:
        number, unit = said.split()
        return int(number) * {"d": 1, "mo": 30.44, "y": 365.25}[unit]

    today = birth + timedelta(days)
    # A month counted in days may be a little longer than the mean month it becomes.
    assert in_days(born(birth).age(today + timedelta(1))) >= in_days(born(birth).age(today)) - 1.5


@pytest.mark.parametrize(("sex", "letter"), list(zip(Sex, "FMXU", strict=True)))
def test_a_list_shows_age_and_sex(sex: Sex, letter: str) -> None:
    assert born(date(1972, 7, 5), sex).summary(date(2026, 8, 1)) == f"54 y {letter}"


@pytest.mark.parametrize(("name", "mrn", "what"), [(" ", "1", "name"), ("Ann", " ", "MRN")])
def test_a_patient_without_name_or_number_is_refused(name: str, mrn: str, what: str) -> None:
    with pytest.raises(BadInput, match=what) as refusal:
        Patient("id", name, date(2000, 1, 1), Sex.UNKNOWN, mrn)
    assert refusal.value.remedy


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("birth", "why"),
    [(date(2026, 11, 23), "11/23/2026 is in the future"), (date(1895, 1, 1), "130 years ago")],
)
def test_a_birth_date_that_cannot_be_is_refused(birth: date, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        check_birth_date(birth, TODAY)


@pytest.mark.parametrize("birth", [TODAY, date(1896, 12, 31)])
def test_the_newest_and_the_oldest_birth_date_are_taken(birth: date) -> None:
    check_birth_date(birth, TODAY)
