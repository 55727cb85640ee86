"""Open places, `***` and choices: shown so that nobody misses one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from scribe_desktop.phrases.marks import marks
from scribe_desktop.qt import theme
from scribe_desktop.qt.offsets import to_qt


class BlankMarks:
    """Marks the blanks of one editor.

    The marks move along with the text by themselves, so that a key costs a look at its own paragraph and
    no more. (A `QSyntaxHighlighter` repaints everything at each key in a paragraph with a blank.)
    """

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._marks: list[QTextCursor] = []
        self._optional: list[bool] = []
        editor.document().contentsChange.connect(self._changed)

    def renew(self) -> None:
        """Find all blanks anew and show them in the present theme's colours."""
        document = self._editor.document()
        self._take(0, len(self._marks), list(_open_places(document.firstBlock(), document.lastBlock())))

    def _changed(self, position: int, _removed: int, added: int) -> None:
        document = self._editor.document()
        first, last = document.findBlock(position), document.findBlock(position + added)
        last = last if last.isValid() else document.lastBlock()
        begin = bisect_left(self._marks, first.position(), key=QTextCursor.selectionStart)
        end = bisect_right(self._marks, last.position() + last.length(), key=QTextCursor.selectionStart)
        found = list(_open_places(first, last))
        before = zip(self._marks[begin:end], self._optional[begin:end], strict=True)
        if [(_place(mark), optional) for mark, optional in found] != [(_place(m), o) for m, o in before]:
            self._take(begin, end, found)

    def _take(self, begin: int, end: int, found: list[tuple[QTextCursor, bool]]) -> None:
        self._marks[begin:end] = [mark for mark, _ in found]
        self._optional[begin:end] = [optional for _, optional in found]
        self._show()

    def _show(self) -> None:
        looks = {False: _look("amber"), True: _look("accent")}
        shown = zip(self._marks, self._optional, strict=True)
        self._editor.setExtraSelections([_selection(mark, looks[optional]) for mark, optional in shown])


def _look(colour: str) -> QTextCharFormat:
    palette = theme.current()
    look = QTextCharFormat()
    look.setBackground(palette.colour(f"{colour}_surface"))
    look.setForeground(palette.colour(colour))
    return look


def _open_places(block: QTextBlock, last: QTextBlock) -> Iterator[tuple[QTextCursor, bool]]:
    """Each with whether it may stay unanswered."""
    while block.isValid() and block.position() <= last.position():
        text = block.text()
        for found in marks(text):
            mark = QTextCursor(block)
            mark.setPosition(block.position() + to_qt(text, found.start))
            mark.setPosition(block.position() + to_qt(text, found.end), QTextCursor.MoveMode.KeepAnchor)
            yield mark, found.optional
        block = block.next()


def _place(mark: QTextCursor) -> tuple[int, int]:
    return mark.selectionStart(), mark.selectionEnd()


def _selection(mark: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    selection.cursor = mark  # type: ignore[attr-defined]  # PySide's hints leave out its two fields
    selection.format = look  # type: ignore[attr-defined]
    return selection
