"""An audio file given to a chart keeps its sound as dictation does: its words can be heard again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.channels import channel_of
from scribe_desktop.notes.recording import Channel, RecordingState
from scribe_desktop.session.dictation import DictationState
from tests.helpers.clinic import IMOGEN, SCRIBE, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart
from tests.helpers.recordings import FIRST_SENTENCES, TWO_CITIES, beginning, recall


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    with at_chart(clinic_in(tmp_path, IMOGEN), SCRIBE, IMOGEN, "Ctrl+2") as day:
        day.hands.wait("the recogniser", day.workspace.dictation.engine.text)
        yield day


def test_its_words_are_heard_again_and_its_sound_is_kept_encrypted(day: ClinicDay, tmp_path: Path) -> None:
    clip = beginning(TWO_CITIES, 9.2, tmp_path / "clip.flac")
    day.workspace.dictate_file(clip)
    session, control = day.workspace.session, day.workspace.control
    day.hands.wait("the words", lambda: "foolishness" in day.chart.editor.passage("hpi").text, 60)
    day.hands.wait("the end", lambda: control.is_quiet)
    hpi = day.chart.editor.passage("hpi")
    assert recall(FIRST_SENTENCES, hpi.text) > 0.85
    assert {channel_of(run.source) for run in hpi.runs} == {Channel.FILE}
    clip_again = session.replay.clip(hpi, hpi.text.index("wisdom"), hpi.text.index("wisdom") + 1)
    assert "wisdom" in clip_again.heard.lower()
    assert any(clip_again.pcm)
    (recording_id,) = session.desk.store.recordings.kept()
    recording = session.desk.store.recordings.get(recording_id)
    assert (recording.state, recording.device) == (RecordingState.RECOGNISED, "clip.flac")
    assert b"fLaC" not in session.sound.path(recording_id).read_bytes()


def test_what_was_cancelled_does_not_come_back_at_the_next_log_in(day: ClinicDay) -> None:
    day.workspace.dictate_file(TWO_CITIES)
    control = day.workspace.control
    day.hands.wait("the first words", lambda: day.chart.editor.passage("hpi").text, 60)
    day.hands.press("Escape")
    day.hands.wait("the end", lambda: control.state is DictationState.IDLE and control.is_quiet)
    day.lock()
    day.enter(SCRIBE)
    assert day.workspace.session.sound.unfinished() == ()
