"""Leaves what nobody sees out of a change of look; it follows when it is shown.

Qt styles every widget there is, and a chart behind the one in front has as many as that. It passes by what
has no style yet (`WA_WState_Polished`) and has one of its own (`WA_SetStyle`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

_STYLED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle


class OutOfSight(QObject):
    """Knows what is hidden in the windows on screen; windows that are hidden themselves change at once."""

    @contextmanager
    def left_out(self) -> Iterator[None]:
        """While another look is put on, hidden widgets are left without any."""
        windows = (window for window in QApplication.topLevelWidgets() if window.isVisible())
        hidden = [widget for window in windows for root in self._await(window) for widget in _within(root)]
        for widget in hidden:
            if widget.testAttribute(_STYLED):
                widget.style().unpolish(widget)
                widget.setAttribute(_STYLED, False)
            widget.setAttribute(_OWN_STYLE, True)
        try:
            yield
        finally:
            for widget in hidden:
                widget.setAttribute(_OWN_STYLE, False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            self._dress(watched)
        return False

    def _await(self, widget: QWidget) -> Iterator[QWidget]:
        """The outermost hidden widgets in this one, whose being shown is waited for from now on."""
        for child in _children(widget):
            if child.isHidden():
                child.installEventFilter(self)
                yield child
            else:
                yield from self._await(child)

    def _dress(self, root: QWidget) -> None:
        """Put the look on what has been shown, from the outside in, then tell of it."""
        bare = [widget for widget in self._shown(root) if not widget.testAttribute(_STYLED)]
        for kind in (QEvent.Type.Polish, QEvent.Type.StyleChange):
            for widget in bare:
                QCoreApplication.sendEvent(widget, QEvent(kind))

    def _shown(self, widget: QWidget) -> Iterator[QWidget]:
        yield widget
        for child in _children(widget):
            if child.isHidden():
                child.installEventFilter(self)
            else:
                yield from self._shown(child)


def _within(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    for child in _children(widget):
        yield from _within(child)


def _children(widget: QWidget) -> Iterator[QWidget]:
    """Without windows, such as menus: they are measured before they are shown."""
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield child
