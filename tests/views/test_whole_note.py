"""The whole note on the clipboard: what stands there, whose words it is, and how long it stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.audit import AuditFilter, AuditKind
from scribe_desktop.notes.passage import Origin
from tests.helpers.clinic import IMOGEN, PHYSICIAN, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The physician has the visitor's empty note open."""
    with at_chart(clinic_in(tmp_path, IMOGEN), PHYSICIAN, IMOGEN) as day:
        yield day
    QGuiApplication.clipboard().clear()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def hint(day: ClinicDay) -> str:
    return day.workspace.dictation.partial.text()


def write(day: ClinicDay) -> None:
    day.hands.press("Ctrl+1")
    day.hands.type("Cough")
    day.chart.editor.editor("vitals.heart_rate").setFocus()
    day.hands.type("82")
    day.chart.editor.section_editor("vitals").setFocus()
    day.hands.type("Sitting")


WRITTEN = "CHIEF COMPLAINT\nCough\n\nVITAL SIGNS\nPulse: 82/min\nSitting"


def test_what_is_written_is_copied_under_the_titles_of_its_sections(day: ClinicDay) -> None:
    write(day)
    day.hands.press("Ctrl+Alt+C")
    assert clipboard() == WRITTEN
    assert hint(day) == "The whole note is on the clipboard. It is not signed."
    copied = AuditFilter(kind=AuditKind.NOTE_COPIED)
    audit = day.workspace.session.desk.store.audit
    day.hands.wait("the entry", lambda: audit.page(copied))
    (entry,) = audit.page(copied)
    assert entry.note_id == day.chart.chart.note.id


def test_an_empty_note_leaves_the_clipboard_alone(day: ClinicDay) -> None:
    QGuiApplication.clipboard().setText("Shopping list")
    day.hands.press("Ctrl+Alt+C")
    assert clipboard() == "Shopping list"
    assert hint(day) == "Nothing is written in this note."


def test_its_words_are_known_as_its_own_and_gone_when_somebody_locks(day: ClinicDay) -> None:
    write(day)
    day.hands.press("Ctrl+Alt+C", "Ctrl+2", "Ctrl+V")
    pasted = day.chart.editor.passage("hpi")
    assert pasted.text == WRITTEN
    assert {source.origin for _, source in pasted.pieces()} == {Origin.TYPED}
    day.lock()
    assert clipboard() == ""


def test_a_note_that_was_pasted_whole_keeps_its_look_until_something_is_written(day: ClinicDay) -> None:
    text = "CC:   Cough\n\n\nPAST HISTORY\n\n  Asthma.  \n"
    QGuiApplication.clipboard().setText(text)
    day.hands.press("Ctrl+Shift+V")
    QGuiApplication.clipboard().clear()
    day.hands.press("Ctrl+Alt+C")
    assert clipboard() == text
    day.hands.press("Ctrl+1", "End")
    day.hands.type("ing")
    day.hands.press("Ctrl+Alt+C")
    assert clipboard() == "CHIEF COMPLAINT\nCoughing\n\nPAST MEDICAL HISTORY\nAsthma."
    day.hands.press("Ctrl+Z", "Ctrl+Z")
    assert day.chart.editor.content().get("cc", None) is not None
    assert not any(passage.text for passage in day.chart.editor.content().values())


def test_a_signed_note_is_copied_with_its_addenda(day: ClinicDay) -> None:
    write(day)
    day.submit()
    day.sign_as(PHYSICIAN)
    day.add_addendum("Culture grew nothing.", PHYSICIAN)
    day.hands.press("Ctrl+Alt+C")
    assert clipboard().startswith("CHIEF COMPLAINT\nCough\n\n")
    assert f"ADDENDUM, {PHYSICIAN.signature}, " in clipboard()
    assert clipboard().endswith("\nCulture grew nothing.")
    assert hint(day) == "The whole note is on the clipboard."
