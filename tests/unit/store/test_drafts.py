"""Drafts keep what was written, passage by passage, until the note is signed."""

import threading

import pytest
from sqlalchemy.exc import IntegrityError

from scribe_desktop.errors import WrongState
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.people import Author
from scribe_desktop.store.store import Store
from tests.helpers.charts import AS_SCRIBE, SCRIBE, Chart, SteppedClock, typed

MIXED = Passage.join(
    [
        ("Chest pain ", Source(Origin.DICTATED, SCRIBE.id, "moonshine")),
        ("since 🌅 noon", Source(Origin.TYPED, SCRIBE.id)),
    ]
)


def test_a_passage_comes_back_with_its_provenance(store: Store) -> None:
    chart = Chart.opened(store)
    store.drafts.save(chart.id, {"hpi": MIXED}, AS_SCRIBE)
    assert store.drafts.load(chart.id) == {"hpi": MIXED}


def test_saving_touches_the_changed_passages_only(store: Store) -> None:
    chart = Chart.opened(store)
    chart.write(cc="Cough", hpi="Two days", ros="")
    chart.write(hpi="")
    assert store.drafts.load(chart.id) == {"cc": typed("Cough"), "hpi": Passage(), "ros": Passage()}


def test_a_save_says_when_it_happened(store: Store, clock: SteppedClock) -> None:
    chart = Chart.opened(store)
    assert store.drafts.saved_at(chart.id) is None
    at = chart.write(hpi="Two days")
    assert at == clock.now
    assert store.drafts.saved_at(chart.id) == at


def test_saving_nothing_changes_nothing(store: Store) -> None:
    chart = Chart.opened(store)
    store.drafts.save(chart.id, {}, AS_SCRIBE)
    assert store.drafts.load(chart.id) == {}
    assert store.drafts.saved_at(chart.id) is None


def test_drafts_of_two_notes_stay_apart(store: Store) -> None:
    one, other = Chart.opened(store), Chart.opened(store)
    one.write(hpi="Cough")
    other.write(hpi="Fall")
    assert store.drafts.load(one.id) == {"hpi": typed("Cough")}


def test_half_an_emoji_from_a_keyboard_does_not_stop_the_autosave(store: Store) -> None:
    chart = Chart.opened(store)
    chart.write(hpi="Pain \ud83d here")
    assert store.drafts.load(chart.id)["hpi"].text == "Pain \N{REPLACEMENT CHARACTER} here"


def test_a_signed_note_takes_no_more_text(store: Store) -> None:
    chart = Chart.opened(store)
    chart.write(hpi="Two days")
    chart.sign()
    with pytest.raises(WrongState, match="signed"):
        chart.write(hpi="Three days")
    assert store.drafts.load(chart.id) == {"hpi": typed("Two days")}


def test_an_unknown_note_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError, match="nothing"):
        store.drafts.save("nothing", {"hpi": MIXED}, AS_SCRIBE)


def test_a_save_that_fails_midway_keeps_the_text_before_it(store: Store) -> None:
    chart = Chart.opened(store)
    chart.write(hpi="Two days")
    with pytest.raises(IntegrityError) as caught:
        store.drafts.save(chart.id, {"hpi": typed("SENTINEL")}, Author("nobody", "nowhere"))
    assert "SENTINEL" not in str(caught.value)
    assert store.drafts.load(chart.id) == {"hpi": typed("Two days")}


def test_threads_take_turns(store: Store) -> None:
    charts = [Chart.opened(store) for _ in range(4)]

    def keep_saving(chart: Chart) -> None:
        for number in range(25):
            chart.write(**{f"part{number}": f"{number}"})

    threads = [threading.Thread(target=keep_saving, args=[chart]) for chart in charts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(store.drafts.load(chart.id)) for chart in charts] == [25] * 4
