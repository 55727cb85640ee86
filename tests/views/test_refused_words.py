"""Words that no note takes: a bar full at a time, until each was put away."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import Restricted, ScribeError, WrongState
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.qt import theme
from scribe_desktop.views.dictation_bar import DictationBar
from scribe_desktop.views.dictation_control import Target
from scribe_desktop.views.refused_words import RefusedWords

HPI = Target("n1", "hpi", "HPI", "Imogen Hartley")
PLAN = Target("n1", "plan", "Plan", "Imogen Hartley")
SIGNED = WrongState("This note is signed.", remedy="Add an addendum.")


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> DictationBar:
    theme.apply(qapp, "light", 1.0)
    bar = DictationBar()
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def settled() -> list[str]:
    return []


@pytest.fixture
def refused(bar: DictationBar, settled: list[str]) -> RefusedWords:
    return RefusedWords(bar, lambda words: settled.append(words.text), bar)


def heard(text: str) -> Passage:
    return Passage.of(text, Source(Origin.TYPED, "p1"))


def test_all_of_them_are_quoted_with_their_place_and_the_reason_once(
    bar: DictationBar, refused: RefusedWords
) -> None:
    for text in ("No fever.", "No chills."):
        refused.add(HPI, heard(text), SIGNED)
    refused.add(PLAN, heard("Rest."), SIGNED)
    assert bar.partial.text() == (
        "Not in Imogen Hartley · HPI: “No fever.” “No chills.” This note is signed. Add an addendum. "
        "Not in Imogen Hartley · Plan: “Rest.” This note is signed. Add an addendum. "
        "Escape puts these words away."
    )
    assert bar.partial.property("role") == "error"


def test_many_come_one_bar_full_after_the_other_and_none_goes_unread(
    bar: DictationBar, refused: RefusedWords, settled: list[str]
) -> None:
    texts = [f"{number} " + "word " * 40 for number in range(7)]
    for text in texts:
        refused.add(HPI, heard(text), SIGNED)
    while bar.partial.text():
        seen = [text for text in texts if text.strip() in bar.partial.text()]
        assert 0 < len(bar.partial.text()) < 800
        before = len(settled)
        assert refused.put_away()
        assert settled[before:] == seen
    assert settled == texts
    assert not refused.put_away()


@pytest.mark.parametrize(("error", "over"), [(SIGNED, True), (Restricted("Not for you."), False)])
def test_what_another_person_may_place_is_not_settled_by_being_read(
    refused: RefusedWords, settled: list[str], error: ScribeError, *, over: bool
) -> None:
    refused.add(HPI, heard("No fever."), error)
    assert refused.put_away()
    assert settled == (["No fever."] if over else [])
