"""A form of one or more tables, such as results: laboratory, and imaging below it."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from scribe_desktop.notes.form import Form, FormField, Rows
from scribe_desktop.phrases.marks import next_mark
from scribe_desktop.views.field_writing import FieldWriting, Standing
from scribe_desktop.views.form_body import FormBody
from scribe_desktop.views.row_model import RowModel
from scribe_desktop.views.rows_table import RowsTable


class RowsForm(FormBody):
    def __init__(self, form: Form, writing: FieldWriting, parent: QWidget | None = None) -> None:
        super().__init__(form, writing, parent)
        self.tables: dict[str, RowsTable] = {}
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for field in form.fields:
            assert isinstance(field, Rows)
            if len(form.fields) > 1:
                layout.addWidget(self._heading(field))
            layout.addWidget(self._table(field))
        layout.addWidget(self.message)
        self._current = form.fields[0].key
        self._chain()

    @property
    def current(self) -> FormField:
        return self.table.rows.field

    @property
    def current_key(self) -> str:
        return self.table.rows.key_of(self.table.row)

    @property
    def table(self) -> RowsTable:
        """The table with the cursor, or where it was last."""
        return self.tables[self._current]

    def show_value(self, field: FormField) -> None:
        self.tables[field.key].show_rows()

    def show_standing(self, field: FormField, standing: Standing) -> None:
        """The message under the form says it; a table has no other place for it."""

    def set_read_only(self, *, read_only: bool) -> None:
        for table in self.tables.values():
            table.set_read_only(read_only=read_only)

    def focus_field(self, key: str) -> None:
        self.tables.get(key, self.table).take_focus()

    def open_place(self, key: str) -> bool:
        table = self.tables.get(key.partition("#")[0])
        if table is None:
            return False
        model = table.rows
        for row in range(len(model.rows)):
            for column in range(len(model.table.columns)) if model.key_of(row) == key else ():
                if next_mark(model.cell(row, column), 0) is not None:
                    table.go(row, column)
                    return True
        return False

    def way_back(self) -> Callable[[], None]:
        table = self.table
        row, column = table.row, table.currentIndex().column()
        return lambda: table.go(row, column)

    def fit(self, width: int) -> None:
        for table in self.tables.values():
            table.fit(width - 24)

    def _heading(self, field: Rows) -> QLabel:
        heading = QLabel(field.label)
        heading.setProperty("role", "field")
        return heading

    def _table(self, field: Rows) -> RowsTable:
        table = RowsTable(RowModel(self.form, field, self.writing))
        table.entered.connect(lambda line: self._enter(field.key, line))
        self.tables[field.key] = table
        return table

    def _enter(self, key: str, line: QWidget) -> None:
        self._current = key
        self.focused.emit(line)

    def _chain(self) -> None:
        """Behind the last table comes the section's text."""
        tables = list(self.tables.values())
        for number, table in enumerate(tables):
            following = tables[number + 1] if number + 1 < len(tables) else None
            table.left_forward.connect(_go_to(following) if following else lambda: self.leave_forward())
            if number:
                table.left_backward.connect(_go_to(tables[number - 1]))


def _go_to(table: RowsTable) -> Callable[[], None]:
    return lambda: table.go(0 if table.row == 0 else table.row, 0)
