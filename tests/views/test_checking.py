"""The note check in the real window, by keyboard alone."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.copied import CopiedFrom
from scribe_desktop.notes.dictated import Risk, Spoken
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.views.rules_view import RulesView
from scribe_desktop.views.settings_view import SettingsView
from tests.helpers.clinic import IMOGEN, PHYSICIAN, SCRIBE, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart

NOTE = """CHIEF COMPLAINT

Left knee pain.

HPI: She fell on Monday on her left knee.

PHYSICAL EXAM

Right knee: swollen.

IMPRESSION

Contusion. Ibuprofen 400.0 mg as needed.
"""


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe has the visitor's chart open."""
    with at_chart(clinic_in(tmp_path, IMOGEN), SCRIBE, IMOGEN) as day:
        yield day


def paste_note(day: ClinicDay) -> None:
    QApplication.clipboard().setText(NOTE)
    day.hands.press("Ctrl+Shift+V")


def wait_for_count(day: ClinicDay, count: str) -> None:
    day.hands.wait(count, lambda: day.chart.review.findings.text() == f"Note check: {count}")


def test_a_pasted_note_fills_its_sections_and_says_where_it_came_from(day: ClinicDay) -> None:
    paste_note(day)
    editor = day.chart.editor
    assert editor.editor("cc").toPlainText() == "Left knee pain."
    assert editor.editor("exam").toPlainText() == "Right knee: swollen."
    assert {source.origin for _, source in editor.passage("hpi").pieces()} == {Origin.PASTED}
    day.hands.press("Ctrl+Z")
    assert all(not other.toPlainText() for other in editor.editors())


def test_the_count_follows_the_text(day: ClinicDay) -> None:
    wait_for_count(day, "3 to do")
    day.hands.type("Cough")
    wait_for_count(day, "2 to do")
    assert not day.chart.checking.panel.isVisible()


def test_findings_are_gone_through_and_fixed_by_keys(day: ClinicDay) -> None:
    paste_note(day)
    wait_for_count(day, "2 to look at")
    exam, problems = day.chart.editor.editor("exam"), day.chart.editor.editor("problems")
    day.hands.press("F4")
    assert exam.hasFocus()
    assert exam.textCursor().selectedText() == "Right"
    day.hands.press("Ctrl+.")
    assert exam.toPlainText() == "Right knee: swollen."  # it may be the history that is wrong
    assert "Only you can say" in day.chart.review.error.text()
    day.hands.press("F4")
    assert problems.textCursor().selectedText() == "400.0"
    day.hands.press("Ctrl+.")
    assert "Ibuprofen 400 mg" in problems.toPlainText()
    wait_for_count(day, "1 to look at")
    day.hands.press("Ctrl+Z")
    assert "400.0 mg" in problems.toPlainText()
    day.hands.press("Escape")
    assert not day.chart.checking.panel.isVisible()


@pytest.mark.parametrize(
    "source",
    [
        Source(Origin.COPIED, "scribe", CopiedFrom("n", "v", date(2026, 2, 1), "Ada Okafor, MD").detail),
        Spoken("engine", risk=Risk.DRUG).source("scribe"),
    ],
    ids=["copied", "dictated"],
)
def test_text_that_waits_is_confirmed_by_the_fix_once_it_has_been_shown(
    day: ClinicDay, source: Source
) -> None:
    paste_note(day)
    editor = day.chart.editor.editor("pmh")
    editor.insert(editor.textCursor(), "asthma", source)
    wait_for_count(day, "3 to look at")
    day.hands.press("F4")
    assert editor.textCursor().selectedText() == "asthma"
    day.hands.press("Home", "Ctrl+.")
    day.hands.wait("the place", lambda: editor.textCursor().selectedText() == "asthma")
    assert "again confirms" in day.chart.review.error.text()
    wait_for_count(day, "3 to look at")
    day.hands.press("Ctrl+.")
    wait_for_count(day, "2 to look at")
    assert editor.toPlainText() == "asthma"
    day.hands.press("Ctrl+Z")
    wait_for_count(day, "3 to look at")


def go_to_finding(day: ClinicDay, rule: str) -> None:
    """Step on until a finding of this rule is selected."""
    run, panel = day.chart.checking.run, day.chart.checking.panel
    day.hands.wait("the finding", lambda: rule in {finding.rule for finding in run.findings})
    for _ in range(len(run.findings) + 1):
        day.hands.press("F4")
        fresh: list[bool] = []
        run.when_fresh(partial(fresh.append, True), partial(fresh.append, False))
        day.hands.wait("an answer about the text", partial(len, fresh))
        if panel.current is not None and panel.current.rule == rule:
            return
    raise AssertionError(f"F4 never comes to {rule}")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("sides", "Go there"),
        ("trailing-zero", "Write “400”"),
        ("copied", "Confirm it"),
        ("blank", "Answer it"),
        ("required", "Write it"),
        ("vitals", "Go to the value"),
    ],
)
def test_the_button_says_what_comes_next_and_so_does_its_key(day: ClinicDay, rule: str, said: str) -> None:
    paste_note(day)
    editor = day.chart.editor.editor("pmh")
    copied = Source(Origin.COPIED, "scribe", CopiedFrom("n", "v", date(2026, 2, 1), "Ada Okafor, MD").detail)
    editor.insert(editor.textCursor(), "asthma", copied)
    day.chart.editor.editor("social").setFocus()
    day.hands.type("{Smokes|Does not smoke}.")
    day.chart.editor.editor("vitals.heart_rate").setFocus()
    day.hands.type("400")
    day.chart.editor.editor("cc").setFocus()
    day.hands.press("Ctrl+A", "Delete")
    go_to_finding(day, rule)
    panel = day.chart.checking.panel
    assert panel.fix.isVisible()
    assert panel.fix.text() == said
    assert f"Ctrl+.: {said[0].lower()}{said[1:]} ·" in panel.hint.text()


def test_the_button_leads_to_the_empty_section_and_asks_the_open_choice(day: ClinicDay) -> None:
    day.hands.press("Ctrl+6")
    day.hands.type("She {smokes|does not smoke}.")
    go_to_finding(day, "required")
    panel, editor = day.chart.checking.panel, day.chart.editor
    day.push(panel.fix)
    assert editor.section_editor(panel.current.key if panel.current else "").hasFocus()
    go_to_finding(day, "blank")
    day.push(panel.fix)
    day.hands.wait("the choice", editor.places.pick_list.isVisible)
    day.hands.press("2")
    assert editor.editor("social").toPlainText() == "She does not smoke."


def test_the_button_confirms_what_it_has_shown(day: ClinicDay) -> None:
    editor = day.chart.editor.editor("pmh")
    copied = Source(Origin.COPIED, "scribe", CopiedFrom("n", "v", date(2026, 2, 1), "Ada Okafor, MD").detail)
    editor.insert(editor.textCursor(), "asthma", copied)
    go_to_finding(day, "copied")
    editor.setFocus()
    day.hands.press("Home")
    panel, run = day.chart.checking.panel, day.chart.checking.run
    day.push(panel.fix)
    assert editor.textCursor().selectedText() == "asthma"
    assert "copied" in {finding.rule for finding in run.findings}
    day.push(panel.fix)
    day.hands.wait("it confirmed", lambda: "copied" not in {finding.rule for finding in run.findings})


def test_a_fix_right_after_typing_hits_what_it_is_about(day: ClinicDay) -> None:
    paste_note(day)
    wait_for_count(day, "2 to look at")
    day.hands.press("F4", "F4")
    problems = day.chart.editor.editor("problems")
    day.hands.press("Home")
    day.hands.type("Sore. ")
    day.hands.press("Ctrl+.")
    day.hands.wait("the fix", lambda: "400 mg" in problems.toPlainText())
    assert problems.toPlainText() == "Sore. Contusion. Ibuprofen 400 mg as needed."


def test_what_is_missing_stops_submitting_and_is_gone_to(day: ClinicDay) -> None:
    day.hands.type("Cough")
    day.hands.press("Ctrl+Return")
    day.hands.wait("the refusal", lambda: "Not ready" in day.chart.review.error.text())
    assert day.chart.editor.section_editor("hpi").hasFocus()
    assert day.chart.chart.state is NoteState.DRAFT
    day.hands.type("Since Monday.")
    day.hands.press("F4")
    day.hands.wait("the next one", day.chart.editor.section_editor("problems").hasFocus)
    day.hands.type("Bronchitis")
    day.hands.press("Ctrl+Return")
    day.wait_for_state(NoteState.SUBMITTED)


def test_warnings_are_asked_about_once_and_shown_to_the_reviewer(day: ClinicDay) -> None:
    paste_note(day)
    day.hands.press("Ctrl+Return")
    day.hands.wait("the question", lambda: "Submit again" in day.chart.review.error.text())
    assert day.chart.chart.state is NoteState.DRAFT
    day.hands.press("Ctrl+Return")
    day.wait_for_state(NoteState.SUBMITTED)
    day.lock()
    day.enter(PHYSICIAN)
    day.open(IMOGEN.name, queue=True)
    day.hands.wait("the findings", day.chart.checking.panel.isVisible)
    assert day.chart.checking.panel.list.count() == 2


def test_a_rule_that_is_switched_off_stays_silent_after_the_next_log_in(day: ClinicDay) -> None:
    paste_note(day)
    wait_for_count(day, "2 to look at")
    day.lock()
    day.enter(PHYSICIAN)
    day.open(IMOGEN.name)
    wait_for_count(day, "2 to look at")
    day.hands.press("Ctrl+,")
    day.hands.wait("the settings", lambda: day.workspace.pages.currentWidget() is not day.chart)
    settings = day.workspace.pages.currentWidget()
    assert isinstance(settings, SettingsView)
    day.push(settings.rules)
    page = day.workspace.pages.currentWidget()
    assert isinstance(page, RulesView)
    day.go_to(page.boxes["sides"])
    day.hands.press("Space")
    day.hands.wait("the answer", lambda: "is off" in page.message.text())
    wait_for_count(day, "1 to look at")
    day.lock()
    day.enter(SCRIBE)
    day.open(IMOGEN.name)
    wait_for_count(day, "1 to look at")


def test_f4_passes_by_nothing_after_what_was_selected_is_put_right(day: ClinicDay) -> None:
    day.hands.press("Ctrl+7")
    day.hands.type("Insulin 10U qd, then 8U, lasix 5.0 mg, MS 4 mg")
    checking = day.chart.checking
    go_to_finding(day, "do-not-use")
    listed = [finding.quote for finding in checking.run.findings if finding.key == "medications"]
    assert len(listed) >= 5
    seen = []
    for _ in listed:
        assert checking.panel.current is not None
        seen.append(checking.panel.current.quote)
        if checking.panel.current.fix is not None:
            day.hands.press("Ctrl+.")
            checked(day)
        day.hands.press("F4")
        checked(day)
    assert seen == listed


def checked(day: ClinicDay) -> None:
    """Let the note check catch up with the text."""
    done: list[bool] = []
    day.chart.checking.run.when_fresh(lambda: done.append(True))
    day.hands.wait("the check", lambda: done)
