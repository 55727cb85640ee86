"""What was heard is kept once, whose words a draft holds is noted with it, and keys go for good."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scribe_desktop.notes.dictated import Spoken
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import Channel, Recording, RecordingState, TimedWord, Utterance
from scribe_desktop.store.store import Store
from tests.helpers.charts import AS_SCRIBE, MORNING, SCRIBE, Chart, typed


@pytest.fixture
def chart(store: Store) -> Chart:
    return Chart.opened(store)


def begun(chart: Chart, started_at: int = 0, key: bytes = bytes(range(32, 64))) -> Recording:
    recording = Recording(
        new_id(),
        chart.id,
        "hpi",
        AS_SCRIBE,
        MORNING + timedelta(days=started_at),
        "Desk microphone",
        Channel.MICROPHONE,
        RecordingState.OPEN,
        0.0,
        key,
    )
    chart.store.recordings.begin(recording)
    return recording


def heard(recording: Recording, end: float, text: str = "no fever") -> Utterance:
    words = tuple(
        TimedWord(word, end - 1 + n / 10, end - 0.9 + n / 10, 0.5) for n, word in enumerate(text.split())
    )
    return Utterance(recording.id, end - 1, end, "clinical", text, words, ("know fever",))


def dictated(*utterances: Utterance) -> Passage:
    return Passage.join((f"{one.text} ", Spoken("clinical", one.id).source(SCRIBE.id)) for one in utterances)


def test_a_recording_and_what_was_heard_come_back_as_they_were(store: Store, chart: Chart) -> None:
    recording = begun(chart)
    utterance = heard(recording, 4.25)
    store.recordings.heard(utterance)
    assert store.recordings.get(recording.id) == replace(recording, recognised_up_to=4.25)
    assert store.recordings.utterance(utterance.id) == utterance
    assert store.recordings.waiting(recording.id) == (utterance,)


def test_hearing_the_same_again_changes_nothing(store: Store, chart: Chart) -> None:
    recording = begun(chart)
    store.recordings.heard(heard(recording, 4.0))
    store.recordings.heard(heard(recording, 8.0))
    store.recordings.heard(heard(recording, 4.0))
    store.recordings.begin(recording)
    assert store.recordings.get(recording.id).recognised_up_to == 8.0
    assert [one.end for one in store.recordings.waiting(recording.id)] == [4.0, 8.0]


def test_the_save_that_holds_the_words_places_their_utterance(store: Store, chart: Chart) -> None:
    recording = begun(chart)
    first, second = heard(recording, 4.0), heard(recording, 8.0)
    store.recordings.heard(first)
    store.recordings.heard(second)
    store.drafts.save(chart.id, {"hpi": dictated(first), "plan": typed("Rest")}, AS_SCRIBE)
    assert store.recordings.waiting(recording.id) == (second,)
    store.drafts.save(chart.id, {"hpi": typed("all deleted")}, AS_SCRIBE)
    assert store.recordings.waiting(recording.id) == (second,)
    store.recordings.settle([second.id])
    assert store.recordings.waiting(recording.id) == ()


def test_words_in_another_note_place_nothing(store: Store, chart: Chart) -> None:
    recording = begun(chart)
    utterance = heard(recording, 4.0)
    store.recordings.heard(utterance)
    store.drafts.save(Chart.opened(store).id, {"hpi": dictated(utterance)}, AS_SCRIBE)
    assert store.recordings.waiting(recording.id) == (utterance,)


def test_unfinished_is_what_is_not_recognised_or_not_placed(store: Store, chart: Chart) -> None:
    spoken, recognised, placed = begun(chart), begun(chart), begun(chart)
    for recording in (recognised, placed):
        store.recordings.heard(heard(recording, 4.0))
        store.recordings.recognised(recording.id)
    store.recordings.settle([heard(placed, 4.0).id])
    assert [one.id for one in store.recordings.unfinished()] == [spoken.id, recognised.id]


def test_only_what_is_safe_may_be_discarded(store: Store) -> None:
    signed, draft = Chart.opened(store), Chart.opened(store)
    signed.write(hpi="x")
    done = {}
    for number, chart in enumerate((signed, draft)):
        done[chart.id] = begun(chart, started_at=number)
        store.recordings.recognised(done[chart.id].id)
        unplaced, spoken = begun(chart), begun(chart)
        store.recordings.heard(heard(unplaced, 4.0))
        store.recordings.recognised(unplaced.id)
        assert spoken.state is RecordingState.OPEN
    signed.sign()
    of_signed, of_draft = done[signed.id].id, done[draft.id].id
    assert store.recordings.dispensable(signed=True, before=None) == (of_signed,)
    assert store.recordings.dispensable(signed=False, before=None) == (of_signed, of_draft)
    noon = MORNING + timedelta(hours=4)
    assert store.recordings.dispensable(signed=False, before=noon) == (of_signed,)


def test_a_discarded_key_is_gone_and_so_is_the_log_that_had_it(
    store: Store, chart: Chart, folder: Path
) -> None:
    recording = begun(chart)
    store.recordings.recognised(recording.id)
    assert (folder / "scribe.db-wal").stat().st_size > 0
    assert store.recordings.discard([recording.id])
    store.empty_log()
    assert (folder / "scribe.db-wal").stat().st_size == 0
    found = store.recordings.get(recording.id)
    assert (found.state, found.key) == (RecordingState.DISCARDED, b"")
    assert recording.id not in store.recordings.kept()


def test_words_go_with_the_sound_of_signed_notes_and_stay_for_drafts(store: Store) -> None:
    signed, draft = Chart.opened(store), Chart.opened(store)
    utterances = []
    for chart in (signed, draft):
        recording = begun(chart)
        utterance = heard(recording, 4.0)
        utterances.append(utterance)
        store.recordings.heard(utterance)
        chart.store.drafts.save(chart.id, {"hpi": dictated(utterance)}, AS_SCRIBE)
        store.recordings.recognised(recording.id)
    signed.sign()
    store.recordings.discard([one.recording_id for one in utterances])
    assert store.recordings.utterance(utterances[0].id) is None
    assert store.recordings.utterance(utterances[1].id) is not None
    draft.sign()
    assert store.recordings.discard([])
    assert not store.recordings.discard([])
    assert store.recordings.utterance(utterances[1].id) is None
