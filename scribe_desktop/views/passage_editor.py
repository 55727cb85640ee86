"""A text editor in which every character knows where it came from."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFragment,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from scribe_desktop.notes.copied import is_unconfirmed
from scribe_desktop.notes.dictated import is_flagged
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.phrases.expansion import BLANK
from scribe_desktop.phrases.marks import next_mark
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.qt.offsets import from_qt, to_qt
from scribe_desktop.session.clippings import Clippings, Place
from scribe_desktop.views.clipping import cut_out, token_of
from scribe_desktop.views.edit_menu import put_in_place
from scribe_desktop.views.limited_text import LONGEST, too_long
from scribe_desktop.views.provenance_marks import paint_block
from scribe_desktop.views.shaped_paragraph import ShapedParagraph

_SOURCE = QTextFormat.Property.UserProperty.value + 1
_SENTENCE_ENDS = (".", "?", "!", ":", ";")


Gate = Callable[[Callable[[], object]], object]
"""Lets a change of the text through: at once, or when somebody has confirmed that this is the right note."""


def at_once(do: Callable[[], object]) -> None:
    """The gate that stands open."""
    do()


def typed_by(event: QKeyEvent) -> str:
    """The text that a key puts in: what it says, or a line break; empty for every other key."""
    modifiers = event.modifiers()
    command = modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
    alt_gr = modifiers & Qt.KeyboardModifier.AltModifier and command
    if command and not alt_gr:
        return ""
    if event.key() in RETURN:
        return "\n"
    return event.text() if event.text().isprintable() else ""


class PassageEditor(QPlainTextEdit):
    """Edits one `Passage`; what is typed or pasted here is marked with the person at the keyboard."""

    holds, kind = LONGEST, "a section"
    """How many characters may come to stand here by pasting, and what it is called when they are refused."""

    edited = Signal(str)
    """The passage's key, whenever its text changed, by whatever means."""
    refused = Signal(object)
    """The `ScribeError` that kept something from being put in."""
    typed = Signal(str)
    """The character that a key has just put in."""
    focused = Signal()
    leave_forward = Signal()
    leave_backward = Signal()
    menu_opening = Signal(object)
    """The context menu, a `QMenu`, before it is shown: who has entries for the whole note puts them in."""

    def __init__(self, key: str, person_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._person_id = person_id
        self._sources: list[Source] = []
        self._shows_sources = self._has_copies = self._has_flags = self._has_dictated = False
        self._place: Place | None = None
        self._clippings = Clippings()
        self.gate: Gate = at_once
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().contentsChange.connect(self._contents_changed)
        ShapedParagraph(self)

    @property
    def says_something(self) -> bool:
        """Whether there is more than white space; looks no further than it has to."""
        block = self.document().begin()
        while block.isValid():
            if block.text().strip():
                return True
            block = block.next()
        return False

    @property
    def has_blank(self) -> bool:
        """Whether an open place, `***` or a choice, is left."""
        whole = self.document().toRawText()  # asked for at every key: a third of what two finds take
        if BLANK not in whole and "{" not in whole:
            return False
        block = self.document().begin()
        while block.isValid():
            if next_mark(block.text(), 0) is not None:
                return True
            block = block.next()
        return False

    def passage(self) -> Passage:
        """The text as it stands, each stretch with its source."""
        return Passage.join((text, source) for _, text, source in self.stretches())

    def selected_passage(self) -> Passage:
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        return Passage.join((text, source) for _, text, source in self.stretches(start, end))

    def word_in_hand(self) -> QTextCursor:
        """What is selected, else the word at or before the cursor; without a selection if there is none."""
        cursor = QTextCursor(self.textCursor())
        if cursor.hasSelection():
            return cursor
        place = QTextCursor(cursor)
        while True:
            cursor = QTextCursor(place)
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
            found = any(letter.isalnum() for letter in cursor.selectedText())
            if found or not place.movePosition(QTextCursor.MoveOperation.PreviousWord):
                return cursor

    def place_of(self, cursor: QTextCursor) -> tuple[Passage, int, int]:
        """The whole passage, and between which of its characters (code points) the selection lies."""
        passage = self.passage()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        return passage, from_qt(passage.text, start), from_qt(passage.text, end)

    def stretches(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str, Source]]:
        """Position, text and source of each stretch between two positions of the document."""
        end = self.document().characterCount() if end is None else end
        source_of = self._sources_by_format()
        block = self.document().findBlock(start)
        while block.isValid() and block.position() <= end:
            if start < block.position():
                yield block.position() - 1, "\n", source_of(block)
            fragments = block.begin()
            while not fragments.atEnd():
                fragment = fragments.fragment()
                text = _between(fragment, start, end)
                if text:
                    yield max(start, fragment.position()), text, source_of(fragment)
                fragments += 1
            block = block.next()

    def show_passage(self, passage: Passage) -> None:
        """Replace everything, without a way to undo it: for loading, not for editing."""
        document = self.document()
        document.setUndoRedoEnabled(False)
        blocked = document.blockSignals(True)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        for text, source in passage.pieces():
            cursor.insertText(text, self.format_for(source))
        cursor.endEditBlock()
        document.blockSignals(blocked)
        document.setUndoRedoEnabled(True)
        document.setModified(False)

    def format_for(self, source: Source) -> QTextCharFormat:
        """The character format that marks text as coming from `source`."""
        if source not in self._sources:
            self._sources.append(source)
            self._has_copies = self._has_copies or is_unconfirmed(source)
            self._has_flags = self._has_flags or is_flagged(source)
            self._has_dictated = self._has_dictated or source.origin is Origin.DICTATED
        marked = QTextCharFormat()
        marked.setProperty(_SOURCE, self._sources.index(source))
        return marked

    def belong_to(self, place: Place, clippings: Clippings) -> None:
        """Say whose note this is a part of: what is cut and pasted within it keeps its sources."""
        self._place, self._clippings = place, clippings

    def show_sources(self, *, on: bool) -> None:
        """Shade every stretch by its origin; copied text that nobody has confirmed is marked at all times."""
        self._shows_sources = on
        self.viewport().update()

    @property
    def has_copies(self) -> bool:
        """Whether text that waits to be confirmed was ever in here."""
        return self._has_copies

    @property
    def has_dictated(self) -> bool:
        """Whether dictated text was ever in here."""
        return self._has_dictated

    @property
    def has_flags(self) -> bool:
        """Whether dictated text that waits for a look was ever in here."""
        return self._has_flags

    @property
    def person_id(self) -> str:
        """Who sits at the keyboard."""
        return self._person_id

    def insert(self, cursor: QTextCursor, text: str, source: Source) -> None:
        """Insert (or put in place of the cursor's selection) as one step of undo."""
        self.insert_pieces(cursor, [(text, source)])

    def insert_pieces(self, cursor: QTextCursor, pieces: Iterable[tuple[str, Source]]) -> None:
        """Like `insert`, for text that comes from several sources."""
        self.end_undo_step()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        for text, source in pieces:
            cursor.insertText(text, self.format_for(source))
        cursor.endEditBlock()

    def replace(self, start: int, end: int, pieces: Iterable[tuple[str, Source]]) -> None:
        """Put pieces in place of a stretch, given in positions of the document, as one step of undo."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.insert_pieces(cursor, pieces)
        self.end_undo_step()

    def source_at(self, position: int) -> Source:
        """Where the character behind a position of the document came from."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position + 1, self.document().characterCount() - 1))
        return self._source_of(cursor.charFormat())

    def end_undo_step(self) -> None:
        """What is typed from here on is undone apart from what was typed before."""
        # Qt joins neighbouring insertions into one step only while the document counts as modified.
        self.document().setModified(False)

    def line_before_cursor(self) -> str:
        """The text of the cursor's paragraph up to the cursor."""
        cursor = self.textCursor()
        line = cursor.block().text()
        return line[: from_qt(line, cursor.positionInBlock())]

    def select(self, start: int, end: int) -> None:
        """Select a stretch given in code points of `toPlainText()`."""
        text = self.toPlainText()
        cursor = self.textCursor()
        cursor.setPosition(to_qt(text, start))
        cursor.setPosition(to_qt(text, end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def setReadOnly(self, read_only: bool) -> None:
        """A passage that may not be changed can still be walked through and copied from by keys."""
        super().setReadOnly(read_only)
        if read_only:
            by_keys = Qt.TextInteractionFlag.TextSelectableByKeyboard
            self.setTextInteractionFlags(self.textInteractionFlags() | by_keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = typed_by(event)
        if typed and not self.isReadOnly():
            if typed == " " and self.line_before_cursor().endswith(_SENTENCE_ENDS):
                self.end_undo_step()
            self.textCursor().insertText(typed, self.format_for(self._typed()))
            self.ensureCursorVisible()
            self.typed.emit(typed)
            return
        if self._leaves(event):
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self.isReadOnly():
            event.ignore()
            return
        if event.preeditString() or event.commitString():
            self.textCursor().removeSelectedText()
            self.setCurrentCharFormat(self.format_for(self._typed()))
        super().inputMethodEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, do in (("edit-cut", self.cut), ("edit-delete", self._delete_selected)):
            possible = self.textCursor().hasSelection() and not self.isReadOnly()
            put_in_place(menu, name, partial(self.gate, do), possible=possible)
        self.menu_opening.emit(menu)
        menu.popup(event.globalPos())

    def createMimeDataFromSelection(self) -> QMimeData:
        return cut_out(self.selected_passage(), self._place, self._clippings)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if not source.hasText():
            return
        text = source.text()
        if len(text) + self.document().characterCount() > self.holds:
            self.refused.emit(too_long(text, self.holds, self.kind))
            return
        token, cursor = token_of(source), self.textCursor()
        pieces = self._clippings.pasted(text, token, self._place, self._person_id)
        self.gate(lambda: self.insert_pieces(cursor, pieces))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shows_sources or self._has_copies or self._has_flags:
            self._paint_sources(event)
        super().paintEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.end_undo_step()
        super().focusOutEvent(event)

    def _paint_sources(self, event: QPaintEvent) -> None:
        """Behind the text, for the paragraphs that are painted anew and no other ones."""
        block = self.cursorForPosition(event.rect().topLeft()).block()
        painter, seen = QPainter(self.viewport()), QRectF(event.rect())
        place = self.blockBoundingGeometry(block).translated(self.contentOffset())
        while block.isValid() and place.top() <= seen.bottom():
            paint_block(painter, block, place.topLeft(), seen, self._marked_source)
            top = place.bottom()
            block = block.next()
            place = self.blockBoundingRect(block)
            place.moveTop(top)
            place.moveLeft(self.contentOffset().x())
        painter.end()

    def _marked_source(self, fragment: QTextFragment) -> Source | None:
        source = self._source_of(fragment.charFormat())
        return source if self._shows_sources or is_unconfirmed(source) or is_flagged(source) else None

    def _delete_selected(self) -> None:
        self.textCursor().removeSelectedText()

    def _leaves(self, event: QKeyEvent) -> bool:
        """Up in the first line and Down in the last go to the neighbouring passage."""
        steps = {Qt.Key.Key_Up: self.leave_backward, Qt.Key.Key_Down: self.leave_forward}
        signal = steps.get(Qt.Key(event.key()))
        if signal is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        there = self.textCursor()
        up = event.key() == Qt.Key.Key_Up
        direction = QTextCursor.MoveOperation.Up if up else QTextCursor.MoveOperation.Down
        if there.movePosition(direction):
            return False
        signal.emit()
        return True

    def _typed(self) -> Source:
        return Source(Origin.TYPED, self._person_id)

    def _source_of(self, marked: QTextCharFormat) -> Source:
        return self._sources[marked.intProperty(_SOURCE)] if marked.hasProperty(_SOURCE) else self._typed()

    def _sources_by_format(self) -> Callable[[QTextBlock | QTextFragment], Source]:
        """Sources for as long as nothing changes: many stretches share few formats, which Qt has numbered."""
        known: dict[int, Source] = {}

        def source_of(part: QTextBlock | QTextFragment) -> Source:
            number = part.charFormatIndex()
            if number not in known:
                known[number] = self._source_of(part.charFormat())
            return known[number]

        return source_of

    def _contents_changed(self, _position: int, removed: int, added: int) -> None:
        if removed or added:
            self.edited.emit(self.key)


def _between(fragment: QTextFragment, start: int, end: int) -> str:
    """The part of a fragment between two positions of the document."""
    # Qt's line separator and no-break space are its own business, as in toPlainText()
    text = fragment.text().replace("\u2028", "\n").replace("\u00a0", " ")
    at = fragment.position()
    if start <= at and at + fragment.length() <= end:
        return text
    return text[from_qt(text, max(start - at, 0)) : from_qt(text, max(end - at, 0))]
