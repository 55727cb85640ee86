"""A row whose parts stand one above the other where they have no room beside each other."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from scribe_desktop.qt import forms

_BESIDE, _ABOVE = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


@forms.register
class SideBySide(QWidget):
    """Holds a box layout; asks for no more width than its widest part, so that a window can be narrowed."""

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._widths(), default=0), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _widths(self) -> list[int]:
        row = self._row()
        items = [row.itemAt(at) for at in range(row.count())] if row else []
        return [item.minimumSize().width() for item in items if not item.isEmpty()]

    def _row(self) -> QBoxLayout | None:
        row = self.layout()
        return row if isinstance(row, QBoxLayout) else None

    def _arrange(self) -> None:
        row, widths = self._row(), self._widths()
        if row is not None:
            needed = sum(widths) + row.spacing() * (len(widths) - 1)
            row.setDirection(_BESIDE if needed <= self.width() else _ABOVE)
