"""Phrases in the real window: choices answered by keys, patient facts, the search, and writing one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.passage import Origin
from scribe_desktop.qt import theme
from scribe_desktop.views.phrases_view import PhrasesView
from scribe_desktop.views.section_editor import SectionEditor
from tests.helpers.clinic import IMOGEN, PHYSICIAN, SCRIBE, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart

MINE = '''
[[phrase]]
name = "knee"
title = "Knee pain"
sections = ["hpi"]
body = """
{side: left|right} knee pain, {better|worse|***} with stairs{?, since ***}.
{if side = left: Left-handed: ***}
Swelling: {+mild|warm|red|***}. The {=side} knee locks: {no|yes}."""

[[phrase]]
name = "who"
title = "Who it is"
body = "@NAME@ is @AGE@ ({.where}). @VITALS@ @LASTLAB(creatinine)@"

[[phrase]]
name = "measured"
title = "What was measured"
body = "@NAME@: @VITALS@."

[[phrase]]
name = "where"
title = "Where"
body = "seen by @PROVIDER@"

[[phrase]]
name = "shoulder"
title = "Shoulder tests"
body = "Empty can {negative|positive|not tested}, drop arm {negative|positive|not tested}."

[[phrase]]
name = "skin"
title = "Skin"
body = "Skin {+and warm|red|dry}."

[[phrase]]
name = "maybe"
title = "May stay unanswered"
body = "Sleeps well.{? Snores: ***}{?With {a cat|a dog}.}"
'''


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe has the visitor's chart open, with the cursor in the HPI."""
    profile = clinic_in(tmp_path, IMOGEN, phrases=MINE)
    with at_chart(profile, SCRIBE, IMOGEN, "Ctrl+2") as day:
        yield day


def hpi(day: ClinicDay) -> SectionEditor:
    return day.chart.editor.section_editor("hpi")


def test_a_phrase_with_choices_is_answered_by_keys_alone(day: ClinicDay) -> None:
    day.hands.type(".Knee ")
    assert day.chart.editor.places.pick_list.list.hasFocus()
    day.hands.press("2")
    day.hands.picture("choice")
    day.hands.type("same")
    day.hands.press("Return")  # a word of one's own
    assert hpi(day).textCursor().selectedText() == "{?, since ***}"
    day.hands.press("Down", "Return")  # leave it out
    day.hands.press("1", "3")
    day.hands.picture("several")
    day.hands.press("Return", "Down", "Return")
    assert hpi(day).toPlainText() == (
        "right knee pain, same with stairs.\nSwelling: mild and red. The right knee locks: yes."
    )
    assert hpi(day).hasFocus()
    assert day.chart.editor.blanks() == 0
    origins = {text: source.origin for text, source in hpi(day).passage().pieces()}
    assert origins["same"] is Origin.TYPED
    assert set(origins.values()) == {Origin.TYPED, Origin.PHRASE}


def test_each_answer_with_all_that_follows_it_is_one_step_of_undo(day: ClinicDay) -> None:
    day.hands.type(".knee ")
    before = hpi(day).toPlainText()
    day.hands.press("1", "Escape")
    assert "Left-handed: ***" in hpi(day).toPlainText()
    assert "The left knee" in hpi(day).toPlainText()
    day.hands.press("Ctrl+Z")
    assert hpi(day).toPlainText() == before
    day.hands.press("Ctrl+Z")
    assert hpi(day).toPlainText() == ".knee"


def test_escape_leaves_a_choice_open_and_f2_comes_back_to_it(day: ClinicDay) -> None:
    day.hands.type(".knee ")
    day.hands.press("Escape")
    assert hpi(day).hasFocus()
    assert hpi(day).textCursor().selectedText() == "{side: left|right}"
    day.hands.press("F2")
    assert hpi(day).textCursor().selectedText() == "{better|worse|***}"
    day.hands.press("Shift+F2", "Down", "Return")
    assert hpi(day).toPlainText().startswith("right knee pain")


def test_what_is_typed_is_never_another_answer(day: ClinicDay) -> None:
    day.hands.type(".shoulder ")
    asking = day.chart.editor.places.pick_list
    day.hands.type("not done")
    day.hands.press("Return")
    assert "is none of these" in asking.hint.text()
    day.hands.picture("none of these")
    day.hands.press("Space")
    assert asking.isVisible()
    day.hands.press(*["Backspace"] * len("done"))
    day.hands.type("tes")
    day.hands.press("Space")
    assert asking.isVisible()
    day.hands.press("Return")
    assert asking.isVisible()
    day.hands.type("positive ")
    assert hpi(day).toPlainText() == "Empty can not tested, drop arm positive."


def test_tab_behind_a_name_that_no_phrase_has_says_so(day: ClinicDay) -> None:
    day.hands.type(".kneee")
    day.hands.press("Tab")
    bar = day.workspace.dictation
    day.hands.wait("the word", lambda: "No phrase is called .kneee" in bar.partial.text())
    assert not hpi(day).hasFocus()
    day.hands.press("Ctrl+2", "End")
    day.hands.type(" dose .5")
    day.hands.press("Escape", "Tab")
    assert ".5" not in bar.partial.text()


def test_one_of_several_is_marked_by_its_letters(day: ClinicDay) -> None:
    day.hands.type(".skin ")
    day.hands.type("re ")
    day.hands.type("wa")
    day.hands.press("Return", "Return")
    assert hpi(day).toPlainText() == "Skin warm and red."


def test_facts_are_pulled_and_what_nobody_knows_is_a_blank(day: ClinicDay) -> None:
    day.hands.type(".who ")
    text = hpi(day).toPlainText()
    assert text.startswith("Imogen Hartley is ")
    assert "seen by" in text
    assert text.endswith(". *** ***")
    pulled = [said for said, source in hpi(day).passage().pieces() if source.origin is Origin.PULLED]
    assert pulled[0] == "Imogen Hartley"
    day.hands.press("Alt+1")
    day.hands.type("120/80")
    day.hands.press("F5")
    assert hpi(day).toPlainText().endswith(". BP 120/80 mmHg ***")
    day.hands.press("Ctrl+A")
    day.hands.type("140/90")
    day.hands.press("F5")
    assert "BP 140/90 mmHg" in hpi(day).toPlainText()


def test_what_somebody_edited_since_is_not_refreshed(day: ClinicDay) -> None:
    day.hands.type(".who ")
    cursor = hpi(day).textCursor()
    cursor.setPosition(3)
    hpi(day).setTextCursor(cursor)
    day.hands.type("x")
    edited = hpi(day).toPlainText()
    assert edited.startswith("Imoxgen")
    day.hands.press("F5")
    assert hpi(day).toPlainText() == edited


def measure(day: ClinicDay, pressure: str) -> None:
    day.hands.press("Alt+1", "Ctrl+A")
    day.hands.type(pressure)


def test_facts_are_frozen_while_a_note_is_handed_over_and_follow_again_when_it_is_back(
    day: ClinicDay,
) -> None:
    measure(day, "120/80")
    day.hands.press("Ctrl+1")
    day.hands.type("Check-up")
    day.hands.press("Ctrl+2")
    day.hands.type(".measured ")
    as_submitted = "Imogen Hartley: BP 120/80 mmHg."
    assert hpi(day).toPlainText().strip() == as_submitted
    day.submit()
    day.hands.press("F5")
    assert hpi(day).toPlainText().strip() == as_submitted
    day.lock()
    day.enter(PHYSICIAN)
    day.open(IMOGEN.name, queue=True)
    measure(day, "140/90")
    day.hands.press("F5")
    day.chart.phrases.refresh_facts()
    assert hpi(day).toPlainText().strip() == as_submitted
    day.give_back("Blood pressure is not the same in both places.")
    day.lock()
    day.enter(SCRIBE)
    day.open(IMOGEN.name)
    assert hpi(day).toPlainText().strip() == as_submitted
    day.hands.press("F5")
    assert hpi(day).toPlainText().strip() == "Imogen Hartley: BP 140/90 mmHg."


def test_a_required_place_keeps_the_note_here_and_optional_ones_vanish(day: ClinicDay) -> None:
    day.hands.press("Ctrl+1")
    day.hands.type("Poor sleep")
    day.hands.press("Alt+4")
    day.hands.type("Insomnia")
    day.hands.press("Ctrl+2")
    day.hands.type(".maybe ")
    day.hands.press("1")  # snores, and nobody has said how
    assert "{?" in hpi(day).toPlainText()
    day.hands.press("Ctrl+Return")
    day.hands.wait("the refusal", lambda: "Not ready" in day.chart.review.error.text())
    assert day.chart.chart.state is NoteState.DRAFT
    day.hands.press("F2")
    while "***." in hpi(day).textCursor().selectedText() or "{" in hpi(day).textCursor().selectedText():
        day.hands.press("Escape", "F2")
    day.hands.type("her")
    day.hands.press("Ctrl+Return")
    day.hands.wait("the hand-over", lambda: day.chart.chart.state is NoteState.SUBMITTED)
    assert day.chart.chart.content["hpi"].text.startswith("Sleeps well.")
    assert "{" not in day.chart.chart.content["hpi"].text


def test_a_phrase_is_found_by_words_and_put_in_at_the_cursor(day: ClinicDay) -> None:
    day.hands.type("Before. ")
    day.hands.press("Ctrl+J")
    day.hands.type("knee")
    day.hands.picture("picker")
    day.hands.press("Return", "Escape")
    assert hpi(day).toPlainText().startswith("Before. {side: left|right} knee pain")
    day.hands.wait("the count", lambda: day.workspace.session.phrasebook.counts.get("knee") == 1)
    day.hands.press("Ctrl+J", "Escape")
    assert hpi(day).hasFocus()


def test_a_phrase_is_written_previewed_saved_and_usable_at_once(day: ClinicDay) -> None:
    day.hands.press("Ctrl+Shift+J")
    page = day.workspace.pages.currentWidget()
    assert isinstance(page, PhrasesView)
    day.push(page.fresh)
    day.hands.type("calm")
    day.hands.press("Tab")
    day.hands.type("Calm")
    day.hands.press("Tab", "Tab")
    day.hands.type("Calm on @TODAY@, {yes|no")
    assert "not closed" in page.mistake.text()
    day.hands.type("}.")
    assert page.mistake.isHidden()
    assert "{yes|no}." in page.preview.text()
    day.hands.picture("phrases")
    day.push(page.save)
    day.hands.wait("the saving", page.message.text)
    assert "Saved" in page.message.text()
    day.hands.press("Escape", "Ctrl+2")
    day.hands.type(".calm ")
    day.hands.press("1")
    assert hpi(day).toPlainText().endswith(", yes.")


def test_a_patients_name_in_a_phrase_is_warned_of(day: ClinicDay) -> None:
    day.hands.press("Ctrl+Shift+J")
    page = day.workspace.pages.currentWidget()
    assert isinstance(page, PhrasesView)
    day.push(page.fresh)
    page.name.setText("oops")
    page.phrase_title.setText("Oops")
    page.body.setPlainText("imogen  HARTLEY called from 555-123-4567")
    day.push(page.save)
    day.hands.wait("the warning", lambda: "look again" in page.message.text())
    assert "Imogen Hartley" in page.message.text()
    assert "phone" in page.message.text()
    theme.apply(day.app.qt, "dark", 2.0)
    day.hands.picture("warning-dark-large")
    day.hands.press("Escape", "Ctrl+2")
    day.hands.type(".knee ")
    day.hands.picture("choice-dark-large")
    day.hands.press("Escape", "Ctrl+J")
    day.hands.picture("picker-dark-large")
    theme.apply(day.app.qt, "light", 1.0)
