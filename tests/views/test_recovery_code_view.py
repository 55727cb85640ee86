import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.vault.recovery_code import new_code
from scribe_desktop.views.recovery_code_view import RecoveryCodeView
from tests.helpers.keyboard import Key, Keyboard


def test_the_whole_code_is_shown_in_groups(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    code = new_code()
    view = RecoveryCodeView(code, session.people, jobs)
    Keyboard(qtbot, view)
    assert view.code.text().split() == code.split("-")


def test_without_the_last_group_it_does_not_go_on(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    view = RecoveryCodeView("ABCD-EFGH-JKMN", session.people, jobs)
    keyboard = Keyboard(qtbot, view)
    with qtbot.assertNotEmitted(view.done):
        keyboard.press(Key.Key_Return)
        keyboard.type("EFGH")
        keyboard.press(Key.Key_Return, Key.Key_Escape)
    assert view.error.isVisible()
    assert view.last_group.selectedText() == "EFGH"


@pytest.mark.parametrize("typed", ["jk1n", "J K I N", "jkln", "abcd efgh-jkin"])
def test_the_last_group_is_taken_as_people_type_it(
    qtbot: QtBot, session: Session, jobs: Jobs, typed: str
) -> None:
    view = RecoveryCodeView("ABCD-EFGH-JK1N", session.people, jobs)
    keyboard = Keyboard(qtbot, view)
    keyboard.type(typed)
    with qtbot.waitSignal(view.done, timeout=1000):
        keyboard.press(Key.Key_Return)
    assert view.code.text() == ""
