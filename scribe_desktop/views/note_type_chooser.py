"""Asks which note type an empty draft is to have, as one types."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from scribe_desktop.notes.note_type import NoteType
from scribe_desktop.views.chooser import Chooser


class NoteTypeChooser(Chooser):
    chosen = Signal(str)
    """Key of the note type."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._types: Sequence[NoteType] = ()
        self._found: list[NoteType] = []
        self.heading.setText("Note type")
        self.query.setAccessibleName("Note type")
        self.query.setPlaceholderText("A few letters: trauma, psych, referral")
        self.query.textChanged.connect(self._narrow)
        self.taken.connect(lambda row: self.chosen.emit(self._found[row].key))

    def ask(self, types: Sequence[NoteType], home: QPlainTextEdit) -> None:
        """Open at this editor's cursor and offer these, in this order."""
        self._types = types
        self.query.clear()
        self._narrow()
        self.open_at(home)

    def _narrow(self) -> None:
        words = self.query.text().casefold().split()
        self._found = [one for one in self._types if _answers(one, words)]
        self.offer([_row(one) for one in self._found])
        self.rows.setVisible(bool(self._found))
        found = "Enter takes it · Esc leaves" if self._found else "No note type answers to this."
        self.hint.setText(found)


def _answers(one: NoteType, words: Sequence[str]) -> bool:
    said = f"{one.title} {one.description}".casefold()
    return all(word in said for word in words)


def _row(one: NoteType) -> str:
    return f"{one.title}  —  {one.description}" if one.description else one.title
