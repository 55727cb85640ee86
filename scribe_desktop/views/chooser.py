"""A small list at the cursor: type or use the arrows, Enter takes one, Escape leaves; no mouse needed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from scribe_desktop.qt import folded, theme
from scribe_desktop.qt.key_names import RETURN

_WIDTH, _ROWS, _GAP = 600, 8, 4
_LONGEST = 200
"""Characters that are searched for: more is no name of anything."""
_ROW_MARGIN, _ROW_PADDING = 16, 6
_LEAST = 80
"""Height of the list, at least, in device-independent pixels at 100 % text."""
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS}
_TURNS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_OURS = (Qt.Key.Key_Escape, *_STEPS, *RETURN)
_MOVED = (QEvent.Type.Move, QEvent.Type.Resize)
_STILL_HERE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class _Query(QLineEdit):
    abandoned = Signal()
    turned = Signal(int)

    def event(self, event: QEvent) -> bool:
        """Tab turns to another list instead of leaving."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _TURNS:
            self.turned.emit(_TURNS[Qt.Key(event.key())])
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STILL_HERE:
            self.abandoned.emit()


class _Surroundings(QObject):
    """Tells, while it lives, when a widget moves within another that holds it, or this one changes."""

    moved = Signal()

    def __init__(self, parent: QObject, inner: QWidget, outer: QWidget) -> None:
        super().__init__(parent)
        outer.installEventFilter(self)
        widget: QWidget | None = inner
        while widget is not None and widget is not outer:
            widget.installEventFilter(self)
            widget = widget.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVED:
            self.moved.emit()
        return super().eventFilter(watched, event)


class Chooser(QFrame):
    """Lies over a part of the window; what is typed goes into `query`, and the list never takes the focus."""

    taken = Signal(int)
    """Number of the row that was taken."""
    left = Signal()
    """Closed without taking anything."""
    turned = Signal(int)
    """Tab (1) or Shift+Tab (-1) was pressed."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.over = over
        self.setProperty("role", "popup")
        self.heading = QLabel()
        self.heading.setProperty("role", "muted")
        self.heading.setWordWrap(True)
        self.query = _Query()
        self.query.setMaxLength(_LONGEST)
        self.rows = QListWidget()
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setWordWrap(True)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hint = QLabel()
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for part in (self.heading, self.query, self.rows, self.hint):
            column.addWidget(part)
        self._at = QRect()
        self._where: Callable[[], QRect] = QRect
        self._within = QSize()
        self._home: QWidget | None = None
        self._surroundings: _Surroundings | None = None
        self.query.turned.connect(self.turned)
        self.query.returnPressed.connect(self._take)
        self.query.abandoned.connect(self.leave)
        self.rows.itemClicked.connect(lambda _item: self._take())
        self.rows.currentRowChanged.connect(self._tell)
        self.hide()

    def open_at(self, home: QPlainTextEdit) -> None:
        """Appear beside the cursor of `home`, take the keys, and give them back to it at the end."""

        def cursor() -> QRect:
            rect = home.cursorRect()
            return QRect(home.viewport().mapTo(self.over, rect.topLeft()), rect.size())

        self._appear(home, cursor)

    def open_beside(self, home: QWidget, place: QRect) -> None:
        """Appear beside a place of the window that it lies over; the keys go back to `home` at the end."""
        self._appear(home, lambda: place)

    def _appear(self, home: QWidget, where: Callable[[], QRect]) -> None:
        self._forget_surroundings()
        self._home, self._where = home, where
        self._surroundings = _Surroundings(self, home, self.over)
        self._surroundings.moved.connect(lambda: QTimer.singleShot(0, self, self._follow))
        self._place()
        self.show()
        self.raise_()
        self.query.setFocus(Qt.FocusReason.PopupFocusReason)

    def offer(self, rows: Sequence[str], *, chosen: int = 0) -> None:
        """Show these in place of what was offered before; none is chosen with -1."""
        self.rows.blockSignals(True)
        self.rows.clear()
        for text in rows:
            QListWidgetItem(text, self.rows)
        self.rows.setCurrentRow(chosen)
        self.rows.blockSignals(False)
        self._tell()
        self._place()

    def leave(self) -> None:
        if self.isVisible():
            self._close()
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Claim the keys that are ours before a window-wide shortcut takes them."""
        overriding = event.type() is QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and event.key() in _OURS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif step is not None:
            last = self.rows.count() - 1
            self.rows.setCurrentRow(max(0, min(last, self.rows.currentRow() + step)))
        event.accept()  # nothing typed here is meant for the note behind

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.isVisible():
            QTimer.singleShot(0, self, self._place)  # what lies behind has been laid out anew by then

    def _take(self) -> None:
        row = self.rows.currentRow()
        if self.isVisible() and row >= 0:
            self._close()
            self.taken.emit(row)

    def _close(self) -> None:
        """Go, after giving the focus back: Qt would give a hidden widget's focus to whatever comes next."""
        if self.query.hasFocus() and self._home is not None:
            blocked = self.query.blockSignals(True)
            self._home.setFocus(Qt.FocusReason.PopupFocusReason)
            self.query.blockSignals(blocked)
        self._forget_surroundings()
        self._home, self._where = None, QRect
        self.hide()

    def _forget_surroundings(self) -> None:
        if self._surroundings is not None:
            self._surroundings.deleteLater()
            self._surroundings = None

    def _tell(self) -> None:
        """Screen readers hear what Enter would take."""
        item = self.rows.currentItem()
        nothing = "Nothing chosen yet" if self.rows.count() else "Nothing found"
        self.query.setAccessibleDescription(item.text() if item else nothing)

    def _follow(self) -> None:
        """Stay beside the place when what lies behind is laid out anew or scrolled."""
        if self.isVisible() and (self._where(), self.over.size()) != (self._at, self._within):
            self._place()

    def _place(self) -> None:
        """Below the cursor, or above it where there is more room; never outside, and never over it."""
        width = min(theme.px(_WIDTH), self.over.width() - 2 * _GAP)
        self.setFixedWidth(width)
        self.rows.setFixedHeight(0)
        around = self._column.totalHeightForWidth(width)
        wanted, least = self._heights(width), around + theme.px(_LEAST)
        self._at, self._within = self._where(), self.over.size()
        self._make_room(min(around + wanted, least))
        below, above = self._room()
        room = max(below if below >= around + wanted else max(below, above), least)
        self.rows.setFixedHeight(min(wanted, room - around))
        height = around + self.rows.height()
        top = self._at.bottom() + _GAP if below >= height else self._at.top() - _GAP - height
        self.setFixedHeight(height)
        self.move(max(_GAP, min(self._at.left(), self.over.width() - width - _GAP)), max(_GAP, top))

    def _room(self) -> tuple[int, int]:
        """Below the place and above it."""
        return self.over.height() - self._at.bottom() - 2 * _GAP, self._at.top() - 2 * _GAP

    def _make_room(self, height: int) -> None:
        """Scroll the page behind until so much fits below the place or above it, as far as it goes."""
        page = self._home.parentWidget() if self._home is not None else None
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        if page is None:
            return
        top = page.viewport().mapTo(self.over, QPoint(0, 0)).y() + _GAP
        bottom = top + page.viewport().height() - 2 * _GAP
        for by in (self._at.top() - top, self._at.bottom() - bottom):
            if max(self._room()) < height:
                before = page.verticalScrollBar().value()
                page.verticalScrollBar().setValue(before + by)
                self._at = self._where()

    def _heights(self, width: int) -> int:
        """Give every row the lines that its text takes; returns the height of the first few rows."""
        across, padding = width - theme.px(2 * _ROW_MARGIN) - 40, theme.px(_ROW_PADDING)
        total = 2 * theme.px(6) if self.rows.count() else 0
        for row in range(self.rows.count()):
            item = self.rows.item(row)
            height = folded.height(self.rows.fontMetrics(), item.text(), across)
            item.setSizeHint(QSize(across, height + 2 * padding))
            total += height + 2 * padding if row < _ROWS else 0
        return total
