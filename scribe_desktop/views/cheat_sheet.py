"""The keys that work here and now, over the window for as long as F1 is held down."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from scribe_desktop.qt import theme
from scribe_desktop.qt.actions import Extra
from scribe_desktop.qt.key_names import listed, native
from scribe_desktop.session.commands import Command, KeyMap, keys_of

_MARGIN, _SMALLEST = 24, 7.0
_NO_MENU, _EXTRAS = "Everywhere", "Your phrases"


class CheatSheet(QFrame):
    """Grows smaller before it hides anything: nobody can scroll with one hand on F1."""

    def __init__(
        self, window: QWidget, commands: Sequence[Command], keymap: KeyMap, extras: Sequence[Extra] = ()
    ) -> None:
        super().__init__(window)
        theme.mark(self, role="palette")
        self.setAccessibleName("Keys that work here")
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in commands:
            title = command.menu.replace("&", "") or _NO_MENU
            keys = listed(keys_of(command, keymap)[:2] if not command.numbered else keys_of(command, keymap))
            if keys:
                groups.setdefault(title, []).append((command.title.rstrip("…"), keys))
        if extras:
            groups[_EXTRAS] = [(extra.title, native(extra.keys)) for extra in extras]
        self._tables = [_table(title, rows) for title, rows in groups.items()]
        self._rows = [len(rows) + 2 for rows in groups.values()]
        self._heading = QLabel("Keys that work here and now. Press F1 briefly to search all of them.")
        self._heading.setWordWrap(True)
        theme.mark(self._heading, role="muted")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_MARGIN)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        column.addWidget(self._heading)
        column.addLayout(self._grid)
        self._fit(window)
        self.show()
        self.raise_()

    def _fit(self, window: QWidget) -> None:
        """The largest text with which everything is on the window, in as few columns as that takes."""
        points = self.font().pointSizeF()
        while True:
            for columns in range(1, 5):
                self._lay(columns, points)
                wanted = self.sizeHint()
                if wanted.width() <= window.width() - 16 and wanted.height() <= window.height() - 16:
                    break
            else:
                if points > _SMALLEST:
                    points = max(points - 1, _SMALLEST)
                    continue
            break
        size = wanted.boundedTo(window.size())
        self.setGeometry(
            (window.width() - size.width()) // 2,
            (window.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )

    def _lay(self, columns: int, points: float) -> None:
        font = QFont(self.font())
        font.setPointSizeF(points)
        share, column, height = sum(self._rows) / columns, 0, 0
        for rows, table in zip(self._rows, self._tables, strict=True):
            if height and height + rows / 2 > share and column < columns - 1:
                column, height = column + 1, 0
            table.setFont(font)
            self._grid.addWidget(table, height, column, rows, 1, Qt.AlignmentFlag.AlignTop)
            height += rows
        self._column.activate()


def _table(title: str, rows: Sequence[tuple[str, str]]) -> QLabel:
    """One group as a table: a label, so that screen readers have its words."""
    lines = "".join(
        f"<tr><td>{_kept(what)}&nbsp;&nbsp;&nbsp;</td><td><b>{_kept(keys)}</b></td></tr>"
        for what, keys in rows
    )
    label = QLabel(f"<table><tr><td colspan='2'><b>{escape(title)}</b></td></tr>{lines}</table>")
    label.setTextFormat(Qt.TextFormat.RichText)
    theme.mark(label, role="sheet")
    return label


def _kept(text: str) -> str:
    """The text for HTML, with every space as it is."""
    return escape(text).replace(" ", "&nbsp;")
