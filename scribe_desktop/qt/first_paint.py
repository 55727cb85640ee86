"""What may wait until the user sees a window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


def after_first_paint(window: QWidget, do: Callable[[], object]) -> None:
    """Call `do` once, when all of the window has been painted for the first time."""
    window.installEventFilter(_Watch(window, do))


class _Watch(QObject):
    def __init__(self, window: QWidget, do: Callable[[], object]) -> None:
        super().__init__(window)
        self._do = do

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._do)
        return False
