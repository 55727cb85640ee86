"""Works the program the way a person at the keyboard does: keys in, pictures out."""

import math
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_GLANCE_MS = 20


class Stuck(RuntimeError):
    """What should have happened did not happen in time."""


class Hands:
    """Types into whatever has the focus in `window`, and never touches a mouse."""

    def __init__(self, window: QWidget, pictures: Path) -> None:
        self._window = window
        self._pictures = pictures
        self._taken = 0
        self._chosen_at = -math.inf
        pictures.mkdir(parents=True, exist_ok=True)

    def take_keyboard(self) -> None:
        """Bring the window to the front, which without a window manager nobody else does."""
        self._window.activateWindow()
        self.wait("the window in front", self._window.isActiveWindow)

    def type(self, text: str) -> None:
        for character in text:
            if character.isascii():
                QTest.keyClicks(self._focused(), character)
            else:
                self._type_beyond_ascii(character)

    def press(self, *keys: str) -> None:
        """Press key combinations in Qt's notation, one after the other: "Ctrl+N", "Tab"."""
        for combination in keys:
            QTest.keySequence(self._focused(), QKeySequence(combination))
            QCoreApplication.processEvents()

    def choose(self, letter: str) -> None:
        """Press a letter in a list, after the pause without which Qt takes it for the last one's next."""
        pause = QApplication.styleHints().keyboardInputInterval() / 1000
        self.wait("a new word", lambda: time.monotonic() > self._chosen_at + pause)
        self.press(letter)
        self._chosen_at = time.monotonic()

    def wait(self, what: str, until: Callable[[], object], seconds: float = 30) -> None:
        """Let the program work until something is so. Raises `Stuck`, saying what was waited for."""
        deadline = time.monotonic() + seconds
        while not until():
            if time.monotonic() > deadline:
                raise Stuck(f"waited {seconds:.0f} s for: {what}")
            _let_work(_GLANCE_MS)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def picture(self, name: str) -> Path:
        """Take a picture of the window as it is now."""
        _let_work(_GLANCE_MS * 3)
        self._taken += 1
        path = self._pictures / f"{self._taken:02}-{name}.png"
        self._window.grab().save(str(path))
        return path

    def _type_beyond_ascii(self, character: str) -> None:
        """QTest ends the process at such a character; a keyboard that has it sends these events."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, character)
            QCoreApplication.sendEvent(self._focused(), event)

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self._window


def _let_work(milliseconds: int) -> None:
    """Run the event loop; unlike QTest's own wait, this lets other Python threads run meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
