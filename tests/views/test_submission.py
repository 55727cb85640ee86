"""What happens to the keys while a form is busy."""

from threading import Event

import pytest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.views.submission import Submission
from tests.helpers.keyboard import Key, Keyboard


class Form(QFrame):
    """Two buttons, one of which is busy for as long as `over` says."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.over = Event()
        self.slow, self.other, error = QPushButton("Test"), QPushButton("Save"), QLabel()
        self.saved = 0
        column = QVBoxLayout(self)
        for widget in (self.slow, self.other, error):
            column.addWidget(widget)
        submission = Submission(jobs, self, self.slow, error)
        self.slow.clicked.connect(
            lambda: submission.run(lambda: self.over.wait(20), lambda _done: None, meanwhile="Testing…")
        )
        self.other.clicked.connect(self._save)

    def _save(self) -> None:
        self.saved += 1


@pytest.fixture
def form(jobs: Jobs) -> Form:
    return Form(jobs)


@pytest.fixture
def keyboard(qtbot: QtBot, form: Form) -> Keyboard:
    return Keyboard(qtbot, form)


def test_a_second_press_does_nothing_and_the_focus_comes_back(
    form: Form, keyboard: Keyboard, jobs: Jobs
) -> None:
    form.slow.setFocus()
    keyboard.press(Key.Key_Space, Key.Key_Space, Key.Key_Return)
    assert (form.slow.text(), form.slow.isEnabled(), form.saved) == ("Testing…", False, 0)
    form.over.set()
    assert jobs.wait(20_000)
    assert keyboard.focus is form.slow
    assert form.saved == 0


def test_the_focus_stays_where_somebody_moved_it(form: Form, keyboard: Keyboard, jobs: Jobs) -> None:
    form.slow.setFocus()
    keyboard.press(Key.Key_Space, Key.Key_Tab)
    assert keyboard.focus is form.other
    form.over.set()
    assert jobs.wait(20_000)
    assert keyboard.focus is form.other
