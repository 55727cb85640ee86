from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from scribe_desktop.errors import StoreNotWritable, WrongState
from scribe_desktop.notes.audit import KINDS, AuditEntry, AuditFilter, AuditKind, Outcome
from scribe_desktop.store.audit import LONGEST_DETAIL
from scribe_desktop.store.audit_anchor import Anchor
from scribe_desktop.store.audit_chain import PAYLOAD, payload_of
from scribe_desktop.store.audit_check import Verdict
from scribe_desktop.store.store import Store
from scribe_desktop.store.tables import audit_entries
from tests.helpers.audit_trail import START, event, fill
from tests.helpers.charts import AS_PHYSICIAN, Chart
from tests.helpers.disk_limits import no_file_grows_past
from tests.unit.store.conftest import KEY

EVERYTHING = AuditFilter()


def trail(store: Store, wanted: AuditFilter = EVERYTHING) -> tuple[AuditEntry, ...]:
    return store.audit.page(wanted)


def file_anchor(folder: Path) -> Anchor:
    return Anchor.parsed((folder / "audit-anchor.json").read_text())


def test_every_kind_has_a_title_and_says_what_it_is_about() -> None:
    assert set(KINDS) == set(AuditKind)
    assert len({about.title for about in KINDS.values()}) == len(KINDS)


def test_an_entry_is_kept_as_it_was_given(store: Store) -> None:
    chart = Chart.opened(store)
    at = datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)
    happened = event(AuditKind.NOTE_SIGNED, detail="folder")
    store.audit.append(replace(happened, at=at, note_id=chart.id, outcome=Outcome.FAILED))
    about = ("note.signed", "note", chart.encounter.patient.id, chart.id, "failed", "folder")
    assert trail(store) == (AuditEntry(1, at, "scribe-1", "scribe", "desk-1", *about),)
    assert trail(store)[0].title == "Note signed"


def test_a_detail_is_one_line_of_bearable_length(store: Store) -> None:
    store.audit.append(event(detail="a\n\tb\x00c\ud800 " + "x" * 1000))
    detail = trail(store)[0].detail
    assert detail.startswith("a b c\N{REPLACEMENT CHARACTER} x")
    assert len(detail) == LONGEST_DETAIL
    assert store.audit_check.verify({}).holds


@settings(deadline=None)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=9, max_size=9),
    numbers=st.tuples(st.integers(1, 2**62), st.integers(-(2**62), 2**62)),
)
def test_the_bytes_that_are_authenticated_are_the_same_before_and_after_storing(
    texts: list[str], numbers: tuple[int, int]
) -> None:
    names = [column.name for column in audit_entries.c if column.name != "mac"]
    row = dict(zip(names, (*numbers, *texts), strict=True))
    with closing(dbapi2.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE audit_entries (seq INTEGER, at BIGINT, {', '.join(names[2:])})")
        connection.execute(f"INSERT INTO audit_entries VALUES ({', '.join('?' * 11)})", list(row.values()))
        (stored,) = connection.execute(f"SELECT {PAYLOAD} FROM audit_entries").fetchone()
    assert stored == payload_of(row)


NINE_TEXTS = st.lists(st.text("1:,x\N{GREEK SMALL LETTER ALPHA}", max_size=4), min_size=9, max_size=9)


@settings(deadline=None)
@given(first=NINE_TEXTS, second=NINE_TEXTS)
def test_two_entries_are_never_authenticated_by_the_same_bytes(first: list[str], second: list[str]) -> None:
    names = [column.name for column in audit_entries.c if column.name != "mac"]
    rows = [dict(zip(names, ("1", "2", *texts), strict=True)) for texts in (first, second)]
    assert (payload_of(rows[0]) == payload_of(rows[1])) == (first == second)


def test_each_commit_moves_the_anchor(store: Store, folder: Path) -> None:
    store.audit.begin()
    for count in (1, 2, 3):
        store.audit.append(event())
        anchor = file_anchor(folder)
        assert anchor.seq == count
        assert anchor.genuine(store.audit.chain)
        assert store.audit.anchor_complaint() == ""


def test_an_entry_is_in_the_commit_of_what_it_tells(store: Store, folder: Path) -> None:
    chart = Chart.opened(store)
    store.audit.begin()
    chart.write(hpi="Cough")
    with store.together():
        chart.submit()
        store.audit.append(event(AuditKind.NOTE_SUBMITTED))
        assert file_anchor(folder).seq == 0
    assert file_anchor(folder).seq == 1


@pytest.mark.parametrize("changed", ["nothing", ""], ids=["overwritten", "taken away"])
def test_an_anchor_changed_meanwhile_is_on_record_once_before_the_next_entry(
    store: Store, folder: Path, changed: str
) -> None:
    store.audit.begin()
    store.audit.append(event())
    place = folder / "audit-anchor.json"
    if changed:
        place.write_text(changed)
    else:
        place.unlink()
    with store.together():
        store.audit.append(event())
        store.audit.append(event())
    store.audit.append(event())
    kinds = [entry.kind for entry in trail(store)]
    assert kinds.count(AuditKind.AUDIT_BROKEN) == 1
    assert kinds.index(AuditKind.AUDIT_BROKEN) == 3
    assert trail(store)[3].outcome == Outcome.FAILED
    assert file_anchor(folder).seq == 5
    assert store.audit.anchor_complaint() == trail(store)[3].detail
    kept = folder / "audit-anchor.broken-2.json"
    assert (kept.read_text() if kept.exists() else "") == changed


def test_what_is_not_committed_leaves_neither_entry_nor_anchor(store: Store, folder: Path) -> None:
    chart = Chart.opened(store)
    chart.write(hpi="Cough")
    store.audit.begin()
    store.audit.append(event())

    def sign_and_fail() -> None:
        with store.together():
            chart.sign()
            store.audit.append(event(AuditKind.NOTE_SIGNED))
            raise WrongState("not after all")

    with pytest.raises(WrongState):
        sign_and_fail()
    assert store.notes.signature(chart.id) is None
    assert store.audit.head().seq == file_anchor(folder).seq == 1
    assert store.audit.anchor_complaint() == ""


def test_a_part_that_fails_and_is_caught_takes_only_itself_back(store: Store, folder: Path) -> None:
    chart = Chart.opened(store)
    store.audit.begin()

    def give_back() -> None:
        with store.together():
            store.audit.append(event())
            store.notes.give_back(chart.id, "not in review", AS_PHYSICIAN)

    with store.together():
        store.audit.append(event())
        with pytest.raises(WrongState):
            give_back()
    assert store.audit.head().seq == file_anchor(folder).seq == 1
    assert store.audit_check.verify({"anchor": store.audit.anchor()}) == Verdict(1)


def test_a_full_disk_takes_neither_the_entry_nor_what_it_tells(store: Store) -> None:
    chart = Chart.opened(store)
    store.audit.begin()

    def write() -> None:
        with store.together():
            chart.write(hpi="x" * 100_000)
            store.audit.append(event())

    with no_file_grows_past(0), pytest.raises(StoreNotWritable):
        write()
    assert store.audit.head().seq == 0
    assert store.drafts.load(chart.id) == {}
    store.audit.append(event())
    assert store.audit_check.verify({}).holds


def test_the_list_is_read_in_pages_newest_first(store: Store) -> None:
    fill(store, 25)
    first = store.audit.page(EVERYTHING, limit=10)
    second = store.audit.page(EVERYTHING, before=first[-1].seq, limit=10)
    last = store.audit.page(EVERYTHING, before=second[-1].seq, limit=10)
    assert [one.seq for one in (*first, *second, *last)] == list(range(25, 0, -1))
    assert store.audit.count(EVERYTHING) == 25
    forwards = [one.seq for portion in store.audit.oldest_first(EVERYTHING, upto=20) for one in portion]
    assert forwards == list(range(1, 21))


def test_filters_leave_what_they_say(store: Store) -> None:
    fill(store, 300)
    everything = store.audit.page(EVERYTHING, limit=1000)
    some = everything[40]
    since, until = START + timedelta(seconds=15 * 50), START + timedelta(seconds=15 * 90)
    cases: tuple[tuple[AuditFilter, Callable[[AuditEntry], bool]], ...] = (
        (AuditFilter(person_id=some.person_id), lambda e: e.person_id == some.person_id),
        (AuditFilter(patient_id=some.patient_id), lambda e: e.patient_id == some.patient_id),
        (AuditFilter(kind=some.kind), lambda e: e.kind == some.kind),
        (AuditFilter(since=since), lambda e: e.at >= since),
        (AuditFilter(until=until), lambda e: e.at < until),
        (
            AuditFilter(since, until, person_id=some.person_id, kind=some.kind),
            lambda e: since <= e.at < until and (e.person_id, e.kind) == (some.person_id, some.kind),
        ),
        (AuditFilter(since=until + timedelta(days=900)), lambda _: False),
    )
    for wanted, fits in cases:
        expected = tuple(entry for entry in everything if fits(entry))
        assert store.audit.page(wanted, limit=1000) == expected
        assert store.audit.count(wanted) == len(expected)


def test_a_period_finds_entries_out_of_order(store: Store) -> None:
    for hour in (8, 9, 7, 10):
        store.audit.append(replace(event(), at=datetime(2026, 1, 5, hour, tzinfo=UTC)))
    wanted = AuditFilter(datetime(2026, 1, 5, 7, tzinfo=UTC), datetime(2026, 1, 5, 9, tzinfo=UTC))
    assert [entry.at.hour for entry in store.audit.page(wanted)] == [7, 8]


def test_the_trail_has_a_key_of_its_own_which_stays(folder: Path) -> None:
    with closing(Store.open(folder, KEY)) as store:
        first = store.audit.chain
        store.audit.append(event())
    with closing(Store.open(folder, KEY)) as store:
        assert store.audit.chain == first
        assert store.audit_check.verify({}).holds
    with closing(Store.open(folder.with_name("other"), KEY)) as other:
        assert other.audit.chain.id != first.id


def test_progress_is_told_up_to_the_end(store: Store) -> None:
    fill(store, 30)
    told: list[tuple[int, int]] = []
    store.audit_check.verify({}, lambda done, total: told.append((done, total)))
    assert told[-1] == (30, 30)
