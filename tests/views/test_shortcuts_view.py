from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from scribe_desktop.session.commands import CommandId, KeyMap
from scribe_desktop.views.shortcuts_view import ShortcutsView
from tests.helpers.keyboard import Key, Keyboard


@pytest.fixture
def view() -> ShortcutsView:
    return ShortcutsView({})


@pytest.fixture
def told(view: ShortcutsView) -> list[KeyMap]:
    told: list[KeyMap] = []
    view.keymap_chosen.connect(told.append)
    return told


@pytest.fixture
def keyboard(qtbot: QtBot, view: ShortcutsView) -> Keyboard:
    return Keyboard(qtbot, view)


def choose(keyboard: Keyboard, command: str) -> None:
    """Find the command and press Return on its row, which asks for its new keys."""
    keyboard.type(command)
    keyboard.press(Key.Key_Return, Key.Key_Return)


def test_the_next_key_pressed_is_the_new_one(
    view: ShortcutsView, keyboard: Keyboard, told: list[KeyMap]
) -> None:
    choose(keyboard, "save now")
    assert view.recorder.hasFocus()
    keyboard.press(Key.Key_F11)
    assert told == [{CommandId.SAVE: ("F11",)}]
    assert view.message.text() == "F11 now means “Save now”."
    assert view.commands.hasFocus()


def test_a_key_can_be_added_to_those_there_are(
    qtbot: QtBot, view: ShortcutsView, keyboard: Keyboard, told: list[KeyMap]
) -> None:
    keyboard.type("save now")
    keyboard.mnemonic(Key.Key_A)
    qtbot.waitUntil(view.recorder.hasFocus)
    keyboard.press(Key.Key_F11)
    assert told == [{CommandId.SAVE: ("Ctrl+S", "F11")}]


def test_a_taken_key_is_named_and_swapped_on_return(
    view: ShortcutsView, keyboard: Keyboard, told: list[KeyMap]
) -> None:
    choose(keyboard, "save now")
    keyboard.press(Key.Key_F2)
    assert "F2 already means “Next blank”." in view.message.text()
    assert view.swap.hasFocus()
    assert told == []
    keyboard.press(Key.Key_Return)
    assert told == [{CommandId.SAVE: ("F2",), CommandId.NEXT_BLANK: ("Ctrl+S",)}]
    assert not view.swap.isVisible()


def test_what_is_asked_is_scrolled_to(qtbot: QtBot, view: ShortcutsView, keyboard: Keyboard) -> None:
    view.resize(600, 400)
    choose(keyboard, "save now")
    qtbot.waitUntil(lambda: not view.recorder.visibleRegion().isEmpty())
    keyboard.press(Key.Key_F2)
    qtbot.waitUntil(lambda: view.swap.visibleRegion().boundingRect() == view.swap.rect())


def test_escape_leaves_the_question_then_the_page(
    qtbot: QtBot, view: ShortcutsView, keyboard: Keyboard, told: list[KeyMap]
) -> None:
    choose(keyboard, "save now")
    keyboard.press(Key.Key_F2, Key.Key_Escape)
    assert (told, view.swap.isVisible()) == ([], False)
    with qtbot.waitSignal(view.close_asked, timeout=1000):
        keyboard.press(Key.Key_Escape)


def test_escape_while_recording_only_ends_that(
    view: ShortcutsView, keyboard: Keyboard, told: list[KeyMap]
) -> None:
    closed: list[bool] = []
    view.close_asked.connect(lambda: closed.append(True))
    choose(keyboard, "save now")
    keyboard.press(Key.Key_Escape)
    assert (told, closed, view.recorder.isVisible(), view.commands.hasFocus()) == ([], [], False, True)


@pytest.mark.parametrize("key", [Key.Key_A, Key.Key_Tab, Key.Key_Left])
def test_keys_for_writing_are_refused(
    view: ShortcutsView, keyboard: Keyboard, told: list[KeyMap], key: Key
) -> None:
    choose(keyboard, "save now")
    keyboard.press(key)
    assert "needed for writing" in view.message.text()
    assert told == []


def test_section_numbers_are_not_taken_away(
    view: ShortcutsView, keyboard: Keyboard, told: list[KeyMap]
) -> None:
    choose(keyboard, "save now")
    keyboard.press(Key.Key_3, modifier=Qt.KeyboardModifier.ControlModifier)
    assert "already means “Go to section 1 to 18”" in view.message.text()
    assert not view.swap.isVisible()


def test_one_and_all_are_reset(qtbot: QtBot, told: list[KeyMap]) -> None:
    view = ShortcutsView({CommandId.SAVE: ("F11",), CommandId.LOCK: ("Ctrl+B",)})
    view.keymap_chosen.connect(told.append)
    keyboard = Keyboard(qtbot, view)
    keyboard.type("save now")
    keyboard.mnemonic(Key.Key_R)
    qtbot.waitUntil(lambda: told == [{CommandId.LOCK: ("Ctrl+B",)}])
    keyboard.mnemonic(Key.Key_S)
    qtbot.waitUntil(lambda: told[1:] == [{}])


def test_a_reset_that_would_clash_says_with_what(qtbot: QtBot, told: list[KeyMap]) -> None:
    view = ShortcutsView({CommandId.SAVE: ("F2",), CommandId.NEXT_BLANK: ("Ctrl+S",)})
    view.keymap_chosen.connect(told.append)
    keyboard = Keyboard(qtbot, view)
    keyboard.type("save now")
    keyboard.mnemonic(Key.Key_R)
    qtbot.waitUntil(lambda: "Ctrl+S means “Next blank” now." in view.message.text())
    assert told == []


def test_a_preset_says_what_it_is_and_is_used(
    qtbot: QtBot, view: ShortcutsView, keyboard: Keyboard, told: list[KeyMap]
) -> None:
    view.preset.setFocus()
    keyboard.press(Key.Key_Down)
    assert "our own arrangement" in view.about.text()
    keyboard.mnemonic(Key.Key_U)
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1][CommandId.PREVIOUS_BLANK] == ("F3", "Shift+F2")


def test_what_was_exported_can_be_imported_elsewhere(
    qtbot: QtBot, told: list[KeyMap], tmp_path: Path
) -> None:
    mine = ShortcutsView({CommandId.SAVE: ("F11",)})
    qtbot.addWidget(mine)
    mine.export_to(tmp_path / "keys.toml")
    assert mine.message.property("role") == "ok"
    other = ShortcutsView({})
    qtbot.addWidget(other)
    other.keymap_chosen.connect(told.append)
    other.import_from(tmp_path / "keys.toml")
    assert told == [{CommandId.SAVE: ("F11",)}]


def test_a_file_that_cannot_be_used_changes_nothing(
    view: ShortcutsView, keyboard: Keyboard, told: list[KeyMap], tmp_path: Path
) -> None:
    (tmp_path / "keys.toml").write_text('[keys]\n"note.save" = ["F2"]\n')
    view.import_from(tmp_path / "keys.toml")
    assert (view.message.property("role"), told) == ("error", [])
    view.export_to(tmp_path / "nowhere" / "keys.toml")
    assert "cannot be written" in view.message.text()
