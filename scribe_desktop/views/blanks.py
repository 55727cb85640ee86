"""Open blanks, `***`: shown so that nobody misses one."""

import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from scribe_desktop.phrases.expansion import BLANK
from scribe_desktop.qt import theme
from scribe_desktop.qt.offsets import to_qt

_BLANK = re.compile(re.escape(BLANK))


class BlankHighlighter(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._look = QTextCharFormat()
        self.take_colours()

    def take_colours(self) -> None:
        """Use the present theme's colours; call again when it changes."""
        palette = theme.current()
        self._look.setBackground(QColor(palette.amber_surface))
        self._look.setForeground(QColor(palette.amber))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for blank in _BLANK.finditer(text):
            self.setFormat(to_qt(text, blank.start()), len(BLANK), self._look)
