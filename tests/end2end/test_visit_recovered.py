"""The window after a dictation that was cut short: the rest is recognised, said, and can be heard again."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.session.profile import Profile
from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.microphone import Microphone
from tests.helpers.clinic import IMOGEN, PHYSICIAN, SCRIBE, chart_of, clinic_in, origins, session_of
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.dictating_loop import BLOCK
from tests.helpers.listener import ignore
from tests.helpers.recordings import FIRST_SENTENCES, TWO_CITIES, beginning, recall, words
from tests.helpers.virtual_microphone import VirtualMicrophone
from tests.helpers.visits import typed


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    profile = clinic_in(tmp_path, IMOGEN)
    cut_short(profile, sixteen_khz(beginning(TWO_CITIES, 9.2, tmp_path / "clip.wav")))
    return profile


@pytest.fixture
def day(qtbot: QtBot, profile: Profile, tmp_path: Path) -> Iterator[ClinicDay]:
    day = ClinicDay(profile, tmp_path / "pictures")
    yield day
    day.close()


def sixteen_khz(recording: Path) -> bytes:
    with AudioFile.open(recording) as audio:
        return b"".join(audio.blocks())


def cut_short(profile: Profile, sound: bytes) -> None:
    """Leave behind what a program does that was killed before it had recognised anything."""
    note_id = chart_of(profile, IMOGEN.name).note.id
    with closing(session_of(profile, SCRIBE)) as session:
        on_disk = threading.Event()
        take = session.sound.take(note_id, "hpi", "", pass_on=ignore, on_end=on_disk.set, on_trouble=ignore)
        for at in range(0, len(sound), BLOCK):
            take.write(sound[at : at + BLOCK])
        take.finish()
        assert on_disk.wait(10)


def test_what_was_cut_short_is_recognised_after_log_in_and_said(day: ClinicDay, profile: Profile) -> None:
    day.enter(SCRIBE)
    bar = day.workspace.dictation
    day.hands.wait("the recovery", lambda: "Recovered" in bar.partial.text(), 60)
    assert "Imogen Hartley · History of present illness" in bar.partial.text()
    assert "last half second" in bar.partial.text()
    day.open(IMOGEN.name)
    hpi = day.chart.editor.editor("hpi").toPlainText()
    assert recall(FIRST_SENTENCES, hpi) > 0.85
    day.lock()
    day.enter(SCRIBE)
    day.hands.wait("nothing to recover", lambda: not day.workspace.recovering.writes_into("any"))
    day.lock()
    content = chart_of(profile, IMOGEN.name).content["hpi"]
    assert set(origins(content)) == {"dictated"}
    assert content.text == hpi


def test_words_that_are_recovered_go_behind_what_is_being_typed(day: ClinicDay, profile: Profile) -> None:
    day.enter(SCRIBE)
    day.open(IMOGEN.name)
    day.hands.press("Ctrl+2")
    day.hands.type("Typed meanwhile.")
    bar = day.workspace.dictation
    day.hands.wait("the recovery", lambda: "Recovered" in bar.partial.text(), 60)
    day.lock()
    content = chart_of(profile, IMOGEN.name).content["hpi"]
    assert content.text.startswith("Typed meanwhile. ")
    assert recall(FIRST_SENTENCES, origins(content)["dictated"]) > 0.85
    assert words(content.text).count("wisdom") == 1


def test_locking_in_the_middle_of_it_leaves_the_rest_for_later(day: ClinicDay, profile: Profile) -> None:
    day.enter(SCRIBE)
    day.lock()
    day.enter(SCRIBE)
    bar = day.workspace.dictation
    day.hands.wait("the recovery", lambda: "Recovered" in bar.partial.text(), 60)
    day.lock()
    content = chart_of(profile, IMOGEN.name).content["hpi"]
    assert recall(FIRST_SENTENCES, content.text) > 0.85
    assert words(content.text).count("wisdom") == 1


def test_sound_of_which_the_disk_took_nothing_is_told_of_as_missing(day: ClinicDay, profile: Profile) -> None:
    for path in profile.sound.iterdir():
        path.unlink()
    day.enter(SCRIBE)
    said = day.workspace.dictation.partial
    day.hands.wait("the news", lambda: "reached the disk: what was said is missing." in said.text(), 30)
    assert "into Imogen Hartley · History of present illness" in said.text()
    assert said.property("role") == "error"


def test_who_signs_is_told_of_what_could_not_be_recognised(day: ClinicDay, profile: Profile) -> None:
    break_engine(profile)
    day.enter(PHYSICIAN)
    bar = day.workspace.dictation
    day.hands.wait("the failure", lambda: "is not recognised yet" in bar.partial.text(), 30)
    day.open(IMOGEN.name)
    bar.dismiss()
    assert "is not recognised yet" in bar.partial.text()
    day.write_what_is_required()
    day.hands.type("Cough.")
    day.hands.press("Ctrl+Shift+S")
    asked = day.chart.review.error
    day.hands.wait("the warning", lambda: "signed without it" in asked.text())
    assert "said into History of present illness" in asked.text()


def test_who_hands_a_note_over_is_told_once_of_what_could_not_be_recognised(
    day: ClinicDay, profile: Profile
) -> None:
    break_engine(profile)
    day.enter(SCRIBE)
    bar = day.workspace.dictation
    day.hands.wait("the failure", lambda: "is not recognised yet" in bar.partial.text(), 30)
    day.open(IMOGEN.name)
    day.write_what_is_required()
    day.hands.type("Cough.")
    day.hands.press("Ctrl+Return")
    asked = day.chart.review.error
    day.hands.wait("the warning", lambda: "Submit once more to go on without it." in asked.text())
    assert day.chart.chart.state is NoteState.DRAFT
    day.submit()


def test_words_that_come_too_late_for_their_note_are_shown_until_they_are_put_away(
    day: ClinicDay, profile: Profile
) -> None:
    note_id = chart_of(profile, IMOGEN.name).note.id
    with closing(session_of(profile, PHYSICIAN)) as session:
        session.charting.save(note_id, {"cc": typed(session, "Cough")})
        session.review.sign(note_id, PHYSICIAN.passphrase, "I agree.")
    for _ in range(2):
        day.enter(PHYSICIAN)
        wait_for_late_words(day)
        said = day.workspace.dictation.partial
        assert "Not in Imogen Hartley · History of present illness: “" in said.text()
        assert " into Imogen" not in said.text()
        assert said.property("role") == "error"
        day.lock()
    day.enter(PHYSICIAN)
    wait_for_late_words(day)
    day.hands.press("Escape")
    assert "Not in" not in day.workspace.dictation.partial.text()
    day.lock()
    day.enter(PHYSICIAN)
    day.hands.wait("nothing to do", lambda: not day.workspace.recovering.writes_into(note_id))
    assert day.workspace.dictation.partial.text() == ""


def wait_for_late_words(day: ClinicDay) -> None:
    said = day.workspace.dictation.partial
    day.hands.wait("the words", lambda: recall(FIRST_SENTENCES, said.text()) > 0.85, 60)
    day.hands.wait("the end", lambda: "did not take all its words" in said.text())


def break_engine(profile: Profile) -> None:
    """Have this workstation use a model that is not there."""
    with closing(session_of(profile, PHYSICIAN)) as session:
        session.preferences.set_speech(engine="vosk", vosk_model="/nowhere", microphone=None)


def test_a_word_is_played_by_one_key(
    virtual_microphone: VirtualMicrophone, day: ClinicDay, profile: Profile
) -> None:
    day.enter(SCRIBE)
    bar = day.workspace.dictation
    day.hands.wait("the recovery", lambda: "Recovered" in bar.partial.text(), 60)
    day.open(IMOGEN.name)
    day.hands.press("Ctrl+2", "Ctrl+Home")
    levels: list[float] = []
    ears = Microphone()
    ears.start(ignore, levels.append, ignore)
    for _ in range(3):
        day.hands.press("Ctrl+Right")
    day.hands.press("Ctrl+Shift+U")
    day.hands.wait("the sound", lambda: "Heard as" in bar.partial.text())
    ears.stop()
    assert max(levels) > 0.5
    word = day.chart.editor.section_editor("hpi").word_in_hand().selectedText()
    assert word.lower() in bar.partial.text().lower()
