from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import BadInput
from scribe_desktop.qt.actions import Actions, Extra
from scribe_desktop.session.commands import COMMANDS, CommandId, Where


class Window(QMainWindow):
    """A window with an editor, where each command notes that it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.actions_ = Actions(self)
        self.editor = QPlainTextEdit()
        self.setCentralWidget(self.editor)
        self.actions_.reserve_keys(self.editor)
        self.asked: list[object] = []

    def note(self, what: object) -> Callable[[], None]:
        return lambda: self.asked.append(what)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.editor.setFocus()
    return window


def press(window: Window, keys: str) -> None:
    QTest.keySequence(window.windowHandle(), QKeySequence(keys))


def test_every_default_key_is_known_to_qt() -> None:
    for command in COMMANDS:
        for keys in command.keys:
            assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText) == keys


def test_a_key_asks_for_its_command_while_the_editor_has_the_focus(window: Window) -> None:
    window.actions_.connect(CommandId.SUBMIT, window.note("submit"))
    window.actions_.enter(Where.EDITOR)
    press(window, "Ctrl+Return")
    assert window.asked == ["submit"]
    assert window.editor.toPlainText() == ""


@pytest.mark.parametrize(
    "command",
    [c for c in COMMANDS if c.where & Where.EDITOR and not c.hold and not c.numbered],
    ids=lambda c: c.id.value,
)
def test_each_key_of_each_command_works_inside_the_editor(window: Window, command: object) -> None:
    found = next(known for known in COMMANDS if known is command)
    window.editor.setPlainText("one\ntwo\nthree")
    window.actions_.connect(found.id, window.note(found.id))
    window.actions_.enter(Where.EDITOR)
    for keys in found.keys:
        press(window, keys)
    assert window.asked == [found.id] * len(found.keys)


def test_the_editors_own_undo_gives_way(window: Window) -> None:
    QTest.keyClicks(window.editor, "chest pain")
    window.actions_.connect(CommandId.UNDO, window.note("undo"))
    window.actions_.enter(Where.EDITOR)
    press(window, "Ctrl+Z")
    assert window.asked == ["undo"]
    assert window.editor.toPlainText() == "chest pain"


def test_a_command_answers_on_its_screens_only(window: Window) -> None:
    window.actions_.connect(CommandId.RETURN, window.note("return"))
    for place in (Where.LOGIN, Where.WORKSPACE, Where.EDITOR):
        window.actions_.enter(place)
        assert not window.actions_.action(CommandId.RETURN).isEnabled()
        press(window, "Ctrl+Shift+B")
    assert window.asked == []
    window.actions_.enter(Where.REVIEW)
    press(window, "Ctrl+Shift+B")
    assert window.asked == ["return"]


def test_what_a_person_may_not_do_is_greyed_out(window: Window) -> None:
    window.actions_.connect(CommandId.SIGN, window.note("sign"))
    window.actions_.enter(Where.REVIEW)
    window.actions_.allow(CommandId.SIGN, False)
    press(window, "Ctrl+Shift+S")
    assert window.asked == []
    window.actions_.allow(CommandId.SIGN, True)
    press(window, "Ctrl+Shift+S")
    assert window.asked == ["sign"]


def test_numbered_keys_tell_their_number(window: Window) -> None:
    window.actions_.connect_numbered(CommandId.SECTION_BY_NUMBER, window.asked.append)
    window.actions_.enter(Where.EDITOR)
    for keys in ("Ctrl+1", "Ctrl+9", "Alt+1", "Alt+9"):
        press(window, keys)
    assert window.asked == [0, 8, 9, 17]


def test_menus_show_what_is_connected_and_nothing_else(window: Window) -> None:
    window.actions_.connect(CommandId.NEW_ENCOUNTER, window.note("new"))
    window.actions_.connect(CommandId.HELP, window.note("help"))
    window.actions_.menu_bar(window.menuBar())
    menus = {menu.text(): [a.text() for a in menu.menu().actions()] for menu in window.menuBar().actions()}  # type: ignore[attr-defined]
    assert menus == {"&Encounter": ["New encounter…"], "&Help": ["Keyboard"]}


def test_the_users_own_keys_replace_the_default_ones(window: Window) -> None:
    window.actions_.connect(CommandId.NEXT_BLANK, window.note("next"))
    window.actions_.connect_numbered(CommandId.SECTION_BY_NUMBER, window.asked.append)
    window.actions_.enter(Where.EDITOR)
    window.actions_.remap({CommandId.NEXT_BLANK: ("Ctrl+B",), CommandId.SECTION_BY_NUMBER: ("F11", "F10")})
    for keys in ("F2", "Ctrl+1", "Ctrl+B", "F10"):
        press(window, keys)
    assert window.asked == ["next", 1]
    assert window.actions_.keys(CommandId.NEXT_BLANK) == ("Ctrl+B",)
    assert "Ctrl+B" in window.actions_.action(CommandId.NEXT_BLANK).toolTip()


def test_clashing_keys_are_refused_and_change_nothing(window: Window) -> None:
    with pytest.raises(BadInput, match=r'"Save now" and "Next blank"'):
        window.actions_.remap({CommandId.NEXT_BLANK: ("ctrl+s",)})
    assert window.actions_.keys(CommandId.NEXT_BLANK) == ("F2",)


def hold_f8(window: Window) -> None:
    window.actions_.connect_hold(CommandId.PUSH_TO_TALK, window.note("down"), window.note("up"))
    window.actions_.enter(Where.EDITOR)
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_F8)


def test_extra_keys_answer_on_their_screens_until_others_are_given(window: Window) -> None:
    first, second = Extra("One", "Ctrl+Alt+1", window.note("one")), Extra("Two", "F12", window.note("two"))
    window.actions_.give_extras([first], Where.NOTE)
    assert window.actions_.extras() == []
    press(window, "Ctrl+Alt+1")
    window.actions_.enter(Where.EDITOR)
    assert window.actions_.extras() == [first]
    press(window, "Ctrl+Alt+1")
    window.actions_.give_extras([second], Where.NOTE)
    press(window, "Ctrl+Alt+1")
    press(window, "F12")
    assert window.asked == ["one", "two"]


def test_a_held_key_starts_once_and_ends_when_let_go(window: Window) -> None:
    hold_f8(window)
    nothing = Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        repeat = QKeyEvent(kind, Qt.Key.Key_F8, nothing, "", autorep=True)
        QApplication.sendEvent(window.editor, repeat)
    assert window.asked == ["down"]
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_F8)
    assert window.asked == ["down", "up"]


@pytest.mark.parametrize(
    "leave",
    [
        lambda window: window.actions_.enter(Where.WORKSPACE),
        lambda window: QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate)),
        lambda window: window.actions_.allow(CommandId.PUSH_TO_TALK, False),
    ],
    ids=["screen left", "window left", "no longer allowed"],
)
def test_a_held_key_ends_with_its_reason_to_be_held(
    window: Window, leave: Callable[[Window], object]
) -> None:
    hold_f8(window)
    leave(window)
    assert window.asked == ["down", "up"]
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_F8)
    assert window.asked == ["down", "up"]


def test_a_held_key_can_be_another_one_with_modifiers(window: Window) -> None:
    window.actions_.connect_hold(CommandId.PUSH_TO_TALK, window.note("down"), window.note("up"))
    window.actions_.enter(Where.EDITOR)
    window.actions_.remap({CommandId.PUSH_TO_TALK: ("Ctrl+F12",)})
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_F12, Qt.KeyboardModifier.ControlModifier)
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_F12)
    assert window.asked == ["down", "up"]


def test_a_key_that_is_given_to_a_command_later_is_no_longer_the_editors(window: Window) -> None:
    window.actions_.connect(CommandId.SUBMIT, window.note("submit"))
    window.actions_.enter(Where.EDITOR)
    window.editor.setPlainText("Cough.")
    window.editor.selectAll()
    press(window, "Ctrl+X")
    assert window.editor.toPlainText() == ""
    window.actions_.remap({CommandId.SUBMIT: ("Ctrl+X",)})
    window.editor.setPlainText("Cough.")
    window.editor.selectAll()
    press(window, "Ctrl+X")
    assert (window.asked, window.editor.toPlainText()) == (["submit"], "Cough.")
    window.actions_.enter(Where.WORKSPACE)
    press(window, "Ctrl+X")
    assert (window.asked, window.editor.toPlainText()) == (["submit"], "")


def test_an_editor_keeps_no_key_to_itself_in_the_next_window_either(window: Window, qtbot: QtBot) -> None:
    window.actions_.connect(CommandId.SUBMIT, window.note("submit"))
    window.actions_.remap({CommandId.SUBMIT: ("Ctrl+X",)})
    window.actions_.enter(Where.EDITOR)
    press(window, "Ctrl+X")
    other = Window()
    qtbot.addWidget(other)
    window.actions_.reserve_keys(other.editor)
    other.actions_.connect(CommandId.SIGN, other.note("sign"))
    other.actions_.remap({CommandId.SIGN: ("Ctrl+A",)})
    other.actions_.enter(Where.REVIEW)
    other.show()
    other.activateWindow()
    QTest.qWaitForWindowActive(other)
    other.editor.setFocus()
    press(other, "Ctrl+A")
    assert (window.asked, other.asked) == (["submit"], ["sign"])
