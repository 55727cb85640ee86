"""Shorthand that is written out while it is typed, in the real window."""

from pathlib import Path

import pytest

from scribe_desktop.session.marking import Kind
from scribe_desktop.session.preferences import Shorthand
from scribe_desktop.views.settings_view import SettingsView
from tests.helpers.clinic_day import ClinicDay
from tests.views.test_code_finder import text
from tests.views.test_corrections import day

__all__ = ["day"]


@pytest.fixture
def typing(day: ClinicDay) -> ClinicDay:
    """The scribe has chosen it in the settings."""
    day.hands.press("Ctrl+,")
    page = day.workspace.pages.currentWidget()
    assert isinstance(page, SettingsView)
    box = page.writing.shorthand
    day.hands.wait("the choice", lambda: page.writing.shorthand_detail.text())
    day.go_to(box)
    day.hands.press("End")
    day.hands.wait("the setting", lambda: day.chart.typing.on)
    assert day.workspace.session.preferences.shorthand is Shorthand.AS_TYPED
    day.hands.press("Escape")
    day.hands.press("Ctrl+2")
    return day


def test_what_can_mean_one_thing_is_written_out_and_says_where_it_came_from(typing: ClinicDay) -> None:
    typing.hands.type("pt c/o SOB x 3d, takes 5 mg bid. HTN, ok")
    assert text(typing, "hpi") == (
        "Patient complains of shortness of breath for 3 days, takes 5 mg bid. Hypertension, ok"
    )
    pieces = typing.chart.editor.passage("hpi").pieces()
    assert {said: source.detail for said, source in pieces if source.detail} == {
        "Patient": "shorthand: pt",
        "complains of": "shorthand: c/o",
        "shortness of breath": "shorthand: SOB",
        "for 3 days": "shorthand: x 3d",
        "Hypertension": "shorthand: HTN",
    }


def test_backspace_right_after_takes_it_back_for_good_in_this_place(typing: ClinicDay) -> None:
    typing.hands.type("has SOB ")
    typing.hands.press("Backspace")
    assert text(typing, "hpi") == "has SOB "
    typing.hands.press("Backspace")
    typing.hands.type(" and SOB ")
    assert text(typing, "hpi") == "has SOB and shortness of breath "
    typing.hands.type("x")
    typing.hands.press("Backspace", "Backspace")
    assert text(typing, "hpi") == "has SOB and shortness of breath"


def test_undo_takes_it_back_as_well_and_leaves_the_cursor_behind_it(typing: ClinicDay) -> None:
    typing.hands.type("has HTN, ")
    typing.hands.press("Ctrl+Z", "Ctrl+Z")
    assert text(typing, "hpi") == "has HTN,"
    typing.hands.type(" stable")
    assert text(typing, "hpi") == "has HTN, stable"


def test_what_is_ambiguous_is_marked_and_asked_about_on_the_key(typing: ClinicDay) -> None:
    typing.hands.type("has RA now")
    assert text(typing, "hpi") == "has RA now"
    marks = typing.chart.editor.section_editor("hpi").marks
    assert [found.selectedText() for found in marks.after(0, Kind.AMBIGUOUS) if found] == ["RA"]
    typing.hands.press("Ctrl+Shift+W", "Return")
    assert not text(typing, "hpi").startswith("has RA ")


def test_what_has_been_misread_before_is_never_written_out_unasked(typing: ClinicDay) -> None:
    typing.chart.editor.go_to("medications")
    typing.hands.type("on MS ")
    assert text(typing, "medications") == "on MS "
    typing.hands.press("Ctrl+Shift+W")
    rows = typing.chart.shorthand.rows
    assert {rows.item(row).text() for row in range(rows.count())} >= {"morphine sulfate", "magnesium sulfate"}
    typing.hands.press("Escape")
    assert text(typing, "medications") == "on MS "


def test_what_is_error_prone_waits_for_a_person(typing: ClinicDay) -> None:
    typing.hands.type("OD on fentanyl, dc metoprolol, HTN ")
    assert text(typing, "hpi") == "OD on fentanyl, dc metoprolol, hypertension "
    typing.hands.press("Ctrl+Shift+W", "Return", "Escape")
    assert text(typing, "hpi") == "Overdose on fentanyl, dc metoprolol, hypertension "


def test_a_duration_that_goes_on_with_ago_loses_its_for_and_undo_gives_it_back(typing: ClinicDay) -> None:
    typing.hands.type("fever x 3d ago, ")
    assert text(typing, "hpi") == "fever 3 days ago, "
    pieces = typing.chart.editor.passage("hpi").pieces()
    assert ("3 days", "shorthand: x 3d") in [(said, source.detail) for said, source in pieces]
    typing.hands.type("ill x 2wk ago ")
    typing.hands.press("Backspace")
    assert text(typing, "hpi") == "fever 3 days ago, ill for 2 weeks ago "


def test_a_for_that_somebody_typed_stays(typing: ClinicDay) -> None:
    typing.hands.type("for 3 days ago ")
    assert text(typing, "hpi") == "for 3 days ago "


def test_what_may_be_something_else_stays_as_typed(typing: ClinicDay) -> None:
    typing.chart.editor.go_to("pmh")
    typing.hands.type("smokes 1 ppd, on HD since May, SAW HE AND BED, CKD stage IV ")
    assert text(typing, "pmh") == (
        "smokes 1 pack per day, on HD since May, SAW HE AND BED, chronic kidney disease stage IV "
    )


def test_switched_off_it_says_so_on_the_key(day: ClinicDay) -> None:
    day.workspace.session.preferences.set_shorthand(Shorthand.OFF)
    day.chart.renew_writing()
    assert day.app.jobs.wait(5_000)
    day.hands.type("has HTN ")
    day.hands.press("Ctrl+Shift+W")
    assert text(day) == "has HTN "
    assert "switched off" in day.workspace.dictation.partial.text()


def test_own_words_are_edited_and_exported_in_the_settings(day: ClinicDay, tmp_path: Path) -> None:
    day.hands.press("Ctrl+,")
    page = day.workspace.pages.currentWidget()
    assert isinstance(page, SettingsView)
    day.go_to(page.writing.words)
    day.hands.type("Xqzzy")
    day.hands.press("Return")
    day.hands.type("six words are not a term")
    day.push(page.writing.save)
    day.hands.wait("the refusal", lambda: "has 6 words" in page.writing.message.text())
    page.writing.words.setPlainText("Xqzzy")
    day.push(page.writing.save)
    day.hands.wait("the words being kept", lambda: page.writing.message.text() == "Saved.")
    assert day.workspace.session.spelling.own_words == ("xqzzy",)
    page.writing.export_to(tmp_path / "words.txt")
    day.hands.wait("the file", lambda: "has 1 word" in page.writing.message.text())
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == "Xqzzy\n"
    page.writing.export_to(tmp_path / "nowhere" / "words.txt")
    day.hands.wait("the reason", lambda: "cannot be written" in page.writing.message.text())
