"""Tells a widget's owner when there may be more or less room in it: another size, another size of text."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

_NEWS = (QEvent.Type.Resize, QEvent.Type.StyleChange)


class Room(QObject):
    """Calls `arrange` on every such change, for as long as `widget` lives."""

    def __init__(self, widget: QWidget, arrange: Callable[[], None]) -> None:
        super().__init__(widget)
        self._arrange = arrange
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _NEWS:
            self._arrange()
        return False
