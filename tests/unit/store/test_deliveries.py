"""The outbox: queued with the signature, tried with growing pauses, never doubled."""

from datetime import timedelta

import pytest

from scribe_desktop.errors import WrongState
from scribe_desktop.notes.delivery import DeliveryState, pause_after
from scribe_desktop.store.store import Store
from tests.helpers.charts import Chart, SteppedClock


def test_signing_queues_one_delivery_for_each_destination(store: Store, clock: SteppedClock) -> None:
    chart = Chart.opened(store)
    signature = chart.sign("folder", "fhir", "folder")
    queued = store.deliveries.for_note(chart.id)
    assert [(d.destination, d.document_id) for d in queued] == [
        ("folder", signature.id),
        ("fhir", signature.id),
    ]
    assert {(d.state, d.attempts, d.next_try_at) for d in queued} == {(DeliveryState.QUEUED, 0, signature.at)}
    assert store.deliveries.due(clock.now) == queued == store.deliveries.unfinished()


def test_nothing_is_due_before_its_time(store: Store) -> None:
    assert store.deliveries.next_try_at() is None
    signature = Chart.opened(store).sign("folder")
    assert store.deliveries.due(signature.at - timedelta(microseconds=1)) == ()
    assert store.deliveries.next_try_at() == signature.at


def test_a_failure_waits_longer_each_time(store: Store, clock: SteppedClock) -> None:
    chart = Chart.opened(store)
    chart.sign("fhir")
    for attempt in range(1, 5):
        (delivery,) = store.deliveries.unfinished()
        before = clock.now
        store.deliveries.failed(delivery.id, f"no answer {attempt}")
        (delivery,) = store.deliveries.unfinished()
        assert delivery.next_try_at is not None
        waited = delivery.next_try_at - before
        assert pause_after(attempt) <= waited <= pause_after(attempt) + timedelta(seconds=1)
        assert (delivery.attempts, delivery.last_error) == (attempt, f"no answer {attempt}")
        assert store.deliveries.due(before) == ()
        assert store.deliveries.next_try_at() == delivery.next_try_at


def test_an_arrived_document_keeps_its_receipt_and_is_never_sent_again(store: Store) -> None:
    chart = Chart.opened(store)
    signature = chart.sign("fhir")
    (delivery,) = store.deliveries.unfinished()
    assert store.deliveries.reference_of(signature.id, "fhir") is None
    store.deliveries.failed(delivery.id, "no answer")
    store.deliveries.delivered(delivery.id, "DocumentReference/12")
    (arrived,) = store.deliveries.for_note(chart.id)
    assert (arrived.state, arrived.reference) == (DeliveryState.DELIVERED, "DocumentReference/12")
    assert (arrived.next_try_at, arrived.last_error) == (None, "")
    assert store.deliveries.reference_of(signature.id, "fhir") == "DocumentReference/12"
    assert store.deliveries.reference_of(signature.id, "folder") is None
    assert store.deliveries.unfinished() == ()
    with pytest.raises(WrongState, match="DocumentReference/12"):
        store.deliveries.again(delivery.id)


def test_a_refused_document_rests_until_somebody_sends_it_again(store: Store, clock: SteppedClock) -> None:
    Chart.opened(store).sign("fhir")
    (delivery,) = store.deliveries.unfinished()
    store.deliveries.refused(delivery.id, "unknown patient")
    (resting,) = store.deliveries.unfinished()
    assert (resting.state, resting.last_error) == (DeliveryState.REFUSED, "unknown patient")
    assert store.deliveries.due(clock.now + timedelta(days=9)) == ()
    assert store.deliveries.next_try_at() is None
    store.deliveries.again(delivery.id)
    (queued,) = store.deliveries.due(clock.now)
    assert (queued.state, queued.attempts) == (DeliveryState.QUEUED, 0)


def test_an_addendum_is_a_document_of_its_own(store: Store) -> None:
    chart = Chart.opened(store)
    signature = chart.sign("folder")
    addendum = chart.append("Also a cough", "folder")
    assert [d.document_id for d in store.deliveries.for_note(chart.id)] == [signature.id, addendum.id]


def test_a_document_may_be_queued_for_one_more_destination_later(store: Store, clock: SteppedClock) -> None:
    chart = Chart.opened(store)
    signature = chart.sign("folder")
    store.deliveries.queue(chart.id, signature.id, "fhir")
    assert [d.destination for d in store.deliveries.due(clock.now)] == ["folder", "fhir"]


def test_an_unknown_delivery_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError, match="nothing"):
        store.deliveries.delivered("nothing", "x")
