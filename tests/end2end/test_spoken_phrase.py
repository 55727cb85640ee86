"""A phrase and a command asked for by voice, through the real recogniser."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin
from scribe_desktop.session.dictation import DictationState
from tests.helpers.clinic import IMOGEN, SCRIBE, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart
from tests.helpers.recordings import spoken
from tests.helpers.virtual_microphone import VirtualMicrophone

SAID = ("Insert no known drug allergies.", "Next section.", "The patient sleeps well.")
PAUSE_S = 1.5


def recording(folder: Path) -> Path:
    """The utterances one after the other, with pauses in between."""
    sound: list[np.ndarray] = []
    for number, text in enumerate(SAID):
        samples, rate = soundfile.read(str(spoken(text, folder / f"{number}.wav", "rms")), dtype="int16")
        sound += [samples, np.zeros(int(PAUSE_S * rate), dtype="int16")]
    soundfile.write(str(folder / "all.wav"), np.concatenate(sound), rate)
    return folder / "all.wav"


@pytest.fixture
def day(qtbot: QtBot, virtual_microphone: VirtualMicrophone, tmp_path: Path) -> Iterator[ClinicDay]:
    with at_chart(clinic_in(tmp_path, IMOGEN), SCRIBE, IMOGEN, "Ctrl+8") as day:
        day.hands.wait("the recogniser", day.workspace.dictation.engine.text)
        yield day


def say_while_held(day: ClinicDay, clip: Path, microphone: VirtualMicrophone) -> None:
    QTest.keyPress(day.window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    day.hands.wait("listening", lambda: day.workspace.control.state is DictationState.LISTENING)
    speech = microphone.play(clip)
    day.hands.wait("the end of it", lambda: speech.poll() is not None)
    QTest.keyRelease(day.window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    day.hands.wait("quiet", lambda: day.workspace.control.is_quiet, 30)


def test_what_is_said_while_the_command_key_is_held_is_done_and_never_written(
    day: ClinicDay, virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    bar, editor = day.workspace.dictation, day.chart.editor
    say_while_held(day, spoken("next section", tmp_path / "next.wav", "rms"), virtual_microphone)
    assert "Heard “Next section”" in bar.partial.text()
    assert editor.current_section == "ros"
    say_while_held(day, spoken("the patient sleeps well", tmp_path / "text.wav", "rms"), virtual_microphone)
    assert "is no command here; nothing was done" in bar.partial.text()
    assert all(not editor.passage(key).text for key in ("allergies", "ros"))
    assert day.workspace.session.desk.store.recordings.kept() == frozenset()


def test_a_phrase_is_put_in_by_voice_and_the_words_go_on_where_the_voice_leads(
    qtbot: QtBot, tmp_path: Path
) -> None:
    profile = clinic_in(tmp_path, IMOGEN)
    day = ClinicDay(profile, tmp_path / "pictures")
    day.enter(SCRIBE)
    day.open(IMOGEN.name)
    day.hands.press("Ctrl+8")
    day.hands.wait("the recogniser", day.workspace.dictation.engine.text)
    day.workspace.dictate_file(recording(tmp_path))
    editor = day.chart.editor
    day.hands.wait("the sentence", lambda: editor.passage("ros").text, 60)
    day.hands.wait("the end", lambda: day.workspace.control.state is DictationState.IDLE)
    day.hands.picture("spoken")
    allergies, review = editor.passage("allergies"), editor.passage("ros")
    day.close()
    assert allergies.text == "No known drug allergies, as reported by ***."
    assert {(s.origin, s.detail) for _, s in allergies.pieces()} == {(Origin.PHRASE, "nkda, spoken")}
    assert "sleeps well" in review.text
    assert {source.origin for _, source in review.pieces()} == {Origin.DICTATED}
