"""One table of a note, written in by keyboard alone."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from scribe_desktop.notes.table import Kind
from scribe_desktop.qt import theme
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.views.row_cell import CellDelegate
from scribe_desktop.views.row_model import RowModel

_Index = QModelIndex | QPersistentModelIndex
_MOST_ROWS, _ROW, _PADDING, _FRAME, _COMPUTED = 12, 30, 16, 16, 9
_PROSE, _CELL = 32, 32
_CTRL, _ALT, _SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
_PLAIN = Qt.KeyboardModifier.NoModifier


class RowsTable(QTableView):
    """The cell with the cursor is always open; Tab and Enter go on, behind the last row to what follows."""

    left_forward = Signal()
    left_backward = Signal()
    entered = Signal(object)
    """The widget in which the cursor is now."""
    choices_wanted = Signal()
    """The list of what the current cell may say is asked for."""
    pasted = Signal(str)

    def __init__(self, model: RowModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._width = 0
        self._letters: dict[str, int] = {}
        self.setModel(model)
        self.setAccessibleName(model.table.title)
        self._delegate = CellDelegate(model, self._step, self)
        self._delegate.pasted.connect(self.pasted)
        self._delegate.focused.connect(self.entered)
        self.setItemDelegate(self._delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # our own keys do it
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        if model.table.flag:
            value = [column.key for column in model.table.columns].index(model.table.flag.value)
            self.horizontalHeader().moveSection(len(model.table.columns), value + 1)
        model.rowsInserted.connect(self._fit_height)
        model.rowsRemoved.connect(self._fit_height)
        model.modelReset.connect(self._refit)

    @property
    def row(self) -> int:
        """The row with the cursor, or where it was last."""
        return max(self.currentIndex().row(), 0)

    @property
    def column_key(self) -> str:
        """Key of the column with the cursor."""
        column = self.rows.column(max(self.currentIndex().column(), 0))
        return column.key if column else ""

    @property
    def has_cursor(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def go(self, row: int, column: int) -> None:
        """Put the cursor into a cell."""
        there = self.rows.index(row, column)
        if self.rows.read_only:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.currentIndex() != there:
            self.setCurrentIndex(there)
        self.scrollTo(there)
        if self.indexWidget(there) is None and self.state() is not QAbstractItemView.State.EditingState:
            self.edit(there)

    def set_read_only(self, *, read_only: bool) -> None:
        """Let nobody type; the cell that is open closes."""
        self.rows.read_only = read_only
        if read_only:
            self.setCurrentIndex(QModelIndex())

    def take_focus(self) -> None:
        """Go to where the cursor was."""
        if self.rows.read_only:
            return
        if self.has_cursor and self.state() is QAbstractItemView.State.EditingState:
            return
        column = self.currentIndex().column()
        last = len(self.rows.table.columns) - 1
        self.go(min(self.row, self.rows.rowCount() - 1), min(max(column, 0), last))

    def show_rows(self) -> None:
        """Take over what the note holds now; the cursor stays in its cell."""
        row, column, here = self.row, max(self.currentIndex().column(), 0), self.has_cursor
        if self.rows.reload() and here:
            self.go(min(row, self.rows.rowCount() - 1), column)

    def delete_row(self) -> None:
        row, column = self.row, max(self.currentIndex().column(), 0)
        self.setCurrentIndex(QModelIndex())
        self.rows.delete(row)
        self.go(min(row, self.rows.rowCount() - 1), column)

    def move_row(self, by: int) -> None:
        row, column = self.row, max(self.currentIndex().column(), 0)
        self.setCurrentIndex(QModelIndex())
        moved = self.rows.move(row, by)
        self.go(row + by if moved else row, column)

    def fit(self, width: int) -> None:
        """Share this width among the columns; what is written in them is shown whole, or the table scrolls.

        A dose or a unit cut short could be read as another one.
        """
        self._width = width
        columns = range(self.rows.columnCount())
        letter, padding = self.fontMetrics().averageCharWidth(), theme.px(_PADDING)
        needed = [max(self._heading_width(column), self._said_width(column)) for column in columns]
        specs = [self.rows.column(column) for column in columns]
        wanted = [(spec.width if spec else _COMPUTED) * letter + padding for spec in specs]
        widths = [max(both) for both in zip(needed, wanted, strict=True)]
        room = width - theme.px(_FRAME)
        if sum(widths) > room:
            give = min((sum(widths) - room) / max(sum(widths) - sum(needed), 1), 1)
            shares = zip(widths, needed, strict=True)
            widths = [most - int((most - least) * give + 1) for most, least in shares]
            widths = [max(both) for both in zip(widths, needed, strict=True)]
        grows = [spec is not None and spec.kind in (Kind.TEXT, Kind.LIST) for spec in specs]
        growing = sum(width for width, may in zip(widths, grows, strict=True) if may)
        spare = max(room - sum(widths), 0)
        for column, (width, may) in enumerate(zip(widths, grows, strict=True)):
            self.setColumnWidth(column, width + (spare * width // growing if may else 0))
        self._fit_height()

    def _heading_width(self, column: int) -> int:
        letters = self.horizontalHeader().fontMetrics().horizontalAdvance(self.rows.title(column))
        return letters + theme.px(_PADDING)

    def _said_width(self, column: int) -> int:
        """What the widest cell takes; prose may be cut short, its tooltip has all of it."""
        most = _PROSE * self.fontMetrics().averageCharWidth()
        said = {self.rows.shown(row, column) for row in range(self.rows.rowCount())}
        letters = max(map(self._letters_of, said), default=0)
        return min(letters, most) + theme.px(_CELL)

    def _letters_of(self, said: str) -> int:
        if said not in self._letters:
            self._letters[said] = self.fontMetrics().horizontalAdvance(said)
        return self._letters[said]

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._letters.clear()
            self._fit_height()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.take_focus()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """A cell is left: now the columns may take other widths, as nobody types in between."""
        super().currentChanged(current, previous)
        self._refit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.rows.read_only or not self._step(event):
            event.ignore()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._fit_height()

    def _refit(self) -> None:
        if self._width:
            self.fit(self._width)

    def _fit_height(self) -> None:
        row = max(theme.px(_ROW), self.fontMetrics().height() + theme.px(12))
        self.verticalHeader().setDefaultSectionSize(row)
        header = self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if self.horizontalHeader().length() > self.viewport().width() else 0
        shown = min(self.rows.rowCount(), _MOST_ROWS) if hasattr(self, "rows") else 1
        self.setFixedHeight(header + row * shown + below + theme.px(12))

    def _step(self, event: QKeyEvent) -> bool:
        """Do what this key means in a table. False: it means something to the cell, or nothing."""
        steps: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], None]] = {
            (Qt.Key.Key_Tab, _PLAIN): lambda: self._next_cell(1),
            (Qt.Key.Key_Backtab, _SHIFT): lambda: self._next_cell(-1),
            (Qt.Key.Key_Down, _PLAIN): lambda: self._next_row(1, self.currentIndex().column()),
            (Qt.Key.Key_Up, _PLAIN): lambda: self._next_row(-1, self.currentIndex().column()),
            (Qt.Key.Key_Down, _ALT): self.choices_wanted.emit,
            (Qt.Key.Key_Delete, _CTRL): self.delete_row,
            (Qt.Key.Key_Up, _CTRL | _SHIFT): lambda: self.move_row(-1),
            (Qt.Key.Key_Down, _CTRL | _SHIFT): lambda: self.move_row(1),
            **{(key, _PLAIN): lambda: self._next_row(1, 0) for key in RETURN},
        }
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        step = steps.get((Qt.Key(event.key()), modifiers))
        if step is not None:
            step()
        return step is not None

    def _next_cell(self, by: int) -> None:
        """From the row that waits to be written in, the way leads out."""
        index, last = self.currentIndex(), len(self.rows.table.columns) - 1
        if by > 0 and index.row() == len(self.rows.rows):
            self.left_forward.emit()
        elif 0 <= index.column() + by <= last:
            self.go(index.row(), index.column() + by)
        elif 0 <= index.row() + by < self.rows.rowCount():
            self.go(index.row() + by, 0 if by > 0 else last)
        else:
            self.left_backward.emit()

    def _next_row(self, by: int, column: int) -> None:
        row = self.row + by
        if row < 0:
            self.left_backward.emit()
        elif row == self.rows.rowCount():
            self.left_forward.emit()
        else:
            self.go(row, column)
