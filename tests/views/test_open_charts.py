"""Several charts open in the real window: switching, closing, saving, and coming back tomorrow."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication
from pytestqt.qtbot import QtBot

from scribe_desktop import assets
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.qt import theme
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.wrong_patient import Policy, When
from scribe_desktop.views.chart_tab import TAB
from scribe_desktop.views.dictation_control import Target
from scribe_desktop.views.open_charts import LIMIT
from tests.helpers.busy_clinic import CASEY, DANA, EVERYBODY, IMOGEN, ROBIN, SISTER, BusyDay
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor, chart_of, found, session_of
from tests.helpers.disk_limits import no_file_grows_past
from tests.helpers.visits import REQUIRED, typed

DICTATED = Source(Origin.DICTATED, "somebody", "moonshine")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """Six patients; nobody is asked whose note it is."""
    profile = Profile(tmp_path_factory.mktemp("clinic") / "profile")
    found(profile, *EVERYBODY)
    session = session_of(profile, PHYSICIAN)
    session.wrong_patient.set_policy(Policy(When.NEVER))
    session.close()
    return profile


@pytest.fixture
def profile(clinic: Profile, tmp_path: Path) -> Profile:
    return Profile(shutil.copytree(clinic.folder, tmp_path / "profile"))


@pytest.fixture
def day(qtbot: QtBot, profile: Profile, tmp_path: Path) -> Iterator[BusyDay]:
    day = BusyDay(profile, tmp_path / "pictures")
    day.enter(SCRIBE)
    yield day
    day.close()


def test_a_chart_is_found_as_it_was_left(day: BusyDay) -> None:
    robin = day.bring(ROBIN)
    day.hands.press("Ctrl+2")
    for number in range(40):
        day.hands.type(f"{number}")
        day.hands.press("Return")
    day.hands.type("last")
    editor, bar = robin.editor.editor("hpi"), robin.editor.verticalScrollBar()
    cursor = editor.textCursor()
    cursor.setPosition(9)
    editor.setTextCursor(cursor)
    bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)
    scrolled = bar.value()
    assert scrolled > 0
    day.bring(DANA)
    day.hands.type("Cough")
    assert day.bring(ROBIN) is robin
    assert QApplication.focusWidget() is editor
    assert editor.textCursor().position() == 9
    day.hands.wait("the same stretch", lambda: bar.value() == scrolled)
    day.hands.press("Ctrl+Z")
    assert not day.says(ROBIN, "hpi").endswith("last")
    assert day.says(DANA) == "Cough"


def test_a_field_has_the_cursor_again(day: BusyDay) -> None:
    robin = day.bring(ROBIN)
    robin.editor.editor("vitals.heart_rate").setFocus()
    day.bring(DANA, ROBIN)
    assert QApplication.focusWidget() is robin.editor.editor("vitals.heart_rate")


def test_ctrl_tab_goes_back_and_forth_and_held_down_further_back(day: BusyDay) -> None:
    day.bring(IMOGEN, CASEY, ROBIN, DANA)
    day.hands.press("Ctrl+Tab")
    assert day.front == ROBIN.name
    day.hands.press("Ctrl+Tab")
    assert day.front == DANA.name
    window = day.window
    QTest.keyPress(window, Qt.Key.Key_Control)
    for name in (ROBIN.name, CASEY.name, IMOGEN.name, DANA.name, ROBIN.name, CASEY.name):
        day.workspace.charts.step(1)
        assert day.front == name
    QTest.keyRelease(day.chart.editor.editor("cc"), Qt.Key.Key_Control)
    day.hands.press("Ctrl+Tab")
    assert day.front == DANA.name
    day.hands.press("Ctrl+Tab")
    assert day.front == CASEY.name
    day.hands.press("Ctrl+Shift+Tab")
    assert day.front == IMOGEN.name


def test_charts_are_reached_by_number_and_by_the_strip(day: BusyDay) -> None:
    day.bring(IMOGEN, CASEY, ROBIN)
    day.hands.press("Ctrl+Shift+1")
    assert day.front == IMOGEN.name
    day.hands.press("Ctrl+Shift+9")
    assert day.front == IMOGEN.name
    strip = day.workspace.strip
    day.go_to(strip)
    day.hands.press("Right", "Right", "Return")
    assert day.front == ROBIN.name
    day.go_to(strip)
    day.hands.press("Left", "Delete")
    day.hands.wait("two charts", lambda: day.in_strip == [IMOGEN.name, ROBIN.name])
    assert day.front == ROBIN.name


def test_the_strip_says_who_where_and_what_is_open(day: BusyDay) -> None:
    day.bring(ROBIN)
    assert not day.workspace.strip.isVisible()
    day.hands.type("*** and ***")
    day.bring(SISTER)
    strip = day.workspace.strip
    assert strip.isVisible()
    tab = strip.model().index(0, 0)
    day.hands.wait("the count", lambda: "2 blanks" in tab.data(TAB).notices)
    day.hands.wait("the alert", lambda: tab.data(TAB).alert)
    said = tab.data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("1: Robin Castellane", "Hall 2", "2 blanks", "same last name as Dana Castellane"):
        assert part in said
    assert (tab.data(TAB).initials, tab.data(TAB).in_front) == ("RC", False)
    assert "same last name as Robin Castellane" in day.workspace.banner.alert.text()
    row = day.workspace.encounters.list.model().index(0, 0)
    assert "same last name as Robin Castellane" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    name = QAccessible.queryAccessibleInterface(strip).text(QAccessible.Text.Name)
    assert name == "Open charts"


def test_closing_saves_and_shows_the_chart_used_before(day: BusyDay) -> None:
    day.bring(IMOGEN, CASEY, ROBIN)
    day.bring(IMOGEN)
    day.hands.type("Sore throat")
    day.hands.press("Ctrl+W")
    day.hands.wait("the one before", lambda: day.front == ROBIN.name)
    assert day.in_strip == [CASEY.name, ROBIN.name]
    assert day.stored(IMOGEN) == "Sore throat"
    day.hands.press("Ctrl+W")
    day.hands.wait("the other", lambda: day.front == CASEY.name)
    assert not day.workspace.strip.isVisible()
    day.hands.press("Ctrl+W")
    day.hands.wait("no chart", lambda: day.front == "")
    assert day.workspace.pages.currentWidget() is day.workspace.nothing_open
    assert not day.workspace.banner.isVisible()
    day.bring(IMOGEN)
    assert day.says(IMOGEN) == "Sore throat"


def test_words_behind_the_front_are_saved_and_failing_is_told_with_the_name(day: BusyDay) -> None:
    day.bring(DANA)
    robin, bar = day.bring(ROBIN), day.workspace.dictation
    with no_file_grows_past(1):
        day.hands.type("Precious")
        day.bring(DANA)
        day.hands.wait("the warning", lambda: ROBIN.name in bar.partial.text())
        assert "Not saved!" in bar.saved.text()
        day.hands.wait("the strip's warning", lambda: "not saved" in
                       day.workspace.strip.model().index(1, 0).data(TAB).notices)  # fmt: skip
    day.hands.wait("everything saved", lambda: robin.autosave.is_clean)
    assert day.stored(ROBIN) == "Precious"
    day.hands.wait("the all-clear", lambda: bar.saved.text().startswith("Saved"))


def test_locking_in_a_hurry_saves_every_chart(day: BusyDay, profile: Profile) -> None:
    for visitor in (ROBIN, DANA, CASEY):
        day.bring(visitor)
        day.hands.type(f"About {visitor.name}")
    day.lock()
    for visitor in (ROBIN, DANA, CASEY):
        assert chart_of(profile, visitor.name).content["cc"].text == f"About {visitor.name}"
    day.enter(SCRIBE)


def test_the_same_charts_are_there_after_logging_in_again_and_read_when_gone_to(day: BusyDay) -> None:
    day.bring(ROBIN, DANA, CASEY)
    day.hands.press("Ctrl+W")
    day.hands.wait("Dana", lambda: day.front == DANA.name)
    day.lock()
    day.enter(PHYSICIAN)
    day.hands.wait("the rows", lambda: day.workspace.encounters.list.model().rowCount())
    day.app.jobs.wait(10_000)
    assert day.in_strip == []
    day.lock()
    day.enter(SCRIBE)
    day.hands.wait("the strip", day.workspace.strip.isVisible)
    assert day.in_strip == [ROBIN.name, DANA.name]
    assert day.workspace.charts.views == ()
    assert day.front == ""
    day.hands.press("Ctrl+Shift+2")
    day.hands.wait("Dana", lambda: day.front == DANA.name)
    assert len(day.workspace.charts.views) == 1
    day.hands.press("Ctrl+Tab")
    day.hands.wait("Robin", lambda: day.front == ROBIN.name)
    day.bring(IMOGEN)
    assert day.in_strip == [ROBIN.name, DANA.name, IMOGEN.name]


def test_dictated_words_go_to_the_chart_behind_and_the_bar_says_whose_it_is(day: BusyDay) -> None:
    robin = day.bring(ROBIN)
    day.hands.press("Ctrl+2")
    day.hands.type("Before. After.")
    robin.editor.editor("hpi").moveCursor(QTextCursor.MoveOperation.Start)
    for _ in "Before.":
        day.hands.press("Right")
    target = day.workspace.target()
    assert target is not None
    day.bring(DANA)
    day.hands.type("Cough")
    day.workspace.control.words.emit(target, Passage.of("in between", DICTATED))
    assert day.says(ROBIN, "hpi") == "Before. In between After."
    assert day.says(DANA, "hpi") == ""
    day.save_all()
    assert day.stored(ROBIN, "hpi") == "Before. In between After."
    assert day.front == DANA.name


def test_a_recording_goes_on_behind_while_another_note_is_submitted(day: BusyDay) -> None:
    day.bring(ROBIN)
    day.hands.press("Ctrl+2")
    day.workspace.dictate_file(assets.resource("samples", "dictation.flac"))
    bar = day.workspace.dictation
    assert ROBIN.name in bar.anchor.toolTip()
    assert bar.anchor.property("tone") == ""
    day.bring(DANA)
    assert bar.anchor.property("tone") == "amber"
    day.hands.type("Cough")
    day.submit()
    assert day.chart.chart.state is NoteState.SUBMITTED
    day.hands.wait("the end of dictation", lambda: day.workspace.control.is_quiet, 120)
    day.save_all()
    assert len(day.says(ROBIN, "hpi")) > 40
    assert day.stored(ROBIN, "hpi") == day.says(ROBIN, "hpi")
    assert day.stored(DANA, "hpi") != day.says(ROBIN, "hpi")


def test_words_for_a_chart_that_was_closed_meanwhile_are_not_lost(day: BusyDay) -> None:
    note_id = day.bring(ROBIN).chart.note.id
    day.bring(DANA)
    day.workspace.charts.close(day.encounter_id(ROBIN))
    day.hands.wait("one chart", lambda: day.in_strip == [DANA.name])
    day.workspace.control.words.emit(
        Target(note_id, "hpi", "HPI", ROBIN.name), Passage.of("late words", DICTATED)
    )
    day.app.jobs.wait(10_000)
    assert day.stored(ROBIN, "hpi") == "late words"


def test_what_happened_to_a_note_elsewhere_is_seen_when_its_chart_is_shown(day: BusyDay) -> None:
    robin = day.bring(ROBIN)
    session = day.workspace.session
    session.charting.save(robin.chart.note.id, {key: typed(session, text) for key, text in REQUIRED.items()})
    day.bring(DANA)
    session.charting.submit(robin.chart.note.id)
    assert robin.chart.state is NoteState.DRAFT
    day.bring(ROBIN)
    day.hands.wait("the news", lambda: robin.chart.state is NoteState.SUBMITTED)
    assert robin.editor.editor("cc").isReadOnly()
    assert day.workspace.banner.state.text() == NoteState.SUBMITTED.value.capitalize()


def test_every_patient_has_a_colour_of_their_own_and_keeps_it(day: BusyDay) -> None:
    day.bring(IMOGEN, CASEY, ROBIN)
    colours = {entry.encounter.patient.mrn: entry.colour for entry in day.workspace.charts.all}
    assert len(set(colours.values())) == 3
    day.workspace.charts.close(day.encounter_id(CASEY))
    day.hands.wait("two charts", lambda: CASEY.name not in day.in_strip)
    day.bring(CASEY)
    assert day.workspace.charts.colour(day.encounter_id(CASEY)) == colours[CASEY.mrn]
    painted = day.workspace.banner.grab().toImage().pixelColor(2, 20).name()
    assert painted == theme.current().patients[colours[CASEY.mrn]]


def test_the_palette_finds_open_charts(day: BusyDay) -> None:
    day.bring(ROBIN, DANA)
    day.hands.press("Ctrl+K")
    day.hands.type("castell")
    day.hands.press("Return")
    day.hands.wait("Robin", lambda: day.front == ROBIN.name)
    assert day.in_strip == [ROBIN.name, DANA.name]


def test_ctrl_w_closes_the_form_over_a_chart_first(day: BusyDay) -> None:
    day.bring(ROBIN)
    day.hands.press("Ctrl+,", "Ctrl+W")
    assert day.chart.isVisible()
    assert day.front == ROBIN.name
    day.hands.press("Ctrl+W")
    day.hands.wait("no chart", lambda: day.front == "")


def test_going_to_a_chart_closes_the_form_over_it(day: BusyDay) -> None:
    day.bring(ROBIN, DANA)
    pages = day.workspace.pages.count()
    day.hands.press("Ctrl+,")
    day.hands.press("Ctrl+Tab")
    assert day.front == ROBIN.name
    assert day.chart.isVisible()
    assert day.workspace.pages.count() == pages


@pytest.fixture(scope="module")
def crowd() -> tuple[Visitor, ...]:
    return tuple(Visitor(f"C-{n}", f"{chr(65 + n) * 5} Visitor{n}", f"0{n % 9 + 1}/11/19{40 + n}")
                 for n in range(LIMIT + 2))  # fmt: skip


@pytest.fixture
def crowded(qtbot: QtBot, crowd: tuple[Visitor, ...], tmp_path: Path) -> Iterator[BusyDay]:
    profile = Profile(tmp_path / "crowded")
    found(profile, *crowd)
    session = session_of(profile, PHYSICIAN)
    session.wrong_patient.set_policy(Policy(When.NEVER))
    session.close()
    day = BusyDay(profile, tmp_path / "pictures")
    day.enter(SCRIBE)
    yield day
    day.close()


def test_there_is_a_limit_and_untouched_charts_make_room(
    crowded: BusyDay, crowd: tuple[Visitor, ...]
) -> None:
    for number, visitor in enumerate(crowd[:LIMIT]):
        crowded.bring(visitor)
        if number != 3:
            crowded.hands.type("Seen.")
    assert len(crowded.in_strip) == LIMIT
    crowded.bring(crowd[LIMIT])
    assert len(crowded.in_strip) == LIMIT
    assert crowd[3].name not in crowded.in_strip
    assert crowd[3].name in crowded.workspace.dictation.partial.text()
    crowded.hands.type("Seen.")
    crowded.workspace.open(crowded.encounter_id(crowd[3]))
    crowded.app.jobs.wait(10_000)
    assert f"{LIMIT} charts are open" in crowded.workspace.dictation.partial.text()
    assert crowded.front == crowd[LIMIT].name
    crowded.hands.press("Ctrl+N")
    crowded.app.jobs.wait(10_000)
    assert not crowded.workspace.new_view.isVisible()
    crowded.hands.press("Ctrl+W")
    crowded.hands.wait("room", lambda: len(crowded.in_strip) == LIMIT - 1)
    crowded.bring(crowd[3])


def test_everything_has_room_with_many_charts_open_at_twice_the_text_size(day: BusyDay) -> None:
    day.window.resize(1280, 800)
    day.bring(*EVERYBODY[1:])
    theme.apply(day.app.qt, "light", 2.0)
    try:
        day.hands.wait("room", lambda: day.window.minimumSizeHint().width() <= 1280)
        assert day.window.minimumSizeHint().height() <= 800
        assert day.chart.editor.height() > 150
        assert not day.workspace.strip.horizontalScrollBar().isVisible()
        strip = day.workspace.strip
        room, front = strip.viewport(), strip.currentIndex()
        day.hands.wait("the tab", lambda: room.rect().contains(strip.visualRect(front).center()))
    finally:
        theme.apply(day.app.qt, "light", 1.0)
