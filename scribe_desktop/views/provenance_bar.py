"""Under the note: what the shades mean, and in words where the text at the cursor comes from."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from scribe_desktop.qt import theme
from scribe_desktop.views.notice import tell
from scribe_desktop.views.provenance_marks import legend, paint_look

_GAP, _PADDING, _MARGIN = 8, 2, 16


class _Legend(QWidget):
    """Each origin's name, marked as its text is; as many in a row as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._samples = list(legend())
        self.setAccessibleName("Shades: " + ", ".join(title for title, _ in self._samples))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._places(width)[-1].bottom()) + 1

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(max(self.width(), 1)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        centred = Qt.AlignmentFlag.AlignCenter
        for (title, look), place in zip(self._samples, self._places(self.width()), strict=True):
            paint_look(painter, place, look)
            painter.setPen(theme.current().colour("text"))
            painter.drawText(place, centred, title)
        painter.end()

    def _places(self, width: int) -> list[QRectF]:
        metrics, gap = self.fontMetrics(), theme.px(_GAP)
        height, padding = metrics.height() + theme.px(2 * _PADDING), theme.px(2 * _PADDING)
        places: list[QRectF] = []
        left, top = 0, 0
        for title, _ in self._samples:
            needed = metrics.horizontalAdvance(title) + 2 * padding
            if left and left + needed > width:
                left, top = 0, top + height + theme.px(_PADDING)
            places.append(QRectF(left, top, needed, height))
            left += needed + gap
        return places


class ProvenanceBar(QFrame):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.legend = _Legend()
        self.line = QLabel()
        self.line.setWordWrap(True)
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 6, _MARGIN, 6)
        column.setSpacing(4)
        column.addWidget(self.legend)
        column.addWidget(self.line)
        self.hide()

    def show_line(self, text: str, *, look: bool = False) -> None:
        """Say where the text at the cursor comes from.

        Args:
            look: it asks for somebody's attention.
        """
        # an empty line keeps its height: the note would jump
        tell(self.line, text or " ", "warning" if look else "muted")
