"""The palette and the cheat sheet over the real window, by keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin
from scribe_desktop.session.commands import CommandId
from scribe_desktop.session.palette import Entry
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.cheat_sheet import CheatSheet
from scribe_desktop.views.command_palette import CommandPalette
from scribe_desktop.views.help_view import HelpView
from scribe_desktop.views.palette_row import ENTRY
from tests.helpers.clinic import CASEY, IMOGEN, SCRIBE, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return clinic_in(tmp_path, IMOGEN, CASEY)


@pytest.fixture
def day(qtbot: QtBot, profile: Profile, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe has the first visitor's chart open, the cursor in the chief complaint."""
    with at_chart(profile, SCRIBE, IMOGEN) as day:
        yield day


def palette(day: ClinicDay) -> CommandPalette:
    found = day.window.findChild(CommandPalette)
    assert isinstance(found, CommandPalette)
    return found


def ask(day: ClinicDay, typed: str = "") -> list[str]:
    """Open the palette, with the encounters in it, and type; returns the titles found."""
    day.hands.press("Ctrl+K")
    assert palette(day).search.hasFocus()
    day.app.jobs.wait(10_000)
    day.hands.type(typed)
    return titles(day)


def titles(day: ClinicDay) -> list[str]:
    rows = palette(day).list
    entries: list[Entry] = [rows.item(row).data(ENTRY) for row in range(rows.count())]
    return [entry.title for entry in entries]


def test_a_section_is_found_by_its_initials_and_enter_goes_there(day: ClinicDay) -> None:
    assert ask(day, "hpi")[0] == "History of present illness"
    day.hands.press("Return")
    day.hands.type("Since Monday")
    assert day.chart.editor.editor("hpi").toPlainText() == "Since Monday"
    assert not palette(day).isVisible()


def test_escape_gives_the_cursor_and_the_selection_back(day: ClinicDay) -> None:
    day.hands.type("Sore throat")
    day.hands.press("Shift+Left", "Shift+Left")
    ask(day, "sign")
    day.hands.press("Escape")
    assert day.chart.editor.editor("cc").hasFocus()
    day.hands.type("X")
    assert day.chart.editor.editor("cc").toPlainText() == "Sore throX"


def test_asked_for_a_second_time_it_closes(day: ClinicDay) -> None:
    ask(day, "a")
    day.hands.press("Ctrl+K")
    assert not palette(day).isVisible()
    assert day.chart.editor.editor("cc").hasFocus()


@pytest.mark.parametrize("place", ["filter", "list"])
def test_it_opens_wherever_the_focus_is_and_goes_back_there(day: ClinicDay, place: str) -> None:
    widget = getattr(day.workspace.encounters, place)
    day.go_to(widget)
    ask(day)
    day.hands.press("Escape")
    assert widget.hasFocus()


def test_another_patients_chart_is_opened_by_name(day: ClinicDay) -> None:
    assert ask(day, "okon") == [CASEY.name]
    day.hands.press("Return")
    day.hands.wait("the chart", lambda: day.chart.chart.encounter.patient.name == CASEY.name)


def test_a_dot_phrase_goes_where_the_cursor_was_and_is_known_as_one(day: ClinicDay) -> None:
    day.hands.type("Before ")
    phrase = day.workspace.session.phrases.all()[0]
    assert ask(day, f".{phrase.name}")[0] == f".{phrase.name}"
    day.hands.press("Return")
    passage = day.chart.editor.passage("cc")
    assert passage.text.startswith("Before ")
    assert {run.source.origin for run in passage.runs} == {Origin.TYPED, Origin.PHRASE}


def test_only_what_makes_sense_here_is_offered(day: ClinicDay) -> None:
    assert "Submit for review" in ask(day)
    assert not {"Sign", "Return to scribe", "Add addendum"} & set(titles(day))
    day.hands.press("Escape", "Ctrl+,")
    day.hands.wait("the settings", lambda: day.workspace.pages.currentWidget() is not day.chart)
    offered = ask(day)
    assert "Settings" in offered
    assert not {"Submit for review", "Chief complaint"} & set(offered)
    day.hands.press("Escape")


def test_what_was_used_lately_comes_first_also_after_the_next_log_in(day: ClinicDay) -> None:
    assert ask(day)[0] != "Light or dark"
    day.hands.type("light or")
    day.hands.press("Return")
    assert ask(day)[0] == "Light or dark"
    day.hands.press("Return")
    day.lock()
    day.enter(SCRIBE)
    day.app.jobs.wait(10_000)
    assert ask(day)[0] == "Light or dark"
    day.hands.press("Escape")


def test_the_screen_reader_hears_what_enter_would_do(day: ClinicDay) -> None:
    ask(day, "next blank")
    interface = QAccessible.queryAccessibleInterface(palette(day).search)
    assert "Find anything" in interface.text(QAccessible.Text.Name)
    assert interface.text(QAccessible.Text.Description).startswith("Next blank, ")
    assert interface.text(QAccessible.Text.Description).endswith("F2")
    day.hands.press("Ctrl+A")
    day.hands.type("xyzzy")
    assert interface.text(QAccessible.Text.Description) == palette(day).nothing.text()
    day.hands.press("Return")
    assert palette(day).isVisible()
    day.hands.press("Escape")


def test_locking_takes_the_names_of_patients_along(day: ClinicDay) -> None:
    ask(day, "okon")
    day.lock()
    day.hands.wait("the end of the palette", lambda: day.window.findChild(CommandPalette) is None)


def test_typing_elsewhere_after_the_mouse_went_there_is_not_disturbed(day: ClinicDay) -> None:
    ask(day)
    day.chart.editor.editor("hpi").setFocus(Qt.FocusReason.MouseFocusReason)
    assert not palette(day).isVisible()
    assert day.chart.editor.editor("hpi").hasFocus()


def test_help_comes_up_when_f1_is_let_go_at_once(day: ClinicDay) -> None:
    day.hands.press("F1")
    day.hands.wait("the help", lambda: day.window.findChild(HelpView))
    assert day.window.findChild(CheatSheet) is None


def test_the_cheat_sheet_stays_as_long_as_f1_is_held(day: ClinicDay) -> None:
    cursor = day.chart.editor.editor("cc")
    QTest.keyPress(cursor, Qt.Key.Key_F1)
    day.hands.wait("the sheet", lambda: day.window.findChild(CheatSheet))
    sheet = day.window.findChild(CheatSheet)
    assert isinstance(sheet, CheatSheet)
    assert day.window.rect().contains(sheet.geometry())
    QTest.keyRelease(cursor, Qt.Key.Key_F1)
    day.hands.wait("no sheet", lambda: day.window.findChild(CheatSheet) is None)
    assert day.window.findChild(HelpView) is None
    assert QApplication.focusWidget() is cursor


def test_the_menu_still_leads_to_the_help(day: ClinicDay) -> None:
    day.window.actions_.action(CommandId.HELP).trigger()
    assert day.window.findChild(HelpView) is not None
