"""Nobody confirms an order in somebody else's name, and what was confirmed may be put back as it was."""

import pytest

from scribe_desktop.errors import NotAllowed
from scribe_desktop.notes import rows
from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.table import load
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.session import Session
from tests.helpers.visits import begin, saved

KEY = "tests.orders"
ORDERS = load("orders")


@pytest.fixture
def chart(scribe: Session) -> Chart:
    return begin(scribe, cc="Sore throat")


def line(text: str, by: Session, *, number: str = "1") -> str:
    """A row as a provider's confirmation leaves it."""
    row = {ORDERS.columns[0].key: text, rows.IDENTITY: number}
    return rows.written(ORDERS, rows.confirm(row, by.orders.confirmation()))


def said_by(session: Session, *lines: str) -> Passage:
    return Passage.of("\n".join(lines), Source(Origin.TYPED, session.person.id))


def refusals(session: Session) -> list[str]:
    return [one.detail for one in session.desk.store.audit.page(AuditFilter(kind=AuditKind.REFUSED))]


def test_a_scribe_confirms_nothing_in_the_name_of_a_provider(
    scribe: Session, provider: Session, chart: Chart
) -> None:
    forged = said_by(provider, line("CBC", provider))
    with pytest.raises(NotAllowed):
        scribe.charting.save(chart.note.id, {KEY: forged})
    assert saved(scribe, chart, KEY) == ""
    assert refusals(scribe) == ["confirm orders, prescriptions and referrals"]


def test_a_confirmation_does_not_go_over_to_what_a_row_says_instead(
    scribe: Session, provider: Session, chart: Chart
) -> None:
    confirmed = line("CBC", provider)
    provider.charting.save(chart.note.id, {KEY: said_by(provider, confirmed)})
    scribe.charting.open(chart.encounter.id)
    with pytest.raises(NotAllowed):
        scribe.charting.save(chart.note.id, {KEY: said_by(provider, confirmed.replace("CBC", "CT head"))})
    assert saved(scribe, chart, KEY) == confirmed


def test_what_was_confirmed_stays_moves_and_comes_back_by_undo(
    scribe: Session, provider: Session, chart: Chart
) -> None:
    confirmed = line("CBC", provider)
    provider.charting.save(chart.note.id, {KEY: said_by(provider, confirmed)})
    scribe.charting.open(chart.encounter.id)
    renamed = said_by(provider, confirmed.replace("id=1", "id=4f1c09aa"))
    below = Passage.join([*said_by(scribe, "ECG\n").pieces(), *renamed.pieces()])
    for passage in (renamed, below, Passage(), below):
        scribe.charting.save(chart.note.id, {KEY: passage})
        assert saved(scribe, chart, KEY) == passage.text
    assert refusals(scribe) == []


def test_what_the_store_has_may_stay_though_nobody_opened_the_chart(
    scribe: Session, provider: Session, chart: Chart
) -> None:
    confirmed = said_by(provider, line("CBC", provider))
    provider.charting.save(chart.note.id, {KEY: confirmed})
    scribe.charting.save(chart.note.id, {KEY: confirmed})
    other = begin(scribe, mrn="HS-2", name="Casey Okonkwo")
    with pytest.raises(NotAllowed):
        scribe.charting.save(other.note.id, {KEY: confirmed})


def test_a_scribes_own_confirmation_is_none(scribe: Session, provider: Session, chart: Chart) -> None:
    with pytest.raises(NotAllowed):
        scribe.charting.save(chart.note.id, {KEY: said_by(scribe, line("CBC", provider))})
