"""Puts another look on what is in sight, once; what nobody sees follows.

What is hidden is styled when it is shown, what is scrolled away in turns of its own, a few at a time.

Left to itself, Qt styles every widget there is twice at each change of look, and a chart behind the one in
front has as many as that. It passes by what has no style yet (`WA_WState_Polished`) and has one of its own
(`WA_SetStyle`).
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_STYLED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle
_TURN_S = 0.012
"""Seconds of styling what is scrolled away before the window gets its turn."""


class OutOfSight(QObject):
    """Knows what nobody sees in the windows on screen; windows that are hidden themselves change at once."""

    def __init__(self) -> None:
        super().__init__()
        self._scrolled_away: list[QWidget] = []
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._dress_some)

    @property
    def is_waited_for(self) -> bool:
        """Whether anything scrolled away has not had its turn yet."""
        return self._turns.isActive()

    @contextmanager
    def left_out(self) -> Iterator[None]:
        """Put another look on the program meanwhile; what is seen of it is styled afterwards."""
        every = QApplication.allWidgets()
        styled = [widget for widget in every if widget.testAttribute(_STYLED)]
        for widget in styled:
            widget.style().unpolish(widget)
            widget.setAttribute(_STYLED, False)
        own = [widget for widget in every if not widget.testAttribute(_OWN_STYLE)]
        for widget in own:
            widget.setAttribute(_OWN_STYLE, True)
        try:
            yield
        finally:
            for widget in own:
                widget.setAttribute(_OWN_STYLE, False)
        was_styled = set(styled)
        for window in QApplication.topLevelWidgets():
            seen = self._in_sight(window, window.rect()) if window.isVisible() else _within(window)
            _put_on(widget for widget in seen if widget in was_styled)
        self._turns.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            self._dress(watched)
        return False

    def _dress_some(self) -> None:
        until = time.perf_counter() + _TURN_S
        while self._scrolled_away and time.perf_counter() < until:
            root = self._scrolled_away.pop(0)
            if isValid(root):
                self._dress(root)
        if not self._scrolled_away:
            self._turns.stop()

    def _dress(self, root: QWidget) -> None:
        """Put the look on what has been shown."""
        _put_on(widget for widget in self._shown(root) if not widget.testAttribute(_STYLED))

    def _in_sight(self, widget: QWidget, sight: QRect) -> Iterator[QWidget]:
        """Like `_shown` for what lies within `sight`, a part of the widget; the rest has its turn later."""
        yield widget
        for child in _children(widget):
            seen = child.geometry() & sight
            if child.isHidden():
                child.installEventFilter(self)
            elif seen.isEmpty():
                self._scrolled_away.append(child)
            else:
                yield from self._in_sight(child, seen.translated(-child.pos()))

    def _shown(self, widget: QWidget) -> Iterator[QWidget]:
        """A widget and what is not hidden in it; the rest is waited for from now on."""
        yield widget
        for child in _children(widget):
            if child.isHidden():
                child.installEventFilter(self)
            else:
                yield from self._shown(child)


def _put_on(widgets: Iterable[QWidget]) -> None:
    """Style them from the outside in, then tell them of it."""
    bare = list(widgets)
    for kind in (QEvent.Type.Polish, QEvent.Type.StyleChange):
        for widget in bare:
            QCoreApplication.sendEvent(widget, QEvent(kind))


def _within(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    for child in _children(widget):
        yield from _within(child)


def _children(widget: QWidget) -> Iterator[QWidget]:
    """Without windows, such as menus: they are measured before they are shown."""
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
