"""Phrases put in by keys of their own and by voice, in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.qt import theme
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.cheat_sheet import CheatSheet
from scribe_desktop.views.command_palette import CommandPalette
from scribe_desktop.views.dictation_control import Target
from scribe_desktop.views.help_view import HelpView
from scribe_desktop.views.palette_row import ENTRY
from scribe_desktop.views.phrases_view import PhrasesView
from scribe_desktop.views.section_editor import SectionEditor
from tests.helpers.clinic import CASEY, IMOGEN, SCRIBE, chart_of, clinic_in
from tests.helpers.clinic_day import ClinicDay, at_chart

MINE = """
[[phrase]]
name = "calm"
title = "Calm and oriented"
keys = "Ctrl+Alt+1"
body = "Calm, oriented."

[[phrase]]
name = "taken"
title = "Has the key of a command"
keys = "Ctrl+S"
body = "x ***"

[[phrase]]
name = "lungs"
title = "Lungs, normal"
sections = ["exam"]
spoken = ["normal chest exam"]
body = "Lungs {clear|wheezy} on the ***; no rales.{? Seen by @PROVIDER@.}"

[[phrase]]
name = "heart"
title = "Heart, normal"
body = "Regular."

[[phrase]]
name = "who"
title = "Who is here"
body = "@NAME@, here for ***."
"""


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[ClinicDay]:
    """The scribe has the visitor's chart open, with the cursor in the HPI."""
    profile = clinic_in(tmp_path, IMOGEN, CASEY, phrases=MINE)
    with at_chart(profile, SCRIBE, IMOGEN, "Ctrl+2") as day:
        yield day


def section(day: ClinicDay, key: str) -> SectionEditor:
    return day.chart.editor.section_editor(key)


def begin(day: ClinicDay) -> Target:
    """Dictation begins where the cursor is, as its key would do it."""
    target = day.workspace.target()
    assert target is not None
    return target


def say(day: ClinicDay, target: Target, *utterances: str) -> None:
    """What the recogniser would tell of a dictation that began at this target."""
    person = day.workspace.session.person.id
    for text in utterances:
        day.workspace.control.words.emit(target, Passage.of(text, Source(Origin.DICTATED, person, "engine")))


def bar(day: ClinicDay) -> str:
    return day.workspace.dictation.partial.text()


def details(editor: SectionEditor) -> dict[str, Source]:
    return {text.strip(): source for text, source in editor.passage().pieces()}


def page_of(day: ClinicDay) -> PhrasesView:
    day.hands.press("Ctrl+Shift+J")
    page = day.workspace.pages.currentWidget()
    assert isinstance(page, PhrasesView)
    return page


def choose(day: ClinicDay, page: PhrasesView, name: str) -> None:
    day.fill(page.search, name)
    day.go_to(page.phrases)
    day.hands.press("Home")
    day.hands.wait("the phrase", lambda: page.name.text() == name)


def test_a_phrases_own_key_puts_it_in_at_the_cursor(day: ClinicDay) -> None:
    day.hands.type("Today: ")
    day.hands.press("Ctrl+Alt+1")
    assert section(day, "hpi").toPlainText() == "Today: Calm, oriented."
    assert details(section(day, "hpi"))["Calm, oriented."].detail == "calm"
    day.hands.press("Ctrl+Z")
    assert section(day, "hpi").toPlainText() == "Today: "


def test_a_phrase_that_has_a_commands_key_is_told_and_the_command_keeps_it(day: ClinicDay) -> None:
    assert ".taken: Ctrl+S already means “Save now”" in bar(day)
    day.hands.press("Ctrl+S")
    assert section(day, "hpi").toPlainText() == ""


def test_the_key_is_shown_in_the_cheat_sheet_the_palette_and_the_list_of_keys(day: ClinicDay) -> None:
    work = day.window.actions_
    sheet = CheatSheet(day.window, work.answering(), work.keymap, work.extras())
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "Calm&nbsp;and&nbsp;oriented" in said
    assert "Ctrl+Alt+1" in said
    assert "Ctrl+S" not in said.partition("Your phrases")[2]
    day.hands.picture("cheat-sheet")
    sheet.deleteLater()
    day.hands.press("Ctrl+K")
    day.hands.type("calm")
    palette = day.window.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette)
    assert palette.list.item(0).data(ENTRY).keys == "Ctrl+Alt+1"
    day.hands.picture("palette")
    day.hands.press("Return")
    assert section(day, "hpi").toPlainText() == "Calm, oriented."
    day.hands.press("F1")
    day.hands.type("calm")
    day.hands.picture("help")
    page = day.workspace.pages.currentWidget()
    assert isinstance(page, HelpView)
    groups = map(page.commands.topLevelItem, range(page.commands.topLevelItemCount()))
    group = next(group for group in groups if group is not None and not group.isHidden())
    assert [group.child(0).text(column) for column in range(2)] == [".calm", "Ctrl+Alt+1"]


def test_a_key_is_set_on_the_phrases_page_and_answers_at_once(day: ClinicDay) -> None:
    page = page_of(day)
    choose(day, page, "heart")
    day.push(page.record_keys)
    assert page.keys.hasFocus()
    day.hands.press("Ctrl+Alt+2")
    assert page.record_keys.hasFocus()
    assert page.keys.text() == "Ctrl+Alt+2"
    day.fill(page.spoken, "regular heart, heart fine")
    day.hands.picture("phrases-key")
    day.push(page.save)
    day.hands.wait("the saving", lambda: "Saved" in page.message.text())
    saved = day.workspace.session.phrases.get("heart")
    assert saved is not None
    assert (saved.keys, saved.spoken) == ("Ctrl+Alt+2", ("regular heart", "heart fine"))
    day.hands.press("Escape", "Ctrl+2", "Ctrl+Alt+2")
    assert section(day, "hpi").toPlainText() == "Regular."


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("Ctrl+S", "already means “Save now”"),
        ("Ctrl+Alt+1", "already puts in .calm"),
        ("A", "needed for writing"),
    ],
)
def test_a_key_that_is_taken_is_refused_while_it_is_recorded(day: ClinicDay, keys: str, said: str) -> None:
    page = page_of(day)
    choose(day, page, "heart")
    day.push(page.record_keys)
    day.hands.press(keys)
    assert said in page.keys_note.text()
    assert page.keys.text() == ""


def test_a_refusal_is_in_sight_in_large_text_too(day: ClinicDay) -> None:
    theme.apply(day.app.qt, "dark", 2.0)
    page = page_of(day)
    choose(day, page, "heart")
    day.push(page.record_keys)
    day.hands.picture("recording-dark-large")
    day.hands.press("Ctrl+Alt+1")
    day.hands.picture("refused-dark-large")
    note = page.keys_note
    assert "already puts in .calm" in note.text()
    assert note.visibleRegion().boundingRect() == note.rect()
    theme.apply(day.app.qt, "light", 1.0)


def test_a_key_is_left_and_taken_away(day: ClinicDay) -> None:
    page = page_of(day)
    choose(day, page, "calm")
    day.push(page.record_keys)
    day.hands.press("Escape")
    assert page.isVisible()
    assert page.keys.text() == "Ctrl+Alt+1"
    day.push(page.clear_keys)
    day.push(page.save)
    day.hands.wait("the saving", lambda: "Saved" in page.message.text())
    day.hands.press("Escape", "Ctrl+2", "Ctrl+Alt+1")
    assert "Calm" not in section(day, "hpi").toPlainText()


def test_a_command_that_is_given_a_phrases_key_wins_and_that_is_told(day: ClinicDay) -> None:
    day.hands.press("Ctrl+Shift+K")
    day.hands.type("save now")
    day.hands.press("Return", "Return", "Ctrl+Alt+1")
    assert ".calm: Ctrl+Alt+1 already means “Save now”" in bar(day)
    day.hands.press("Escape", "Ctrl+2", "Ctrl+Alt+1")
    assert section(day, "hpi").toPlainText() == ""


def test_a_spoken_phrase_goes_where_dictation_goes_and_its_answers_follow(day: ClinicDay) -> None:
    day.hands.press("Alt+2")
    target = begin(day)
    say(day, target, "Seen sitting.", "Insert normal chest exam.")
    exam = section(day, "exam")
    assert exam.toPlainText().startswith("Seen sitting. Lungs {clear|wheezy} on the ***")
    assert day.chart.editor.places.pick_list.list.hasFocus()
    assert "Put .lungs into Physical exam: Lungs, normal" in bar(day)
    sources = details(exam)
    assert sources["Seen sitting."].origin is Origin.DICTATED
    spoken = [source for source in sources.values() if source.detail == "lungs, spoken"]
    assert [source.origin for source in spoken] == [Origin.PHRASE] * len(spoken)
    assert spoken
    assert any(source.origin is Origin.PULLED for source in sources.values())
    day.hands.picture("spoken-phrase")
    day.hands.press("1")
    say(day, target, "left side")
    assert exam.toPlainText().startswith("Seen sitting. Lungs clear on the left side; no rales.")
    day.hands.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert exam.toPlainText() == "Seen sitting."


def test_a_phrase_spoken_while_somebody_types_elsewhere_leaves_the_cursor_alone(day: ClinicDay) -> None:
    day.hands.press("Alt+2")
    target = begin(day)
    day.hands.press("Ctrl+2")
    day.hands.type("Typing ")
    say(day, target, "insert normal chest exam")
    day.hands.type("on")
    assert section(day, "hpi").toPlainText() == "Typing on"
    assert section(day, "exam").toPlainText().startswith("Lungs {clear")


def test_several_that_may_be_meant_are_asked_about(day: ClinicDay) -> None:
    target = begin(day)
    say(day, target, "Insert normal.")
    picker = day.chart.phrases.picker
    assert picker.isVisible()
    assert picker.search.text() == "normal"
    assert "Which phrase is “normal”?" in bar(day)
    rows = [picker.list.item(row).text().split()[0] for row in range(picker.list.count())]
    assert {".heart", ".lungs"} <= set(rows)
    theme.apply(day.app.qt, "dark", 1.0)
    day.hands.picture("which-phrase")
    theme.apply(day.app.qt, "light", 1.0)
    day.hands.press(*["Down"] * rows.index(".heart"), "Return")
    assert section(day, "hpi").toPlainText() == "Regular."
    assert details(section(day, "hpi"))["Regular."].detail == "heart, spoken"
    assert section(day, "hpi").hasFocus()


def test_a_question_that_nobody_answers_leaves_the_words_as_text(day: ClinicDay) -> None:
    target = begin(day)
    say(day, target, "Insert normal.")
    day.hands.press("Escape")
    assert section(day, "hpi").toPlainText() == "Insert normal."
    say(day, target, "insert normal", "Then more.")
    day.hands.press("Ctrl+2")
    assert not day.chart.phrases.picker.isVisible()
    assert section(day, "hpi").toPlainText().count("nsert normal") == 2
    assert details(section(day, "hpi")).popitem()[1].origin is Origin.DICTATED


def test_a_question_that_is_open_when_the_window_is_locked_leaves_its_words_in_the_note(
    day: ClinicDay, tmp_path: Path
) -> None:
    say(day, begin(day), "Insert normal.")
    day.lock()
    chart = chart_of(Profile(tmp_path / "profile"), IMOGEN.name)
    assert chart.content["hpi"].text == "Insert normal."


def test_words_that_name_no_phrase_are_dictated_text(day: ClinicDay) -> None:
    say(day, begin(day), "Insert a central line tomorrow.")
    assert section(day, "hpi").toPlainText() == "Insert a central line tomorrow."
    assert not day.chart.phrases.picker.isVisible()


def close_first(day: ClinicDay) -> Target:
    """Dictation goes on in the first patient's note, which is closed; another one's is in front."""
    target, charts = begin(day), day.workspace.charts
    first = charts.front_id
    day.open(CASEY.name)
    charts.close(first)
    day.hands.wait("the closed chart", lambda: first not in charts)
    return target


def test_a_phrase_spoken_for_a_note_that_is_not_open_is_put_into_it_with_its_own_patients_facts(
    day: ClinicDay,
) -> None:
    target = close_first(day)
    say(day, target, "Insert heart.", "Insert who is here.", "Then home.")
    assert f"Put .who into {target.words}, which is not open" in bar(day)
    assert section(day, "hpi").toPlainText() == ""
    day.open(IMOGEN.name)
    assert section(day, "hpi").toPlainText() == f"Regular. {IMOGEN.name}, here for ***. Then home."
    found = details(section(day, "hpi"))
    assert found["Regular."] == Source(Origin.PHRASE, day.workspace.session.person.id, "heart, spoken")
    assert found[IMOGEN.name].origin is Origin.PULLED
    day.hands.press("F2")
    assert section(day, "hpi").textCursor().selectedText() == "***"
    assert day.workspace.session.phrasebook.counts["who"] == 1


def test_what_may_mean_several_phrases_stays_words_of_a_note_that_is_not_open(day: ClinicDay) -> None:
    target = close_first(day)
    say(day, target, "Insert normal.")
    assert "its note is not open" in bar(day)
    assert section(day, "hpi").toPlainText() == ""
    day.open(IMOGEN.name)
    assert section(day, "hpi").toPlainText() == "Insert normal."


def test_a_phrase_spoken_for_a_note_behind_the_one_in_front_goes_into_that_note(day: ClinicDay) -> None:
    target = begin(day)
    day.open(CASEY.name)
    say(day, target, "Insert heart.")
    assert section(day, "hpi").toPlainText() == ""
    day.open(IMOGEN.name)
    assert section(day, "hpi").toPlainText() == "Regular."


def test_commands_are_spoken_and_the_words_after_them_go_where_they_lead(day: ClinicDay) -> None:
    day.hands.press("Alt+2")
    day.hands.type("Heart: *** and ***")
    day.hands.press("Home")
    target = begin(day)
    say(day, target, "next field", "quiet", "Next field.", "warm")
    assert section(day, "exam").toPlainText() == "Heart: quiet and warm"
    say(day, target, "next section", "Glucose high.")
    assert section(day, "results").toPlainText() == "Glucose high."
    assert "Results" in day.workspace.dictation.anchor.text()
    say(day, target, "previous section", "dry")
    assert section(day, "exam").toPlainText() == "Heart: quiet and warm dry"
    assert "Heard “Previous section”" in bar(day)
