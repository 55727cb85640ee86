"""Keeps the glyphs of the paragraph that is being written: Qt else finds them anew for every question."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QPlainTextEdit


class ShapedParagraph(QObject):
    """Of one editor's paragraphs the one changed last: each key lays it out, asks about it and paints it."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._document = editor.document()
        self._block = QTextBlock()
        self._document.contentsChange.connect(self._changed)

    def _changed(self, position: int, _removed: int, _added: int) -> None:
        """Comes before Qt lays the change out, which is when it begins to keep them."""
        block = self._document.findBlock(position)
        if block == self._block:
            return
        if self._block.isValid():
            self._block.layout().setCacheEnabled(False)
        self._block = block
        if block.isValid():
            block.layout().setCacheEnabled(True)
