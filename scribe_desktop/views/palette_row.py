"""How one row of the command palette is painted: title, small print, and the keys that do the same."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from scribe_desktop.qt import theme

ENTRY = Qt.ItemDataRole.UserRole
ROW_PADDING = 12
"""Device-independent pixels at 100 % text."""
_GAP = 12


class PaletteRow(QStyledItemDelegate):
    """`option` is a QStyleOptionViewItem, whose inherited fields Qt's type information leaves out."""

    def sizeHint(self, option: Any, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, QFontMetrics(option.font).height() + theme.px(ROW_PADDING))

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        entry = index.data(ENTRY)
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        palette = theme.current()
        painter.save()
        painter.setFont(option.font)
        metrics = QFontMetrics(option.font)
        room = option.rect.adjusted(_GAP, 0, -_GAP, 0)
        keys = metrics.horizontalAdvance(entry.keys)
        _text(painter, room, palette.muted, entry.keys, Qt.AlignmentFlag.AlignRight)
        room.setWidth(max(room.width() - keys - _GAP, 0))
        _text(painter, room, palette.text, entry.title)
        room.setLeft(room.left() + metrics.horizontalAdvance(entry.title) + _GAP)
        if room.width() > 4 * _GAP:
            _text(painter, room, palette.muted, entry.detail)
        painter.restore()


def _text(
    painter: QPainter,
    room: QRect,
    colour: str,
    text: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
