"""The way of a note from draft to signature, and what is said after it."""

from datetime import timedelta

import pytest

from scribe_desktop.errors import WrongState
from scribe_desktop.notes.lifecycle import EventKind, NoteState
from scribe_desktop.notes.note import digest
from scribe_desktop.store.store import Store
from tests.helpers.charts import AS_PHYSICIAN, AS_SCRIBE, Chart, SteppedClock, typed


def test_submitting_freezes_the_draft_as_a_version(store: Store, clock: SteppedClock) -> None:
    chart = Chart.opened(store)
    chart.write(cc="Cough", hpi="")
    version = store.notes.submit(chart.id, AS_SCRIBE)
    chart.write(cc="Fever")
    assert version.content == {"cc": typed("Cough"), "hpi": typed("")}
    assert store.notes.version(version.id) == version
    assert store.notes.versions(chart.id) == (version,)
    event = store.notes.events(chart.id)[-1]
    assert (event.kind, event.version_id, event.author) == (EventKind.SUBMITTED, version.id, AS_SCRIBE)
    assert store.notes.state(chart.id) is NoteState.SUBMITTED


def test_a_returned_note_carries_the_reason_and_what_it_said(store: Store) -> None:
    chart = Chart.opened(store)
    chart.submit()
    version = store.notes.give_back(chart.id, "Add the dose", AS_PHYSICIAN)
    event = store.notes.events(chart.id)[-1]
    assert (event.kind, event.reason, event.version_id) == (EventKind.RETURNED, "Add the dose", version.id)
    assert store.notes.state(chart.id) is NoteState.RETURNED
    chart.submit()
    assert [v.number for v in store.notes.versions(chart.id)] == [1, 2, 3]


def test_a_signature_names_the_version_and_the_digest_of_what_was_signed(store: Store) -> None:
    chart = Chart.opened(store)
    chart.write(cc="Cough")
    assert store.notes.signature(chart.id) is None
    signature = chart.sign()
    assert store.notes.signature(chart.id) == signature
    signed = store.notes.version(signature.version_id)
    assert signed.content == {"cc": typed("Cough")}
    assert signature.content_digest == digest(signed.content)
    assert (signature.signer_name, signature.author) == ("Ada Okafor, MD", AS_PHYSICIAN)


def test_addenda_stand_beside_the_signed_text(store: Store) -> None:
    chart = Chart.opened(store)
    signature = chart.sign()
    first, second = chart.append("Also a cough"), chart.append("And a fever")
    assert store.notes.addenda(chart.id) == (first, second)
    assert store.notes.signature(chart.id) == signature
    assert store.notes.state(chart.id) is NoteState.SIGNED


def test_steps_out_of_order_are_refused_and_leave_no_trace(store: Store) -> None:
    chart = Chart.opened(store)
    with pytest.raises(WrongState):
        chart.give_back()
    with pytest.raises(WrongState):
        chart.append("Too early")
    chart.submit()
    with pytest.raises(WrongState):
        chart.submit()
    chart.sign("folder")
    for step in (chart.submit, chart.give_back, lambda: chart.sign("fhir")):
        with pytest.raises(WrongState):
            step()
    kinds = [event.kind for event in store.notes.events(chart.id)]
    assert kinds == [EventKind.CREATED, EventKind.SUBMITTED, EventKind.SIGNED]
    assert len(store.notes.versions(chart.id)) == 2
    assert store.notes.addenda(chart.id) == ()
    assert [d.destination for d in store.deliveries.for_note(chart.id)] == ["folder"]


def test_a_clock_set_back_does_not_reorder_history(store: Store, clock: SteppedClock) -> None:
    chart = Chart.opened(store)
    chart.submit()
    clock.now -= timedelta(days=400)
    chart.give_back()
    assert store.notes.state(chart.id) is NoteState.RETURNED


@pytest.mark.parametrize("method", ["get", "for_encounter", "state", "events", "version"])
def test_an_unknown_id_is_a_lookup_error(store: Store, method: str) -> None:
    with pytest.raises(LookupError, match="nothing"):
        getattr(store.notes, method)("nothing")
