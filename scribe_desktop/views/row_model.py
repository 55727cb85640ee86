"""The rows of one table of a note, as a grid shows them; every change goes into the note at once."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from scribe_desktop.notes import rows
from scribe_desktop.notes.dates import written_date
from scribe_desktop.notes.form import Form, Rows
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.rows import Confirmation, Row
from scribe_desktop.notes.table import OPEN, ColumnSpec, Kind
from scribe_desktop.qt import theme
from scribe_desktop.views.field_writing import FieldWriting

_Index = QModelIndex | QPersistentModelIndex
_FLAG, _STANDING = "flag", "standing"
_PENDING, _CONFIRMED = "pending", "confirmed"
_NOBODY = QModelIndex()


class RowModel(QAbstractTableModel):
    """An empty row at the end waits to be written in; behind the columns stands what follows from them."""

    def __init__(self, form: Form, field: Rows, writing: FieldWriting) -> None:
        super().__init__()
        self.field, self.table = field, field.table
        self._form, self._writing = form, writing
        self.rows: list[Row] = []
        self.read_only = writing.read_only
        follows = ((_FLAG, "Flag", self.table.flag), (_STANDING, "Provider", self.table.pending))
        self._computed = [(key, title) for key, title, there in follows if there]
        self.reload()

    def rowCount(self, parent: _Index = _NOBODY) -> int:
        return 0 if parent.isValid() else len(self.rows) + 1

    def columnCount(self, parent: _Index = _NOBODY) -> int:
        return 0 if parent.isValid() else len(self.table.columns) + len(self._computed)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.title(section) if orientation is Qt.Orientation.Horizontal else str(section + 1)

    def title(self, column: int) -> str:
        spec = self.column(column)
        return spec.label if spec else self._computed[column - len(self.table.columns)][1]

    def column(self, column: int) -> ColumnSpec | None:
        """The column of the table; None for one that is computed."""
        return self.table.columns[column] if column < len(self.table.columns) else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.EditRole:
            return self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._in_full(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self._in_full(index.row(), index.column()) or "blank"
            return f"{self.title(index.column())}: {said}"
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(index.row(), index.column())
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        there = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        may_write = self.column(index.column()) is not None and not self.read_only
        return there | Qt.ItemFlag.ItemIsEditable if may_write else there

    def cell(self, row: int, column: int) -> str:
        spec = self.column(column)
        return self.rows[row].get(spec.key, "") if spec and row < len(self.rows) else ""

    def reload(self) -> bool:
        """Take over what the note holds now; whether it was something else."""
        known = rows.identified(rows.parse(self.table, self._writing.value(self.field.key)))
        if known == tuple(filter(rows.says_something, self.rows)):
            return False
        self.beginResetModel()
        self.rows = list(known)
        self.endResetModel()
        return True

    def type(self, row: int, key: str, text: str, visit: object) -> None:
        """Write into a cell; what shares a visit is one step of undo."""
        if row == len(self.rows):
            if not text.strip():
                return
            self.beginInsertRows(_NOBODY, row + 1, row + 1)
            self.rows.append({})
            self.endInsertRows()
        revised = rows.named(rows.with_cell(self.rows[row], key, text))
        if revised is not self.rows[row]:
            self.rows[row] = revised
            self._keep(visit)
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def settle(self, row: int, key: str, text: str, visit: object) -> None:
        """The cell is left: doses are written safely, days in full."""
        said = rows.tidied(self.table, key, text)
        if self.table.column(key).kind is Kind.DATE:
            said = written_date(said, date.today()) or said  # noqa: DTZ011  the day on the wall
        self.type(row, key, said, visit)

    def delete(self, row: int) -> None:
        if row < len(self.rows):
            self.beginRemoveRows(_NOBODY, row, row)
            del self.rows[row]
            self.endRemoveRows()
            self._keep(None)

    def move(self, row: int, by: int) -> bool:
        """Change places with the row above (-1) or below (1). False: there is none."""
        there = row + by
        if row >= len(self.rows) or not 0 <= there < len(self.rows):
            return False
        lines = self._lines()
        lines[row], lines[there] = lines[there], lines[row]
        self._put_lines(lines)
        return True

    def add(self, found: Sequence[tuple[str, Row]], origin: Origin, person_id: str) -> None:
        """Put rows behind the others, each with the detail of its source, as one step of undo."""
        added = (
            Passage.of(rows.written(self.table, rows.named(row)), Source(origin, person_id, detail))
            for detail, row in found
        )
        self._put_lines([*self._lines(), *added])

    def confirm(self, row: int, by: Confirmation) -> None:
        """The provider stands for this row."""
        self.rows[row] = rows.confirm(self.rows[row], by)
        self._keep(None, act="confirmed")
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def is_pending(self, row: int) -> bool:
        """Whether this row waits for the provider."""
        return row < len(self.rows) and self._says(row) and rows.is_pending(self.table, self.rows[row])

    def key_of(self, row: int) -> str:
        """Under which key the section's text has what this row says."""
        return self.field.row_key(self.rows[row]) if row < len(self.rows) else self.field.key

    def _says(self, row: int) -> bool:
        return rows.says_something(self.rows[row])

    def _lines(self, act: str = "") -> list[Passage]:
        """What the note is to have for each row: what it has already keeps its sources."""
        lines = self._writing.passage(self.field.key).lines()
        there = [(line, row) for line in lines if (row := rows.parse_line(self.table, line.text))]
        names = (row[rows.IDENTITY] for row in rows.identified(row for _, row in there))
        known = dict(zip(names, (line for line, _ in there), strict=True))
        source = self._writing.typed(act)
        return [
            known.get(row.get(rows.IDENTITY, ""), Passage()).revised(rows.written(self.table, row), source)
            for row in self.rows
        ]

    def _put_lines(self, lines: Sequence[Passage], *, join: object = None) -> None:
        """Give the note these rows."""
        pieces: list[tuple[str, Source]] = []
        for line in lines:
            said = list(line.pieces())
            gap = [("\n", said[0][1])] if pieces and said else []
            pieces += [*gap, *said]
        self._writing.put_passage(self._form, self.field, Passage.join(pieces), join=join)

    def _keep(self, visit: object, *, act: str = "") -> None:
        self._put_lines(self._lines(act), join=visit)

    def shown(self, row: int, column: int) -> str:
        """What a cell says on the screen."""
        if row >= len(self.rows):
            return ""
        spec = self.column(column)
        if spec is None:
            return self._follows(self.rows[row], self._computed[column - len(self.table.columns)][0])
        return self.rows[row].get(spec.key, "") or (OPEN if spec.required and self._says(row) else "")

    def _follows(self, row: Row, key: str) -> str:
        if key == _FLAG:
            return rows.flag(self.table, row)
        return _PENDING if rows.confirmation(row) is None else _CONFIRMED

    def _in_full(self, row: int, column: int) -> str:
        """What a cell shows, and who confirmed the row where it says that somebody did."""
        by = rows.confirmation(self.rows[row]) if row < len(self.rows) else None
        if self.column(column) is not None or by is None:
            return self.shown(row, column)
        return self.table.confirmed.format(who=by.who, when=f"{by.at.astimezone():%m/%d/%Y %H:%M}")

    def _colour(self, row: int, column: int) -> QColor | None:
        shown, colours = self.shown(row, column), theme.current()
        if self.column(column) is not None:
            return QColor(colours.amber) if shown == OPEN else None
        if self._computed[column - len(self.table.columns)][0] == _FLAG:
            return QColor(colours.danger)
        return QColor(colours.amber if shown == _PENDING else colours.ok)
