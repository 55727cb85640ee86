"""Real notes go into the window by one key and come out by another, without a changed character.

They are those of ACI-BENCH (train and valid), which are no part of the project; `SCRIBE_ACI_BENCH` names
their folder.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.note_text import take_apart
from scribe_desktop.notes.passage import Origin, Source
from tests.bench import check_bench
from tests.helpers.clinic import SCRIBE, Visitor, clinic_in
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.note_types import SOAP

pytestmark = pytest.mark.skipif(
    not check_bench.DATA.is_dir(), reason=f"ACI-BENCH is not in {check_bench.DATA}"
)
FIRST, SECOND, THIRD = (
    Visitor("M-1", "Imogen Hartley"),
    Visitor("M-2", "Odalys Brandvold"),
    Visitor("M-3", "Casimir Wendt"),
)
_OFTEN = 12
"""Every so many notes the store is asked, too."""


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe is logged in."""
    day = ClinicDay(clinic_in(tmp_path, FIRST, SECOND, THIRD), tmp_path / "pictures")
    day.enter(SCRIBE)
    yield day
    day.close()
    QGuiApplication.clipboard().clear()


def said(content: NoteContent) -> dict[str, str]:
    return {key: passage.text for key, passage in content.items() if not passage.is_blank}


def apart(text: str) -> dict[str, str]:
    """What each section of a note says, read without the window."""
    return said(take_apart(text, SOAP, Source(Origin.PASTED, "somebody"), otherwise="cc")[0])


def copied(day: ClinicDay) -> str:
    """What the key for the whole note puts on an empty clipboard."""
    QGuiApplication.clipboard().clear()
    day.hands.press("Ctrl+Alt+C")
    return QGuiApplication.clipboard().text()


def paste(day: ClinicDay, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    day.hands.press("Ctrl+1", "Ctrl+Shift+V")


def put_away(day: ClinicDay) -> None:
    front = day.chart
    day.hands.press("Ctrl+W")
    day.hands.wait("the chart put away", lambda: front not in day.workspace.charts.views)


def test_all_of_them_come_out_of_the_window_and_the_store_as_they_went_in(day: ClinicDay) -> None:
    notes = check_bench.real_notes()
    assert len(notes) == 87
    day.open(FIRST.name)
    for number, note in enumerate(notes):
        paste(day, note.text)
        assert copied(day) == note.text, note.id
        if number % _OFTEN == 0:
            day.hands.wait("safe words", lambda: day.chart.autosave.is_clean)
            stored = day.workspace.session.charting.open(day.chart.chart.encounter.id).content
            assert said(stored) == apart(note.text), note.id
        day.hands.press("Ctrl+Z")
        assert said(day.chart.editor.content()) == {}, note.id


def test_a_note_opened_again_is_copied_under_its_titles_and_has_the_same_sections(day: ClinicDay) -> None:
    notes = check_bench.real_notes()[:: -1 - _OFTEN]
    for visitor, note in zip((FIRST, SECOND, THIRD), notes, strict=False):
        day.open(visitor.name)
        paste(day, note.text)
        put_away(day)
        day.open(visitor.name)
        whole = copied(day)
        assert apart(whole) == apart(note.text), note.id
        assert whole.startswith(("CHIEF COMPLAINT\n", "HISTORY OF PRESENT ILLNESS\n")), note.id
