from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.credential import Course, Credential, read_courses, read_day, read_hours, stored

LAST = date(2026, 12, 31)
CMSS = Credential("CMSS", "12345", LAST, checked_by="Ada Provider")
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("left", "stage", "said"),
    [
        (61, None, ""),
        (60, 60, "in 60 days"),
        (31, 60, "in 31 days"),
        (30, 30, "in 30 days"),
        (7, 7, "in 7 days"),
        (1, 7, "tomorrow"),
        (0, 7, "today"),
        (-1, 0, "ended on 12/31/2026"),
    ],
)
def test_it_reminds_sixty_thirty_and_seven_days_before_and_afterwards(
    left: int, stage: int | None, said: str
) -> None:
    today = LAST - timedelta(days=left)
    assert CMSS.due_reminder(today) == stage
    assert said in CMSS.reminder(today)
    assert bool(CMSS.reminder(today)) is (stage is not None)


def test_it_is_current_to_its_last_day_and_only_when_somebody_vouches_for_it() -> None:
    assert CMSS.is_current(LAST)
    assert not CMSS.is_current(LAST + timedelta(days=1))
    assert not Credential("CMSS", "12345", LAST).is_current(LAST)
    assert not Credential("CMSS", "12345", None, checked_by="Ada Provider").is_current(LAST)
    assert not Credential().is_current(LAST)
    assert Credential().reminder(LAST) == ""


def test_hours_count_in_the_year_of_their_course() -> None:
    courses = (Course(date(2026, 1, 1), 1.5, "Coding"), Course(date(2025, 12, 31), 2, "Privacy"))
    credential = Credential(courses=courses)
    assert (credential.hours_in(2026), credential.hours_in(2025), credential.hours_in(2024)) == (1.5, 2, 0)


@given(DAYS)
def test_a_day_is_read_as_it_is_written_here(day: date) -> None:
    for written in (f"{day:%m/%d/%Y}", f" {day:%m-%d-%Y} ", day.isoformat()):
        assert read_day(written) == day


@pytest.mark.parametrize("typed", ["", "tomorrow", "13/01/2026", "02/30/2026", "01/01/26"])
def test_what_is_no_day_is_told(typed: str) -> None:
    with pytest.raises(BadInput):
        read_day(typed)


@pytest.mark.parametrize(("typed", "hours"), [("1", 1), ("1.5", 1.5), (" 0,25 ", 0.25), ("100", 100)])
def test_hours_are_read(typed: str, hours: float) -> None:
    assert read_hours(typed) == hours


@pytest.mark.parametrize("typed", ["", "0", "-1", "101", "1.234", "nan", "inf", "1e2", "١"])
def test_what_are_no_hours_is_told(typed: str) -> None:
    with pytest.raises(BadInput):
        read_hours(typed)


@given(st.lists(st.tuples(DAYS, st.floats(0.01, 100).map(lambda n: round(n, 2)), st.text()), max_size=5))
def test_courses_come_back_as_they_were_stored(rows: list[tuple[date, float, str]]) -> None:
    courses = tuple(Course(day, hours, " ".join(title.split())) for day, hours, title in rows)
    assert read_courses(stored(courses)) == courses
