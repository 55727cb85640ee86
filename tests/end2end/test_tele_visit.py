"""A tele-visit in the real window: the room by microphone, the patient over the computer, as two channels."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.channels import channel_of
from scribe_desktop.notes.dictated import spoken
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import Channel, RecordingState, recording_of
from scribe_desktop.session.dictation import Dictation, DictationState, Listener
from scribe_desktop.session.ears import Listening, ears
from scribe_desktop.session.hearing import Cause
from scribe_desktop.session.profile import Profile
from scribe_desktop.speech.engines import EngineChoice
from scribe_desktop.speech.spool import length
from scribe_desktop.speech.worker import Recogniser
from scribe_desktop.store.recordings import utterances_in
from tests.helpers.clinic import IMOGEN, SCRIBE, chart_of, clinic_in, session_of
from tests.helpers.clinic_day import ClinicDay, at_chart
from tests.helpers.listener import ignore
from tests.helpers.recordings import BECKETT, FIRST_SENTENCES, TWO_CITIES, beginning, recall
from tests.helpers.recordings import spoken as said
from tests.helpers.tele_visit_loop import keep
from tests.helpers.virtual_microphone import VirtualMicrophone

EVER_TRIED = "ever tried ever failed no matter try again fail again fail better"
"""What `BECKETT` says."""
ASKED, ANSWERED = "where does it hurt when you take a breath", "it hurts in my chest on the left side"


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return clinic_in(tmp_path, IMOGEN)


@pytest.fixture
def day(
    qtbot: QtBot, profile: Profile, virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> Iterator[ClinicDay]:
    """The scribe has a headset on, the visitor's chart open and the cursor in the HPI."""
    virtual_microphone.plug_headset()
    with at_chart(profile, SCRIBE, IMOGEN, "Ctrl+2") as day:
        day.hands.wait("the recogniser", day.workspace.dictation.engine.text)
        day.hands.press("Ctrl+F8")
        day.hands.wait("both channels", lambda: "each for itself" in day.workspace.dictation.partial.text())
        yield day


def start(day: ClinicDay) -> None:
    day.hands.press("F9")
    day.hands.wait("listening", lambda: day.workspace.control.state is DictationState.LISTENING)


def stop(day: ClinicDay) -> None:
    day.hands.press("F9")
    day.hands.wait("all words", lambda: day.workspace.control.state is DictationState.IDLE, 60)


def hear_out(day: ClinicDay, speech: "Popen[bytes]") -> None:
    day.hands.wait("the end of the recording", lambda: speech.poll() is not None, 30)


def hpi(day: ClinicDay) -> str:
    return day.chart.editor.editor("hpi").toPlainText()


def of_channel(passage: Passage, channel: Channel) -> str:
    return "".join(text for text, source in passage.pieces() if channel_of(source) is channel)


def test_room_and_computer_are_told_apart_in_the_text_and_in_its_sources(
    day: ClinicDay, profile: Profile, virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    bar = day.workspace.dictation
    start(day)
    assert bar.level.isVisible()
    assert bar.computer_level.isVisible()
    hear_out(day, virtual_microphone.play(said(ASKED, tmp_path / "asked.wav")))
    day.hands.wait("the question", lambda: "In the room: " in hpi(day), 60)
    hear_out(day, virtual_microphone.say_far_away(said(ANSWERED, tmp_path / "answered.wav", "awb")))
    day.hands.wait("the answer", lambda: "\nOver the computer: " in hpi(day), 60)
    stop(day)
    day.lock()
    written = chart_of(profile, IMOGEN.name).content["hpi"]
    first, second = written.text.split("\n")
    assert first.startswith("In the room: ")
    assert second.startswith("Over the computer: ")
    assert recall(ASKED, first) > 0.6
    assert recall(ANSWERED, second) > 0.6
    assert of_channel(written, Channel.ROOM) == first
    assert of_channel(written, Channel.COMPUTER) == f"\n{second}"
    with closing(session_of(profile, SCRIBE)) as session:
        for utterance in utterances_in([written]):
            recording = session.desk.store.recordings.get(recording_of(utterance))
            assert recording.state is RecordingState.RECOGNISED
        labels = [how for run in written.runs if (how := spoken(run.source)) and not how.utterance]
        assert [how.channel for how in labels] == [Channel.ROOM, Channel.COMPUTER]
        clip = session.replay.clip(written, written.text.index(second) + 25, written.text.index(second) + 26)
        assert clip.heard
        assert any(clip.pcm)


def test_both_talking_at_once_lose_nothing(
    day: ClinicDay, profile: Profile, virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    start(day)
    there = virtual_microphone.say_far_away(BECKETT)
    hear_out(day, virtual_microphone.play(beginning(TWO_CITIES, 9.2, tmp_path / "clip.wav")))
    hear_out(day, there)
    stop(day)
    day.lock()
    written = chart_of(profile, IMOGEN.name).content["hpi"]
    assert recall(FIRST_SENTENCES, of_channel(written, Channel.ROOM)) > 0.75
    assert recall(EVER_TRIED, of_channel(written, Channel.COMPUTER)) > 0.75
    assert "wisdom" not in of_channel(written, Channel.COMPUTER)
    assert "tried" not in of_channel(written, Channel.ROOM)


def test_one_going_away_is_told_and_the_other_goes_on(
    day: ClinicDay, virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    bar = day.workspace.dictation
    start(day)
    virtual_microphone.take_out()
    day.hands.wait("the loss", lambda: bar.toggle.text() == "One side only")
    assert "microphone is gone" in bar.partial.text()
    hear_out(day, virtual_microphone.say_far_away(said(ANSWERED, tmp_path / "answered.wav", "awb")))
    day.hands.wait("the answer", lambda: hpi(day).startswith("Over the computer: "), 60)
    virtual_microphone.put_back()
    day.hands.wait("the return", lambda: bar.toggle.text() == "Listening")
    assert "The microphone is back. What was said in" in bar.partial.text()
    virtual_microphone.pull_headset()
    day.hands.wait("the other loudspeaker", lambda: Cause.COMPUTER_GAP in bar._troubles)
    hear_out(day, virtual_microphone.play(said(ASKED, tmp_path / "asked.wav")))
    day.hands.wait("the question", lambda: "\nIn the room: " in hpi(day), 60)
    virtual_microphone.take_out()
    day.hands.wait("the second loss", lambda: bar.toggle.text() == "One side only")
    stop(day)
    assert "The microphone was away at the end. What was said in" in bar.partial.text()


def test_a_microphone_that_hears_the_loudspeaker_is_told_of(
    day: ClinicDay, virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    virtual_microphone.pull_headset()
    start(day)
    hear_out(day, virtual_microphone.play(said(ANSWERED, tmp_path / "answered.wav", "awb")))
    bar = day.workspace.dictation
    day.hands.wait("the warning", lambda: "Use a headset" in bar.partial.text(), 30)
    stop(day)


def test_killed_in_the_middle_both_channels_become_words_at_the_next_log_in(
    qtbot: QtBot, profile: Profile, virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    virtual_microphone.plug_headset()
    note_id = chart_of(profile, IMOGEN.name).note.id
    asked, answered = said(ASKED, tmp_path / "asked.wav"), said(ANSWERED, tmp_path / "answered.wav", "awb")
    command = [sys.executable, "-m", "tests.helpers.tele_visit_loop", str(profile.folder), note_id]
    with Popen(command, stdout=PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "listening\n"
        virtual_microphone.play(asked).wait()
        assert process.stdout.readline() == f"{Channel.ROOM}\n"
        virtual_microphone.say_far_away(answered).wait()
        process.kill()
    day = ClinicDay(profile, tmp_path / "pictures")
    day.enter(SCRIBE)
    bar = day.workspace.dictation
    day.hands.wait("the recovery", lambda: "what was heard over the computer" in bar.partial.text(), 60)
    assert "At most the last half second is missing." in bar.partial.text()
    day.lock()
    written = chart_of(profile, IMOGEN.name).content["hpi"]
    assert recall(ASKED, of_channel(written, Channel.ROOM)) > 0.6
    assert recall(ANSWERED, of_channel(written, Channel.COMPUTER)) > 0.6
    assert [line.partition(":")[0] for line in written.text.split("\n")] == [
        "In the room",
        "Over the computer",
    ]
    day.close()


def test_what_a_broken_recogniser_missed_is_in_the_note_before_anybody_can_sign(
    day: ClinicDay,
    profile: Profile,
    virtual_microphone: VirtualMicrophone,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scribe_desktop.speech.worker.DEATHS_IN_A_ROW", 1)
    bar, workspace = day.workspace.dictation, day.workspace
    note_id = day.chart.chart.note.id
    start(day)
    speech = virtual_microphone.play(said(ASKED, tmp_path / "asked.wav"))
    day.hands.wait("the first words", lambda: "In the room" in bar.partial.text(), 30)
    (room, _computer) = workspace.control._dictation._recognisers  # type: ignore[union-attr]
    assert room.worker_pid is not None
    os.kill(room.worker_pid, signal.SIGKILL)
    day.hands.wait("the news", lambda: "breaking down" in bar.partial.text(), 30)
    assert bar.toggle.text() == "Listening"
    hear_out(day, speech)
    assert hpi(day) == ""
    day.hands.press("F9")
    day.hands.wait("the end", lambda: workspace.control.state is DictationState.IDLE, 60)
    assert workspace.words_come_into(note_id)
    day.hands.wait("the notice", lambda: "not all in the note yet" in bar.partial.text())
    assert bar.partial.property("role") == "error"
    day.hands.press("Ctrl+Return")
    assert "being finished" in bar.partial.text()
    day.hands.wait("the rest", lambda: "Recovered" in bar.partial.text(), 60)
    assert bar.partial.property("role") == "ok"
    assert "missing" not in bar.partial.text()
    assert not workspace.words_come_into(note_id)
    assert hpi(day).startswith("In the room: ")
    assert recall(ASKED, hpi(day)) > 0.6
    day.lock()
    day.enter(SCRIBE)
    day.hands.wait("nothing to do", lambda: not day.workspace.recovering.writes_into(note_id))
    assert bar_text(day) == ""
    day.lock()
    assert recall(ASKED, chart_of(profile, IMOGEN.name).content["hpi"].text) > 0.6


def bar_text(day: ClinicDay) -> str:
    return day.workspace.dictation.partial.text()


@pytest.mark.parametrize("listening", [Listening.MICROPHONE, Listening.COMPUTER])
def test_one_channel_alone_goes_on_being_kept_when_its_recogniser_breaks_down(
    profile: Profile, virtual_microphone: VirtualMicrophone, tmp_path: Path, listening: Listening
) -> None:
    virtual_microphone.plug_headset()
    note_id = chart_of(profile, IMOGEN.name).note.id
    states, told, idle = list[DictationState](), list[Cause](), threading.Event()

    def state(now: DictationState) -> None:
        states.append(now)
        if now is DictationState.IDLE:
            idle.set()

    with closing(session_of(profile, SCRIBE)) as session:
        listener = Listener[str](
            state=state,
            level=ignore,
            partial=ignore,
            final=ignore,
            failed=ignore,
            command=ignore,
            trouble=lambda cause, _error: told.append(cause),
        )
        broken = EngineChoice("vosk", {"model": str(tmp_path)})
        dictation = Dictation(lambda: Recogniser(broken), "vosk", listener, partial(keep, session))
        dictation.start(note_id, ears(listening, None, None))
        speak = (
            virtual_microphone.play if listening is Listening.MICROPHONE else virtual_microphone.say_far_away
        )
        speak(said(ASKED, tmp_path / "asked.wav")).wait()
        assert told == [Cause.RECOGNISER]
        assert states == [DictationState.OPENING, DictationState.LISTENING]
        dictation.stop()
        assert idle.wait(30)
        (left,) = session.sound.left()
        recogniser, words = Recogniser(EngineChoice("clinical")), list[Passage]()
        session.recovery.run(
            left.recording, lambda: (recogniser, "clinical"), words.append, lambda: False, left.told_up_to
        )
        recogniser.close()
        dictation.close()
        assert recall(ASKED, " ".join(one.text for one in words)) > 0.6


def test_a_recogniser_that_breaks_down_stops_one_channel_and_its_sound_is_kept(
    profile: Profile, virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    virtual_microphone.plug_headset()
    note_id = chart_of(profile, IMOGEN.name).note.id
    recognisers = iter([EngineChoice("clinical"), EngineChoice("vosk", {"model": str(tmp_path)})])
    heard, idle, told = list[Channel](), threading.Event(), list[tuple[Cause, str]]()
    with closing(session_of(profile, SCRIBE)) as session:
        listener = Listener[str](
            state=lambda state: idle.set() if state is DictationState.IDLE else None,
            level=ignore,
            partial=ignore,
            final=lambda _target, channel, _final, _utterance: heard.append(channel),
            failed=ignore,
            command=ignore,
            trouble=lambda cause, error: told.append((cause, error.in_full() if error else "")),
        )
        dictation = Dictation(
            lambda: Recogniser(next(recognisers)), "clinical", listener, partial(keep, session)
        )
        dictation.start(note_id, ears(Listening.BOTH, None, None))
        virtual_microphone.say_far_away(said(ANSWERED, tmp_path / "answered.wav", "awb"))
        virtual_microphone.play(said(ASKED, tmp_path / "asked.wav")).wait()
        dictation.stop()
        assert idle.wait(30)
        dictation.close()
        assert heard == [Channel.ROOM]
        assert [cause for cause, _ in told] == [Cause.RECOGNISER]
        assert "recognised when dictation stops" in told[0][1]
    with closing(session_of(profile, SCRIBE)) as session:
        waiting = [one.recording for one in session.sound.unfinished()]
        (other_side,) = (one for one in waiting if one.channel is Channel.COMPUTER)
        path = session.sound.path(other_side.id)
        assert length(path, other_side.key, other_side.id) > 2
