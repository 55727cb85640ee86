"""Forms above a section: worked by keys, told in the text, undone in one step, kept in the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import PHYSICIAN, Visitor, chart_of, found
from tests.helpers.clinic_day import ClinicDay

VISITOR = Visitor("M-1", "Imogen Hartley")


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The physician has the visitor's empty note open."""
    profile = Profile(tmp_path / "profile")
    found(profile, VISITOR)
    day = ClinicDay(profile, tmp_path / "pictures")
    day.window.resize(1280, 900)
    day.enter(PHYSICIAN)
    day.open(VISITOR.name)
    yield day
    day.close()


def text(day: ClinicDay, key: str) -> str:
    return day.chart.editor.editor(key).toPlainText()


def value(day: ClinicDay, key: str) -> str:
    return day.chart.editor.passage(key).text


def focused_line() -> QLineEdit:
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    return line


def hpi_form(day: ClinicDay) -> None:
    """Go to the history and open its form."""
    day.hands.press("Ctrl+2", "F7")


def test_elements_are_told_in_the_text_while_they_are_typed(day: ClinicDay) -> None:
    hpi_form(day)
    assert focused_line().accessibleName() == "Onset"
    day.hands.type("3 days ago")
    day.hands.press(*["Return"] * 7)
    day.hands.type("7")
    assert text(day, "hpi") == "Onset: 3 days ago. Severity: 7/10."
    day.hands.press(*["Up"] * 6)
    day.hands.type("left knee")
    assert text(day, "hpi") == "Onset: 3 days ago. Location: left knee. Severity: 7/10."


def test_one_undo_takes_back_what_was_typed_into_a_field_and_its_sentence(day: ClinicDay) -> None:
    hpi_form(day)
    day.hands.type("today")
    day.hands.press("Return")
    day.hands.type("jaw")
    day.hands.press("Ctrl+Z")
    assert (text(day, "hpi"), value(day, "hpi.location")) == ("Onset: today.", "")
    assert focused_line().text() == ""
    day.hands.press("Ctrl+Y")
    assert (text(day, "hpi"), value(day, "hpi.location")) == ("Onset: today. Location: jaw.", "jaw")
    day.hands.press("Ctrl+Z", "Ctrl+Z")
    assert (text(day, "hpi"), value(day, "hpi.onset")) == ("", "")


def test_an_edited_sentence_is_left_alone_and_written_anew_when_asked(day: ClinicDay) -> None:
    hpi_form(day)
    day.hands.type("today")
    editor = day.chart.editor.editor("hpi")
    editor.setFocus()
    editor.select(12, 12)
    day.hands.type(" at noon")
    day.hands.press("F7")
    day.hands.type(", late")
    assert text(day, "hpi") == "Onset: today at noon."
    panel = day.chart.editor.forms.panel("hpi")
    assert panel is not None
    day.hands.wait("a word about it", panel.anew.isVisible)
    assert panel.message.text().startswith("Onset was edited in the text")
    day.hands.press("Ctrl+Shift+T")
    assert text(day, "hpi") == "Onset: today, late."
    assert not panel.anew.isVisible()
    day.hands.press("Ctrl+Z")
    assert text(day, "hpi") == "Onset: today at noon."


def test_values_and_text_are_the_same_after_saving_and_opening_again(day: ClinicDay, tmp_path: Path) -> None:
    hpi_form(day)
    day.hands.type("today")
    day.hands.press("Ctrl+S")
    day.hands.wait("safe words", lambda: day.chart.autosave.is_clean)
    day.lock()
    chart = chart_of(Profile(tmp_path / "profile"), VISITOR.name)
    assert chart.content["hpi.onset"].text == "today"
    day.enter(PHYSICIAN)
    day.open(VISITOR.name)
    day.hands.wait("the form that was open", lambda: day.chart.editor.forms.panel("hpi"))
    day.hands.press("Ctrl+2", "F7")
    day.hands.type("!")
    assert text(day, "hpi") == "Onset: today!."
