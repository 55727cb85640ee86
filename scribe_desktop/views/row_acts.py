"""What a chart can do with its tables: choices and codes for a cell, rows from elsewhere, confirmation."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFileDialog, QWidget

from scribe_desktop.codes.code import Code
from scribe_desktop.errors import ScribeError
from scribe_desktop.notes import rows
from scribe_desktop.notes.passage import Origin
from scribe_desktop.notes.row_import import Import, read, read_file
from scribe_desktop.notes.table import Kind, TableSpec, every
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views import notice
from scribe_desktop.views.choice_list import ChoiceList
from scribe_desktop.views.code_finder import CodeFinder
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.rows_form import RowsForm
from scribe_desktop.views.rows_table import RowsTable

_TABLES = "Tables (*.csv *.tsv *.txt);;All files (*)"
_RESULTS = "results"


class RowActs:
    """Works on the open tables of one chart's editor."""

    def __init__(
        self, session: Session, jobs: Jobs, editor: NoteEditor, codes: CodeFinder, over: QWidget
    ) -> None:
        self._session, self._jobs, self._editor, self._codes, self._over = session, jobs, editor, codes, over
        self._choices = ChoiceList(over)
        editor.forms.built.connect(self._attend)

    @property
    def form(self) -> RowsForm | None:
        """The open tables with the cursor."""
        found = self._form_of(self._editor.current_section)
        return found if found is not None and found.table.has_cursor else None

    def find_code(self) -> bool:
        """Look for the code of the row with the cursor. False: it has none, or the cursor is elsewhere."""
        form = self.form
        if form is None or not any(column.kind is Kind.CODE for column in form.table.rows.table.columns):
            return False
        self._ask_code(form.table)
        return True

    def import_rows(self, path: Path | None = None) -> None:
        """Take over a file's rows into the table with the cursor, else into the first of the results."""
        form = self.form or self._open(_RESULTS)
        if form is None:
            return
        if path is None:
            chosen, _ = QFileDialog.getOpenFileName(self._over, "Table from a file", "", _TABLES)
            path = Path(chosen) if chosen else None
        if path is not None:
            table, name = form.table.rows.table, path.name
            self._jobs.background(
                partial(read_file, table, path),
                lambda found: self._take_over(form, found, name),
                lambda error: self._refuse(form, error),
                owner=form,
            )

    def confirm(self) -> str:
        """Confirm the row with the cursor if it waits for that, and go to the next one that does.

        Returns:
            What there is to say when none is left.

        Raises:
            NotAllowed: only a provider confirms.
        """
        by = self._session.orders.confirmation()
        form, here = self.form, (self._editor.current_section, -1)
        if form is not None:
            model, row = form.table.rows, form.table.row
            here = (model.field.key, row)
            if model.is_pending(row):
                model.confirm(row, by)
        following = self._next_pending(here)
        if following is None:
            return "Nothing in this note waits for confirmation."
        key, row = following
        opened = self._open(key.partition(".")[0])
        if opened is not None:
            opened.tables[key].go(row, 0)
        return ""

    def pending(self) -> str:
        """What waits for the provider, in few words: "2 orders, 1 prescription"; empty for nothing."""
        counts = Counter(table.row for _, table, _ in self._waiting())
        return ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items())

    def _attend(self, form: object) -> None:
        """A form has been built: answer what its tables ask for."""
        if isinstance(form, RowsForm):
            for table in form.tables.values():
                table.choices_wanted.connect(partial(self._offer, table))
                table.pasted.connect(partial(self._paste, form, table))

    def _offer(self, table: RowsTable) -> None:
        column = table.rows.table.column(table.column_key)
        if column.kind is Kind.CODE:
            self._ask_code(table)
        elif column.choices:
            self._choices.ask_for(
                table,
                self._place(table),
                column.label,
                column.choices,
                partial(self._choose, table, table.row),
            )

    def _choose(self, table: RowsTable, row: int, said: str) -> None:
        table.rows.settle(row, table.column_key, said, object())

    def _ask_code(self, table: RowsTable) -> None:
        row, model = table.row, table.rows
        first = model.table.columns[0].key
        code = next(column.key for column in model.table.columns if column.kind is Kind.CODE)

        def take(found: Code) -> None:
            act = object()
            model.settle(row, code, found.code, act)
            if not model.rows[row].get(first):
                model.settle(row, first, found.title, act)

        self._codes.ask_for(table, self._place(table), model.cell(row, 0), take)

    def _place(self, table: RowsTable) -> QRect:
        cell = table.visualRect(table.currentIndex())
        return QRect(table.viewport().mapTo(self._over, cell.topLeft()), cell.size())

    def _paste(self, form: RowsForm, table: RowsTable, text: str) -> None:
        name = "clipboard"
        try:
            found = read(table.rows.table, text, name)
        except ScribeError as error:
            self._refuse(form, error)
        else:
            self._take_over(form, found, name)

    def _take_over(self, form: RowsForm, found: Import, name: str) -> None:
        model = form.table.rows
        named = [(f"{name}, line {line}", row) for line, row in found.rows]
        model.add(named, Origin.PULLED, self._session.person.id)
        count, noun = len(found.rows), model.table.row
        said = f"{count} {noun}{'s' if count > 1 else ''} taken over from {name}: check them against it."
        if found.left_out:
            said += f" No column here for: {', '.join(found.left_out)}."
        notice.tell(form.message, said, "warning" if found.left_out else "ok")

    def _refuse(self, form: RowsForm, error: ScribeError) -> None:
        notice.tell(form.message, error.in_full())

    def _open(self, section: str) -> RowsForm | None:
        """The tables of a section, opened if need be, with the cursor in them."""
        forms = self._editor.forms
        panel = forms.panel(section) or (forms.open(section) if forms.has(section) else None)
        form = self._form_of(section) if panel is not None else None
        if form is not None:
            form.focus_field("")
        return form

    def _form_of(self, section: str) -> RowsForm | None:
        panel = self._editor.forms.panel(section)
        return panel.body if panel is not None and isinstance(panel.body, RowsForm) else None

    def _waiting(self) -> Iterator[tuple[str, TableSpec, int]]:
        """Every row that waits for the provider, in the note's order: key of its field, table and number."""
        content = self._editor.writing.content()
        order = self._editor.keys
        for key in sorted(content, key=lambda key: order.index(key.partition(".")[0])):
            table = every().get(key.rpartition(".")[2])
            for number, row in enumerate(rows.parse(table, content[key].text)) if table else ():
                if table and rows.is_pending(table, row):
                    yield key, table, number

    def _next_pending(self, here: tuple[str, int]) -> tuple[str, int] | None:
        """Field and row of the next one behind this place, round the end."""
        order = self._editor.keys

        def place(one: tuple[str, int]) -> tuple[int, str, int]:
            return order.index(one[0].partition(".")[0]), *one

        waiting = [(key, number) for key, _, number in self._waiting()]
        behind = [one for one in waiting if place(one) > place(here)]
        return next(iter([*behind, *waiting]), None)
