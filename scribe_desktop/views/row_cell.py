"""The editor that opens in the current cell of a table, and what its keys do."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from scribe_desktop.qt.actions import ShortcutsFirst
from scribe_desktop.views.row_model import RowModel

_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """What is typed is in the note at once; one visit to a cell is one step of undo."""

    pasted = Signal(str)
    """Several lines, which no cell takes."""
    focused = Signal(object)
    """The editor that now has the cursor."""

    def __init__(self, model: RowModel, key_pressed: Callable[[QKeyEvent], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._key_pressed = model, key_pressed
        self._visit = object()
        self._shortcuts_first = ShortcutsFirst(self)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index) -> QWidget:
        self._visit = object()
        column = self._model.column(index.column())
        assert column is not None
        line = _Line(self.pasted.emit, parent)
        line.setFrame(False)
        line.setProperty("role", "cell")
        line.setPlaceholderText(column.hint)
        line.setAccessibleName(f"{column.label}, {self._model.table.row} {index.row() + 1}")
        row, key, visit = index.row(), column.key, self._visit
        line.textEdited.connect(lambda text: self._model.type(row, key, text, visit))
        line.installEventFilter(self._shortcuts_first)
        return line

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        said = self._model.cell(index.row(), index.column())
        if " ".join(editor.text().split()) != said:
            editor.setText(said)

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: _Index) -> None:
        column = self._model.column(index.column())
        assert isinstance(editor, QLineEdit)
        assert column is not None
        if editor.isModified():
            self._model.settle(index.row(), column.key, editor.text(), self._visit)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]  # missing in the stubs

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self.focused.emit(watched)
        if event.type() is QEvent.Type.ShortcutOverride:
            return False  # Escape is the window's
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key_pressed(event)
        return super().eventFilter(watched, event)


class _Line(QLineEdit):
    def __init__(self, pasted: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._pasted = pasted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = QGuiApplication.clipboard().text() if event.matches(QKeySequence.StandardKey.Paste) else ""
        if "\n" in text.strip():
            self._pasted(text)
        else:
            super().keyPressEvent(event)
