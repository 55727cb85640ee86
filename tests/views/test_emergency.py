"""A restricted chart in the real window: kept out, let in with a reason, and told all the time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.patient import VeiledPatient
from scribe_desktop.qt import theme
from scribe_desktop.views.emergency_view import EmergencyView
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, clinic_in
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.shown import says

FIRST = Visitor("M-4711", "Imogen Hartley")


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    profile = clinic_in(tmp_path, FIRST)
    day = ClinicDay(profile, tmp_path / "pictures")
    yield day
    day.close()


def test_a_scribe_gives_a_reason_and_reads_under_a_banner(day: ClinicDay) -> None:
    banner = "Emergency access: recorded"
    day.enter(PHYSICIAN)
    day.open(FIRST.name)
    day.hands.press("Ctrl+Alt+R")
    day.hands.wait("the badge", lambda: day.workspace.banner.restriction.text() == "Restricted")
    day.lock()
    day.enter(SCRIBE)
    assert not day.workspace.may_dictate
    day.hands.wait("the list", lambda: day.workspace.encounters.list.model().rowCount())
    day.hands.press("Ctrl+E", "Down", "Return")
    day.hands.wait("the question", lambda: day.window.findChild(EmergencyView))
    assert day.workspace.chart is None
    day.hands.picture("emergency")
    day.hands.press("Return")
    form = day.window.findChild(EmergencyView)
    assert isinstance(form, EmergencyView)
    day.hands.wait("the refusal", form.error.isVisible)
    day.hands.type("covering, cannot wait")
    day.hands.press("Return")
    day.hands.wait("the chart", lambda: day.workspace.chart)
    day.hands.wait("the banner", lambda: day.workspace.banner.restriction.text() == banner)
    day.hands.picture("emergency-banner")
    theme.apply(day.app.qt, "light", 2.0)
    day.hands.wait("room for large text", lambda: day.window.minimumSizeHint().width() <= 1280)
    theme.apply(day.app.qt, "light", 1.0)
    day.lock()
    day.enter(SCRIBE)
    assert day.workspace.chart is None


def test_escape_leaves_the_question_and_the_chart_closed(day: ClinicDay) -> None:
    day.enter(PHYSICIAN)
    day.open(FIRST.name)
    day.hands.press("Ctrl+Alt+R")
    day.hands.wait("the badge", lambda: day.workspace.banner.restriction.text() == "Restricted")
    day.hands.press("Ctrl+Alt+R")
    day.hands.wait("no badge", lambda: day.workspace.banner.restriction.text() == "")
    day.hands.press("Ctrl+Alt+R")
    day.hands.wait("the badge", lambda: day.workspace.banner.restriction.text() == "Restricted")
    day.lock()
    day.enter(SCRIBE)
    day.hands.wait("the list", lambda: day.workspace.encounters.list.model().rowCount())
    for _ in range(2):
        day.hands.press("Ctrl+E", "Down", "Return")
        day.hands.wait("the question", lambda: day.window.findChild(EmergencyView))
        day.hands.press("Escape")
        day.hands.wait("no question", lambda: not day.window.findChild(EmergencyView))
        assert day.workspace.chart is None


def test_the_window_names_nobody_to_whom_the_chart_is_closed(day: ClinicDay) -> None:
    day.enter(SCRIBE)
    day.open(FIRST.name)
    day.hands.type("Sore throat")
    day.lock()
    day.enter(PHYSICIAN)
    day.open(FIRST.name)
    day.hands.press("Ctrl+Alt+R")
    day.hands.wait("the badge", lambda: day.workspace.banner.restriction.text() == "Restricted")
    day.lock()
    day.enter(SCRIBE)
    rows = day.workspace.encounters.list.model()
    day.hands.wait("the list", rows.rowCount)
    row = rows.data(rows.index(0, 0))
    assert row.startswith(VeiledPatient.NAME)
    assert "Room 2" in row
    (open_again,) = day.workspace.charts.all
    assert open_again.encounter.patient.name == VeiledPatient.NAME
    day.hands.press("Ctrl+K")
    day.hands.type(FIRST.name)
    assert says(FIRST.name, FIRST.mrn) == [day.window.focusWidget()]
    day.hands.press("Escape")
    day.hands.press("Ctrl+Tab")
    day.hands.wait("the question", lambda: day.window.findChild(EmergencyView))
    assert [widget for widget in says(FIRST.name, FIRST.mrn) if widget.isVisible()] == []
    day.hands.type("covering, cannot wait")
    day.hands.press("Return")
    day.hands.wait("the chart", lambda: day.workspace.chart)
    assert day.workspace.charts.all[0].encounter.patient.name == FIRST.name
    day.hands.wait("the name in the list", lambda: rows.data(rows.index(0, 0)).startswith(FIRST.name))
