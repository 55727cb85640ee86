"""How loud the microphone hears, as a bar: green while fine, amber when it is about to clip."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from scribe_desktop.qt import forms, theme

_LOUD = 0.9


@forms.register
class LevelMeter(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = 0.0

    def set_level(self, level: float) -> None:
        """Show a level from 0 (silence) to 1 (full scale)."""
        level = min(max(level, 0.0), 1.0)
        if abs(level - self._level) > 0.01:
            self._level = level
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(0, 0, self.width(), self.height())
        radius = whole.height() / 2
        painter.setBrush(QColor(palette.border))
        painter.drawRoundedRect(whole, radius, radius)
        if self._level > 0:
            painter.setBrush(QColor(palette.amber if self._level > _LOUD else palette.ok))
            whole.setWidth(max(whole.height(), whole.width() * self._level))
            painter.drawRoundedRect(whole, radius, radius)
