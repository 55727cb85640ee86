"""Choosing what to take over from a patient's earlier notes: a note, its sections, and how they read."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.note_type import Carry
from scribe_desktop.notes.provenance import american
from scribe_desktop.qt import theme
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.session.copy_forward import CopyForward, EarlierNote, EarlierSection
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.notice import hide, tell

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = 3
"""So many notes are in sight; the others can be scrolled to."""
_NONE = "This workstation has no earlier note of this patient."
_KEYS = "Space ticks · Enter copies · ← → other notes · Tab goes to the text · Esc leaves"


class CopyForwardPanel(QFrame):
    """Lies over the note. Only what is true until something changes is ticked beforehand."""

    chosen = Signal(list)
    """The `EarlierSection`s that were ticked, in the note's order."""
    left = Signal()

    def __init__(
        self, copying: CopyForward, jobs: Jobs, encounter_id: str, editor: NoteEditor, over: QWidget
    ) -> None:
        super().__init__(over)
        self._copying, self._jobs, self._encounter_id = copying, jobs, encounter_id
        self._editor, self._over = editor, over
        self._notes: Sequence[EarlierNote] = ()
        self._sections: Sequence[EarlierSection] = ()
        self.heading = QLabel("Copy from an earlier note")
        self.heading.setProperty("role", "heading")
        self.notes, self.sections = QListWidget(), QListWidget()
        self.notes.setAccessibleName("Earlier notes of this patient, newest first")
        self.sections.setAccessibleName("Sections of that note: Space ticks what is to be copied")
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName("Text of the section")
        self.message, self.hint = QLabel(), QLabel(_KEYS)
        self.hint.setProperty("role", "muted")
        self.copy, self.cancel = QPushButton("Copy"), QPushButton("Cancel")
        self.copy.setProperty("primary", True)
        self.cancel.setProperty("quiet", True)
        self.setProperty("role", "popup")
        self._arrange()
        self._connect()
        self.hide()

    def ask(self, notes: Sequence[EarlierNote]) -> None:
        """Open with these notes, newest first; the first one's sections are offered."""
        self._notes = notes
        self.notes.blockSignals(True)
        self.notes.clear()
        for note in notes:
            QListWidgetItem(_told(note), self.notes)
        self.notes.blockSignals(False)
        self._offer(())
        for part in (self.notes, self.sections, self.preview, self.copy, self.hint):
            part.setVisible(bool(notes))
        tell(self.message, "" if notes else _NONE, "muted")
        self.show()
        self.fit()  # what it needs is known only now that it has its style
        self.raise_()
        (self.sections if notes else self.cancel).setFocus(Qt.FocusReason.PopupFocusReason)
        self.notes.setCurrentRow(0)

    def leave(self) -> None:
        self.hide()
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Claim Escape before a window-wide shortcut takes it."""
        overriding = event.type() is QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self.notes.setCurrentRow(min(max(self.notes.currentRow() + step, 0), self.notes.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in RETURN:
            self.cancel.click() if self.cancel.hasFocus() else self._take()
        event.accept()  # nothing typed here is meant for the note behind

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.isVisible():
            self.fit()

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._notes):
            note = self._notes[row]
            self._jobs.store(
                lambda: self._copying.sections(self._encounter_id, note),
                lambda sections: self._opened(note, sections),
                self._refused,
                owner=self,
            )

    def _opened(self, note: EarlierNote, sections: Sequence[EarlierSection]) -> None:
        row = self.notes.currentRow()
        if 0 <= row < len(self._notes) and self._notes[row] is note:
            hide(self.message)
            self._offer(sections)

    def _refused(self, error: ScribeError) -> None:
        self._offer(())
        tell(self.message, error.in_full())

    def _offer(self, sections: Sequence[EarlierSection]) -> None:
        self._sections = sections
        self.sections.clear()
        for section in sections:
            there = self._stands_here(section)
            remark = "stands here already" if there else _REMARKS[section.carry].format(self._day)
            item = QListWidgetItem(f"{section.title}{f': {remark}' if remark else ''}", self.sections)
            ticked = section.carry is Carry.STANDING and not there
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.sections.setCurrentRow(0)
        self._show(self.sections.currentRow())

    @property
    def _day(self) -> str:
        row = self.notes.currentRow()
        return american(self._notes[row].place.day) if 0 <= row < len(self._notes) else ""

    def _stands_here(self, section: EarlierSection) -> bool:
        here = self._editor
        return section.key in here.keys and section.text in here.passage(section.key).text

    def _show(self, row: int) -> None:
        self.preview.setPlainText(self._sections[row].text if 0 <= row < len(self._sections) else "")

    def _take(self) -> None:
        ticked = [
            section
            for row, section in enumerate(self._sections)
            if self.sections.item(row).checkState() is Qt.CheckState.Checked
        ]
        if ticked:
            self.hide()
            self.chosen.emit(ticked)
        elif self._notes:
            tell(self.message, "Nothing is ticked yet: Space ticks a section.", "warning")

    def _focus_moved(self, _former: QWidget | None, focused: QWidget | None) -> None:
        """Whoever goes on writing elsewhere has left."""
        if self.isVisible() and focused is not None and not self.isAncestorOf(focused):
            self.hide()

    def _connect(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self.sections.installEventFilter(self)
        self.notes.currentRowChanged.connect(self._open)
        self.sections.currentRowChanged.connect(self._show)
        self.copy.clicked.connect(self._take)
        self.cancel.clicked.connect(self.leave)

    def _arrange(self) -> None:
        for listed in (self.notes, self.sections):
            listed.setWordWrap(True)
            listed.setTextElideMode(Qt.TextElideMode.ElideNone)
            listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.message.setWordWrap(True)
        self.hint.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.sections, 1)
        row.addWidget(self.preview, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.hint, 1)
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.addWidget(self.heading)
        column.addWidget(self.notes)
        column.addLayout(row, 1)
        column.addWidget(self.message)
        column.addLayout(buttons)

    def fit(self) -> None:
        """Take the place that there is."""
        gap = theme.px(8)
        width = min(theme.px(920), self._over.width() - 2 * gap)
        height = min(theme.px(560), self._over.height() - 2 * gap)
        height = height if self._notes else min(height, self.sizeHint().height())
        rows = [self.notes.sizeHintForRow(row) for row in range(min(len(self._notes), _ROWS))]
        self.notes.setFixedHeight(sum(rows) + theme.px(14))
        self.setGeometry((self._over.width() - width) // 2, gap, width, height)


_REMARKS = {
    Carry.STANDING: "",
    Carry.VISIT: "as on {}",
    Carry.OBSERVED: "found {}, comes dated",
}


def _told(note: EarlierNote) -> str:
    signed = note.state is NoteState.SIGNED
    state = f"signed by {note.place.author}" if signed else f"NOT SIGNED, by {note.place.author}"
    return f"{american(note.place.day)}  {note.encounter.visit_type}, {state}"
