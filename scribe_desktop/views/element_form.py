"""A form of a few words each: onset, location and what else a history has."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from scribe_desktop.notes.form import Element, Form, FormField
from scribe_desktop.phrases.marks import next_mark
from scribe_desktop.qt import theme
from scribe_desktop.qt.actions import ShortcutsFirst
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.views.cell_grid import place
from scribe_desktop.views.field_writing import FieldWriting, Standing
from scribe_desktop.views.form_body import FormBody

_MOST_A_ROW, _LEAST_WIDTH = 4, 170


class ElementForm(FormBody):
    """What is typed is in the note at once; one visit to a field is one step of undo."""

    def __init__(self, form: Form, writing: FieldWriting, parent: QWidget | None = None) -> None:
        super().__init__(form, writing, parent)
        self._fields = {field.key: field for field in form.fields}
        self.lines: dict[str, QLineEdit] = {}
        self._current = form.fields[0].key
        self._visit = object()
        self._shortcuts_first = ShortcutsFirst(self)
        self._columns = 0
        self._cells = [self._cell(field) for field in form.fields]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._place(_MOST_A_ROW)

    @property
    def current(self) -> FormField:
        return self._fields[self._current]

    def show_value(self, field: FormField) -> None:
        line, value = self.lines[field.key], self.writing.value(field.key)
        if line.text() != value:
            line.setText(value)

    def show_standing(self, field: FormField, standing: Standing) -> None:
        theme.mark(self.lines[field.key], attention=standing.is_apart)

    def set_read_only(self, *, read_only: bool) -> None:
        for line in self.lines.values():
            line.setReadOnly(read_only)

    def focus_field(self, key: str) -> None:
        line = self.lines.get(key, self.lines[self._current])
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_place(self, key: str) -> bool:
        line = self.lines.get(key)
        if line is None or next_mark(line.text(), 0) is None:
            return False
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def way_back(self) -> Callable[[], None]:
        line = self.lines[self._current]
        return lambda: line.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, width: int) -> None:
        gap = self._grid.horizontalSpacing()
        columns = min(max((width + gap) // (theme.px(_LEAST_WIDTH) + gap), 1), _MOST_A_ROW)
        if columns != self._columns:
            self._place(columns)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self._visit = object()
            self._current = next(key for key, line in self.lines.items() if line is watched)
            self.focused.emit(watched)
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._step(event)
        return super().eventFilter(watched, event)

    def _cell(self, field: FormField) -> QWidget:
        assert isinstance(field, Element)
        line = QLineEdit()
        line.setPlaceholderText(field.hint)
        line.setAccessibleName(field.label)
        line.textEdited.connect(lambda text: self._typed(field, text))
        line.installEventFilter(self)
        line.installEventFilter(self._shortcuts_first)
        self.lines[field.key] = line
        label = QLabel(field.label)
        label.setProperty("role", "field")
        label.setBuddy(line)
        cell = QWidget()
        layout = QVBoxLayout(cell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label)
        layout.addWidget(line)
        return cell

    def _typed(self, field: FormField, text: str) -> None:
        self.writing.put(self.form, field, text, join=self._visit)

    def _step(self, event: QKeyEvent) -> bool:
        """Enter and Down go on to the next field, Up goes back; behind the last one comes the text."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, **dict.fromkeys(RETURN, 1)}.get(Qt.Key(event.key()))
        if by is None or not plain:
            return False
        keys = list(self.lines)
        at = keys.index(self._current) + by
        if at == len(keys):
            self.leave_forward()
        elif at >= 0:
            self.lines[keys[at]].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _place(self, columns: int) -> None:
        place(self._grid, self._cells, columns, self._columns)
        self._columns = columns
