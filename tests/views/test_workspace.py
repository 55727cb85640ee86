"""The real window with a scribe or a provider at it, who change charts, act on them and are in a hurry."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop import assets
from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.qt import theme
from scribe_desktop.session.marking import Kind
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.dictation_control import Target
from tests.helpers.clinic import CASEY, IMOGEN, PHYSICIAN, SCRIBE, chart_of, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart
from tests.helpers.disk_limits import no_file_grows_past
from tests.helpers.recordings import TWO_CITIES

DICTATED = Source(Origin.DICTATED, "somebody", "moonshine")


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return clinic_in(tmp_path, IMOGEN, CASEY)


@pytest.fixture
def day(qtbot: QtBot, profile: Profile, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe has the first visitor's chart open."""
    with at_chart(profile, SCRIBE, IMOGEN) as day:
        yield day


def stored(day: ClinicDay, note_id: str, key: str) -> str:
    passage = day.workspace.session.desk.store.drafts.load(note_id).get(key)
    return passage.text if passage else ""


def encounter_ids(day: ClinicDay) -> dict[str, str]:
    rows = day.workspace.session.charting.encounters()
    return {row.encounter.patient.name: row.encounter.id for row in rows}


def test_the_last_request_to_open_a_chart_wins(day: ClinicDay) -> None:
    ids = encounter_ids(day)
    day.workspace.open(ids[CASEY.name])
    day.workspace.open(ids[IMOGEN.name])
    day.app.jobs.wait(10_000)
    assert day.chart.chart.encounter.id == ids[IMOGEN.name]
    day.workspace.open(ids[CASEY.name])
    day.workspace.open(ids[CASEY.name])
    day.app.jobs.wait(10_000)
    assert day.chart.chart.encounter.id == ids[CASEY.name]
    assert day.workspace.pages.count() == 4


def test_opening_one_chart_twice_loses_nothing_typed_in_between(day: ClinicDay) -> None:
    ids = encounter_ids(day)
    first = day.chart
    day.workspace.open(ids[CASEY.name])
    day.workspace.open(ids[CASEY.name])
    day.hands.wait("the other chart", lambda: day.workspace.chart is not first)
    day.hands.type("Typed at once")
    day.app.jobs.wait(10_000)
    day.hands.wait("everything saved", lambda: day.chart.autosave.is_clean)
    assert day.chart.editor.editor("cc").toPlainText() == "Typed at once"
    assert stored(day, day.chart.chart.note.id, "cc") == "Typed at once"


def test_words_typed_until_the_very_change_of_charts_are_kept(day: ClinicDay) -> None:
    ids, first = encounter_ids(day), day.chart
    note_id = first.chart.note.id
    day.hands.type("Sore thr")
    day.workspace.open(ids[CASEY.name])
    day.hands.type("oat")
    day.hands.wait("the other chart", lambda: day.workspace.chart is not first)
    day.app.jobs.wait(10_000)
    assert stored(day, note_id, "cc") == "Sore throat"
    day.open(IMOGEN.name)
    assert day.chart.editor.editor("cc").toPlainText() == "Sore throat"


def test_a_chart_that_cannot_be_saved_is_not_closed(day: ClinicDay) -> None:
    first = day.chart
    day.hands.type("Precious words")
    with no_file_grows_past(1):
        day.hands.press("Ctrl+W")
        day.hands.wait("the warning", lambda: "Not saved!" in day.workspace.dictation.saved.text())
        day.app.jobs.wait(10_000)
        assert day.workspace.chart is first
        assert first.editor.editor("cc").toPlainText() == "Precious words"
    day.hands.wait("everything saved", lambda: first.autosave.is_clean)
    assert stored(day, first.chart.note.id, "cc") == "Precious words"
    day.open(CASEY.name)


def test_whoever_leaves_a_note_that_cannot_be_saved_is_asked_first(day: ClinicDay) -> None:
    day.hands.type("Precious words")
    chart, note_id = day.chart, day.chart.chart.note.id
    with no_file_grows_past(1):
        day.hands.press("Ctrl+Q")
        day.hands.wait("the question", lambda: day.window.findChild(QMessageBox))
        day.hands.press("Escape")
        day.app.jobs.wait(10_000)
        assert day.workspace.chart is chart
        assert chart.isVisible()
    day.hands.wait("the question gone", lambda: day.window.findChild(QMessageBox) is None)
    day.hands.take_keyboard()
    day.hands.wait("the cursor", QApplication.focusWidget)
    day.hands.type(" and more")
    day.hands.wait("everything saved", lambda: chart.autosave.is_clean)
    assert stored(day, note_id, "cc") == "Precious words and more"


def test_words_for_a_closed_chart_wait_for_room_on_the_disk(day: ClinicDay) -> None:
    first = day.chart.chart.note.id
    day.hands.press("Ctrl+W")
    day.hands.wait("no chart", lambda: day.workspace.chart is None)
    with no_file_grows_past(1):
        day.workspace.control.words.emit(Target(first, "hpi", "HPI"), Passage.of("late words", DICTATED))
        day.app.jobs.wait(10_000)
        day.hands.wait("the warning", lambda: "Not saved!" in day.workspace.dictation.saved.text())
    day.hands.wait("the words", lambda: stored(day, first, "hpi") == "late words")


def test_submitting_right_after_typing_submits_all_of_it(day: ClinicDay) -> None:
    note_id = day.chart.chart.note.id
    day.write_what_is_required()
    day.hands.type("Everything")
    day.hands.press("Ctrl+Return")
    day.hands.type(" too late")
    day.wait_for_state(NoteState.SUBMITTED)
    versions = day.workspace.session.desk.store.notes.versions(note_id)
    assert versions[-1].content["cc"].text == "Everything"
    assert day.chart.editor.editor("cc").toPlainText() == "Everything"
    assert day.chart.editor.editor("cc").isReadOnly()


def test_submitting_what_cannot_be_saved_submits_nothing(day: ClinicDay) -> None:
    day.write_what_is_required()
    day.hands.type("Saved. ")
    day.hands.wait("everything saved", lambda: day.chart.autosave.is_clean)
    day.hands.type("Unsaved.")
    with no_file_grows_past(1):
        day.hands.press("Ctrl+Return")
        day.hands.wait("the refusal", day.chart.review.error.isVisible)
    assert day.chart.chart.state is NoteState.DRAFT
    day.hands.wait("everything saved", lambda: day.chart.autosave.is_clean)
    assert stored(day, day.chart.chart.note.id, "cc") == "Saved. Unsaved."


def test_escape_closes_the_return_and_the_sign_form(day: ClinicDay) -> None:
    day.hands.type("Sore throat")
    day.submit()
    day.lock()
    day.enter(PHYSICIAN)
    day.open(IMOGEN.name, queue=True)
    review = day.chart.review
    day.hands.press("Ctrl+Shift+B")
    assert review.reason.hasFocus()
    day.hands.press("Escape")
    assert not review.returning.isVisible()
    day.hands.press("Ctrl+Shift+S")
    assert review.passphrase.hasFocus()
    day.hands.type("half")
    day.hands.press("Escape")
    assert not review.signing.isVisible()
    assert review.passphrase.text() == ""
    assert QApplication.focusWidget() in day.chart.editor.editors()


def test_escape_leaves_the_search_for_a_section(day: ClinicDay) -> None:
    day.hands.press("Ctrl+3")
    day.hands.press("Ctrl+G")
    day.hands.type("plan")
    day.hands.press("Escape")
    assert day.chart.editor.editor("pmh").hasFocus()
    assert day.chart.rail.search.text() == ""


def test_begin_pressed_twice_begins_one_encounter(day: ClinicDay) -> None:
    day.hands.press("Ctrl+N")
    form = day.workspace.new_view
    day.hands.wait("the form", form.mrn.hasFocus)
    day.hands.type("M-3")
    day.fill(form.name, "Robin Lake")
    day.fill(form.birth_date, "04/23/1989")
    day.fill(form.sex, "F")
    former = day.workspace.chart
    day.hands.press("Return")
    day.hands.press("Return")
    day.hands.wait("the note", lambda: day.workspace.chart is not former)
    day.app.jobs.wait(10_000)
    assert list(encounter_ids(day)).count("Robin Lake") == 1
    rows = day.workspace.session.charting.encounters()
    assert [row.encounter.patient.mrn for row in rows].count("M-3") == 1


def test_return_on_cancel_cancels_a_new_encounter(day: ClinicDay) -> None:
    day.hands.press("Ctrl+N")
    form = day.workspace.new_view
    day.hands.wait("the form", form.mrn.hasFocus)
    day.go_to(form.cancel)
    day.hands.press("Return")
    assert not form.isVisible()
    assert day.chart.isVisible()


def test_a_refresh_leaves_the_row_where_somebody_is_alone(day: ClinicDay) -> None:
    panel = day.workspace.encounters
    day.fill(panel.filter, "")
    day.hands.press("Ctrl+A", "Delete", "Down")
    ids = [panel.list.model().index(row, 0).data(Qt.ItemDataRole.UserRole).encounter.id for row in (0, 1)]
    other = next(row for row, it in enumerate(ids) if it != day.chart.chart.encounter.id)
    day.hands.press("Home", *["Down"] * other)
    assert panel.list.currentIndex().row() == other
    day.workspace.lists.refresh()
    day.app.jobs.wait(10_000)
    assert panel.list.currentIndex().row() == other
    assert panel.list.hasFocus()


def test_a_keystroke_is_in_the_store_soon_after(day: ClinicDay) -> None:
    note_id = day.chart.chart.note.id
    day.hands.type("S")
    day.hands.wait("the first letter", lambda: stored(day, note_id, "cc") == "S")


def test_the_theme_changes_while_a_note_is_open(day: ClinicDay) -> None:
    day.hands.press("Ctrl+8")
    day.hands.type(".nkda ")
    before = theme.name()
    day.hands.press("Ctrl+Shift+L")
    assert theme.name() != before
    blanks = day.chart.editor.section_editor("allergies").marks.after(0, Kind.BLANK)
    assert sum(found is not None for found in blanks) == 1
    day.hands.press("Ctrl+Shift+L")
    assert QApplication.focusWidget() is day.chart.editor.section_editor("allergies")


def test_nothing_is_submitted_or_signed_while_words_are_on_their_way(day: ClinicDay) -> None:
    day.hands.type("Sore throat")
    recording = assets.resource("samples", "dictation.flac")
    day.hands.press("Ctrl+2")
    day.workspace.dictate_file(recording)
    day.chart.review.submit.click()
    assert "Dictation is not finished." in day.chart.review.error.text()
    day.hands.wait("the end of dictation", lambda: day.workspace.control.is_quiet, 120)
    assert day.chart.chart.state is NoteState.DRAFT
    dictated = day.chart.editor.editor("hpi").toPlainText()
    day.submit()
    assert dictated
    assert stored(day, day.chart.chart.note.id, "hpi") == dictated


def test_words_for_a_note_that_was_submitted_meanwhile_are_shown(day: ClinicDay) -> None:
    day.hands.type("Sore throat")
    first = day.chart.chart.note.id
    day.submit()
    day.workspace.control.words.emit(Target(first, "hpi", "HPI"), Passage.of("late words", DICTATED))
    day.app.jobs.wait(10_000)
    assert "“late words”" in day.workspace.dictation.partial.text()


def test_long_reasons_and_errors_wrap_instead_of_widening_the_window(day: ClinicDay) -> None:
    day.window.resize(1280, 800)
    day.hands.type("Sore throat")
    day.submit()
    day.lock()
    day.enter(PHYSICIAN)
    day.open(IMOGEN.name, queue=True)
    day.give_back("Please add <b>duration</b> & severity, and ask about sick contacts at home. " * 4)
    assert "<b>duration</b>" in day.chart.review.heading.text()
    assert day.chart.review.heading.textFormat() is Qt.TextFormat.PlainText
    day.workspace.dictation.show_unsaved(
        StoreNotWritable("The disk is full. " * 12, remedy="Free some space.")
    )
    QApplication.processEvents()
    assert day.window.minimumSizeHint().width() <= 1280
    assert day.window.width() == 1280


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_no_part_of_the_note_is_cut_off_at_any_text_size(day: ClinicDay, scale: float) -> None:
    day.window.resize(1280, 800)
    theme.apply(day.app.qt, "light", scale)
    try:
        editor = day.chart.editor
        day.hands.wait("room", lambda: editor.widget().width() <= editor.viewport().width(), seconds=5)
        assert editor.horizontalScrollBar().maximum() == 0
    finally:
        theme.apply(day.app.qt, "light", 1.0)


def reachable(day: ClinicDay) -> list[QWidget]:
    day.hands.wait("the whole note", lambda: not day.chart.editor.pending())
    takes_tab = Qt.FocusPolicy.TabFocus.value
    return [
        widget
        for widget in day.window.findChildren(QWidget)
        if widget.focusPolicy().value & takes_tab and widget.isVisible() and widget.isEnabled()
    ]


def test_tab_goes_round_the_whole_window_and_everything_on_the_way_has_a_name(day: ClinicDay) -> None:
    wanted = reachable(day)
    for widget in wanted:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name), widget.objectName() or widget
    for key in ("Tab", "Shift+Tab"):
        visited = set()
        for _ in range(len(wanted) + 1):
            visited.add(QApplication.focusWidget())
            day.hands.press(key)
        assert visited >= set(wanted)


def test_sections_are_reached_by_number_arrow_and_name(day: ClinicDay) -> None:
    sections = [section.key for section in day.chart.chart.note_type.sections]
    keys = [f"{modifier}+{digit}" for modifier in ("Ctrl", "Alt") for digit in range(1, 10)]
    for key, section in zip(keys, sections, strict=False):
        day.hands.press(key)
        assert day.chart.editor.current_section == section
    day.hands.press("Ctrl+1", "Down")
    assert day.chart.editor.current_section == sections[1]
    day.hands.press("Up")
    assert day.chart.editor.current_section == sections[0]
    day.hands.press("Ctrl+G")
    day.hands.type("alle")
    day.hands.press("Return")
    assert day.chart.editor.current_section == "allergies"


def test_blanks_are_visited_over_the_whole_note_and_round_its_ends(day: ClinicDay) -> None:
    for key, text in (("Ctrl+1", "***"), ("Ctrl+3", "a *** b ***")):
        day.hands.press(key)
        day.hands.type(text)
    places = []
    for _ in range(4):
        day.hands.press("F2")
        editor = day.chart.editor.editor(day.chart.editor.current_section)
        assert editor.textCursor().selectedText() == "***"
        places.append((editor.key, editor.textCursor().selectionStart()))
    assert places == [("cc", 0), ("pmh", 2), ("pmh", 8), ("cc", 0)]
    backwards = []
    for _ in range(3):
        day.hands.press("Shift+F2")
        editor = day.chart.editor.editor(day.chart.editor.current_section)
        backwards.append((editor.key, editor.textCursor().selectionStart()))
    assert backwards == [("pmh", 8), ("pmh", 2), ("cc", 0)]


def test_closing_twice_in_a_hurry_waits_for_the_last_words(day: ClinicDay, profile: Profile) -> None:
    day.hands.press("Ctrl+2")
    day.workspace.dictate_file(TWO_CITIES)
    day.hands.wait("the first words", day.chart.editor.editor("hpi").toPlainText, 60)
    day.hands.press("Ctrl+1")
    day.hands.type("Typed last")
    closed: list[bool] = []
    day.window.closed.connect(lambda: closed.append(True))
    assert not day.workspace.control.is_quiet
    day.window.close()
    day.hands.wait("the way out", lambda: day.window.workspace is None)
    assert not closed
    day.window.close()
    assert not closed
    day.hands.wait("the end", lambda: closed)
    chart = chart_of(profile, IMOGEN.name)
    assert chart.content["cc"].text == "Typed last"
    assert chart.content["hpi"].text


def test_a_file_asked_for_before_the_recogniser_is_loaded_waits_for_it_and_escape_takes_it_back(
    day: ClinicDay,
) -> None:
    recording = assets.resource("samples", "dictation.flac")
    day.hands.press("Ctrl+2")
    day.workspace.dictate_file(recording)
    assert not day.workspace.control.is_quiet
    day.hands.press("Escape")
    assert day.workspace.control.is_quiet
    day.hands.wait("the recogniser", day.workspace.dictation.engine.text)
    day.app.jobs.wait(10_000)
    assert day.chart.editor.editor("hpi").toPlainText() == ""
