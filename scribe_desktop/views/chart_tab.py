"""One open chart in the strip: number, initials in the patient's colour, name, and what asks for a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.likeness import Alike
from scribe_desktop.qt import theme
from scribe_desktop.qt.icons import icon
from scribe_desktop.views.open_charts import OpenChart

Index = QModelIndex | QPersistentModelIndex
TAB = Qt.ItemDataRole.UserRole
_GAP, _EDGE = 8, 4
_LARGE = 1.5
"""From this text size on a tab has one line: the note needs the room."""


@dataclass(frozen=True)
class Tab:
    """What the strip says of a chart."""

    encounter_id: str
    number: int
    """Counted from 1; its key."""
    name: str
    place: str
    details: str
    """Age, sex, and the state if it is no plain draft."""
    notices: str
    """What asks for attention: not saved, blanks."""
    alert: str
    """For whom this patient may be taken, all of them; empty: for nobody here."""
    colour: int
    in_front: bool

    @property
    def initials(self) -> str:
        words = [word for word in self.name.replace(",", " ").split() if word[0].isalpha()] or [self.name]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    @property
    def in_full(self) -> str:
        """All of it, for a tool tip and a screen reader."""
        front = "in front" if self.in_front else ""
        said = (f"{self.number}: {self.name}", self.alert, self.place, self.notices, self.details, front)
        return ", ".join(filter(None, said))


def tab(entry: OpenChart, number: int, today: date, alikes: Sequence[Alike], *, in_front: bool) -> Tab:
    """What there is to say of this open chart now; counts its blanks, which takes a moment."""
    encounter, view = entry.encounter, entry.view
    state = "" if entry.state is NoteState.DRAFT else entry.state.value.capitalize()
    details = filter(None, (encounter.patient.summary(today), state))
    blanks = view.editor.blanks() if view is not None and view.writable else 0
    notices = (
        "not saved" if view is not None and view.autosave.is_late else "",
        f"{blanks} blank{'s' * (blanks > 1)}" if blanks else "",
    )
    return Tab(
        encounter.id,
        number,
        encounter.patient.name,
        encounter.location,
        " · ".join(details),
        " · ".join(filter(None, notices)),
        ", ".join(alike.words for alike in alikes),
        entry.colour,
        in_front,
    )


class ChartTab(QStyledItemDelegate):
    """`option` is a QStyleOptionViewItem, whose inherited fields Qt's type information leaves out."""

    def sizeHint(self, option: Any, _index: Index) -> QSize:
        line = QFontMetrics(option.font).height()
        height = line if _is_large() else int(line * 2.2)
        return QSize(option.widget.tab_width, height + theme.px(12))

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        tab = index.data(TAB)
        palette = theme.current()
        colour = QColor(palette.patients[tab.colour])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = palette.patient_surfaces[tab.colour] if tab.in_front else palette.sunken
        painter.fillRect(option.rect, QColor(ground))
        edge = theme.px(_EDGE) if tab.in_front else theme.px(_EDGE) // 2
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), edge), colour)
        inner = option.rect.adjusted(theme.px(_GAP), edge, -theme.px(_GAP), 0)
        inner.setLeft(_paint_initials(painter, inner, option.font, tab, palette) + theme.px(_GAP))
        _paint_words(painter, inner, option.font, tab, palette)
        painter.fillRect(QRect(option.rect.right(), option.rect.top(), 1, option.rect.height()),
                         QColor(palette.border))  # fmt: skip
        if option.widget.hasFocus() and index == option.widget.currentIndex():
            pen = painter.pen()
            pen.setColor(QColor(palette.focus))
            pen.setWidth(theme.px(2))
            painter.setPen(pen)
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()


def _paint_initials(painter: QPainter, room: QRect, font: QFont, tab: Tab, palette: theme.Palette) -> int:
    """Paint the number and the initials on the patient's colour; returns where that ends."""
    bold = QFont(font)
    bold.setWeight(QFont.Weight.Bold)
    metrics = QFontMetrics(bold)
    text = f"{tab.number} {tab.initials}"
    chip = QRect(0, 0, metrics.horizontalAdvance(text) + theme.px(12), metrics.height() + theme.px(4))
    chip.moveLeft(room.left())
    chip.moveTop(room.center().y() - chip.height() // 2 + 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.patients[tab.colour]))
    painter.drawRoundedRect(chip, theme.px(4), theme.px(4))
    painter.setFont(bold)
    painter.setPen(QColor(palette.patient_text))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
    return chip.right()


def _paint_words(painter: QPainter, room: QRect, font: QFont, tab: Tab, palette: theme.Palette) -> None:
    name_font = QFont(font)
    name_font.setWeight(QFont.Weight.DemiBold if tab.in_front else QFont.Weight.Normal)
    line = QFontMetrics(font).height()
    top = room.center().y() - (line // 2 if _is_large() else int(line * 1.02))
    first = QRect(room.left(), top, room.width(), line)
    if tab.alert:
        size = int(line * 0.8)
        there = QRect(first.left(), first.center().y() - size // 2, size, size)
        icon("warning", "amber").paint(painter, there)
        first.setLeft(there.right() + theme.px(_GAP) // 2)
    if _is_large():
        if tab.notices:
            first.setLeft(first.left() + _text(painter, first, name_font, palette.amber, "● "))
        _text(painter, first, name_font, palette.text, tab.name)
        return
    _text(painter, first, name_font, palette.text, tab.name)
    below = QRect(room.left(), top + int(line * 1.06), room.width(), line)
    for text, ink in ((tab.place, palette.text), (tab.notices, palette.amber), (tab.details, palette.muted)):
        if text:
            below.setLeft(below.left() + _text(painter, below, font, ink, text) + theme.px(_GAP))


def _text(painter: QPainter, place: QRect, font: QFont, colour: str, text: str) -> int:
    """Paint as much of the text as there is room for; returns how wide that is."""
    if place.width() < theme.px(_GAP):
        return 0
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    return QFontMetrics(font).horizontalAdvance(shown)


def _is_large() -> bool:
    return theme.px(100) >= 100 * _LARGE
