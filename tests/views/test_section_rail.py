"""The list of sections: found by a few letters, and its marks."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from scribe_desktop.views.section_rail import SectionRail
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.note_types import SOAP


@pytest.fixture
def rail() -> SectionRail:
    return SectionRail(SOAP)


@pytest.fixture
def keyboard(qtbot: QtBot, rail: SectionRail) -> Keyboard:
    return Keyboard(qtbot, rail)


@pytest.mark.parametrize(
    ("typed", "key"),
    [("hpi", "hpi"), ("CC", "cc"), ("ros", "ros"), ("surg", "psh"), ("past s", "psh"), ("vital", "vitals")],
)
def test_a_section_is_found_by_its_name_its_initials_or_any_word(
    qtbot: QtBot, rail: SectionRail, keyboard: Keyboard, typed: str, key: str
) -> None:
    rail.ask()
    keyboard.type(typed)
    with qtbot.waitSignal(rail.chosen) as chosen:
        keyboard.press(Key.Key_Return)
    assert chosen.args == [key]
    assert rail.search.text() == ""
    assert not any(rail.list.item(n).isHidden() for n in range(rail.list.count()))


def test_what_is_no_section_goes_nowhere(qtbot: QtBot, rail: SectionRail, keyboard: Keyboard) -> None:
    rail.ask()
    keyboard.type("zzz")
    with qtbot.assertNotEmitted(rail.chosen):
        keyboard.press(Key.Key_Return)


def test_leaving_goes_back_to_the_section_before(qtbot: QtBot, rail: SectionRail, keyboard: Keyboard) -> None:
    rail.mark_current("exam")
    rail.ask()
    keyboard.type("hp")
    with qtbot.waitSignal(rail.chosen) as chosen:
        rail.leave()
    assert chosen.args == ["exam"]


def test_marks_say_what_is_filled_and_what_is_open(rail: SectionRail) -> None:
    told = []
    for filled, blanks in ((False, False), (True, False), (True, True)):
        rail.show_state("cc", filled=filled, blanks=blanks)
        item = rail.list.item(0)
        told.append((item.text()[0], item.data(Qt.ItemDataRole.AccessibleTextRole)))
    assert told == [
        ("○", "Chief complaint, empty"),
        ("●", "Chief complaint, filled"),
        ("◐", "Chief complaint, has open blanks"),
    ]
