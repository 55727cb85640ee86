"""The one layer of marks over an editor's text: blanks, misreadable abbreviations, misspelt words."""

import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from scribe_desktop.qt.offsets import all_to_qt
from scribe_desktop.session.marking import Kind, Mark, MarkSource, beside, open_places

_PAUSE_MS = 200
"""From a key to the look of the slower sources."""
_SLICE = 0.008
"""Seconds of looking before the window gets its turn."""
_AT_ONCE = 4_000
"""Characters that the quick sources look at on a key's path."""
_MANY = 200
"""Paragraphs that are gone through one by one when they change all at once."""
_LONGEST = 20_000
"""A longer paragraph is no prose; only the quick sources look at it."""


@dataclass
class _Seen:
    """What is known of one paragraph; marks in UTF-16 units from its beginning."""

    marks: list[Mark]
    whole: bool = False
    """Whether the slower sources have looked at it as it stands."""


class TextMarks(QObject):
    """Looks at a paragraph when it changes or is first painted, and never at the whole text.

    Quick sources answer on the key's path, slower ones a moment later in short slices. Marks hang on
    their paragraph, so that text before it may come and go; within it they move along until it has been
    looked at again. The editor paints what `shown` says.
    """

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._quick: tuple[MarkSource, ...] = (open_places,)
        self._slow: tuple[MarkSource, ...] = ()
        self._seen: dict[int, _Seen] = {}
        self._next = 0
        self._blocks = 1
        self._typed_at = -1
        self._wanted: dict[int, QTextBlock] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look_on)
        editor.document().contentsChange.connect(self._changed)
        editor.cursorPositionChanged.connect(self._cursor_moved)

    def use(self, quick: Sequence[MarkSource], slow: Sequence[MarkSource] = ()) -> None:
        """Let these find the marks from now on; where two meet, the earlier source's mark stays."""
        self._quick, self._slow = tuple(quick), tuple(slow)
        self.renew()

    def renew(self) -> None:
        """Forget everything; what is on screen is looked at anew."""
        self._seen.clear()
        self._wanted.clear()
        self._blocks = self._editor.blockCount()
        self._editor.viewport().update()

    def of(self, block: QTextBlock) -> list[Mark]:
        """All marks of a paragraph, in UTF-16 units from its beginning."""
        seen = self._record(block)
        if not seen.whole:
            self._look(block, seen)
        return seen.marks

    def at(self, cursor: QTextCursor, *kinds: Kind) -> QTextCursor | None:
        """The last stretch with a mark of these kinds that begins before the cursor, in its paragraph.

        One that begins right at the cursor counts as well.
        """
        block = cursor.block()
        here = cursor.selectionStart() - block.position()
        found = [mark for mark in self.of(block) if mark.kind in kinds and mark.start <= here]
        return self._stretch(block, found[-1]) if found else None

    def after(self, position: int, *kinds: Kind) -> Iterator[QTextCursor | None]:
        """Every stretch with such a mark from a position on; None after each paragraph without one."""
        block = self._editor.document().findBlock(position)
        while block.isValid():
            yield None
            for mark in list(self.of(block)):
                if mark.kind in kinds and block.position() + mark.start >= position:
                    yield self._stretch(block, mark)
            block = block.next()

    def shown(self, area: QRect) -> list[tuple[QTextBlock, float, list[Mark]]]:
        """What to paint in a part of the viewport: paragraphs, where they begin, and their marks.

        Those that have not been looked at yet follow soon.
        """
        found: list[tuple[QTextBlock, float, list[Mark]]] = []
        until = time.perf_counter() + _SLICE / 2
        unfinished = self._unfinished_at()
        block = self._editor.cursorForPosition(area.topLeft()).block()
        top = self._top(block)
        while block.isValid() and top <= area.bottom():
            seen = self._seen.get(block.userState())
            if seen is None and block.length() <= _AT_ONCE and time.perf_counter() < until:
                seen = self._record(block)
            if seen is None or not seen.whole:
                self._want(block, 0 if seen is None else _PAUSE_MS)
            if seen is not None and seen.marks:
                end = unfinished - block.position()
                marks = seen.marks if block.length() <= _AT_ONCE else _in_sight(block, top, area, seen.marks)
                ripe = [mark for mark in marks if mark.kind is not Kind.MISSPELT or mark.end != end]
                found.append((block, top, ripe))
            top += self._editor.blockBoundingRect(block).height()
            block = block.next()
        return found

    def _unfinished_at(self) -> int:
        """Where a word is being typed now, which nobody wants to be told about yet; -1: nowhere."""
        here = self._editor.textCursor().position()
        return here if here == self._typed_at and self._editor.hasFocus() else -1

    def _changed(self, position: int, removed: int, added: int) -> None:
        if not removed and not added:
            return
        document = self._editor.document()
        first, last = document.findBlock(position), document.findBlock(position + added)
        within = self._blocks == document.blockCount() and first == last
        self._blocks = document.blockCount()
        self._typed_at = position + added
        known = self._seen.get(first.userState()) if within else None
        if known is None:
            self._forget(first, last)
            return
        moved = _moved(known.marks, position - first.position(), removed, added - removed)
        if first.length() <= _AT_ONCE:
            record = self._record(first, anew=True)
            record.marks = beside((mark for mark in moved if mark.kind in _SLOW), record.marks)
        else:
            self._seen[first.userState()] = _Seen(moved)
        self._want(first, _PAUSE_MS)

    def _forget(self, first: QTextBlock, last: QTextBlock) -> None:
        """Paragraphs from first to last are others now; many of them are not worth going through."""
        if last.isValid() and last.blockNumber() - first.blockNumber() > _MANY:
            self._seen.clear()
        block = first
        for _ in range(_MANY):
            self._seen.pop(block.userState(), None)
            if block == last or not block.isValid():
                break
            block = block.next()
        if len(self._seen) > 2 * self._blocks + _MANY:
            self._seen.clear()  # mostly of paragraphs that are gone

    def _record(self, block: QTextBlock, *, anew: bool = False) -> _Seen:
        """What is known of a paragraph; the quick sources look at one that is new."""
        known = self._seen.get(block.userState())
        if known is None or anew:
            if known is None:
                self._next += 1
                block.setUserState(self._next)
            known = self._seen[block.userState()] = _Seen(_find(block, self._quick))
        return known

    def _look(self, block: QTextBlock, seen: _Seen) -> None:
        """Let the slower sources look as well, and in a long paragraph the quick ones."""
        if block.length() <= _AT_ONCE:
            quick = [mark for mark in seen.marks if mark.kind not in _SLOW]
        else:
            quick = _find(block, self._quick)
        slow = _find(block, self._slow) if block.length() <= _LONGEST else []
        seen.marks = beside(slow, quick)
        seen.whole = True

    def _want(self, block: QTextBlock, after_ms: int) -> None:
        self._wanted[block.blockNumber()] = block
        if not self._timer.isActive() or after_ms < self._timer.remainingTime():
            self._timer.start(after_ms)

    def _look_on(self) -> None:
        """Work off what was asked for, as long as that holds nobody up."""
        until = time.perf_counter() + _SLICE
        while self._wanted and time.perf_counter() < until:
            block = self._wanted.pop(next(iter(self._wanted)))
            if block.isValid():
                known = self._seen.get(block.userState())
                before = known.marks if known is not None else []
                seen = self._record(block)
                self._look(block, seen)
                if seen.marks != before:
                    self._repaint(block)
        if self._wanted:
            self._timer.start(0)

    def _cursor_moved(self) -> None:
        """The word that was being typed is complete once the cursor leaves it."""
        if self._typed_at >= 0 and self._editor.textCursor().position() != self._typed_at:
            block = self._editor.document().findBlock(self._typed_at)
            self._typed_at = -1
            if block.isValid():
                self._repaint(block)

    def _repaint(self, block: QTextBlock) -> None:
        height = self._editor.blockBoundingRect(block).height()
        top = int(self._top(block))
        self._editor.viewport().update(0, top, self._editor.viewport().width(), int(height) + 2)

    def _top(self, block: QTextBlock) -> float:
        return self._editor.blockBoundingGeometry(block).translated(self._editor.contentOffset()).top()

    def _stretch(self, block: QTextBlock, mark: Mark) -> QTextCursor:
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + mark.start)
        cursor.setPosition(block.position() + mark.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor


_SLOW = frozenset({Kind.MISSPELT, Kind.AMBIGUOUS})


def _find(block: QTextBlock, sources: Sequence[MarkSource]) -> list[Mark]:
    """What the sources find in a paragraph, in UTF-16 units."""
    text, found = block.text(), list[Mark]()
    for source in sources:
        found = beside(source(text), found)
    if block.length() == len(text) + 1:
        return found
    places = all_to_qt(text, (place for mark in found for place in (mark.start, mark.end)))
    stretches = zip(places[::2], places[1::2], found, strict=True)
    return [Mark(start, end, mark.kind) for start, end, mark in stretches]


def _in_sight(block: QTextBlock, top: float, area: QRect, found: Sequence[Mark]) -> Sequence[Mark]:
    """Of many marks those on the lines of an area."""
    layout = block.layout()
    lines = range(layout.lineCount())
    if not lines:
        return found
    above = bisect_right(lines, area.top() - top, key=lambda number: layout.lineAt(number).y())
    below = bisect_left(lines, area.bottom() - top, key=lambda number: layout.lineAt(number).y())
    first, last = layout.lineAt(max(0, above - 1)), layout.lineAt(min(lines[-1], below))
    begin = bisect_right(found, first.textStart(), key=lambda mark: mark.end)
    end = bisect_left(found, last.textStart() + last.textLength(), key=lambda mark: mark.start)
    return found[begin:end]


def _moved(found: Sequence[Mark], at: int, removed: int, by: int) -> list[Mark]:
    """Marks after an edit, without those that it touched."""
    before = takewhile(lambda mark: mark.end < at, found)
    after = (mark for mark in found if mark.start > at + removed)
    return [*before, *(Mark(mark.start + by, mark.end + by, mark.kind) for mark in after)]
