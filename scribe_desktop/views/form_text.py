"""A few lines of text in a form: as high as they need at every text size, left by Tab."""

from math import ceil

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QSizePolicy, QWidget

from scribe_desktop.qt import forms
from scribe_desktop.views.limited_text import LimitedText

_LINES, _AT_LEAST = 3, 2


@forms.register
class FormText(LimitedText):
    holds = 20_000

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(_LINES))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height(_AT_LEAST))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def _height(self, lines: int) -> int:
        frame = self.height() - self.contentsRect().height()
        # one pixel less, and Qt lets the text scroll by a line
        line = ceil(QFontMetricsF(self.font()).height())
        text = lines * line + 2 * int(self.document().documentMargin()) + 1
        return text + frame
