"""The rows of the encounter list and the review queue, and how each is painted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.likeness import Alike
from scribe_desktop.qt import theme
from scribe_desktop.session.charting import age_of_draft
from scribe_desktop.views.painted_row import Index, PaintedRow, demi_bold, paint_text

Alikes = Mapping[str, Sequence[Alike]]
"""By a patient's id, for whom they may be taken."""
SUMMARY = Qt.ItemDataRole.UserRole


class EncounterModel(QAbstractListModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[EncounterSummary] = ()
        self._alikes: Alikes = {}
        self.now = datetime.now().astimezone()

    def show(self, rows: Sequence[EncounterSummary], now: datetime, alikes: Alikes) -> None:
        """Show these; of the same encounters as before only those that say something new are painted."""
        said, self.now = self._said(), now.astimezone()
        if [row.encounter.id for row in rows] != [row.encounter.id for row in self._rows]:
            self.beginResetModel()
            self._rows, self._alikes = rows, alikes
            self.endResetModel()
            return
        self._rows, self._alikes = rows, alikes
        for number, (before, after) in enumerate(zip(said, self._said(), strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(number), self.index(number))

    def _said(self) -> list[object]:
        """All that is painted of each row."""
        return [self.data(self.index(number)) for number in range(len(self._rows))]

    def alikes(self, row: EncounterSummary) -> Sequence[Alike]:
        return self._alikes.get(row.encounter.patient.id, ())

    def row_of(self, encounter_id: str) -> int | None:
        return next((n for n, row in enumerate(self._rows) if row.encounter.id == encounter_id), None)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == SUMMARY:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            alerts = (alike.words for alike in self.alikes(row))
            return ", ".join(
                [row.encounter.patient.name, *alerts, *two_lines(row, self.now), row.state.value]
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(alike.words for alike in self.alikes(row))
        return None


def two_lines(row: EncounterSummary, now: datetime) -> tuple[str, str]:
    """The small print under the name: who and where, then provider and age of the draft."""
    encounter = row.encounter
    age = encounter.patient.summary(now.date())
    where = " · ".join(filter(None, [age, encounter.visit_type, encounter.location]))
    since = row.state_since if row.state is NoteState.SUBMITTED else row.draft_saved_at
    return where, f"{row.provider_name} · {age_of_draft(since, now)}"


class EncounterDelegate(PaintedRow):
    """Name and state on top, two quiet lines below."""

    def sizeHint(self, option: Any, _index: Index) -> QSize:
        line = QFontMetrics(option.font).height()
        return QSize(200, int(line * 3.3) + 16)

    def paint_row(self, painter: QPainter, option: Any, index: Index) -> None:
        model = index.model()
        assert isinstance(model, EncounterModel)
        row = index.data(SUMMARY)
        palette = theme.current()
        inner = option.rect.adjusted(12, 8, -12, -8)
        line = QFontMetrics(option.font).height()
        state_width = self._paint_state(painter, inner, option.font, row.state, palette)
        name_font = demi_bold(option.font)
        top = QRect(inner.left(), inner.top(), inner.width() - state_width - 8, line)
        paint_text(painter, top, name_font, palette.text, row.encounter.patient.name)
        lines = [
            QRect(inner.left(), inner.top() + int(line * 1.12 * number), inner.width(), line)
            for number in (1, 2)
        ]
        lines[1].setWidth(lines[1].width() - _paint_alert(painter, lines[1], name_font, model, row))
        for place, text in zip(lines, two_lines(row, model.now), strict=True):
            paint_text(painter, place, option.font, palette.muted, text)

    def _paint_state(
        self, painter: QPainter, inner: QRect, font: QFont, state: NoteState, palette: theme.Palette
    ) -> int:
        colour = {
            NoteState.DRAFT: palette.muted,
            NoteState.SUBMITTED: palette.accent,
            NoteState.RETURNED: palette.amber,
            NoteState.SIGNED: palette.ok,
        }[state]
        text = state.value.capitalize()
        width = QFontMetrics(font).horizontalAdvance(text)
        place = QRect(inner.right() - width, inner.top(), width + 1, QFontMetrics(font).height())
        paint_text(painter, place, font, colour, text)
        return width


def _paint_alert(
    painter: QPainter, line: QRect, font: QFont, model: EncounterModel, row: EncounterSummary
) -> int:
    """Say at the end of a line that there is somebody alike; returns the room that this takes."""
    said = next((alike.likeness.alert for alike in model.alikes(row)), "")
    width = QFontMetrics(font).horizontalAdvance(said)
    paint_text(painter, QRect(line.right() - width, line.top(), width + 1, line.height()), font,
          theme.current().amber, said)  # fmt: skip
    return width + 8 if said else 0
