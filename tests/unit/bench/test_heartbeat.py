"""The ear at the event loop: what holds it up is found and named, what only waits is not."""

import time

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from scribe_desktop.phrases.marks import required
from tests.bench.heartbeat import Heartbeat


def work(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        required("{a|b}" * 200)


def wait(seconds: float) -> None:
    """As for the disk: the thread does nothing itself."""
    time.sleep(seconds)


def test_what_holds_the_event_loop_up_is_found_and_named(qtbot: QtBot) -> None:
    with Heartbeat(at_least_ms=100).listening() as heart:
        QTimer.singleShot(20, lambda: work(0.2))
        qtbot.waitUntil(lambda: bool(heart.freezes))
    (freeze,) = heart.freezes
    assert 200 <= freeze.busy_ms < 400
    assert freeze.wall_ms >= freeze.busy_ms
    assert "marks.marks" in freeze.doing


def test_short_turns_and_waiting_are_no_freezes(qtbot: QtBot) -> None:
    done: list[bool] = []
    with Heartbeat(at_least_ms=100).listening() as heart:
        for turn in range(10):
            QTimer.singleShot(20 * turn, lambda: work(0.01))
        QTimer.singleShot(250, lambda: wait(0.2))
        QTimer.singleShot(260, lambda: done.append(True))
        qtbot.waitUntil(lambda: bool(done))
        qtbot.wait(20)
    assert heart.freezes == []
