"""A list inside a page that scrolls: as tall as its rows, within reason, so that few of them scroll apart."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QTreeWidget, QWidget

from scribe_desktop.qt import forms

_LEAST, _MOST = 2, 8
"""Rows."""


@forms.register
class FullList(QTreeWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for changed in (self.model().rowsInserted, self.model().rowsRemoved, self.model().modelReset):
            changed.connect(self.updateGeometry)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height())

    def _height(self) -> int:
        rows = max(_LEAST, min(_MOST, self.topLevelItemCount()))
        row = self.rowHeight(self.model().index(0, 0)) or self.header().sizeHint().height()
        return self.header().sizeHint().height() + rows * row + 2 * self.frameWidth() + row // 2
