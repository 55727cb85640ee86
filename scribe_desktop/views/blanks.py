"""Open blanks, `***`: shown so that nobody misses one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from scribe_desktop.phrases.expansion import BLANK
from scribe_desktop.qt import theme
from scribe_desktop.qt.offsets import to_qt

_BLANK = re.compile(re.escape(BLANK))


class BlankMarks:
    """Marks the blanks of one editor.

    The marks move along with the text by themselves, so that a key costs a look at its own paragraph and
    no more. (A `QSyntaxHighlighter` repaints everything at each key in a paragraph with a blank.)
    """

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._marks: list[QTextCursor] = []
        editor.document().contentsChange.connect(self._changed)

    def renew(self) -> None:
        """Find all blanks anew and show them in the present theme's colours."""
        document = self._editor.document()
        self._marks = list(_blanks(document.firstBlock(), document.lastBlock()))
        self._show()

    def _changed(self, position: int, _removed: int, added: int) -> None:
        document = self._editor.document()
        first, last = document.findBlock(position), document.findBlock(position + added)
        last = last if last.isValid() else document.lastBlock()
        begin = bisect_left(self._marks, first.position(), key=QTextCursor.selectionStart)
        end = bisect_right(self._marks, last.position() + last.length(), key=QTextCursor.selectionStart)
        found = list(_blanks(first, last))
        if [_place(mark) for mark in found] != [_place(mark) for mark in self._marks[begin:end]]:
            self._marks[begin:end] = found
            self._show()

    def _show(self) -> None:
        palette = theme.current()
        look = QTextCharFormat()
        look.setBackground(palette.colour("amber_surface"))
        look.setForeground(palette.colour("amber"))
        self._editor.setExtraSelections([_selection(mark, look) for mark in self._marks])


def _blanks(block: QTextBlock, last: QTextBlock) -> Iterator[QTextCursor]:
    while block.isValid() and block.position() <= last.position():
        text = block.text()
        for blank in _BLANK.finditer(text):
            mark = QTextCursor(block)
            mark.setPosition(block.position() + to_qt(text, blank.start()))
            mark.setPosition(mark.position() + len(BLANK), QTextCursor.MoveMode.KeepAnchor)
            yield mark
        block = block.next()


def _place(mark: QTextCursor) -> tuple[int, int]:
    return mark.selectionStart(), mark.selectionEnd()


def _selection(mark: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    selection.cursor = mark  # type: ignore[attr-defined]  # PySide's hints leave out its two fields
    selection.format = look  # type: ignore[attr-defined]
    return selection
