"""How stretches of text show where they come from: a quiet ground, and a line that differs without colour."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextBlock, QTextFragment

from scribe_desktop.notes.copied import is_unconfirmed
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.qt import theme

_THIN, _THICK, _BAR = 1, 2, 2


@dataclass(frozen=True)
class Look:
    ground: str
    """A colour of the theme; empty: none."""
    line: Qt.PenStyle
    strong: bool = False
    """Thicker, in the colour that asks for a look, and with a bar in the margin."""


LOOKS: Mapping[Origin, Look] = {
    Origin.TYPED: Look("", Qt.PenStyle.NoPen),
    Origin.DICTATED: Look("dictated", Qt.PenStyle.SolidLine),
    Origin.PHRASE: Look("phrase", Qt.PenStyle.DashLine),
    Origin.PULLED: Look("pulled", Qt.PenStyle.DotLine),
    Origin.PASTED: Look("pasted", Qt.PenStyle.DashDotLine),
    Origin.COPIED: Look("copied", Qt.PenStyle.DashDotDotLine),
}
UNCONFIRMED = Look("copied", Qt.PenStyle.DashLine, strong=True)


def look_of(source: Source) -> Look:
    return UNCONFIRMED if is_unconfirmed(source) else LOOKS[source.origin]


def paint_look(painter: QPainter, place: QRectF, look: Look) -> None:
    """Mark one line's share of a stretch; the text itself is painted over it."""
    palette = theme.current()
    if look.ground:
        painter.fillRect(place, palette.colour(look.ground))
    if look.line is not Qt.PenStyle.NoPen:
        width = theme.px(_THICK if look.strong else _THIN)
        pen = QPen(palette.colour("amber" if look.strong else "border_strong"), width, look.line)
        painter.setPen(pen)
        at = place.bottom() - width / 2
        painter.drawLine(QPointF(place.left(), at), QPointF(place.right(), at))


def paint_block(
    painter: QPainter, block: QTextBlock, origin: QPointF, source_of: Callable[[QTextFragment], Source | None]
) -> None:
    """Mark one paragraph.

    Args:
        origin: where its layout is painted.
        source_of: None for a stretch that is not to be marked.
    """
    fragments = block.begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        source = source_of(fragment)
        if source is not None:
            look = look_of(source)
            start = fragment.position() - block.position()
            for place in _lines(block, start, start + fragment.length()):
                paint_look(painter, place.translated(origin), look)
                if look.strong:
                    bar = QRectF(origin.x(), origin.y() + place.top(), theme.px(_BAR), place.height())
                    painter.fillRect(bar, theme.current().colour("amber"))
        fragments += 1


def _lines(block: QTextBlock, start: int, end: int) -> Iterator[QRectF]:
    """The places of these characters in the paragraph's layout, one a line."""
    layout = block.layout()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            left, right = sorted(_x(line.cursorToX(at)) for at in (first, last))
            yield QRectF(left, line.y(), right - left, line.height())


def _x(found: object) -> float:
    """PySide hands the cursor's place back beside its x."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def legend() -> Iterable[tuple[Origin | None, Look]]:
    """All looks in the order in which they are explained; None stands for what is unconfirmed."""
    return [*LOOKS.items(), (None, UNCONFIRMED)]
