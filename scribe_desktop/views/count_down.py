"""Tells how long somebody has to wait, second by second, and keeps a button off until then."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel, QPushButton


class CountDown(QObject):
    def __init__(self, label: QLabel, button: QPushButton, parent: QObject) -> None:
        super().__init__(parent)
        self._label, self._button = label, button
        self._said, self._until = "", 0.0
        self._over: Callable[[], object] = _nothing
        self._timer = QTimer(self, interval=250)
        self._timer.timeout.connect(self._tell)

    def start(self, said: str, seconds: float, over: Callable[[], object]) -> None:
        """Show `said` with the time that is left behind it; when none is left, call `over`."""
        self._said, self._until, self._over = said, time.monotonic() + seconds, over
        self._button.setEnabled(False)
        self._timer.start()
        self._tell()

    def stop(self) -> None:
        """Nobody waits any more, e.g. because another person is chosen."""
        if self._timer.isActive():
            self._timer.stop()
            self._button.setEnabled(True)

    def _tell(self) -> None:
        left = math.ceil(self._until - time.monotonic())
        if left <= 0:
            self.stop()
            self._label.setText(f"{self._said} You can try again now.")
            self._over()
        else:
            # set, not told: a screen reader would otherwise read it out every second
            self._label.setText(f"{self._said} Try again in {left // 60}:{left % 60:02}.")


def _nothing() -> None:
    pass
