"""Recordings and microphones that are no good, tried at window and command line: nothing said is lost."""

import multiprocessing
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest
import soundfile

from scribe_desktop.session.dictation import DictationState
from scribe_desktop.session.profile import Profile
from tests.helpers.recordings import TWO_CITIES, beginning, recall
from tests.helpers.virtual_microphone import VirtualMicrophone
from tests.helpers.workstation import Workstation

TWO_HOURS = 7200
OPENING = "it was the best of times it was the worst of times"


@pytest.fixture
def desk(profile: Profile, tmp_path: Path, qapp: object) -> Iterator[Workstation]:
    """The program with the provider logged in."""
    desk = Workstation(profile, tmp_path / "pictures")
    desk.log_in()
    yield desk
    desk.close()


def not_audio(folder: Path) -> Path:
    path = folder / "letter.wav"
    path.write_text("Dear colleague,\nthank you for sending Mrs Roe.\n")
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.wav"
    path.touch()
    return path


def without_samples(folder: Path) -> Path:
    return recording_of(0, folder / "silent.wav")


def cut_flac(folder: Path) -> Path:
    """A FLAC of 20 seconds, of which the second half is missing."""
    whole = beginning(TWO_CITIES, 20, folder / "whole.flac")
    path = folder / "cut.flac"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    return path


def recording_of(seconds: float, path: Path, speech: Path | None = None) -> Path:
    """A WAV that begins with what is said in `speech` and goes on in silence; takes no room on the disk."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48000)
        file.writeframes(soundfile.read(str(speech), dtype="int16")[0].tobytes() if speech else b"")
    _stretch(path, int(seconds * 48000) * 2)
    return path


def _stretch(path: Path, size: int) -> None:
    """Make the data of a WAV with a 44-byte header that many bytes long, without writing them."""
    with path.open("r+b") as file:
        for position, value in ((4, 36 + size), (40, size)):
            file.seek(position)
            file.write(value.to_bytes(4, "little"))
        file.truncate(44 + size)


BAD_AUDIO: dict[Callable[[Path], Path], str] = {
    not_audio: "letter.wav is not an audio file. Choose a WAV, FLAC or OGG recording.",
    empty: "empty.wav is empty. Copy or record it again.",
    without_samples: "silent.wav has no sound in it. Record it again.",
}


@pytest.mark.parametrize("make", BAD_AUDIO)
def test_the_command_line_says_what_is_wrong_with_a_file(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = make(tmp_path)
    run = transcribe(path, tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == f"scribe-desktop: {BAD_AUDIO[make]}\n"


def transcribe(path: Path, profile: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "scribe_desktop", "--profile", str(profile), "transcribe", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_command_line_keeps_what_a_broken_recording_says_before_it_breaks_off(tmp_path: Path) -> None:
    run = transcribe(cut_flac(tmp_path), tmp_path)
    assert run.returncode == 1
    assert recall(OPENING, run.stdout) > 0.9
    assert "cut.flac breaks off at 0:" in run.stderr
    assert "What was recognised up to there is kept" in run.stderr
    assert "Traceback" not in run.stderr


def test_two_hours_on_the_command_line_take_little_memory_and_end_on_ctrl_c(tmp_path: Path) -> None:
    path = recording_of(TWO_HOURS, tmp_path / "long.wav", speech=TWO_CITIES)
    command = [sys.executable, "-m", "scribe_desktop", "--profile", str(tmp_path), "transcribe", str(path)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # a shell that runs the tests in the background has children ignore it
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(2)
        memory = psutil.Process(process.pid).memory_info().rss
        process.send_signal(signal.SIGINT)
        rest, complaints = process.communicate(timeout=60)
    assert process.returncode == 130
    assert recall(OPENING, first + rest) > 0.9
    assert memory < 300 << 20
    assert complaints == ""


@pytest.mark.parametrize("make", BAD_AUDIO)
def test_the_window_says_what_is_wrong_with_a_file(
    make: Callable[[Path], Path], desk: Workstation, tmp_path: Path
) -> None:
    note = desk.begin_encounter()
    desk.hands.type("Cough.")
    desk.workspace.dictate_file(make(tmp_path))
    desk.hands.wait("the reason", lambda: BAD_AUDIO[make] in said(desk))
    desk.hands.wait("the end of the attempt", lambda: desk.workspace.dictation.cancel.isHidden())
    desk.hands.type(" Fever.")
    desk.hands.wait("the words being saved", lambda: desk.chart.autosave.is_clean)
    assert BAD_AUDIO[make] in said(desk)
    assert saved(desk, note, "cc") == "Cough. Fever."


def said(desk: Workstation) -> str:
    """What the bar at the bottom tells the user."""
    assert desk.workspace.dictation.partial.isVisible()
    return desk.workspace.dictation.partial.text()


def saved(desk: Workstation, note: str, section: str) -> str:
    return desk.workspace.session.desk.store.drafts.load(note)[section].text


def test_the_window_keeps_what_a_broken_recording_says_before_it_breaks_off(
    desk: Workstation, tmp_path: Path
) -> None:
    note = desk.begin_encounter()
    desk.workspace.dictate_file(cut_flac(tmp_path))
    desk.hands.wait("the reason", lambda: "cut.flac breaks off at 0:" in said(desk))
    desk.hands.wait("the words being saved", lambda: desk.chart.autosave.is_clean)
    assert recall(OPENING, saved(desk, note, "cc")) > 0.9


def test_two_hours_in_the_window_show_progress_take_little_memory_and_are_cancelled_at_once(
    desk: Workstation, tmp_path: Path
) -> None:
    note = desk.begin_encounter()
    path = recording_of(TWO_HOURS, tmp_path / "long.wav", speech=TWO_CITIES)
    before = psutil.Process().memory_info().rss
    desk.workspace.dictate_file(path)
    bar, control = desk.workspace.dictation, desk.workspace.control
    desk.hands.wait("the first words", lambda: desk.chart.editor.editor("cc").toPlainText())
    desk.hands.wait("progress", lambda: bar.progress.isVisible() and bar.progress.value() > 0, 60)
    assert psutil.Process().memory_info().rss - before < 100 << 20
    desk.hands.press("Escape")
    desk.hands.wait("the cancel", lambda: bar.progress.isHidden(), 1)
    desk.hands.wait("silence", lambda: control.state is DictationState.IDLE, 1)
    desk.hands.wait("the words being saved", lambda: desk.chart.autosave.is_clean)
    assert recall(OPENING, saved(desk, note, "cc")) > 0.9
    desk.workspace.dictate_file(beginning(TWO_CITIES, 5, tmp_path / "next.wav"))
    length = len(saved(desk, note, "cc"))
    desk.hands.wait("another file", lambda: len(desk.chart.editor.editor("cc").toPlainText()) > length)


def test_a_microphone_that_vanishes_mid_sentence_is_told_and_what_was_said_is_in_the_note(
    virtual_microphone: VirtualMicrophone, desk: Workstation
) -> None:
    note = desk.begin_encounter()
    control = desk.workspace.control
    desk.hands.press("F9")
    desk.hands.wait("listening", lambda: control.state is DictationState.LISTENING)
    virtual_microphone.play(TWO_CITIES)
    desk.hands.wait("the first words", lambda: desk.chart.editor.editor("cc").toPlainText())
    virtual_microphone.unplug()
    desk.hands.wait("being told", lambda: "microphone" in said(desk).lower())
    desk.hands.wait("the words being saved", lambda: desk.chart.autosave.is_clean)
    assert recall(OPENING, saved(desk, note, "cc")) > 0.85
    assert control.state is DictationState.LISTENING
    assert "goes on when it is back" in said(desk)
    assert desk.workspace.dictation.toggle.text() == "No sound"
    desk.hands.press("F9")
    desk.hands.wait("silence", lambda: control.state is DictationState.IDLE)
    assert "was away at the end" in said(desk)
    assert "is missing" in said(desk)
    assert desk.workspace.dictation.toggle.text() == "Dictate"


def test_a_microphone_that_is_plugged_in_again_is_listened_to_without_a_key(
    virtual_microphone: VirtualMicrophone, desk: Workstation
) -> None:
    desk.begin_encounter()
    bar, control = desk.workspace.dictation, desk.workspace.control
    desk.hands.press("F9")
    desk.hands.wait("listening", lambda: control.state is DictationState.LISTENING)
    virtual_microphone.take_out()
    desk.hands.wait("being told", lambda: bar.toggle.text() == "No sound")
    virtual_microphone.put_back()
    desk.hands.wait("being told that it is back", lambda: "The microphone is back" in said(desk))
    assert bar.toggle.text() == "Listening"
    virtual_microphone.play(TWO_CITIES)
    desk.hands.wait("words", lambda: desk.chart.editor.editor("cc").toPlainText(), 60)
    desk.hands.press("F9")
    desk.hands.wait("silence", lambda: control.state is DictationState.IDLE)


def test_without_a_microphone_the_user_is_told_and_can_go_on_typing(
    desk: Workstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    note = desk.begin_encounter()
    desk.hands.press("F9")
    desk.hands.wait("being told", lambda: "microphone" in said(desk).lower())
    desk.hands.type("Cough.")
    desk.hands.wait("the words being saved", lambda: desk.chart.autosave.is_clean)
    assert "microphone" in said(desk).lower()
    assert desk.workspace.dictation.toggle.text() == "Dictate"
    assert saved(desk, note, "cc") == "Cough."


def test_a_recogniser_that_keeps_dying_is_told_and_what_was_said_is_recognised_after_the_stop(
    virtual_microphone: VirtualMicrophone, desk: Workstation
) -> None:
    desk.begin_encounter()
    control = desk.workspace.control
    desk.hands.press("F9")
    desk.hands.wait("listening", lambda: control.state is DictationState.LISTENING)
    virtual_microphone.play(TWO_CITIES)
    desk.hands.wait("being told", lambda: kill_recognisers() and "keeps breaking down" in said(desk))
    assert control.state is DictationState.LISTENING
    desk.hands.press("F9")
    desk.hands.wait("silence", lambda: control.state is DictationState.IDLE)
    desk.hands.wait("words after all", lambda: desk.chart.editor.editor("cc").toPlainText())


def kill_recognisers() -> bool:
    """End every worker there is now; always True, to be called before a look at something else."""
    for process in multiprocessing.active_children():
        process.kill()
    return True
