"""One-colour icons that take their colour from the theme whenever they are painted."""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from scribe_desktop import assets
from scribe_desktop.qt import theme


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon `resources/icons/<name>.svg` in the colour of this palette token, sharp at every size.

    Raises:
        FileNotFoundError: there is no such icon.
        AttributeError: the palette has no such token.
    """
    _source(name)
    theme.current().colour(colour)
    return QIcon(_Engine(name, colour))


@cache
def _source(name: str) -> str:
    return assets.resource("icons", f"{name}.svg").read_text(encoding="utf-8")


class _Engine(QIconEngine):
    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self._drawn(rect.size() * scale, mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:  # noqa: ARG002
        return self._drawn(size, mode)

    def _drawn(self, size: QSize, mode: QIcon.Mode) -> QPixmap:
        token = "disabled" if mode is QIcon.Mode.Disabled else self._token
        colour = theme.current().colour(token).name()
        key = f"scribe-icon/{self._name}/{colour}/{size.width()}x{size.height()}"
        drawn = QPixmap()
        if not QPixmapCache.find(key, drawn):
            drawn = _draw(_source(self._name).replace("currentColor", colour), size)
            QPixmapCache.insert(key, drawn)
        return drawn


def _draw(source: str, size: QSize) -> QPixmap:
    drawn = QPixmap(size)
    drawn.fill(Qt.GlobalColor.transparent)
    side = min(size.width(), size.height())
    square = QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(source.encode())).render(painter, square)
    painter.end()
    return drawn
