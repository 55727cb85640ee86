"""The editor of one section: grows with its text, expands dot phrases, takes dictated words."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QPlainTextDocumentLayout, QSizePolicy, QWidget

from scribe_desktop.language.joining import join
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.phrases.expansion import expand, next_blank, trigger_before
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.qt.offsets import from_qt, to_qt
from scribe_desktop.views.blanks import BlankHighlighter
from scribe_desktop.views.passage_editor import PassageEditor

FindPhrase = Callable[[str], Phrase | None]


class SectionEditor(PassageEditor):
    phrase_seen = Signal(object)
    """The `Phrase` whose trigger stands before the cursor, or None."""

    def __init__(
        self, key: str, person_id: str, find_phrase: FindPhrase, parent: QWidget | None = None
    ) -> None:
        super().__init__(key, person_id, parent)
        self._find_phrase = find_phrase
        self._trigger = ""
        self._anchor: QTextCursor | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("role", "note")
        self._highlighter = BlankHighlighter(self.document())
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.cursorPositionChanged.connect(self._look_for_trigger)
        self._fit()

    def show_passage(self, passage: Passage) -> None:
        super().show_passage(passage)
        self._highlighter.rehighlight()
        self._lay_out()

    def begin_dictation(self) -> None:
        """Words dictated from now on go to where the cursor is now, wherever it is moved to meanwhile."""
        self._anchor = QTextCursor(self.textCursor())

    def dictation_anchor(self) -> QTextCursor:
        """Where the next dictated words go; it moves along with the text around it."""
        if self._anchor is None:
            self._anchor = self.textCursor()
            self._anchor.movePosition(QTextCursor.MoveOperation.End)
        return self._anchor

    def insert_dictated(self, cursor: QTextCursor, text: str, source: Source) -> None:
        """Insert recognised words at the cursor, spaced and capitalised to fit what stands around it."""
        whole = self.toPlainText()
        before = whole[: from_qt(whole, cursor.selectionStart())]
        after = whole[from_qt(whole, cursor.selectionEnd()) :]
        fitted = join(before, text, after)
        if fitted:
            self.insert(cursor, fitted, source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and self._expand(event.text()):
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab expands a dot phrase, and leaves the section where there is none."""
        return (forward and self._expand("\t")) or super().focusNextPrevChild(forward)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the column scrolls, not the section

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def _expand(self, typed: str) -> bool:
        phrase = self._find_phrase(self._trigger) if self._trigger and not self.isReadOnly() else None
        if phrase is None:
            return False
        expansion = expand(phrase)
        cursor = self.textCursor()
        start = cursor.position() - len(self._trigger) - 1
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        blank = next_blank(expansion.text, 0)
        tail = " " if typed == " " and blank is None and not expansion.text.endswith("\n") else ""
        self.insert(cursor, expansion.text + tail, Source(Origin.PHRASE, self._person_id, phrase.name))
        self.end_undo_step()
        if blank is not None:
            cursor.setPosition(start + to_qt(expansion.text, blank[0]))
            cursor.setPosition(start + to_qt(expansion.text, blank[1]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    def _look_for_trigger(self) -> None:
        trigger = trigger_before(self.line_before_cursor()) or ""
        if trigger != self._trigger:
            self._trigger = trigger
            self.phrase_seen.emit(self._find_phrase(trigger) if trigger else None)

    def _lay_out(self) -> None:
        """Lay all paragraphs out now, so that the height is right before anything is painted."""
        layout = self.document().documentLayout()
        assert isinstance(layout, QPlainTextDocumentLayout)
        block = self.document().begin()
        while block.isValid():
            layout.blockBoundingRect(block)
            block = block.next()
        self._fit()

    def _height(self) -> int:
        lines = max(1, int(self.document().size().height()))
        frame = self.height() - self.viewport().height()
        return ceil(lines * self._line_height() + 2 * self.document().documentMargin()) + frame

    def _line_height(self) -> float:
        return max(self.blockBoundingRect(self.firstVisibleBlock()).height(), 1.0) / max(
            self.firstVisibleBlock().layout().lineCount(), 1
        )

    def _fit(self) -> None:
        if self.height() != self._height():
            self.setFixedHeight(self._height())
