"""Recorded speech, spoken in front of the real window, on its way into the encrypted store."""

from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.dictated import spoken
from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.dictation import DictationState
from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import CASEY, IMOGEN, SCRIBE, chart_of, clinic_in, origins
from tests.helpers.clinic_day import ClinicDay, at_chart
from tests.helpers.recordings import (
    FIRST_SENTENCES,
    KOREAN_MODEL,
    TWO_CITIES,
    beginning,
    recall,
    spoken_korean,
    words,
)
from tests.helpers.virtual_microphone import VirtualMicrophone

FIRST_LINE = FIRST_SENTENCES.splitlines()[0]


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return clinic_in(tmp_path, IMOGEN, CASEY)


@pytest.fixture
def day(
    qtbot: QtBot, profile: Profile, virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> Iterator[ClinicDay]:
    """The scribe has the first visitor's chart open and the cursor in the HPI."""
    with at_chart(profile, SCRIBE, IMOGEN, "Ctrl+2") as day:
        yield day


@pytest.fixture
def two_sentences(tmp_path: Path) -> Path:
    return beginning(TWO_CITIES, 9.2, tmp_path / "two sentences.wav")


@pytest.fixture
def one_sentence(tmp_path: Path) -> Path:
    return beginning(TWO_CITIES, 4.7, tmp_path / "one sentence.wav")


def wait_for(day: ClinicDay, state: DictationState) -> None:
    day.hands.wait(f"dictation {state.value}", lambda: day.workspace.control.state is state)


def start(day: ClinicDay) -> None:
    day.hands.wait("the recogniser", day.workspace.dictation.engine.text)
    day.hands.press("F9")
    wait_for(day, DictationState.LISTENING)


def wait_for_silence(day: ClinicDay, speech: "Popen[bytes]") -> None:
    day.hands.wait("the end of the recording", lambda: speech.poll() is not None)


def assert_dictated(passage: Passage, said: str, engine: str = "clinical") -> None:
    assert recall(said, passage.text) > 0.85
    assert set(origins(passage)) == {"dictated"}
    runs = [how for run in passage.runs if (how := spoken(run.source))]
    assert {how.engine for how in runs} == {engine}
    assert all(how.utterance for how in runs)


def test_words_go_where_dictation_began_while_the_scribe_types_elsewhere(
    day: ClinicDay, profile: Profile, virtual_microphone: VirtualMicrophone, two_sentences: Path
) -> None:
    bar = day.workspace.dictation
    start(day)
    speech = virtual_microphone.play(two_sentences)
    day.hands.press("Ctrl+1")
    day.hands.type("Sore throat")
    day.hands.wait("live words", lambda: "best of times" in bar.partial.text().lower())
    assert "History" in bar.anchor.text()
    day.hands.type(" since Monday.")
    wait_for_silence(day, speech)
    day.hands.press("F9")
    wait_for(day, DictationState.IDLE)
    day.lock()
    content = chart_of(profile, IMOGEN.name).content
    assert_dictated(content["hpi"], FIRST_SENTENCES)
    assert origins(content["cc"]) == {"typed": "Sore throat since Monday."}
    assert set(content) == {"hpi", "cc"}


def test_words_spoken_into_the_middle_of_a_section_stay_apart_from_what_is_typed_around_them(
    day: ClinicDay, profile: Profile, virtual_microphone: VirtualMicrophone, one_sentence: Path
) -> None:
    day.hands.type("Before. After.")
    day.hands.press(*["Left"] * len(" After."))
    start(day)
    speech = virtual_microphone.play(one_sentence)
    day.hands.press("Ctrl+End")
    day.hands.type(" Typed meanwhile.")
    wait_for_silence(day, speech)
    day.hands.press("F9")
    wait_for(day, DictationState.IDLE)
    day.lock()
    hpi = chart_of(profile, IMOGEN.name).content["hpi"]
    shares = origins(hpi)
    assert shares["typed"] == "Before. After. Typed meanwhile."
    assert recall(FIRST_LINE, shares["dictated"]) > 0.85
    assert hpi.text.startswith("Before. It was")
    assert hpi.text.endswith(" After. Typed meanwhile.")


def test_push_to_talk_listens_as_long_as_the_key_is_down(
    day: ClinicDay,
    profile: Profile,
    virtual_microphone: VirtualMicrophone,
    one_sentence: Path,
    tmp_path: Path,
) -> None:
    hpi_editor = day.chart.editor.editor("hpi")
    day.hands.wait("the recogniser", day.workspace.dictation.engine.text)
    QTest.keyPress(hpi_editor, Qt.Key.Key_F8)
    wait_for(day, DictationState.LISTENING)
    wait_for_silence(day, virtual_microphone.play(one_sentence))
    QTest.keyRelease(hpi_editor, Qt.Key.Key_F8)
    wait_for(day, DictationState.IDLE)
    wait_for_silence(day, virtual_microphone.play(beginning(TWO_CITIES, 2, tmp_path / "unheard.wav")))
    day.lock()
    hpi = chart_of(profile, IMOGEN.name).content["hpi"]
    assert_dictated(hpi, FIRST_LINE)
    assert words(hpi.text).count("best") == 1


def test_the_last_words_find_their_note_after_the_scribe_has_opened_another(
    day: ClinicDay, profile: Profile, virtual_microphone: VirtualMicrophone, one_sentence: Path
) -> None:
    day.open(CASEY.name)
    second = day.workspace.charts.front_id
    day.open(IMOGEN.name)
    day.hands.press("Ctrl+2")
    start(day)
    wait_for_silence(day, virtual_microphone.play(one_sentence))
    day.hands.press("F9")
    assert not day.workspace.control.is_quiet
    day.workspace.open(second, by_name=True)
    assert day.chart.chart.encounter.patient.name == CASEY.name
    day.hands.press("Ctrl+2")
    day.hands.type("Somebody else.")
    wait_for(day, DictationState.IDLE)
    day.lock()
    assert_dictated(chart_of(profile, IMOGEN.name).content["hpi"], FIRST_LINE)
    assert origins(chart_of(profile, CASEY.name).content["hpi"]) == {"typed": "Somebody else."}


def test_a_dictation_goes_on_into_its_note_while_another_one_is_open(
    day: ClinicDay, profile: Profile, virtual_microphone: VirtualMicrophone, two_sentences: Path
) -> None:
    start(day)
    speech = virtual_microphone.play(two_sentences)
    day.hands.wait("first words", day.chart.editor.editor("hpi").toPlainText)
    day.open(CASEY.name)
    wait_for_silence(day, speech)
    day.hands.press("F9")
    wait_for(day, DictationState.IDLE)
    day.open(IMOGEN.name)
    assert recall(FIRST_SENTENCES, day.chart.editor.editor("hpi").toPlainText()) > 0.85
    day.lock()
    assert_dictated(chart_of(profile, IMOGEN.name).content["hpi"], FIRST_SENTENCES)
    assert chart_of(profile, CASEY.name).content == {}


def test_locking_in_the_middle_of_a_sentence_loses_no_word(
    day: ClinicDay, profile: Profile, virtual_microphone: VirtualMicrophone, two_sentences: Path
) -> None:
    start(day)
    bar = day.workspace.dictation
    virtual_microphone.play(two_sentences)
    day.hands.press("Ctrl+1")
    day.hands.type("Sore throat")
    day.hands.wait("live words", lambda: "best of times" in bar.partial.text().lower())
    assert day.chart.editor.editor("hpi").toPlainText() == ""
    day.lock()
    content = chart_of(profile, IMOGEN.name).content
    assert recall("it was the best of times", content["hpi"].text) > 0.85
    assert origins(content["cc"]) == {"typed": "Sore throat"}


def test_vosk_listens_when_it_is_chosen(
    day: ClinicDay, profile: Profile, virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    day.use_vosk(KOREAN_MODEL)
    day.hands.wait("Vosk", lambda: day.workspace.dictation.engine.text() == "Vosk")
    day.hands.press("Ctrl+2")
    start(day)
    clip = spoken_korean("안녕하세요. 오늘 날씨가 좋습니다. 감사합니다.", tmp_path / "korean.wav")
    wait_for_silence(day, virtual_microphone.play(clip))
    day.hands.press("F9")
    wait_for(day, DictationState.IDLE)
    day.lock()
    hpi = chart_of(profile, IMOGEN.name).content["hpi"]
    assert any("가" <= letter <= "힣" for letter in hpi.text)
    assert {(how := spoken(run.source)) and how.engine for run in hpi.runs} == {"vosk"}


def test_a_microphone_that_is_pulled_and_put_back_goes_on_being_heard(
    day: ClinicDay, profile: Profile, virtual_microphone: VirtualMicrophone, one_sentence: Path
) -> None:
    bar = day.workspace.dictation
    start(day)
    wait_for_silence(day, virtual_microphone.play(one_sentence))
    virtual_microphone.take_out()
    day.hands.wait("the loss", lambda: "The microphone is gone" in bar.partial.text())
    day.hands.wait("the words before it", day.chart.editor.editor("hpi").toPlainText)
    virtual_microphone.put_back()
    day.hands.wait("its return", lambda: "is missing" in bar.partial.text())
    wait_for_silence(day, virtual_microphone.play(one_sentence))
    day.hands.press("F9")
    wait_for(day, DictationState.IDLE)
    assert "is missing" in bar.partial.text()
    day.lock()
    hpi = chart_of(profile, IMOGEN.name).content["hpi"]
    assert recall(f"{FIRST_LINE} {FIRST_LINE}", hpi.text) > 0.85
    assert words(hpi.text).count("best") == 2
