"""Every command with its keys, grouped as in the menus, found by typing."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QLineEdit, QPushButton, QTreeWidget, QTreeWidgetItem

from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.qt import folded, theme
from scribe_desktop.qt.key_names import listed, native
from scribe_desktop.session.commands import Command, KeyMap, keys_of
from scribe_desktop.session.sayings import Saying
from scribe_desktop.views.page import Page

_ABOUT, _NARROWEST = 2, 180
"""Number of the column that wraps; width of any, at least, in device-independent pixels at 100 % text."""
_PADDING = 6
_NO_MENU, _PHRASES = "Everywhere", "Phrases"
_NONE: Mapping[str, Phrase] = MappingProxyType({})


class HelpView(Page):
    close_view: QPushButton
    search: QLineEdit
    commands: QTreeWidget
    nothing: QLabel

    close_asked = Signal()

    def __init__(
        self,
        commands: Sequence[Command],
        keymap: KeyMap | None = None,
        phrases: Mapping[str, Phrase] = _NONE,
        sayings: Sequence[Saying] = (),
    ) -> None:
        """`phrases`: those that answer to keys of their own, by these."""
        super().__init__("help_view")
        self.steer(first=lambda: self.search, leave=self.close_asked.emit)
        self.close_view.clicked.connect(self.close_asked)
        self.commands.setHeaderLabels(["Command", "Keys", "What it does"])
        self.commands.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.commands.header().setSectionResizeMode(_ABOUT, QHeaderView.ResizeMode.Stretch)
        self.commands.header().setMinimumSectionSize(theme.px(_NARROWEST))
        self.commands.setWordWrap(True)
        for command in commands:
            spoken = f"{_say(command.spoken)} · " if command.spoken else ""
            row = [
                command.title.rstrip("…"),
                listed(keys_of(command, keymap or {})),
                spoken + command.help,
            ]
            QTreeWidgetItem(self._group(command.menu), row)
        for keys, phrase in phrases.items():
            row = [f".{phrase.name}", native(keys), f"Put in the phrase: {phrase.title}"]
            QTreeWidgetItem(self._group(_PHRASES), row)
        for saying in sayings:
            row = [saying.title, "", f"{_say(saying.said)} · {saying.what}"]
            QTreeWidgetItem(self._group(saying.group), row)
        self.commands.expandAll()
        self.commands.header().sectionResized.connect(self._wrap)
        self.search.textChanged.connect(self._filter)

    def _groups(self) -> list[QTreeWidgetItem]:
        tree = self.commands
        return [item for at in range(tree.topLevelItemCount()) if (item := tree.topLevelItem(at))]

    def _group(self, menu: str) -> QTreeWidgetItem:
        title = menu.replace("&", "") or _NO_MENU
        known = next((group for group in self._groups() if group.text(0) == title), None)
        return known or _heading(self.commands, title)

    def _wrap(self, column: int, _before: int, width: int) -> None:
        """Give every row the lines that its text takes: the style leaves that out where it has paddings."""
        if column != _ABOUT:
            return
        metrics, padding = self.commands.fontMetrics(), theme.px(_PADDING)
        across = width - 2 * padding
        for group in self._groups():
            for row in (group.child(at) for at in range(group.childCount())):
                height = folded.height(metrics, row.text(_ABOUT), across)
                row.setSizeHint(_ABOUT, QSize(across, height + 2 * padding))

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for group in self._groups():
            rows = [group.child(at) for at in range(group.childCount())]
            for row in rows:
                said = " ".join([group.text(0), *(row.text(column) for column in range(3))]).casefold()
                row.setHidden(not all(word in said for word in words))
            group.setHidden(all(row.isHidden() for row in rows))
        self.nothing.setVisible(all(group.isHidden() for group in self._groups()))


def _say(wordings: Sequence[str]) -> str:
    return f"Say {', '.join(f'“{said}”' for said in wordings)}"


def _heading(tree: QTreeWidget, title: str) -> QTreeWidgetItem:
    made = QTreeWidgetItem(tree, [title])
    font = tree.font()
    font.setBold(True)
    made.setFont(0, font)
    made.setFirstColumnSpanned(True)
    return made
