import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from scribe_desktop.views.passphrase_field import NewPassphrase
from tests.helpers.keyboard import Key, Keyboard

GOOD = "seven kettles by the pier"


@pytest.fixture
def field(qtbot: QtBot) -> NewPassphrase:
    return NewPassphrase()


@pytest.fixture
def keyboard(qtbot: QtBot, field: NewPassphrase) -> Keyboard:
    keyboard = Keyboard(qtbot, field)
    field.setFocus()
    return keyboard


def test_the_hint_counts_characters_until_there_are_enough(field: NewPassphrase, keyboard: Keyboard) -> None:
    keyboard.type("seven kettles")
    assert (field.hint.text(), field.hint.property("role")) == ("13 of 15 characters", "muted")
    keyboard.type(" by the pier")
    assert field.hint.property("role") == "ok"


def test_a_passphrase_made_of_a_name_is_refused_once_the_name_is_known(
    field: NewPassphrase, keyboard: Keyboard
) -> None:
    names: list[str] = []
    field.avoid(lambda: names)
    keyboard.type("wilhelmina harkness")
    assert field.hint.property("role") == "ok"
    names.append("Wilhelmina Harkness")
    field.review()
    assert field.hint.property("role") == "warning"
    assert "name" in field.hint.text()


def test_the_second_field_says_whether_it_matches_so_far(field: NewPassphrase, keyboard: Keyboard) -> None:
    keyboard.type(GOOD)
    keyboard.press(Key.Key_Tab)
    assert not field.repeat_hint.isVisible()
    keyboard.type("seven kettles")
    assert field.repeat_hint.text() == "Keep typing…"
    keyboard.type("x")
    assert "differs" in field.repeat_hint.text()
    keyboard.press(Key.Key_Backspace)
    keyboard.type(" by the pier")
    assert field.repeat_hint.property("role") == "ok"
    assert field.insist()


def test_insisting_puts_the_cursor_where_something_is_wrong(field: NewPassphrase, keyboard: Keyboard) -> None:
    assert not field.insist()
    assert keyboard.focus is field.passphrase
    assert field.hint.property("role") == "error"
    keyboard.type(GOOD)
    assert not field.insist()
    assert keyboard.focus is field.repeat
    assert field.repeat_hint.text() == "Type it once more here."


def test_what_is_typed_is_hidden_until_asked_for_and_hidden_again_when_cleared(
    qtbot: QtBot, field: NewPassphrase, keyboard: Keyboard
) -> None:
    assert field.passphrase.echoMode() is QLineEdit.EchoMode.Password
    keyboard.mnemonic(Key.Key_O)
    qtbot.waitUntil(field.reveal.isChecked)
    assert field.passphrase.echoMode() is QLineEdit.EchoMode.Normal
    assert field.repeat.echoMode() is QLineEdit.EchoMode.Normal
    field.clear()
    assert field.repeat.echoMode() is QLineEdit.EchoMode.Password
