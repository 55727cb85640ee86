"""Rows of lists that are painted: the list's own background, and lines of text that end in … where cut."""

from typing import Any, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

Index: TypeAlias = QModelIndex | QPersistentModelIndex


class PaintedRow(QStyledItemDelegate):
    """`option` is a QStyleOptionViewItem, whose inherited fields Qt's type information leaves out."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        painter.save()
        self.paint_row(painter, option, index)
        painter.restore()

    def paint_row(self, painter: QPainter, option: Any, index: Index) -> None:
        """What is written in the row, over its background."""
        raise NotImplementedError


def paint_text(
    painter: QPainter,
    place: QRect,
    font: QFont,
    colour: str,
    text: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Write as much as there is room for on one line; returns where it would end if it stood at the left."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(place.width(), 0))
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
    return place.left() + metrics.horizontalAdvance(shown)


def demi_bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold
