"""The fields of a section side by side, as many in a row as there is room for."""

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from scribe_desktop.views.cell_grid import place
from scribe_desktop.views.field_editor import FieldEditor

_MOST_A_ROW = 4


class FieldGrid(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 0, 12, 4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)

    def add(self, label: QLabel, field: FieldEditor) -> None:
        cell = QWidget(self)
        layout = QVBoxLayout(cell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label)
        layout.addWidget(field)
        label.setBuddy(field)
        self._cells.append(cell)
        self._place(_MOST_A_ROW)

    def fit(self, width: int) -> None:
        """Arrange the fields for this width, in device-independent pixels."""
        margins, gap = self._grid.contentsMargins(), self._grid.horizontalSpacing()
        room = width - margins.left() - margins.right() + gap
        widest = max(cell.minimumSizeHint().width() for cell in self._cells) + gap
        columns = min(max(room // widest, 1), _MOST_A_ROW)
        if columns != self._columns:
            self._place(columns)

    def _place(self, columns: int) -> None:
        place(self._grid, self._cells, columns, self._columns)
        self._columns = columns
