"""A row that folds up where there is no room, and lets the window be narrowed again."""

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.qt import theme
from scribe_desktop.qt.side_by_side import SideBySide

NARROW, WIDE = 300, 900


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    """Wide enough for three buttons in a row."""
    theme.apply(qapp, "light", 1.0)
    window = QWidget()
    qtbot.addWidget(window)
    row = SideBySide(window)
    parts = QHBoxLayout(row)
    parts.setContentsMargins(0, 0, 0, 0)
    buttons = [
        QPushButton(text, row) for text in ("No findings in this note", "Return to the scribe", "Sign")
    ]
    for button in buttons:
        parts.addWidget(button)
    column = QVBoxLayout(window)
    column.addWidget(row)
    column.addStretch()
    window.resize(WIDE, 300)
    window.show()
    qtbot.waitUntil(lambda: beside(window))
    return window


def shown(window: QWidget) -> list[QPushButton]:
    return [button for button in window.findChildren(QPushButton) if button.isVisible()]


def beside(window: QWidget) -> bool:
    return len({button.y() for button in shown(window)}) == 1


def above(window: QWidget) -> bool:
    return len({button.x() for button in shown(window)}) == 1


def test_a_wide_window_can_be_narrowed_and_widened(qtbot: QtBot, window: QWidget) -> None:
    assert window.minimumSizeHint().width() < NARROW
    window.resize(NARROW, 300)
    qtbot.waitUntil(lambda: above(window))
    assert window.width() == NARROW
    window.resize(WIDE, 300)
    qtbot.waitUntil(lambda: beside(window))


def test_what_is_hidden_takes_no_room(qtbot: QtBot, window: QWidget) -> None:
    window.resize(NARROW, 300)
    qtbot.waitUntil(lambda: above(window))
    first = shown(window)[0]
    first.hide()
    qtbot.waitUntil(lambda: beside(window))
    first.show()
    qtbot.waitUntil(lambda: above(window))


def test_large_text_folds_it_and_does_not_widen_the_window(
    qtbot: QtBot, qapp: QApplication, window: QWidget
) -> None:
    window.resize(600, 300)
    qtbot.waitUntil(lambda: beside(window))
    theme.apply(qapp, "light", 2.0)
    qtbot.waitUntil(lambda: above(window))
    assert window.width() == 600
    theme.apply(qapp, "light", 1.0)
    qtbot.waitUntil(lambda: beside(window))
