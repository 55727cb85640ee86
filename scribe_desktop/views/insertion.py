"""What was put into a section's text in one go: followed through later changes, and taken back."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtGui import QTextCursor

from scribe_desktop.notes.passage import Source
from scribe_desktop.views.passage_editor import PassageEditor


class Fate(Enum):
    """What has become of something that was put in."""

    THERE = auto()
    """It is as it was put in, or was again."""
    CHANGED = auto()
    """Somebody has changed it since."""
    GONE = auto()
    """It was undone, or deleted."""


class Insertion:
    """The text, its place, and what it took the place of: a blank, a choice, a selection."""

    def __init__(
        self,
        editor: PassageEditor,
        begin: QTextCursor,
        end: QTextCursor,
        text: str,
        instead_of: Sequence[tuple[str, Source]],
    ) -> None:
        """`begin` and `end`: around the text now; they are moved along with it."""
        self._editor, self.text, self._instead_of = editor, text, tuple(instead_of)
        self._begin, self._end = QTextCursor(begin), QTextCursor(end)
        self._end.setKeepPositionOnInsert(True)

    @property
    def fate(self) -> Fate:
        if self.place() is not None:
            return Fate.THERE
        return Fate.CHANGED if self._begin.position() < self._end.position() else Fate.GONE

    def place(self) -> QTextCursor | None:
        """The text selected; None where it does not stand as it was put in."""
        length = len(self.text.encode("utf-16-le")) // 2
        # what was undone and done again stands before the cursor that had stood before it
        for start in (self._begin.position(), self._begin.position() - length):
            found = self._stretch(start, length)
            if found is not None and found.selection().toPlainText() == self.text:
                return found
        return None

    def take_back(self) -> QTextCursor:
        """Put back what stood there, as one step of undo. Returns that, selected.

        Raises:
            ValueError: it does not stand as it was put in.
        """
        cursor = self.place()
        if cursor is None:
            raise ValueError("what was put in has been changed")
        start = cursor.selectionStart()
        self._editor.insert_pieces(cursor, self._instead_of)
        end = cursor.position()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def holds(self, cursor: QTextCursor) -> bool:
        """Whether a cursor stands within, or what it selects is a part."""
        begin, end = self._begin.position(), self._end.position()
        if cursor.hasSelection():
            return begin <= cursor.selectionStart() and cursor.selectionEnd() <= end
        return begin < cursor.position() < end

    def behind(self) -> QTextCursor:
        """A cursor at its end, whatever it has become."""
        cursor = QTextCursor(self._end)
        cursor.setKeepPositionOnInsert(False)
        return cursor

    def _stretch(self, start: int, length: int) -> QTextCursor | None:
        """These positions selected; None where the document has none of them."""
        if not length or start < 0 or start + length >= self._editor.document().characterCount():
            return None
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        return cursor
