"""Dictated words that want a look, gone through by keyboard alone."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.dictated import Risk, Spoken, flagged, is_flagged, spoken
from scribe_desktop.notes.passage import Passage
from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import IMOGEN, PHYSICIAN, found, session_of
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.visits import new_visit

ENGINE = "clinical"


@dataclass(frozen=True)
class Clinic:
    profile: Profile
    visit: str


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    profile = Profile(tmp_path_factory.mktemp("clinic") / "profile")
    found(profile, IMOGEN)
    session = session_of(profile, PHYSICIAN)
    provider = session.charting.providers()[0]
    visit = session.charting.begin(new_visit(provider.id, mrn=IMOGEN.mrn, name=IMOGEN.name))
    session.close()
    return Clinic(profile, visit)


@pytest.fixture
def day(qtbot: QtBot, clinic: Clinic, tmp_path: Path) -> Iterator[ClinicDay]:
    """The physician has the chart open, with words dictated into two sections."""
    profile = Profile(shutil.copytree(clinic.profile.folder, tmp_path / "profile"))
    day = ClinicDay(profile, tmp_path / "pictures")
    day.enter(PHYSICIAN)
    day.workspace.open(clinic.visit)
    day.hands.wait("the chart", lambda: day.workspace.chart)
    me = day.workspace.session.person.id
    plain = Spoken(ENGINE).source(me)
    hpi = [
        ("He was told he has ", plain),
        ("pneumonia", Spoken(ENGINE, heard="new mumia", risk=Risk.CORRECTED).source(me)),
        (" and took ", plain),
        ("hydroxyzine", Spoken(ENGINE, instead="hydralazine", risk=Risk.SOUND_ALIKE).source(me)),
        (".\nPain in the ", plain),
        ("left", Spoken(ENGINE, risk=Risk.SIDE).source(me)),
        (" arm.", plain),
    ]
    later = [("Take ", plain), ("15 mg", Spoken(ENGINE, instead="50 mg", risk=Risk.DOSE).source(me))]
    day.chart.dictated.insert("hpi", Passage.join(hpi))
    day.chart.dictated.insert("follow_up", Passage.join(later))
    day.hands.press("Ctrl+2", "Ctrl+Home")
    day.hands.wait("the count", lambda: day.chart.flags.left == 4)
    yield day
    day.close()


def selected(day: ClinicDay) -> str:
    return day.chart.editor.editor(day.chart.editor.current_section).textCursor().selectedText()


def told(day: ClinicDay) -> str:
    return day.chart.flags.bar.line.text()


def waiting(day: ClinicDay, key: str) -> list[str]:
    passage = day.chart.editor.passage(key)
    return [passage.text[start:end] for start, end, _ in flagged(passage)]


def recognised(passage: Passage) -> list[Spoken]:
    return [how for _, source in passage.pieces() if (how := spoken(source))]


def test_one_key_goes_from_place_to_place_round_the_ends_and_says_why(day: ClinicDay) -> None:
    assert told(day) == (
        "4 dictated places wait for a look. F3 goes to the next, Ctrl+Shift+F3 confirms a paragraph."
    )
    seen = []
    for _ in range(5):
        day.hands.press("F3")
        seen.append(selected(day))
    assert seen == ["pneumonia", "hydroxyzine", "left", "15 mg", "pneumonia"]
    assert told(day) == (
        "“pneumonia”: corrected, heard as “new mumia”. Ctrl+F3 confirms, Ctrl+. puts that back."
    )
    day.hands.press("Shift+F3", "Shift+F3")
    assert selected(day) == "left"
    assert told(day) == "“left”: side. Ctrl+F3 confirms."


def test_confirming_tells_who_and_when_goes_on_and_is_one_step_of_undo(day: ClinicDay) -> None:
    day.hands.press("F3", "Ctrl+F3")
    assert selected(day) == "hydroxyzine"
    assert waiting(day, "hpi") == ["hydroxyzine", "left"]
    [how] = [one for one in recognised(day.chart.editor.passage("hpi")) if one.confirmed_at]
    assert how.confirmed_by == day.workspace.session.person.id
    day.hands.press("Ctrl+Z")
    assert waiting(day, "hpi") == ["pneumonia", "hydroxyzine", "left"]
    assert day.chart.editor.passage("hpi").text.startswith("He was told he has pneumonia and")


def test_one_key_takes_what_is_suggested_or_puts_back_what_was_heard(day: ClinicDay) -> None:
    day.hands.press("F3", "Ctrl+.")
    day.hands.press("F3", "Ctrl+.")
    passage = day.chart.editor.passage("hpi")
    assert passage.text == "He was told he has new mumia and took hydralazine.\nPain in the left arm."
    assert waiting(day, "hpi") == ["left"]
    assert {"hydroxyzine"} == {how.heard for how in recognised(passage) if how.heard}
    day.hands.press("Ctrl+Z")
    assert waiting(day, "hpi") == ["hydroxyzine", "left"]


def test_a_paragraph_and_then_the_section_are_confirmed_at_once(day: ClinicDay) -> None:
    day.hands.press("Ctrl+Shift+F3")
    assert waiting(day, "hpi") == ["left"]
    day.hands.press("Ctrl+Shift+F3")
    assert waiting(day, "hpi") == []
    assert waiting(day, "follow_up") == ["15 mg"]


def test_what_is_typed_over_a_flag_is_the_persons_own(day: ClinicDay) -> None:
    day.hands.press("F3")
    day.hands.type("bronchitis")
    day.hands.wait("the count", lambda: day.chart.flags.left == 3)
    assert waiting(day, "hpi") == ["hydroxyzine", "left"]


def test_flags_and_confirmations_survive_cut_and_paste_and_the_store(day: ClinicDay, clinic: Clinic) -> None:
    day.hands.press("F3", "Ctrl+F3", "Ctrl+A", "Ctrl+X", "Ctrl+V", "Ctrl+S")
    assert waiting(day, "hpi") == ["hydroxyzine", "left"]
    day.lock()
    session = session_of(day.app.window._door.profile, PHYSICIAN)
    try:
        passage = session.charting.open(clinic.visit).content["hpi"]
    finally:
        session.close()
    assert [passage.text[start:end] for start, end, _ in flagged(passage)] == ["hydroxyzine", "left"]
    assert [how.heard for how in recognised(passage) if how.confirmed_by] == ["new mumia"]
    day.enter(PHYSICIAN)
    day.workspace.open(clinic.visit)
    day.hands.wait("what is left", lambda: day.workspace.chart and day.chart.flags.left == 3)


def test_the_note_check_counts_them_and_whoever_signs_is_told(day: ClinicDay) -> None:
    run = day.chart.checking.run
    day.hands.wait("the findings", lambda: any(one.rule == "dictation" for one in run.findings))
    found = {one.key: one.message for one in run.findings if one.rule == "dictation"}
    assert found == {
        "hpi": "Dictated, not looked at: corrected, heard as “new mumia” (2 more in this section)",
        "follow_up": "Dictated, not looked at: dose, “50 mg”?",
    }
    day.hands.press("Ctrl+Shift+S")
    assert day.chart.review.flags.text() == "4 dictated places were not looked at; F3 goes through them."
    assert not day.chart.flags.bar.isVisible()
    day.hands.press("Escape")
    assert day.chart.flags.bar.isVisible()


def test_flagged_text_is_painted_apart_from_other_dictated_text(day: ClinicDay) -> None:
    editor = day.chart.editor.editor("follow_up")
    before = editor.grab().toImage()
    day.hands.press("Shift+F3", "Ctrl+F3")
    assert not any(is_flagged(source) for _, source in editor.passage().pieces())
    day.hands.press("Ctrl+2")
    assert editor.grab().toImage() != before


def test_what_is_put_in_twice_is_offered_as_a_rule_and_is_one_from_then_on(day: ClinicDay) -> None:
    session = day.workspace.session
    source = Spoken(ENGINE, instead="metformin", risk=Risk.SUGGESTED).source(session.person.id)
    for _ in range(2):
        day.chart.dictated.insert("pmh", Passage.of("met forming", source))
        day.hands.press("Ctrl+3", "Ctrl+End", "Ctrl+.")
    day.hands.wait("the offer", lambda: "makes that a rule" in told(day))
    day.hands.press("Ctrl+F9")
    day.hands.wait("the rule", lambda: session.replacements.rules == {"met forming": "metformin"})
    day.hands.wait("the news", lambda: "from now on" in told(day))
