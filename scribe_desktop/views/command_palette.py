"""The command palette: a field over the window that finds anything by a few letters and does it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scribe_desktop.qt import theme
from scribe_desktop.session.palette import Entry, find
from scribe_desktop.views.palette_row import ENTRY, ROW_PADDING, PaletteRow

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_PageDown: 8,
}
_WIDTH, _ROWS = 640, 10


class CommandPalette(QFrame):
    """Lies over `window`; whatever had the focus before has it again when it goes."""

    chosen = Signal(str)
    """Key of the entry that was run."""

    def __init__(self, window: QWidget, reserve_keys: Callable[[QWidget], None]) -> None:
        super().__init__(window)
        self._window = window
        theme.mark(self, role="palette")
        self.search, self.list, self.nothing = (
            QLineEdit(),
            QListWidget(),
            QLabel("Nothing here has that name."),
        )
        self._entries: list[Entry] = []
        self._recent: Sequence[str] = ()
        self._before: QWidget | None = None
        self._arrange()
        self.search.textChanged.connect(self._show)
        self.list.currentItemChanged.connect(self._announce)
        self.list.itemClicked.connect(lambda _item: self._run())
        reserve_keys(self.search)
        self.search.installEventFilter(self)  # the later filter is asked first
        window.installEventFilter(self)
        self.hide()

    def ask(self, entries: Sequence[Entry], recent: Sequence[str]) -> None:
        """Open it over these entries; asked for again, it closes."""
        if self.isVisible():
            self.leave()
            return
        self._entries, self._recent = list(entries), recent
        self._before = QApplication.focusWidget()
        self.search.clear()
        self._show()
        self._fit()
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add(self, entries: Sequence[Entry]) -> None:
        """More entries have been found meanwhile; what is selected stays selected."""
        if not self.isVisible():
            return
        self._entries.extend(entries)
        chosen = self._current()
        self._show()
        for row in range(self.list.count()):
            if chosen is not None and self.list.item(row).data(ENTRY) is chosen:
                self.list.setCurrentRow(row)

    def leave(self) -> None:
        """Close it and give the cursor back."""
        before, self._before = self._before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._fit()
        elif isinstance(event, QKeyEvent) and event.type() in (
            QEvent.Type.ShortcutOverride,
            QEvent.Type.KeyPress,
        ):
            return self._pressed(event)
        elif event.type() == QEvent.Type.FocusOut and QApplication.focusWidget() is not self.search:
            self._left_behind()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.isVisible():
            self._fit()

    def _pressed(self, event: QKeyEvent) -> bool:
        """Steer the list from the field; keys of these meanings are claimed before a shortcut takes them."""
        key = Qt.Key(event.key())
        plain = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ways: dict[Qt.Key, Callable[[], None]] = {
            **{step: partial(self._step, by) for step, by in _STEPS.items()},
            Qt.Key.Key_Escape: self.leave,
            Qt.Key.Key_Return: self._run,
            Qt.Key.Key_Enter: self._run,
        }
        if key not in ways or event.modifiers() & ~plain:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            ways[key]()
        return True

    def _step(self, by: int) -> None:
        count = self.list.count()
        if count:
            row = self.list.currentRow() + by
            self.list.setCurrentRow(row % count if abs(by) == 1 else min(max(row, 0), count - 1))

    def _current(self) -> Entry | None:
        item = self.list.currentItem()
        entry: Entry | None = item.data(ENTRY) if item is not None else None
        return entry

    def _run(self) -> None:
        entry = self._current()
        if entry is not None:
            self.leave()
            self.chosen.emit(entry.key)
            entry.run()

    def _left_behind(self) -> None:
        """The focus went elsewhere by itself or by the mouse: do not take it back."""
        self._before = None
        self.hide()

    def _show(self) -> None:
        self.list.clear()
        for entry in find(self._entries, self.search.text(), self._recent):
            item = QListWidgetItem(self.list)
            item.setData(ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _said(entry))
        self.nothing.setVisible(not self.list.count())
        self.list.setVisible(bool(self.list.count()))
        self.list.setCurrentRow(0)

    def _announce(self) -> None:
        """The focus stays in the field, so the field says which entry Enter would run."""
        entry = self._current()
        self.search.setAccessibleDescription(_said(entry) if entry else self.nothing.text())
        QAccessible.updateAccessibility(QAccessibleEvent(self.search, QAccessible.Event.DescriptionChanged))

    def _arrange(self) -> None:
        self.search.setPlaceholderText("A command, section, patient or dot phrase")
        self.search.setAccessibleName(
            "Find anything: type a few letters, then Enter; arrows choose, Escape leaves"
        )
        self.list.setAccessibleName("What was found")
        self.list.setItemDelegate(PaletteRow(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.mark(self.list, quiet=True)
        theme.mark(self.nothing, role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list)

    def _fit(self) -> None:
        window = self._window
        row = self.fontMetrics().height() + theme.px(ROW_PADDING)
        wanted = self.search.sizeHint().height() + row * _ROWS + 40
        size = QSize(min(theme.px(_WIDTH), window.width() - 32), min(wanted, window.height() - 64))
        self.setGeometry((window.width() - size.width()) // 2, 40, size.width(), size.height())


def _said(entry: Entry) -> str:
    return ", ".join(filter(None, [entry.title, entry.detail, entry.keys]))
