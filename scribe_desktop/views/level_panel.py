"""What a visit took, marked by a person, and the E/M level that it adds up to: a proposal, under the note."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from scribe_desktop.codes.em import (
    Element,
    Item,
    Level,
    Proposal,
    Setting,
    by_time,
    propose,
    setting_for,
    tables,
)
from scribe_desktop.codes.em_counts import Counted, counted
from scribe_desktop.codes.em_marks import Marks
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.qt import forms, theme
from scribe_desktop.qt.side_by_side import SideBySide

_HEIGHT, _LEAST, _ARROWS, _MOST = 190, 44, 56, 99
_LARGE = 160
"""Text size, in per cent, from which what is marked needs the room of the hint."""
_TITLES = {Element.PROBLEMS: "Problems", Element.DATA: "Data", Element.RISK: "Risk"}
_CONFIRM = "for provider confirmation"
_HINT = (
    "Space marks · + and - change how often · Tab: setting and minutes · Esc closes · kept with the draft, "
    "nothing is put into the note"
)
_LOCKED = "As it was marked. Nothing can be marked now: the note is not yours to write. Esc closes"


class LevelPanel(QFrame):
    """Folded until asked for; what is marked in it is shown only once it is kept."""

    column: QVBoxLayout
    heading: QLabel
    reasons: QLabel
    items: QListWidget
    where: SideBySide
    setting: QComboBox
    minutes: QSpinBox
    hint: QLabel
    close_panel: QPushButton

    closed = Signal()
    marked = Signal(object)
    """The `Marks` that somebody wants to be kept."""

    def __init__(self, visit_type: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "level_panel")
        self._tables = tables()
        self._marks = Marks()
        self._by: tuple[str, ...] = ()
        self._usual = setting_for(self._tables, visit_type)
        self._counted: Mapping[str, Counted] = {}
        for setting in self._tables.settings:
            self.setting.addItem(setting.title)
        self.setting.setCurrentIndex(self._tables.settings.index(self._usual))
        self._rows: dict[str, QListWidgetItem] = {}
        self._fill()
        self.items.installEventFilter(self)
        self.items.itemClicked.connect(lambda _item: self._change(None))
        self.setting.activated.connect(lambda _index: self._mark(setting=self.chosen_setting.key))
        self.minutes.valueChanged.connect(lambda minutes: self._mark(minutes=minutes))
        self.close_panel.clicked.connect(self.close_down)
        self.hide()

    @property
    def counts(self) -> dict[str, int]:
        """How often each item applies: by the note's tables, unless a person marked it otherwise."""
        return {key: one.times for key, one in self._counted.items()} | dict(self._marks.counts)

    @property
    def chosen_setting(self) -> Setting:
        return self._tables.settings[self.setting.currentIndex()]

    def ask(self, content: NoteContent) -> None:
        """Count what the note's tables say now, and take the keys."""
        self._counted = {one.item: one for one in counted(self._tables, content)}
        self._show()
        self.show()
        if self.items.currentRow() < 1:
            self.items.setCurrentRow(1)
        self._fit()
        self.items.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_marks(self, marks: Marks, by: Iterable[str], *, may_mark: bool) -> None:
        """Show what is kept.

        Args:
            by: names of the people who marked it.
            may_mark: whether anything may be changed.
        """
        self._marks, self._by = marks, tuple(by)
        setting = next((one for one in self._tables.settings if one.key == marks.setting), self._usual)
        self.setting.setCurrentIndex(self._tables.settings.index(setting))
        with QSignalBlocker(self.minutes):
            self.minutes.setValue(marks.minutes)
        self.setting.setEnabled(may_mark)
        self.minutes.setEnabled(may_mark)
        self.hint.setText(_HINT if may_mark else _LOCKED)
        self._show()

    def close_down(self) -> None:
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {"+": 1, "=": 1, "-": -1, " ": None}
            if event.text() in by and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._change(by[event.text()])
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "where"):
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self.items.setMinimumHeight(theme.px(_LEAST))
        self.items.setMaximumHeight(theme.px(_HEIGHT))
        large = theme.px(100) >= _LARGE
        self.hint.setVisible(not large)
        self.column.insertWidget(self.column.indexOf(self.items) - (not large), self.reasons)
        none = self.minutes.fontMetrics().horizontalAdvance(self.minutes.specialValueText())
        self.minutes.setMinimumWidth(none + theme.px(_ARROWS))
        QTimer.singleShot(0, self, lambda: self.items.scrollToItem(self.items.currentItem()))

    def _fill(self) -> None:
        for element in Element:
            heading = QListWidgetItem(_TITLES[element], self.items)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            for item in self._tables.items_of(element):
                row = QListWidgetItem(self.items)
                row.setData(Qt.ItemDataRole.UserRole, item.key)
                self._rows[item.key] = row

    def _change(self, by: int | None) -> None:
        """Let the current item apply once more or less; None: mark it, or take the mark back."""
        key = self.items.currentItem().data(Qt.ItemDataRole.UserRole) if self.items.currentItem() else None
        if key is None:
            return
        now = self.counts.get(key, 0)
        times = int(not now) if by is None else min(max(now + by, 0), _MOST)
        self._mark(counts={**self._marks.counts, key: times})

    def _mark(self, **change: Any) -> None:
        marks = replace(self._marks, **change)
        if marks != self._marks:
            self.marked.emit(marks)

    def _show(self) -> None:
        counts = self.counts
        for item in self._tables.items:
            self._show_item(item, counts.get(item.key, 0))
        proposal = propose(self._tables, counts)
        self.heading.setText(self._headline(proposal))
        self.reasons.setText("\n".join(self._reasons(proposal, counts)))
        self.setAccessibleDescription(f"{self.heading.text()} {self.reasons.text()}")

    def _show_item(self, item: Item, times: int) -> None:
        row, found = self._rows[item.key], self._counted.get(item.key)
        marked = self._marks.counts.get(item.key)
        names = (
            f"   (in the note: {', '.join(found.names)})" if found and marked in (None, found.times) else ""
        )
        row.setText(f"{f'{times} ×' if times else '   –'}   {item.label}{names}")
        row.setData(
            Qt.ItemDataRole.AccessibleTextRole, f"{item.label}: {times} times{names}, {_TITLES[item.element]}"
        )

    def _headline(self, proposal: Proposal) -> str:
        codes = self.chosen_setting.codes
        if proposal.level is Level.NONE:
            return "Level of the visit: not enough is marked"
        return f"Level of the visit: {proposal.level.label}, {codes[proposal.level]}, {_CONFIRM}"

    def _reasons(self, proposal: Proposal, counts: Mapping[str, int]) -> Sequence[str]:
        said = [self._reason(verdict.element, verdict.level, counts) for verdict in proposal.verdicts]
        deciding = ", ".join(_TITLES[verdict.element].lower() for verdict in proposal.deciding)
        told = [f"What decides: {deciding}. Two of the three have to reach a level."] if deciding else []
        lines = [*said, *told, *([f"Marked by {', '.join(self._by)}."] if self._by else [])]
        minutes, setting = self.minutes.value(), self.chosen_setting
        if minutes and not setting.minutes:
            lines.append("Time does not count in this setting.")
        elif minutes:
            code = by_time(setting, minutes)
            least = min(setting.minutes.values())
            reach = f"reach {code}, {_CONFIRM}" if code else f"reach no code; the first takes {least}"
            lines.append(f"By time instead: {minutes} minutes {reach}.")
        return lines

    def _reason(self, element: Element, level: Level, counts: Mapping[str, int]) -> str:
        marked = [item for item in self._tables.items_of(element) if counts.get(item.key)]
        what = ", ".join(f"{item.label.partition(' (')[0].lower()} ({counts[item.key]})" for item in marked)
        return (
            f"{_TITLES[element]}: {level.label if level else 'nothing marked'}{f' – {what}' if what else ''}."
        )
