"""The left side: today's encounters or the review queue, filtered as one types."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton, QWidget

from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.qt import forms
from scribe_desktop.qt.icons import icon
from scribe_desktop.views.encounter_list import SUMMARY, Alikes, EncounterDelegate, EncounterModel

_NOTHING = {
    False: "No encounters today.\nPress Ctrl+N to begin one.",
    True: "Nothing waits for review.",
}


@forms.register
class EncounterPanel(QWidget):
    """Shows what it is given; asks for fresh rows when the user switches between the two lists."""

    today: QPushButton
    review: QPushButton
    new_encounter: QPushButton
    filter: QLineEdit
    list: QListView
    empty: QLabel

    chosen = Signal(str)
    """Id of the encounter to open."""
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "encounter_panel")
        self._rows: Sequence[EncounterSummary] = ()
        self._alikes: Alikes = {}
        self._now = datetime.now().astimezone()
        self._open = ""
        self._model = EncounterModel(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(EncounterDelegate(self.list))
        self.new_encounter.setIcon(icon("plus"))
        self.today.clicked.connect(self.refresh_wanted)
        self.review.clicked.connect(self.refresh_wanted)
        self.filter.textChanged.connect(self._show)
        self.filter.returnPressed.connect(self._choose_first)
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)

    @property
    def shows_queue(self) -> bool:
        return self.review.isChecked()

    def switch_to(self, *, queue: bool) -> None:
        (self.review if queue else self.today).setChecked(True)
        self.refresh_wanted.emit()

    def show_rows(
        self, rows: Sequence[EncounterSummary], waiting: int, now: datetime, alikes: Alikes | None = None
    ) -> None:
        """Show these encounters; `waiting` is the number of notes in the review queue."""
        self._rows, self._now, self._alikes = rows, now, alikes or {}
        self.review.setText(f"Review ({waiting})" if waiting else "Review")
        self._show()

    def read_only(self) -> None:
        """For somebody who begins no encounters."""
        self.new_encounter.hide()

    def mark_open(self, encounter_id: str) -> None:
        self._open = encounter_id
        self._select(encounter_id)

    def take_focus(self) -> None:
        """Go to the list; its first row is current if none is."""
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._model.index(0))
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            self.take_focus()
            return
        super().keyPressEvent(event)

    def _show(self) -> None:
        words = self.filter.text().casefold().split()
        rows = [row for row in self._rows if all(word in _searched(row) for word in words)]
        focused, here = self.list.hasFocus(), self._current
        self._model.show(rows, self._now, self._alikes)
        self._select(here if focused else self._open)
        self.empty.setText("No match." if words else _NOTHING[self.shows_queue])
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        if focused and not rows:
            self.filter.setFocus()

    @property
    def _current(self) -> str:
        """Id of the encounter in the current row; empty when there is none."""
        index = self.list.currentIndex()
        return index.data(SUMMARY).encounter.id if index.isValid() else ""

    def _select(self, encounter_id: str) -> None:
        row = self._model.row_of(encounter_id)
        if row is not None:
            self.list.setCurrentIndex(self._model.index(row))
        elif self.list.hasFocus():
            self.list.setCurrentIndex(self._model.index(0))

    def _choose_first(self) -> None:
        if self._model.rowCount():
            self._choose(self._model.index(0))
            self.filter.clear()

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(SUMMARY).encounter.id)


def _searched(row: EncounterSummary) -> str:
    return f"{row.encounter.patient.name} {row.encounter.patient.mrn}".casefold()
