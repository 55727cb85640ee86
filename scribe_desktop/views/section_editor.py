"""The editor of one section: grows with its text, expands dot phrases, takes dictated words."""

from collections import deque
from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPaintEvent, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.language.joining import join, mark_replaced
from scribe_desktop.notes.channels import apart, is_other_side, is_talk
from scribe_desktop.notes.passage import SPOKEN, Origin, Passage, Source
from scribe_desktop.phrases.expansion import Expansion, expand, trigger_before
from scribe_desktop.phrases.marks import next_mark
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.qt import theme
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.qt.offsets import from_qt, to_qt
from scribe_desktop.session.expanded import pieces
from scribe_desktop.views.answering import selected_in, selected_mark
from scribe_desktop.views.insertion import Insertion
from scribe_desktop.views.mark_paint import paint_grounds, paint_lines
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.text_marks import TextMarks

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_REMEMBERED = 50
"""Phrases of a section of which it is known where they end."""

FindPhrase = Callable[[str], Phrase | None]
Expand = Callable[[Phrase, str], Expansion]
"""Makes a phrase's text, for the name as it was typed."""


class SectionEditor(PassageEditor):
    hinted = Signal(str)
    """Something to tell in passing."""
    phrase_seen = Signal(object)
    """The `Phrase` whose trigger stands before the cursor, or None."""
    passed_on = Signal()
    """Enter was pressed on an open place: it stays open, what is asked there is asked, or the next one."""
    expanded = Signal(str)
    """Name of a phrase whose text was just put in; its first open place, if it has one, is selected."""

    def __init__(
        self,
        key: str,
        person_id: str,
        find_phrase: FindPhrase,
        parent: QWidget | None = None,
        *,
        make: Expand = expand,
        like: tuple[str, ...] = (),
    ) -> None:
        """`like`: keys of sections whose phrases and abbreviations serve here too, the nearest first."""
        super().__init__(key, person_id, parent)
        self.sections = (key, *like)
        self._find_phrase = find_phrase
        self._make = make
        self._laying_out = False
        self._hint, self._hint_fits = "", ("", 0, "")
        self._uneven = False
        self._changed_at = 0
        self._trigger = ""
        self._anchor: QTextCursor | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("role", "note")
        self._phrases: deque[Insertion] = deque(maxlen=_REMEMBERED)
        self.marks = TextMarks(self)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.document().contentsChange.connect(self._change_begins)
        self.document().contentsChanged.connect(self._fit_uneven)
        self.cursorPositionChanged.connect(self._look_for_trigger)
        self._fit()

    def show_hint(self, hint: str) -> None:
        """What stands there while nothing is written: in one line, so that the first key moves nothing."""
        self._hint = hint
        self._fit_hint()

    def _fit_hint(self) -> None:
        if self._hint:
            room = self.viewport().width() - 2 * int(self.document().documentMargin()) - 1
            if (fits := (self._hint, room, self.font().key())) == self._hint_fits:
                return
            self._hint_fits = fits
            shown = self.fontMetrics().elidedText(self._hint, Qt.TextElideMode.ElideRight, room)
            if shown != self.placeholderText():
                self.setPlaceholderText(shown)
                self.setToolTip("" if shown == self._hint else self._hint)

    def show_passage(self, passage: Passage) -> None:
        super().show_passage(passage)
        self.marks.renew()
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

    def insert_dictated(self, cursor: QTextCursor, words: Passage) -> Insertion | None:
        """Insert recognised words at the cursor, spaced and capitalised to fit what stands around it.

        Returns:
            What can be taken back by who spoke; None where nothing was put in, or by the other side.
        """
        whole = self.toPlainText()
        before = self.passage().upto(from_qt(whole, cursor.selectionStart()))
        after = whole[from_qt(whole, cursor.selectionEnd()) :]
        words = apart(before, words)
        replaced = 0 if cursor.hasSelection() else mark_replaced(before.text, words.text)
        before = before.upto(len(before.text) - replaced)
        below = "\n" if is_talk(words) and after[:1] not in ("", "\n") else ""
        fitted = words.recast(join(before.text, words.text, "" if below else after))
        if not fitted.text:
            return None
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, replaced)
        put = self._insert(cursor, [*fitted.pieces(), (below, fitted.runs[-1].source)])
        cursor.movePosition(QTextCursor.MoveOperation.Left, n=len(below))
        return None if is_other_side(words) else put

    def take_back(self, put: Insertion) -> None:
        """Take back what was dictated, as one step of undo; a blank that it filled takes the next words."""
        place, anchor, cursor = put.place(), self._anchor, self.textCursor()
        if place is None:
            return
        dictating = anchor is not None and anchor.position() == place.selectionEnd()
        here = cursor.position() == place.selectionEnd()
        back = put.take_back()
        if selected_in(self, back) is None:
            return
        if dictating:
            self._anchor = QTextCursor(back)
        if here:
            self.setTextCursor(back)

    def _insert(self, cursor: QTextCursor, pieces: Sequence[tuple[str, Source]]) -> Insertion:
        """Insert, or put in place of the cursor's selection, so that it can be followed and taken back."""
        begin = QTextCursor(cursor)
        begin.setPosition(cursor.selectionStart())
        begin.setKeepPositionOnInsert(True)
        stretches = self.stretches(cursor.selectionStart(), cursor.selectionEnd())
        instead_of = [(text, source) for _, text, source in stretches] if cursor.hasSelection() else []
        self.insert_pieces(cursor, pieces)
        begin.setKeepPositionOnInsert(False)
        return Insertion(self, begin, cursor, "".join(text for text, _ in pieces), instead_of)

    @property
    def dictates_over_selection(self) -> bool:
        """Whether the next dictated words would take the place of what is selected."""
        anchor, cursor = self._anchor, self.textCursor()
        return (
            anchor is not None
            and cursor.hasSelection()
            and (anchor.selectionStart(), anchor.selectionEnd())
            == (cursor.selectionStart(), cursor.selectionEnd())
        )

    def resume_dictation(self) -> None:
        """Put the cursor where the next dictated words go."""
        self.setTextCursor(QTextCursor(self.dictation_anchor()))

    def add_paragraph(self, pieces: Sequence[tuple[str, Source]]) -> None:
        """Insert behind everything, as a paragraph of its own and one step of undo."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        (first, source), *others = pieces
        self.insert_pieces(cursor, [(first if self.document().isEmpty() else f"\n{first}", source), *others])
        self.end_undo_step()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in RETURN and not event.modifiers() & ~_KEYPAD and selected_mark(self) is not None:
            self.passed_on.emit()
            return
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and self._expand(event.text()):
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab expands a dot phrase, and leaves the section where there is none."""
        if forward and self._phrase_here() is not None:
            self.gate(lambda: self._expand("\t"))
            return True
        in_vain = self._trigger if forward and self._asks_in_vain() else ""
        left = super().focusNextPrevChild(forward)
        if in_vain:
            self.hinted.emit(f"No phrase is called .{in_vain}. Ctrl+J finds one by a few words.")
        return left

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        told = event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if told and not theme.is_changing():
            self._fit_hint()
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.marks.shown(event.rect())
        paint_grounds(self, shown, QRectF(event.rect()))
        super().paintEvent(event)
        paint_lines(self, shown, QRectF(event.rect()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the column scrolls, not the section

    def event(self, event: QEvent) -> bool:
        """Fit the height after Qt has dealt with a new width: it ignores changes of size meanwhile."""
        if event.type() != QEvent.Type.Resize:
            return super().event(event)
        self._laying_out = True
        handled = super().event(event)
        self._laying_out = False
        self._lay_out()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt lays out anew here; for a section that was filled before it was shown, after `event` is over."""
        super().resizeEvent(event)
        self._fit_hint()
        if not self._laying_out:
            self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def _phrase_here(self) -> Phrase | None:
        """The phrase whose name stands before the cursor, where it may be written."""
        return self._find_phrase(self._trigger) if self._is_asked else None

    def _asks_in_vain(self) -> bool:
        """Whether what stands before the cursor looks like a phrase's name and is none; “.5” does not."""
        return self._is_asked and self._trigger[0].isalpha() and self._phrase_here() is None

    @property
    def _is_asked(self) -> bool:
        return bool(self._trigger) and not self.textCursor().hasSelection() and not self.isReadOnly()

    def _expand(self, typed: str) -> bool:
        cursor, phrase = self.textCursor(), self._phrase_here()
        if phrase is None:
            return False
        start = cursor.position() - len(self._trigger) - 1
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        self._put(cursor, phrase, self._trigger, typed)
        return True

    def put(self, phrase: Phrase) -> None:
        """Put a phrase's text at the cursor, or in place of what is selected."""
        if not self.isReadOnly():
            self._put(self.textCursor(), phrase, "", "")

    def put_spoken(self, phrase: Phrase, instead_of: Insertion | None = None) -> Insertion | None:
        """Put a phrase's text where dictated words go; the next ones go to its first open place.

        It comes behind a phrase in which dictation stands, not into that one's open places.

        Args:
            instead_of: dictated words that it takes the place of, if they still stand.

        Returns:
            What can be taken back; None if it was refused, which has been told by `refused`.
        """
        if self.isReadOnly():
            return None
        cursor = instead_of.place() if instead_of is not None else None
        if instead_of is not None and cursor is not None and self._phrases_around(cursor):
            self.take_back(instead_of)
            cursor = None
        cursor = cursor or self._behind_phrase(QTextCursor(self.dictation_anchor()))
        put = self._put(cursor, phrase, "", "", spoken=True)
        if put is not None:
            self._anchor = QTextCursor(cursor)
        return put

    def _behind_phrase(self, cursor: QTextCursor) -> QTextCursor:
        """This place, or the end of the phrases in which it lies."""
        around = [phrase.behind() for phrase in self._phrases_around(cursor)]
        return max(around, key=QTextCursor.position, default=cursor)

    def _phrases_around(self, cursor: QTextCursor) -> list[Insertion]:
        return [phrase for phrase in self._phrases if phrase.holds(cursor)]

    def _put(
        self, cursor: QTextCursor, phrase: Phrase, trigger: str, typed: str, *, spoken: bool = False
    ) -> Insertion | None:
        try:
            expansion = self._make(phrase, trigger)
        except ScribeError as error:
            self.refused.emit(error)
            return None
        text = expansion.text
        at_end = expansion.cursor == len(text)
        source = Source(Origin.PHRASE, self._person_id, phrase.name + (SPOKEN if spoken else ""))
        tail = " " if typed == " " and at_end and not text.endswith("\n") else ""
        gap = self._gap(cursor, text) if spoken else ""
        start = cursor.selectionStart() + len(gap)
        put = self._insert(cursor, [(gap, source), *pieces(expansion, source), (tail, source)])
        self._phrases.append(put)
        self.end_undo_step()
        mark = next_mark(text, expansion.cursor)
        if mark is not None and mark.start == expansion.cursor:
            cursor.setPosition(start + to_qt(text, mark.start))
            cursor.setPosition(start + to_qt(text, mark.end), QTextCursor.MoveMode.KeepAnchor)
        elif not at_end:
            cursor.setPosition(start + to_qt(text, expansion.cursor))
        self.setTextCursor(cursor)
        self.expanded.emit(phrase.name)
        return put

    def _gap(self, cursor: QTextCursor, text: str) -> str:
        """What parts a text that nobody typed a space before from what stands there."""
        whole = self.toPlainText()
        before = whole[: from_qt(whole, cursor.selectionStart())]
        if not before or before[-1].isspace():
            return ""
        return "\n" if "\n" in text else " "

    def _look_for_trigger(self) -> None:
        trigger = trigger_before(self.line_before_cursor()) or ""
        if trigger != self._trigger:
            self._trigger = trigger
            self.phrase_seen.emit(self._find_phrase(trigger) if trigger else None)

    def _lay_out(self) -> None:
        """Lay all paragraphs out now, so that the height is right before anything is painted."""
        self._text_height()
        self._fit()

    def _height(self) -> int:
        frame = self.height() - self.contentsRect().height()
        # One pixel less, and Qt lets the text scroll by a line.
        return ceil(self._text_height() + self.document().documentMargin()) + 1 + frame

    def _text_height(self) -> float:
        """Paragraphs differ in height: scripts and symbols that the font lacks come from a taller one."""
        margin, height = self.document().documentMargin(), 0.0
        block = self.document().begin()
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        self._uneven = height > self._line_height() * self.document().lineCount() + margin
        return height

    def _line_height(self) -> float:
        return ceil(QFontMetricsF(self.document().defaultFont()).height())

    def _change_begins(self, position: int, _removed: int, _added: int) -> None:
        self._changed_at = position

    def _fit_uneven(self) -> None:
        """Qt tells when the number of lines changes, but not when one of them becomes taller or lower."""
        block = self.document().findBlock(self._changed_at)
        plain = self._line_height() * block.lineCount() + self.document().documentMargin()
        if self._uneven or self.blockBoundingRect(block).height() > plain:
            self._fit()

    def _fit(self) -> None:
        if theme.is_changing():
            return
        if self._laying_out:
            return  # every paragraph that is laid out for measuring says that the size has changed
        self._laying_out = True
        height = self._height()
        self._laying_out = False
        if self.height() != height:
            self.setFixedHeight(height)
