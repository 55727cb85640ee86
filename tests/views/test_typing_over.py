"""What is typed over dictated words twice is offered as a rule, as any other correction is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.dictated import Spoken
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import Channel, Recording, RecordingState, TimedWord, Utterance
from tests.helpers.clinic import IMOGEN, PHYSICIAN, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    with at_chart(clinic_in(tmp_path, IMOGEN), PHYSICIAN, IMOGEN, "Ctrl+2") as day:
        yield day


def dictate(day: ClinicDay, text: str) -> None:
    """Words behind those that stand there, with what is kept of them."""
    session, note_id = day.workspace.session, day.chart.chart.note.id
    recording = Recording(
        new_id(),
        note_id,
        "hpi",
        session.desk.author,
        session.desk.clock(),
        "",
        Channel.MICROPHONE,
        RecordingState.RECOGNISED,
        1.0,
        bytes(32),
    )
    words = tuple(TimedWord(word, at / 2, at / 2 + 0.4, 1.0) for at, word in enumerate(text.split()))
    utterance = Utterance(recording.id, 0.0, len(words) / 2, "clinical", text, words, placed=True)
    session.desk.store.recordings.begin(recording)
    session.desk.store.recordings.heard(utterance)
    source = Spoken("clinical", utterance.id).source(session.person.id)
    day.chart.dictated.append("hpi", Passage.of(text, source))


def type_over(day: ClinicDay, words: str, instead: str) -> None:
    text = day.chart.editor.section_editor("hpi").toPlainText()
    start = text.rindex(words)
    day.chart.editor.show_stretch("hpi", start, start + len(words))
    day.hands.type(instead)


def line(day: ClinicDay) -> str:
    return day.chart.flags.line.text()


def test_the_second_time_it_is_offered_and_one_key_makes_it_a_rule(day: ClinicDay) -> None:
    replacements = day.workspace.session.replacements
    dictate(day, "He has new mumia today.")
    type_over(day, "new mumia", "pneumonia")
    day.hands.wait("the first time", lambda: replacements._seen)
    assert "again" not in line(day)
    dictate(day, "No more new mumia now.")
    type_over(day, "new mumia", "pneumonia")
    day.hands.wait("the offer", lambda: "“new mumia” became “pneumonia” again" in line(day))
    day.hands.press("Ctrl+F9")
    day.hands.wait("the rule", lambda: replacements.rules == {"new mumia": "pneumonia"})


def test_one_place_counts_once_however_often_it_is_written_anew(day: ClinicDay) -> None:
    replacements = day.workspace.session.replacements
    dictate(day, "He has new mumia today.")
    type_over(day, "new mumia", "pneumonia")
    day.hands.wait("the first time", lambda: replacements._seen)
    day.hands.type(" on the left")
    day.hands.wait("the rest", lambda: replacements._seen[0][1].endswith("left"))
    assert len(replacements._seen) == 1
    assert "again" not in line(day)


def test_what_may_be_said_of_another_patient_is_never_offered(day: ClinicDay) -> None:
    replacements = day.workspace.session.replacements
    for _ in range(2):
        before = len(replacements._seen)
        dictate(day, "Pain in the left arm.")
        type_over(day, "left", "right")
        day.hands.wait("the correction", lambda: len(replacements._seen) > before)  # noqa: B023
    assert day.app.jobs.wait(30_000)
    assert "again" not in line(day)
    day.hands.press("Ctrl+F9")
    assert line(day) == "No correction is on offer as a rule."
    assert not replacements.rules
