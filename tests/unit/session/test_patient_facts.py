"""What starter phrases make of the patient: words that a note can keep."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scribe_desktop.notes.people import Role
from scribe_desktop.phrases.expansion import expand
from scribe_desktop.session.patient_facts import facts_of
from tests.helpers.visits import new_visit
from tests.unit.session.conftest import Enter


@pytest.mark.parametrize(
    ("born", "begins"),
    [
        (date(1989, 3, 2), "37-year-old female with chest pain for ***"),
        (date(2025, 7, 2), "8-month-old female with chest pain for ***"),
        (date(2026, 2, 18), "12-day-old female with chest pain for ***"),
    ],
)
def test_a_starter_history_begins_with_the_age_in_words(enter: Enter, born: date, begins: str) -> None:
    scribe = enter(Role.SCRIBE)
    visit = replace(new_visit(scribe.charting.providers()[0].id), birth_date=born)
    chart = scribe.charting.open(scribe.charting.begin(visit))
    facts = facts_of(chart, scribe.person, {}, datetime(2026, 3, 2, 15, tzinfo=UTC))
    phrase = scribe.phrases.get("hpicp")
    assert phrase is not None
    assert expand(phrase, "", facts, scribe.phrases.get).text.startswith(begins)
