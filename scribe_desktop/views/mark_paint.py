"""How marks look: each kind has its own line and its own colour, so that none needs eyes for colour."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF, QTextBlock
from PySide6.QtWidgets import QPlainTextEdit

from scribe_desktop.qt import theme
from scribe_desktop.session.marking import Kind, Mark

Shown = Iterable[tuple[QTextBlock, float, list[Mark]]]
"""Paragraphs with where they begin in the viewport, and the marks to paint in each."""

_GROUNDS = {Kind.BLANK: "amber", Kind.OPTIONAL: "accent"}
_WAVE_WIDTH, _WAVE_HEIGHT = 6, 4
_TILE = 40
"""Waves in one picture of them."""


def paint_grounds(editor: QPlainTextEdit, shown: Shown, area: QRectF) -> None:
    """What lies under the text of an area: open places."""
    with _Brush(editor) as brush:
        for mark, place, _ in _placed(editor, shown, area, frozenset(_GROUNDS)):
            painter, colour = brush.painter(), _GROUNDS[mark.kind]
            painter.setPen(theme.current().colour(colour))
            painter.setBrush(theme.current().colour(f"{colour}_surface"))
            painter.drawRect(place.adjusted(0, 0, -1, -1))


def paint_lines(editor: QPlainTextEdit, shown: Shown, area: QRectF) -> None:
    """What lies over the text of an area: lines under words."""
    with _Brush(editor) as brush:
        for mark, place, base in _placed(editor, shown, area, frozenset(_LINES)):
            colour, draw = _LINES[mark.kind]
            draw(brush.painter(), theme.current().colour(colour), place, base)


class _Brush:
    """A painter that is only made when there is something to paint."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._painter: QPainter | None = None

    def __enter__(self) -> "_Brush":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._painter is not None:
            self._painter.end()

    def painter(self) -> QPainter:
        self._painter = self._painter or QPainter(self._editor.viewport())
        return self._painter


def _placed(
    editor: QPlainTextEdit, shown: Shown, area: QRectF, kinds: frozenset[Kind]
) -> Iterator[tuple[Mark, QRectF, float]]:
    """The parts of marks in an area, one for each line of text, and where a line under each belongs."""
    left, drop = editor.contentOffset().x(), theme.px(2)
    for block, top, marks in shown:
        layout = block.layout()
        for mark in marks if any(mark.kind in kinds for mark in marks) else ():
            if mark.kind not in kinds:
                continue
            line = layout.lineForTextPosition(mark.start)
            while line.isValid() and line.textStart() < mark.end:
                above = top + line.y()
                if above < area.bottom() and above + line.height() > area.top():
                    sides = _x(line.cursorToX(mark.start)), _x(line.cursorToX(mark.end))
                    place = QRectF(left + min(sides), above, abs(sides[1] - sides[0]), line.height())
                    yield mark, place, above + line.ascent() + drop
                number = line.lineNumber() + 1
                if number >= layout.lineCount():
                    break
                line = layout.lineAt(number)


def _x(found: object) -> float:
    """PySide gives the position along, as Qt moves it to the nearest place for a cursor."""
    place = found[0] if isinstance(found, tuple) else found
    assert isinstance(place, float)
    return place


@cache
def _waves(colour: str, scale: float, sharpness: float) -> QPixmap:
    width, height = _WAVE_WIDTH * scale, _WAVE_HEIGHT * scale
    picture = QPixmap(round(width * _TILE * sharpness), round((height + 1) * sharpness))
    picture.setDevicePixelRatio(sharpness)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.3 * scale))
    points = [QPointF(at * width / 2, height - scale if at % 2 else scale) for at in range(2 * _TILE + 1)]
    painter.drawPolyline(QPolygonF(points))
    painter.end()
    return picture


def _wave(painter: QPainter, colour: QColor, place: QRectF, base: float) -> None:
    waves = _waves(colour.name(), theme.px(100) / 100, painter.device().devicePixelRatioF())
    height = waves.height() / waves.devicePixelRatio()
    painter.drawTiledPixmap(QRectF(place.left(), base - 1, place.width(), height), waves)


def _double(painter: QPainter, colour: QColor, place: QRectF, base: float) -> None:
    thick = theme.px(100) / 100
    painter.setPen(QPen(colour, 1.5 * thick))
    for drop in (0.0, 3 * thick):
        painter.drawLine(QPointF(place.left(), base + drop), QPointF(place.right(), base + drop))


def _dots(painter: QPainter, colour: QColor, place: QRectF, base: float) -> None:
    painter.setPen(QPen(colour, theme.px(2), Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(place.left(), base), QPointF(place.right(), base))


_LINES: dict[Kind, tuple[str, Callable[[QPainter, QColor, QRectF, float], None]]] = {
    Kind.DO_NOT_USE: ("danger", _double),
    Kind.MISSPELT: ("amber", _wave),
    Kind.AMBIGUOUS: ("accent", _dots),
}
