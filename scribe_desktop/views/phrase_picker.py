"""Search-as-you-type over all phrases: title, text, where it fits, how often it was used."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.qt import theme
from scribe_desktop.qt.key_names import RETURN, native
from scribe_desktop.session.phrasebook import Phrasebook

_MOST = 60
_IN_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class PhrasePicker(QFrame):
    """Lies over the note while it is asked; the search line keeps the focus."""

    chosen = Signal(object)
    """The `Phrase` to put in."""
    left = Signal()
    unanswered = Signal()
    """Closed, by whatever means, and nothing was chosen."""

    def __init__(self, book: Phrasebook, library: Callable[[], Library], over: QWidget) -> None:
        """`library` has what is at hand now."""
        super().__init__(over)
        self._book, self._library, self._over = book, library, over
        self._sections: tuple[str, ...] = ()
        self._found: tuple[Phrase, ...] = ()
        self._words, self._among = "", tuple[Phrase, ...]()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search phrases")
        self.search.setAccessibleName("Search phrases")
        self.list = QListWidget()
        self.list.setAccessibleName("Phrases found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.about, self.preview, self.nothing = QLabel(), QLabel(), QLabel("No phrase has these words.")
        for label in (self.about, self.nothing):
            label.setProperty("role", "muted")
        for label in (self.about, self.preview):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setProperty("role", "toast")
        self.setAutoFillBackground(True)
        self._arrange()
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._look)
        self.list.currentRowChanged.connect(self._show)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self.hide()

    def ask(self, sections: tuple[str, ...], words: str = "", among: tuple[Phrase, ...] = ()) -> None:
        """Open with the phrases that fit a section first.

        Args:
            sections: the section's key, and those of sections that it is like, the nearest first.
            words: stands in the search line already.
            among: what these words found elsewhere; the list shows it until something else is typed.
        """
        self._sections, self._words, self._among = sections, words, among
        self.search.setText(words)
        self.search.selectAll()
        self._look()
        self._place()
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        self.hide()
        self.left.emit()
        self.unanswered.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and self._key(event):
                return True
        if event.type() is QEvent.Type.FocusOut and self.isVisible() and self.window().isActiveWindow():
            self.hide()
            self.unanswered.emit()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.leave()
        elif event.key() in RETURN:
            self._choose()
        elif event.key() in _IN_LIST:
            QApplication.sendEvent(self.list, event)
        else:
            return False
        return True

    def _look(self) -> None:
        typed = self.search.text()
        found = self._among if self._among and typed == self._words else ()
        found = found or self._library().search(typed, self._sections, self._book.counts)
        self._found = found[:_MOST]
        self.list.clear()
        for phrase in self._found:
            QListWidgetItem(f".{phrase.name}   {phrase.title}", self.list)
        self.nothing.setVisible(not self._found)
        self.list.setCurrentRow(0)
        self._show(self.list.currentRow())

    def _show(self, row: int) -> None:
        phrase = self._found[row] if 0 <= row < len(self._found) else None
        self.preview.setText(phrase.body if phrase else "")
        self.about.setText(self._said_of(phrase) if phrase else "")

    def _said_of(self, phrase: Phrase) -> str:
        count = self._book.counts.get(phrase.name, 0)
        used = {0: "never used", 1: "used once"}.get(count, f"used {count} times")
        here = set(self._sections) & set(phrase.sections)
        fits = "fits this section" if here else ", ".join(phrase.sections)
        keys = native(phrase.keys) if phrase.keys else ""
        return " · ".join(filter(None, (self._book.origin(phrase), fits, used, keys)))

    def _choose(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            self.hide()
            self.chosen.emit(self._found[row])

    def _arrange(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self.about)
        right.addWidget(self.preview, 1)
        row = QHBoxLayout()
        row.addWidget(self.list, 3)
        row.addLayout(right, 4)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.nothing)
        layout.addLayout(row, 1)

    def _place(self) -> None:
        width = min(theme.px(860), self._over.width() - theme.px(16))
        height = min(theme.px(460), self._over.height() - theme.px(16))
        self.setGeometry((self._over.width() - width) // 2, theme.px(8), width, height)
