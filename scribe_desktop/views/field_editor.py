"""One typed field, such as a vital sign: a single line that knows its unit and its plausible range."""

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QShowEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from scribe_desktop.checks.vitals import doubt, is_value
from scribe_desktop.notes.note_type import FieldSpec
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.notes.units import converted, with_unit, without_unit
from scribe_desktop.qt import theme
from scribe_desktop.qt.key_names import RETURN
from scribe_desktop.views.passage_editor import PassageEditor

_FROM = "converted from "


class FieldEditor(PassageEditor):
    """Shares undo and provenance with the sections; amber, never blocking, when a value looks wrong.

    A value is stored with its unit, and shown without it where the label says the same. One typed in another
    unit is converted when the cursor leaves; its source keeps what was typed.
    """

    holds, kind = 1_000, "a field"

    def __init__(
        self,
        spec: FieldSpec,
        person_id: str,
        band: AgeBand,
        parent: QWidget | None = None,
        *,
        unit: str = "",
    ) -> None:
        super().__init__(spec.key, person_id, parent)
        self.spec = spec
        self.unit = unit or spec.unit
        """What a number without a unit is in; the field's own unless the workstation uses another."""
        self._band = band
        self._touched = False
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setPlaceholderText("required" if spec.required else self._example())
        said = f"{spec.label} in {self.unit}" if self.unit else spec.label
        self.setAccessibleName(f"{said}, required" if spec.required else said)
        self.setProperty("role", "field")
        self.textChanged.connect(self._judge)

    def _example(self) -> str:
        """How a value is written, and that it is an example: nobody may take it for what was measured."""
        example = converted(f"{self.spec.example} {self.spec.unit}", self.unit) or self.spec.example
        return example and f"e.g. {example}"

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        told = event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if told and not theme.is_changing():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def passage(self) -> Passage:
        """The value with its unit, so that it stays right whatever the label says one day."""
        shown = super().passage()
        said = with_unit(shown.text, self.unit)
        if said == shown.text or not shown.runs:
            return shown
        return Passage.join([*shown.pieces(), (said[len(shown.text.strip()) :], shown.runs[-1].source)])

    def show_passage(self, passage: Passage) -> None:
        bare = without_unit(passage.text, self.unit)
        super().show_passage(passage.upto(len(bare)))
        self._touched = False
        self._judge()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in RETURN and not command:
            self.leave_forward.emit()
            return
        before = self.document().revision()
        super().keyPressEvent(event)
        going_back = event.matches(QKeySequence.StandardKey.Undo) or event.matches(
            QKeySequence.StandardKey.Redo
        )
        self._touched |= self.document().revision() != before and not going_back

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self._touched |= bool(event.commitString())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._touched:
            self.convert()
            self._touched = False

    def insert_pieces(self, cursor: QTextCursor, pieces: Iterable[tuple[str, Source]]) -> None:
        """Insert as one line: line breaks and tabs become spaces."""
        super().insert_pieces(cursor, _as_one_line(pieces))
        self._touched = True

    def takes(self, text: str) -> str:
        """The value that a text is, without a unit that goes without saying; empty: it is no such value."""
        units = "|".join(re.escape(unit) for unit in {self.unit, self.spec.unit} if unit)
        bare = re.sub(rf"\s*[a-z]*(?:{units})$", "", text) if units else text
        values = (value for value in (text, bare) if is_value(self.spec, with_unit(value, self.unit)))
        return next(values, "")

    def put_value(self, value: str, source: Source) -> None:
        """Put a value in place of what is there, in the field's unit."""
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        self.insert(whole, value, source)
        self.convert()

    def convert(self) -> None:
        """Put a value that names a unit into the field's; one undo takes that back, and it stays as typed."""
        passage = super().passage()
        value = converted(passage.text, self.unit)
        if value is None or value == passage.text or self.isReadOnly():
            return
        typed, source = passage.text.strip(), passage.runs[-1].source
        if not typed.startswith(value):
            detail = "; ".join(filter(None, [source.detail, _FROM + typed]))
            source = Source(source.origin, source.person_id, detail)
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        self.insert(whole, value, source)
        self.end_undo_step()

    def _fit(self) -> None:
        # not the viewport's height, which lags behind while the window is being laid out
        frame = self.height() - self.contentsRect().height()
        self.setFixedHeight(self.fontMetrics().height() + 2 * int(self.document().documentMargin()) + frame)

    def _judge(self) -> None:
        passage = self.passage()
        concern = doubt(self.spec, passage.text, self._band)
        if self.property("doubt") != bool(concern):
            self.setProperty("doubt", bool(concern))
            self.style().unpolish(self)
            self.style().polish(self)
        said = "\n".join(filter(None, [concern, _origin(passage)]))
        self.setToolTip(said)
        self.setAccessibleDescription(said)


def _origin(passage: Passage) -> str:
    """What was typed before it was converted: "Converted from 150 lb"; empty for nothing else."""
    details = (run.source.detail.rpartition(_FROM) for run in passage.runs)
    return next((f"{_FROM.capitalize()}{typed}" for _, found, typed in details if found), "")


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
