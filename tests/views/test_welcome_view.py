from pytestqt.qtbot import QtBot

from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.views.welcome_view import WelcomeView
from tests.helpers.keyboard import Key, Keyboard


def test_return_sets_the_workstation_up(qtbot: QtBot) -> None:
    view = WelcomeView()
    keyboard = Keyboard(qtbot, view)
    with qtbot.waitSignal(view.set_up_chosen, timeout=1000):
        keyboard.press(Key.Key_Return)


def test_two_tabs_away_a_backup_is_restored(qtbot: QtBot) -> None:
    view = WelcomeView()
    keyboard = Keyboard(qtbot, view)
    keyboard.press(Key.Key_Tab, Key.Key_Tab)
    with qtbot.assertNotEmitted(view.set_up_chosen), qtbot.waitSignal(view.restore_chosen, timeout=1000):
        keyboard.press(Key.Key_Return)


def test_one_tab_away_is_the_sample_clinic(qtbot: QtBot) -> None:
    view = WelcomeView()
    keyboard = Keyboard(qtbot, view)
    keyboard.press(Key.Key_Tab)
    with qtbot.assertNotEmitted(view.set_up_chosen), qtbot.waitSignal(view.sample_chosen, timeout=1000):
        keyboard.press(Key.Key_Return)


def test_nothing_else_can_be_chosen_while_the_sample_clinic_is_prepared(qtbot: QtBot) -> None:
    view = WelcomeView()
    keyboard = Keyboard(qtbot, view)
    view.prepare_sample()
    with qtbot.assertNotEmitted(view.set_up_chosen), qtbot.assertNotEmitted(view.sample_chosen):
        keyboard.press(Key.Key_Return)
    view.refuse(StoreNotWritable("The disk is full.", remedy="Make room."))
    assert view.error.text() == "The disk is full. Make room."
    assert view.sample.isEnabled()
