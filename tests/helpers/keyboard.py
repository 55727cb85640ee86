"""Somebody who has no mouse: types wherever the focus is."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

Key = Qt.Key
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """A keyboard in front of one window, which is shown and active from the beginning."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self._window = window
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()

    @property
    def focus(self) -> QWidget:
        """Where the next key goes."""
        return self._window.focusWidget() or self._window

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = _NO_MODIFIER) -> None:
        for key in keys:
            QTest.keyClick(self.focus, key, modifier)

    def mnemonic(self, key: Qt.Key) -> None:
        self.press(key, modifier=Qt.KeyboardModifier.AltModifier)

    def replace(self, text: str) -> None:
        """Type over all that the focused field holds."""
        self.press(Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
        self.press(Key.Key_Backspace)
        self.type(text)
