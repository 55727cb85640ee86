"""When the window locks by itself, what it keeps, and what it shows then."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.qt.idle_watch import WARNING, IdleWatch


class Clocks:
    def __init__(self) -> None:
        self.now = self.awake = 1000.0

    def run(self, seconds: float) -> None:
        self.now += seconds
        self.awake += seconds

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def watch(qtbot: QtBot, clocks: Clocks) -> tuple[IdleWatch, list[str], QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made = IdleWatch(window, clock=lambda: clocks.now, awake=lambda: clocks.awake)
    told: list[str] = []
    for name in ("soon", "idle", "woke"):
        getattr(made, name).connect(lambda name=name: told.append(name))
    made.start(600)
    return made, told, window


Watched = tuple[IdleWatch, list[str], QWidget]


def press_a_key(window: QWidget) -> None:
    handle = window.windowHandle()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QApplication.sendEvent(handle, key)


def test_it_warns_and_then_says_that_nobody_is_there(watch: Watched, clocks: Clocks) -> None:
    made, told, _ = watch
    clocks.run(600 - WARNING - 1)
    made.look()
    assert told == []
    clocks.run(2)
    made.look()
    made.look()
    assert told == ["soon"]
    clocks.run(WARNING)
    made.look()
    assert told == ["soon", "idle"]


def test_a_key_begins_the_time_anew(watch: Watched, clocks: Clocks) -> None:
    made, told, window = watch
    for _ in range(3):
        clocks.run(599)
        press_a_key(window)
        made.look()
    assert told == []
    clocks.run(600)
    made.look()
    assert told == ["idle"]


def test_sleep_is_noticed_however_short_the_time_awake(watch: Watched, clocks: Clocks) -> None:
    made, told, _ = watch
    clocks.run(1)
    clocks.sleep(40)
    made.look()
    assert told == ["woke"]
    made.look()
    assert told == ["woke"]


def test_a_busy_machine_is_not_taken_for_a_sleeping_one(watch: Watched, clocks: Clocks) -> None:
    made, told, _ = watch
    clocks.run(120)
    made.look()
    assert told == []
