"""How stretches of text show where they come from: a quiet ground, and a line that differs without colour."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock, QTextFragment, QTextLine

from scribe_desktop.notes.copied import is_unconfirmed
from scribe_desktop.notes.dictated import is_flagged
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.notes.provenance import NOT_LOOKED_AT, TITLES
from scribe_desktop.notes.provenance import UNCONFIRMED as NOT_CONFIRMED
from scribe_desktop.qt import theme

_THIN, _THICK, _BAR = 1, 2, 2


@dataclass(frozen=True)
class Look:
    ground: str
    """A colour of the theme; empty: none."""
    line: Qt.PenStyle
    thick: bool = False
    strong: bool = False
    """In the colour that asks for a look."""
    bar: bool = False
    """With a bar in the margin."""


LOOKS: Mapping[Origin, Look] = {
    Origin.TYPED: Look("", Qt.PenStyle.NoPen),
    Origin.DICTATED: Look("dictated", Qt.PenStyle.SolidLine),
    Origin.PHRASE: Look("phrase", Qt.PenStyle.DashLine),
    Origin.PULLED: Look("pulled", Qt.PenStyle.DotLine),
    Origin.FIELD: Look("field", Qt.PenStyle.SolidLine, thick=True),
    Origin.PASTED: Look("pasted", Qt.PenStyle.DashDotLine),
    Origin.COPIED: Look("copied", Qt.PenStyle.DashDotDotLine),
}
UNCONFIRMED = Look("copied", Qt.PenStyle.DashLine, thick=True, strong=True, bar=True)
FLAGGED = Look("dictated", Qt.PenStyle.DotLine, thick=True, strong=True)


def look_of(source: Source) -> Look:
    if is_flagged(source):
        return FLAGGED
    return UNCONFIRMED if is_unconfirmed(source) else LOOKS[source.origin]


def paint_look(painter: QPainter, place: QRectF, look: Look) -> None:
    """Mark one line's share of a stretch; the text itself is painted over it."""
    ground, pen = _colours(look, theme.name(), theme.px(_THICK if look.thick else _THIN))
    if ground is not None:
        painter.fillRect(place, ground)
    if pen is not None:
        painter.setPen(pen)
        at = place.bottom() - pen.widthF() / 2
        painter.drawLine(QPointF(place.left(), at), QPointF(place.right(), at))


def paint_block(
    painter: QPainter,
    block: QTextBlock,
    origin: QPointF,
    seen: QRectF,
    source_of: Callable[[QTextFragment], Source | None],
) -> None:
    """Mark one paragraph.

    Args:
        origin: where its layout is painted.
        seen: what is painted anew; lines outside of it are left out.
        source_of: None for a stretch that is not to be marked.
    """
    lines = _Lines.of(block, origin, seen)
    fragments = block.begin()
    while lines.last > lines.first and not fragments.atEnd():
        fragment = fragments.fragment()
        start = fragment.position() - block.position()
        end = start + fragment.length()
        source = source_of(fragment) if start < lines.last and end > lines.first else None
        look = LOOKS[Origin.TYPED] if source is None else look_of(source)
        for place in lines.places(start, end) if look.ground else ():
            paint_look(painter, place, look)
            if look.bar:
                bar = QRectF(origin.x(), place.top(), theme.px(_BAR), place.height())
                painter.fillRect(bar, theme.current().colour("amber"))
        fragments += 1


@dataclass(frozen=True)
class _Lines:
    """The lines of a paragraph that are in sight: first and last character, and where they are painted."""

    lines: tuple[tuple[QTextLine, int, int, QRectF], ...]
    first: int
    last: int

    @classmethod
    def of(cls, block: QTextBlock, origin: QPointF, seen: QRectF) -> "_Lines":
        layout, found = block.layout(), []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            place = QRectF(origin.x(), origin.y() + line.y(), 0, line.height())
            if place.bottom() >= seen.top() and place.top() <= seen.bottom():
                found.append((line, line.textStart(), line.textStart() + line.textLength(), place))
        return cls(tuple(found), found[0][1] if found else 0, found[-1][2] if found else 0)

    def places(self, start: int, end: int) -> Iterator[QRectF]:
        """Where these characters are, one place a line."""
        for line, first, last, place in self.lines:
            if start < last and end > first:
                left, right = sorted((_x(line, max(start, first)), _x(line, min(end, last))))
                yield QRectF(place.left() + left, place.top(), right - left, place.height())


def _x(line: QTextLine, at: int) -> float:
    """PySide hands the cursor's place back beside its x."""
    found: object = line.cursorToX(at)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


@cache
def _colours(look: Look, theme_name: str, width: int) -> tuple[QColor | None, QPen | None]:
    palette = theme.palette(theme_name)
    ground = palette.colour(look.ground) if look.ground else None
    if look.line is Qt.PenStyle.NoPen:
        return ground, None
    return ground, QPen(palette.colour("amber" if look.strong else "border_strong"), width, look.line)


def legend() -> Iterable[tuple[str, Look]]:
    """All looks in the order in which they are explained, each with its title."""
    origins = [(TITLES[origin], look) for origin, look in LOOKS.items()]
    return [*origins, (NOT_CONFIRMED, UNCONFIRMED), (NOT_LOOKED_AT, FLAGGED)]
