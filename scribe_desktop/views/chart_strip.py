"""The strip of open charts under the banner; out of the way as long as there is one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from scribe_desktop.qt import forms, theme
from scribe_desktop.views.chart_tab import TAB, ChartTab, Tab

Index = QModelIndex | QPersistentModelIndex

_NARROWEST, _WIDEST = 150, 260
"""A tab's width in device-independent pixels at 100 % text."""
_CLOSING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_GOING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class _Tabs(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tabs: Sequence[Tab] = ()

    def show(self, tabs: Sequence[Tab]) -> None:
        if len(tabs) == len(self._tabs):
            self._tabs = tabs
            self.dataChanged.emit(self.index(0), self.index(len(tabs) - 1))
        else:
            self.beginResetModel()
            self._tabs = tabs
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._tabs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        tab = self._tabs[index.row()]
        if role == TAB:
            return tab
        said = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return tab.in_full if role in said else None


@dataclass(frozen=True)
class _Shown:
    tabs: Sequence[Tab] = ()
    front: int | None = None


@forms.register
class ChartStrip(QListView):
    """One stop for Tab; arrows choose, Enter goes there, Delete closes, and so does the middle button."""

    chosen = Signal(str)
    """Id of the encounter whose chart is wanted."""
    close_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = _Shown()
        self._tabs = _Tabs(self)
        self.setModel(self._tabs)
        self.setItemDelegate(ChartTab(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setAccessibleName("Open charts")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        theme.mark(self, role="strip")
        self.hide()

    def show_tabs(self, tabs: Sequence[Tab], front: int | None) -> None:
        """Show these; `front` is the row of the chart in front."""
        shown = _Shown(tuple(tabs), front)
        if shown != self._shown:
            moved = (front, len(tabs)) != (self._shown.front, len(self._shown.tabs))
            self._shown = shown
            self._tabs.show(shown.tabs)
            self.setVisible(len(tabs) > 1 or (bool(tabs) and front is None))
            self._fit()
            if moved:
                self._select_front()

    @property
    def tab_width(self) -> int:
        """What each tab gets of the room, in pixels."""
        count = max(len(self._shown.tabs), 1)
        inside = self.viewport().width() // count
        return min(max(inside, theme.px(_NARROWEST)), theme.px(_WIDEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def doItemsLayout(self) -> None:
        super().doItemsLayout()
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and index.isValid() and event.key() in _GOING:
            self.chosen.emit(index.data(TAB).encounter_id)
        elif plain and index.isValid() and event.key() in _CLOSING:
            self.close_asked.emit(index.data(TAB).encounter_id)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(index.data(TAB).encounter_id)
        elif index.isValid() and event.button() is Qt.MouseButton.MiddleButton:
            self.close_asked.emit(index.data(TAB).encounter_id)

    def _select_front(self) -> None:
        front = self._shown.front
        self.setCurrentIndex(self._tabs.index(front) if front is not None else QModelIndex())
        if front is not None:
            self.scrollTo(self._tabs.index(front))

    def _fit(self) -> None:
        frame = self.height() - self.viewport().height()
        self.setFixedHeight(self.sizeHintForRow(0) + max(frame, 2 * self.frameWidth()))
        self.scheduleDelayedItemsLayout()
