"""The rows of a search: whose note, when and which section, and below the words around what was found."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from scribe_desktop.qt import theme
from scribe_desktop.session.searching import Found
from scribe_desktop.store.search import MARK_OFF, MARK_ON
from scribe_desktop.views.painted_row import Index, PaintedRow, demi_bold, paint_text

FOUND = Qt.ItemDataRole.UserRole
_MARKED = re.compile(f"{MARK_ON}(.*?){MARK_OFF}", re.DOTALL)


class HitModel(QAbstractListModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Found] = ()
        self.now = datetime.now().astimezone()

    def show(self, rows: Sequence[Found], now: datetime) -> None:
        self.beginResetModel()
        self._rows, self.now = rows, now.astimezone()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == FOUND:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = "".join(text for text, _ in stretches(row.hit.snippet))
            return f"{row.hit.patient.name}, {where(row, self.now)}: {words}"
        return None


def where(row: Found, now: datetime) -> str:
    """Date of the visit, section, and what tells two patients of one name apart."""
    patient = row.hit.patient
    visit = row.hit.started_at.astimezone()
    return f"{visit:%m/%d/%Y} · {row.section} · {patient.summary(now.date())} · MRN {patient.mrn}"


def stretches(snippet: str) -> Iterator[tuple[str, bool]]:
    """The snippet on one line, in pieces; True: found."""
    for number, piece in enumerate(_MARKED.split(" ".join(snippet.split()))):
        if piece:
            yield piece, bool(number % 2)


class HitDelegate(PaintedRow):
    """Name first, where it is beside it, the words below with those found in bold."""

    def sizeHint(self, option: Any, _index: Index) -> QSize:
        return QSize(200, int(QFontMetrics(option.font).height() * 2.2) + 16)

    def paint_row(self, painter: QPainter, option: Any, index: Index) -> None:
        model = index.model()
        assert isinstance(model, HitModel)
        row: Found = index.data(FOUND)
        palette = theme.current()
        inner = option.rect.adjusted(12, 8, -12, -8)
        line = QFontMetrics(option.font).height()
        bold = demi_bold(option.font)
        top = QRect(inner.left(), inner.top(), inner.width(), line)
        left = paint_text(painter, top, bold, palette.text, row.hit.patient.name)
        top.setLeft(left + line)
        paint_text(painter, top, option.font, palette.muted, where(row, model.now))
        below = QRect(inner.left(), inner.top() + int(line * 1.2), inner.width(), line)
        for words, found in stretches(row.hit.snippet):
            font, colour = (bold, palette.text) if found else (option.font, palette.muted)
            below.setLeft(paint_text(painter, below, font, colour, words))
