"""How one row of the command palette is painted: title, small print, and the keys that do the same."""

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from scribe_desktop.qt import theme
from scribe_desktop.views.painted_row import Index, PaintedRow, paint_text

ENTRY = Qt.ItemDataRole.UserRole
ROW_PADDING = 12
"""Device-independent pixels at 100 % text."""
_GAP = 12


class PaletteRow(PaintedRow):
    def sizeHint(self, option: Any, _index: Index) -> QSize:
        return QSize(200, QFontMetrics(option.font).height() + theme.px(ROW_PADDING))

    def paint_row(self, painter: QPainter, option: Any, index: Index) -> None:
        entry = index.data(ENTRY)
        palette = theme.current()
        metrics = QFontMetrics(option.font)
        room = option.rect.adjusted(_GAP, 0, -_GAP, 0)
        keys = metrics.horizontalAdvance(entry.keys)
        paint_text(painter, room, option.font, palette.muted, entry.keys, Qt.AlignmentFlag.AlignRight)
        room.setWidth(max(room.width() - keys - _GAP, 0))
        end = paint_text(painter, room, option.font, palette.text, entry.title)
        room.setLeft(end + _GAP)
        if room.width() > 4 * _GAP:
            paint_text(painter, room, option.font, palette.muted, entry.detail)
