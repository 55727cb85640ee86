"""Cells in as many columns as there is room for, all of one width."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget


def place(grid: QGridLayout, cells: Sequence[QWidget], columns: int, former: int) -> None:
    """Put the cells, in their order, into so many columns instead of the `former` ones."""
    for column in range(columns, former):
        grid.setColumnStretch(column, 0)
    for number, cell in enumerate(cells):
        grid.addWidget(cell, *divmod(number, columns))
    for column in range(columns):
        grid.setColumnStretch(column, 1)
