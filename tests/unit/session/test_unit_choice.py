"""The units of a workstation, who confirms orders, and the results of earlier notes."""

from datetime import UTC, datetime, timedelta

import pytest

from scribe_desktop.errors import BadInput, NotAllowed
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.notes.people import Role
from scribe_desktop.notes.rows import confirm, written
from scribe_desktop.notes.table import load
from scribe_desktop.session.patient_facts import facts_of
from scribe_desktop.session.session import Session
from scribe_desktop.session.unit_choice import UnitChoice
from tests.helpers.visits import begin, new_visit, typed
from tests.unit.session.conftest import Enter


def test_a_unit_is_chosen_for_this_store(scribe: Session) -> None:
    assert scribe.units.of("°F") == "°F"
    scribe.units.choose("temperature", "°C")
    assert (scribe.units.of("°F"), scribe.units.of("kg"), scribe.units.of("/min")) == ("°C", "kg", "/min")
    assert UnitChoice(scribe.desk).of("°F") == "°C"
    scribe.units.choose("temperature", "")
    assert UnitChoice(scribe.desk).of("°F") == "°F"


@pytest.mark.parametrize(("dimension", "symbol"), [("temperature", "kg"), ("weight", "oz"), ("speed", "km")])
def test_a_unit_that_fits_nothing_is_refused(scribe: Session, dimension: str, symbol: str) -> None:
    with pytest.raises(BadInput):
        scribe.units.choose(dimension, symbol)
    assert UnitChoice(scribe.desk).chosen == {}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROVIDER])
def test_only_a_provider_confirms(enter: Enter, role: Role) -> None:
    with pytest.raises(NotAllowed):
        enter(role).orders.confirmation()
    by = enter(Role.PROVIDER).orders.confirmation()
    assert by.who == "Ada Provider, MD"


def test_results_come_from_the_patients_earlier_notes_and_from_no_later_one(scribe: Session) -> None:
    provider = scribe.charting.providers()[0].id
    today = datetime.now(UTC)
    charts = {}
    for days, mrn, value in ((30, "M-1", "1.0"), (7, "M-1", "1.4"), (0, "M-1", ""), (3, "M-2", "9.9")):
        visit = new_visit(provider, mrn=mrn, name=f"Patient {mrn}")
        encounter = scribe.charting.begin(visit, started_at=today - timedelta(days=days))
        charts[days] = scribe.charting.open(encounter)
        if value:
            row = typed(scribe, f"Creatinine | value={value} | unit=mg/dL")
            scribe.charting.save(charts[days].note.id, {"results.labs": row})

    def last(days: int, **fields: str) -> str:
        chart = scribe.charting.open(charts[days].encounter.id)
        here = {key.replace("__", "."): said for key, said in fields.items()}
        facts = facts_of(chart, scribe.person, here, today)
        return facts.value("@LASTLAB( Creatinine )@").partition(",")[0]

    assert last(0) == "1.4 mg/dL"
    assert last(7) == "1.0 mg/dL"
    assert last(30) == ""
    assert last(0, results__labs="cr | value=1.1") == "1.1"


def test_a_confirmation_that_no_provider_gave_is_not_kept(scribe: Session, enter: Enter) -> None:
    chart, provider = begin(scribe), enter(Role.PROVIDER)
    row = confirm({"what": "CBC"}, provider.orders.confirmation())
    order = typed(scribe, "CBC").revised(
        written(load("orders"), row), Source(Origin.TYPED, provider.person.id, "confirmed")
    )
    provider.charting.save(chart.note.id, {"tests.orders": order})
    with pytest.raises(NotAllowed):
        scribe.charting.save(chart.note.id, {"tests.orders": typed(scribe, order.text)})
    assert scribe.charting.open(chart.encounter.id).content["tests.orders"] == order
