"""A whole emergency note, written by keys alone, submitted, signed, and more text than keys by far."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin
from tests.bench.scripted_notes import prepare, write
from tests.helpers.clinic import SCRIBE
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.scripted_scribe import MouseWatch, load


def test_a_chest_pain_note_takes_an_eighth_of_its_characters_in_keys_and_no_mouse(
    qtbot: QtBot, tmp_path: Path
) -> None:
    script = load("ed_chest_pain")
    day = ClinicDay(prepare(tmp_path / "profile", [script]), tmp_path / "pictures")
    watch = MouseWatch()
    day.enter(SCRIBE)
    presses = write(day, script, tmp_path / "pictures")
    day.hands.picture("signed")
    content = day.chart.chart.content
    day.close()
    assert watch.events == 0
    assert presses.characters / presses.ours >= 8
    assert presses.ours < presses.espanso < presses.typed
    origins = {source.origin for passage in content.values() for _, source in passage.pieces()}
    assert origins == {Origin.TYPED, Origin.PHRASE, Origin.PULLED}
