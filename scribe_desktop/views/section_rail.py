"""The narrow list of sections beside the note: where one is, what is filled, what still has blanks."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.qt import theme

_EMPTY, _FILLED, _OPEN = "○", "●", "◐"
_SAID = {_EMPTY: "empty", _FILLED: "filled", _OPEN: "has open blanks"}


class SectionRail(QWidget):
    WIDTH = 256
    """Device-independent pixels at 100 % text."""

    chosen = Signal(str)
    """Key of the section to go to."""

    def __init__(self, note_type: NoteType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = {section.key: section.title for section in note_type.sections}
        self.search = QLineEdit()
        self.search.setPlaceholderText("Go to section")
        self.search.setAccessibleName("Go to section: type part of its name, then Enter")
        self.list = QListWidget()
        self.list.setAccessibleName("Sections")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._items = {}
        for key in self._titles:
            item = QListWidgetItem(self.list)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setToolTip(self._titles[key])
            self._items[key] = item
            self.show_state(key, filled=False, blanks=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 0, 8)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self.setFixedWidth(theme.px(self.WIDTH))
        self.search.textEdited.connect(self._narrow)
        self.search.returnPressed.connect(self._choose_found)

    def show_state(self, key: str, *, filled: bool, blanks: bool) -> None:
        mark = _OPEN if blanks else _FILLED if filled else _EMPTY
        self._items[key].setText(f"{mark}  {self._titles[key]}")
        self._items[key].setData(Qt.ItemDataRole.AccessibleTextRole, f"{self._titles[key]}, {_SAID[mark]}")

    def mark_current(self, key: str) -> None:
        self.list.setCurrentItem(self._items[key])

    def ask(self) -> None:
        """Let the user type where to go."""
        self.search.clear()
        self._narrow("")
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def is_asking(self) -> bool:
        return self.search.hasFocus()

    @property
    def is_in_use(self) -> bool:
        return self.search.hasFocus() or self.list.hasFocus()

    def leave(self) -> None:
        """Go back to the section where one was."""
        self._leave(self.list.currentItem())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # a row chosen before the style was known has been measured without it
        self.list.doItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.setFixedWidth(theme.px(self.WIDTH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def _narrow(self, typed: str) -> None:
        wanted = typed.casefold().strip()
        for key, item in self._items.items():
            title = self._titles[key].casefold()
            initials = "".join(word[0] for word in title.split())
            found = key.startswith(wanted) or initials.startswith(wanted)
            item.setHidden(not (found or any(word.startswith(wanted) for word in [title, *title.split()])))

    def _choose_found(self) -> None:
        found = next((item for item in self._items.values() if not item.isHidden()), None)
        if found is not None:
            self._leave(found)

    def _choose(self, item: QListWidgetItem) -> None:
        self._leave(item)

    def _leave(self, item: QListWidgetItem | None) -> None:
        self.search.clear()
        self._narrow("")
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
