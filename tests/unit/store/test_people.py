"""People and desks."""

import pytest

from scribe_desktop.notes.people import Person, Role, Workstation
from scribe_desktop.store.store import Store
from tests.helpers.charts import DESK, PHYSICIAN, SCRIBE, Chart


def test_people_come_back_by_id_and_by_name(store: Store) -> None:
    late = Person("z", "Aaron Low", Role.SUPERVISOR)
    store.people.add(late)
    assert store.people.get(SCRIBE.id) == SCRIBE
    assert store.people.all() == (late, PHYSICIAN, SCRIBE)


def test_an_unknown_person_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError, match="nobody"):
        store.people.get("nobody")


def test_a_desk_may_be_renamed_and_keeps_its_records(store: Store) -> None:
    chart = Chart.opened(store)
    store.people.add_workstation(Workstation(DESK.id, "ED desk"))
    assert store.notes.get(chart.id).created_by.workstation_id == DESK.id
