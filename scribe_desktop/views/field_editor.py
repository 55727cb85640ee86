"""One typed field, such as a vital sign: a single line that knows its unit and its plausible range."""

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from scribe_desktop.checks.vitals import doubt
from scribe_desktop.notes.note_type import FieldSpec
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.views.passage_editor import RETURN, PassageEditor


class FieldEditor(PassageEditor):
    """Shares undo and provenance with the sections; amber, never blocking, when a value looks wrong."""

    def __init__(self, spec: FieldSpec, person_id: str, band: AgeBand, parent: QWidget | None = None) -> None:
        super().__init__(spec.key, person_id, parent)
        self.spec = spec
        self._band = band
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setPlaceholderText(spec.example)
        unit = f" in {spec.unit}" if spec.unit else ""
        self.setAccessibleName(f"{spec.label}{unit}")
        self.setProperty("role", "field")
        self.textChanged.connect(self._judge)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def show_passage(self, passage: Passage) -> None:
        super().show_passage(passage)
        self._judge()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in RETURN and not command:
            self.leave_forward.emit()
            return
        super().keyPressEvent(event)

    def insert_pieces(self, cursor: QTextCursor, pieces: Iterable[tuple[str, Source]]) -> None:
        """Insert as one line: line breaks and tabs become spaces."""
        super().insert_pieces(cursor, _as_one_line(pieces))

    def _fit(self) -> None:
        # not the viewport's height, which lags behind while the window is being laid out
        frame = self.height() - self.contentsRect().height()
        self.setFixedHeight(self.fontMetrics().height() + 2 * int(self.document().documentMargin()) + frame)

    def _judge(self) -> None:
        concern = doubt(self.spec, self.toPlainText(), self._band)
        if self.property("doubt") != bool(concern):
            self.setProperty("doubt", bool(concern))
            self.style().unpolish(self)
            self.style().polish(self)
        self.setToolTip(concern)
        self.setAccessibleDescription(concern)


def _as_one_line(pieces: Iterable[tuple[str, Source]]) -> Iterator[tuple[str, Source]]:
    space: Source | None = None
    begun = False
    for text, source in pieces:
        for word in re.findall(r"\s+|\S+", text):
            if word.isspace():
                space = space or source
                continue
            if begun and space is not None:
                yield " ", space
            yield word, source
            begun, space = True, None
