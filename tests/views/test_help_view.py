import pytest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from scribe_desktop.session.commands import COMMANDS, CommandId
from scribe_desktop.session.sayings import sayings
from scribe_desktop.views.help_view import HelpView
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.note_types import SOAP
from tests.helpers.phrases import STARTER


def shown(view: HelpView) -> list[QTreeWidgetItem]:
    tree = view.commands
    groups = [group for at in range(tree.topLevelItemCount()) if (group := tree.topLevelItem(at))]
    rows = [group.child(at) for group in groups if not group.isHidden() for at in range(group.childCount())]
    return [row for row in rows if not row.isHidden()]


def test_every_command_is_listed_with_its_keys(qtbot: QtBot) -> None:
    view = HelpView(COMMANDS)
    Keyboard(qtbot, view)
    rows = {row.text(0): row.text(1) for row in shown(view)}
    assert len(rows) == len(COMMANDS)
    assert rows["New encounter"] == "Ctrl+N"
    assert all(rows.values())


def test_keys_of_ones_own_are_shown_in_place_of_the_usual_ones(qtbot: QtBot) -> None:
    view = HelpView(COMMANDS, {CommandId.NEW_ENCOUNTER: ("F12",)})
    Keyboard(qtbot, view)
    assert {row.text(0): row.text(1) for row in shown(view)}["New encounter"] == "F12"


@pytest.mark.parametrize("typed", ["physician draft", "ctrl+return"])
def test_typing_finds_a_command_by_its_words_or_its_keys(qtbot: QtBot, typed: str) -> None:
    view = HelpView(COMMANDS)
    Keyboard(qtbot, view).type(typed)
    assert [row.text(0) for row in shown(view)] == ["Submit for review"]
    assert not view.nothing.isVisible()


def test_a_long_row_takes_more_lines_instead_of_more_width(qtbot: QtBot) -> None:
    view = HelpView(COMMANDS, sayings=sayings(SOAP, STARTER))
    view.resize(1024, 700)
    Keyboard(qtbot, view)
    assert view.commands.horizontalScrollBar().maximum() == 0
    rows = {row.text(2): view.commands.visualItemRect(row).height() for row in shown(view)}
    longest, shortest = max(rows, key=len), min(rows, key=len)
    assert rows[longest] > 1.5 * rows[shortest]
    narrow = rows[longest]
    view.resize(1800, 700)
    long = next(row for row in shown(view) if row.text(2) == longest)
    qtbot.waitUntil(lambda: view.commands.visualItemRect(long).height() < narrow)


def test_finding_nothing_says_so(qtbot: QtBot) -> None:
    view = HelpView(COMMANDS)
    Keyboard(qtbot, view).type("xyzzy")
    assert shown(view) == []
    assert view.nothing.isVisible()


def test_escape_closes(qtbot: QtBot) -> None:
    view = HelpView(COMMANDS)
    keyboard = Keyboard(qtbot, view)
    keyboard.type("sign")
    with qtbot.waitSignal(view.close_asked, timeout=1000):
        keyboard.press(Key.Key_Escape)
