"""Puts another look on what is in sight, once; what nobody sees follows when it is shown.

Left to itself, Qt styles every widget there is twice at each change of look, and a chart behind the one in
front has as many as that. It passes by what has no style yet (`WA_WState_Polished`) and has one of its own
(`WA_SetStyle`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

_STYLED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle


class OutOfSight(QObject):
    """Knows what is hidden in the windows on screen; windows that are hidden themselves change at once."""

    @contextmanager
    def left_out(self) -> Iterator[None]:
        """Put another look on the program meanwhile; what is seen of it is styled afterwards."""
        windows = QApplication.topLevelWidgets()
        every = [widget for window in windows for widget in _within(window)]
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
        for window in windows:
            seen = self._shown(window) if window.isVisible() else _within(window)
            _put_on(widget for widget in seen if widget in was_styled)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            self._dress(watched)
        return False

    def _dress(self, root: QWidget) -> None:
        """Put the look on what has been shown."""
        _put_on(widget for widget in self._shown(root) if not widget.testAttribute(_STYLED))

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
