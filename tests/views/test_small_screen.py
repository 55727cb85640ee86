"""A small screen with the largest text: nothing makes the window larger, and no control is cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.qt import theme
from scribe_desktop.session.commands import CommandId
from scribe_desktop.session.profile import Profile
from scribe_desktop.walk.hands import Stuck
from tests.helpers.clinic import PHYSICIAN, Visitor, found
from tests.helpers.clinic_day import ClinicDay

WIDTH, HEIGHT = 1024, 700
WHO = Visitor("M-1", "Imogen Hartley")
ALIKE = Visitor("M-2", "Imogen Hartlay-Montgomery Ravenscroft")
PAGES = (
    CommandId.SETTINGS,
    CommandId.PHRASES,
    CommandId.SHORTCUTS,
    CommandId.AUDIT,
    CommandId.SEARCH,
    CommandId.OUTBOX,
    CommandId.HELP,
    CommandId.NEW_ENCOUNTER,
)
ASKED = (
    CommandId.REVIEW_QUEUE,
    CommandId.FINDINGS,
    CommandId.EM_LEVEL,
    CommandId.COPY_FORWARD,
    CommandId.PICK_PHRASE,
    CommandId.PALETTE,
    CommandId.FIND_CODE,
    CommandId.SIGN,
    CommandId.SUBMIT,
)
FORMS = ("hpi", "ros", "exam", "results", "problems", "plan_medications", "follow_up")


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    profile = Profile(tmp_path / "profile")
    found(profile, WHO, ALIKE)
    day = ClinicDay(profile, tmp_path / "pictures")
    day.window.resize(WIDTH, HEIGHT)
    theme.apply(day.app.qt, "light", 2.0)
    day.enter(PHYSICIAN)
    day.workspace.open(day.workspace.session.charting.encounters()[0].encounter.id)
    day.hands.wait("the chart", lambda: day.workspace.chart)
    yield day
    theme.apply(day.app.qt, "light", 1.0)
    day.close()


def scrolls(widget: QWidget) -> bool:
    """Whether it stands in something that scrolls to it."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QAbstractScrollArea):
        above = above.parentWidget()
    return above is not None


def wrong(day: ClinicDay) -> list[str]:
    """What does not fit now."""
    window = day.window
    found = [] if window.width() <= WIDTH and window.height() <= HEIGHT else [f"window: {window.size()}"]
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    for widget in shown:
        if isinstance(widget, QPushButton | QLineEdit | QComboBox):
            place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
            name = widget.accessibleName() or widget.objectName()
            if not scrolls(widget) and not window.rect().contains(place):
                found.append(f"{name} is out of sight at {place}")
            if isinstance(widget, QPushButton) and widget.width() < widget.minimumSizeHint().width():
                found.append(f"{name} is cut short")
        if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum():
            found.append(f"{widget.objectName()} scrolls sideways")
    return found


def look(day: ClinicDay, what: str) -> dict[str, list[str]]:
    """Wait until everything has its place, and say what is wrong then."""
    try:
        day.hands.wait(what, lambda: not wrong(day), 3)
    except Stuck:
        day.hands.picture(what)
        return {what: wrong(day)}
    return {}


def press(day: ClinicDay, which: CommandId) -> None:
    day.window.actions_.action(which).trigger()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_and_panel_fits_a_small_screen_at_the_largest_text(day: ClinicDay, colours: str) -> None:
    theme.apply(day.app.qt, colours, 2.0)
    problems = look(day, "chart")
    for which in PAGES:
        press(day, which)
        problems |= look(day, which.value)
        day.hands.press("Escape", "Escape")
    day.hands.press("Ctrl+1")
    day.hands.type("Chest pain ***, 5.0 mg QD")
    for which in ASKED:
        press(day, which)
        problems |= look(day, which.value)
        day.hands.press("Escape", "Escape", "Ctrl+1")
    for key in FORMS:
        day.chart.editor.go_to(key)
        press(day, CommandId.SECTION_FORM)
        problems |= look(day, f"form of {key}")
    for which in (CommandId.FINDINGS, CommandId.EM_LEVEL, CommandId.PROVENANCE):
        press(day, which)
        problems |= look(day, f"{which.value} with the others")
    assert problems == {}


def test_an_error_below_the_note_is_in_sight(day: ClinicDay) -> None:
    press(day, CommandId.PROVENANCE)
    day.chart.editor.go_to("cc")
    day.hands.type("Words.")
    press(day, CommandId.NOTE_TYPE)
    error = day.chart.review.error
    day.hands.wait("the error", lambda: error.visibleRegion().boundingRect() == error.rect())
    assert "while nothing is written" in error.text()


def test_what_opens_below_the_note_scrolls_to_what_has_the_keys(day: ClinicDay) -> None:
    press(day, CommandId.PROVENANCE)
    press(day, CommandId.FINDINGS)
    panel = day.chart.checking.panel
    day.hands.wait("the list", panel.list.hasFocus)
    day.hands.wait("the line in sight", lambda: panel.list.visibleRegion().boundingRect().height() > 30)
    day.hands.press("Tab")
    focus = day.window.focusWidget()
    assert focus is not None
    day.hands.wait("the button in sight", lambda: focus.visibleRegion().boundingRect() == focus.rect())
