"""How marks look: each kind has its own line and its own colour, so that none needs eyes for colour."""

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTextBlock
from PySide6.QtWidgets import QPlainTextEdit

from scribe_desktop.qt import theme
from scribe_desktop.session.marking import Kind, Mark

Shown = Iterable[tuple[QTextBlock, Mark]]

_GROUNDS = {Kind.BLANK: "amber", Kind.OPTIONAL: "accent"}
_WAVE = 3.0


def paint_grounds(editor: QPlainTextEdit, shown: Shown) -> None:
    """What lies under the text: open places."""
    painter: QPainter | None = None
    for block, mark in shown:
        colour = _GROUNDS.get(mark.kind)
        if colour is None:
            continue
        painter = painter or QPainter(editor.viewport())
        painter.setPen(theme.current().colour(colour))
        painter.setBrush(theme.current().colour(f"{colour}_surface"))
        for place, _ in _places(editor, block, mark):
            painter.drawRect(place.adjusted(0, 0, -1, -1))
    if painter is not None:
        painter.end()


def paint_lines(editor: QPlainTextEdit, shown: Shown) -> None:
    """What lies over the text: lines under words."""
    painter: QPainter | None = None
    for block, mark in shown:
        line = _LINES.get(mark.kind)
        if line is None:
            continue
        painter = painter or QPainter(editor.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, draw = line
        for place, base in _places(editor, block, mark):
            draw(painter, theme.current().colour(colour), place.left(), place.right(), base)
    if painter is not None:
        painter.end()


def _places(editor: QPlainTextEdit, block: QTextBlock, mark: Mark) -> Iterator[tuple[QRectF, float]]:
    """The parts of a mark, one for each line of text that it is on, and where a line under it belongs."""
    origin = editor.blockBoundingGeometry(block).translated(editor.contentOffset()).topLeft()
    layout = block.layout()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        start, end = max(mark.start, line.textStart()), min(mark.end, line.textStart() + line.textLength())
        if start >= end:
            continue
        sides = [_x(line.cursorToX(at)) for at in (start, end)]
        left, right = origin.x() + min(sides), origin.x() + max(sides)
        top = origin.y() + line.y()
        yield QRectF(left, top, right - left, line.height()), top + line.ascent() + theme.px(2)


def _x(found: object) -> float:
    """PySide gives the position along, as Qt moves it to the nearest place for a cursor."""
    place = found[0] if isinstance(found, tuple) else found
    assert isinstance(place, float)
    return place


def _wave(painter: QPainter, colour: QColor, left: float, right: float, base: float) -> None:
    step = theme.px(_WAVE) / 1.0
    count = max(2, int((right - left) / step) + 1)
    points = [QPointF(left + at * step, base + (step / 2 if at % 2 else 0)) for at in range(count)]
    painter.setPen(QPen(colour, theme.px(10) / 10 * 1.2))
    painter.drawPolyline(QPolygonF(points))


def _double(painter: QPainter, colour: QColor, left: float, right: float, base: float) -> None:
    painter.setPen(QPen(colour, theme.px(10) / 10 * 1.5))
    for drop in (0, theme.px(3)):
        painter.drawLine(QPointF(left, base + drop), QPointF(right, base + drop))


def _dots(painter: QPainter, colour: QColor, left: float, right: float, base: float) -> None:
    painter.setPen(QPen(colour, theme.px(2), Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(left, base), QPointF(right, base))


_LINES: dict[Kind, tuple[str, Callable[[QPainter, QColor, float, float, float], None]]] = {
    Kind.DO_NOT_USE: ("danger", _double),
    Kind.MISSPELT: ("amber", _wave),
    Kind.AMBIGUOUS: ("accent", _dots),
}
