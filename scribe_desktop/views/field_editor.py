"""One typed field, such as a vital sign: a single line that knows its unit and its plausible range."""

import re

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from scribe_desktop.notes.note_type import FieldSpec
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.views.passage_editor import RETURN, PassageEditor


def doubt(spec: FieldSpec, value: str) -> str:
    """What asks for a second look at this value, in plain words; empty when nothing does."""
    value = value.strip()
    if not value:
        return ""
    if spec.pattern and not re.fullmatch(spec.pattern, value):
        return f"{spec.label}: expected something like {spec.example} {spec.unit}".strip()
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", value)]
    outside = (
        spec.low is not None
        and spec.high is not None
        and any(not spec.low <= number <= spec.high for number in numbers)
    )
    return f"{spec.label} {value} {spec.unit} is unusual: please check" if outside else ""


class FieldEditor(PassageEditor):
    """Shares undo and provenance with the sections; amber, never blocking, when a value looks wrong."""

    def __init__(self, spec: FieldSpec, person_id: str, parent: QWidget | None = None) -> None:
        super().__init__(spec.key, person_id, parent)
        self.spec = spec
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

    def insert(self, cursor: QTextCursor, text: str, source: Source) -> None:
        """Insert as one line: line breaks and tabs become spaces."""
        super().insert(cursor, " ".join(text.split()), source)

    def _fit(self) -> None:
        # not the viewport's height, which lags behind while the window is being laid out
        frame = self.height() - self.contentsRect().height()
        self.setFixedHeight(self.fontMetrics().height() + 2 * int(self.document().documentMargin()) + frame)

    def _judge(self) -> None:
        concern = doubt(self.spec, self.toPlainText())
        if self.property("doubt") != bool(concern):
            self.setProperty("doubt", bool(concern))
            self.style().unpolish(self)
            self.style().polish(self)
        self.setToolTip(concern)
        self.setAccessibleDescription(concern)
