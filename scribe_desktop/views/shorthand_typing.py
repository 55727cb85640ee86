"""Writes shorthand out while it is typed, and takes it back at one Backspace."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.language.typed_shorthand import ENDS, just_completed, without_for
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.qt.offsets import to_qt
from scribe_desktop.session.marking import listed
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.section_editor import SectionEditor

_REMEMBERED = 100
_DETAIL = "shorthand: "
"""What the source of a word that was written out says, before the short form."""


@dataclass(frozen=True)
class _Place:
    """Where a short form was written out once; if it stands there again, somebody took that back."""

    start: QTextCursor
    short: str

    def is_at(self, start: QTextCursor, short: str) -> bool:
        same = self.short == short and self.start.document() is start.document()
        return same and self.start.position() == start.position()


class ShorthandTyping(QObject):
    """Does nothing until `watch` and `on`; each writing out is one step of undo.

    What was taken back, by Backspace or by undo, stays as it was typed in that place.
    """

    def __init__(self, table: Abbreviations, undo: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.on = False
        self._table, self._undo = table, undo
        self._places: list[_Place] = []
        self._fresh: SectionEditor | None = None

    def watch(self, editor: PassageEditor) -> None:
        """Write out what is typed in this editor, if it is a section's."""
        if isinstance(editor, SectionEditor):
            editor.typed.connect(lambda text: self._typed(editor, text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first key after a writing out: Backspace takes it back, any other lets it be."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr):
            return False
        watched.removeEventFilter(self)
        fresh, self._fresh = self._fresh, None
        if fresh is None or event.key() != Qt.Key.Key_Backspace or event.modifiers():
            return False
        self._undo()
        return True

    def _typed(self, editor: SectionEditor, text: str) -> None:
        if not self.on or text not in ENDS or editor.isReadOnly():
            return
        before = QTextCursor(editor.textCursor())
        before.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        line = before.block().text()[: before.positionInBlock()]
        if not line.isascii() or self._went_on_with_ago(editor, before, text):
            return
        found = just_completed(line, editor.sections, self._table)
        if found is None or not found.certain:
            return
        at = before.block().position()
        word = QTextCursor(editor.document())
        word.setPosition(at + to_qt(line, found.start))
        short = line[found.start : found.end]
        if listed(short, editor.key):
            return  # it has been misread before: a person says what is meant
        if not any(place.is_at(word, short) for place in self._places):
            self._places = [*self._places[-_REMEMBERED:], _Place(_anchor(word), short)]
            word.setPosition(editor.textCursor().position(), QTextCursor.MoveMode.KeepAnchor)
            self._write_out(editor, word, (short, found.meanings[0]), line[found.end :] + text)

    def _went_on_with_ago(self, editor: SectionEditor, before: QTextCursor, text: str) -> bool:
        """Whether a duration that was written out had to lose its "for", as "ago" was typed behind it."""
        line = before.block().text()[: before.positionInBlock()]
        found = without_for(line)
        if found is None:
            return False
        word = QTextCursor(editor.document())
        word.setPosition(before.block().position() + found.start)
        said = editor.source_at(word.position()).detail
        if not said.startswith(_DETAIL):
            return False
        word.setPosition(editor.textCursor().position(), QTextCursor.MoveMode.KeepAnchor)
        self._write_out(
            editor, word, (said.removeprefix(_DETAIL), found.meanings[0]), line[found.end :] + text
        )
        return True

    def _write_out(
        self, editor: SectionEditor, word: QTextCursor, form: tuple[str, str], behind: str
    ) -> None:
        """What stands behind the word is put in anew, so that undo leaves the cursor behind it."""
        short, full = form
        typed = Source(Origin.TYPED, editor.person_id)
        shorthand = Source(Origin.TYPED, editor.person_id, f"{_DETAIL}{short}")
        editor.insert_pieces(word, [(full, shorthand), (behind, typed)])
        editor.end_undo_step()
        editor.setTextCursor(word)
        self._fresh = editor
        editor.installEventFilter(self)


def _anchor(cursor: QTextCursor) -> QTextCursor:
    """A cursor that stays in front of what is written at its place."""
    anchor = QTextCursor(cursor)
    anchor.setKeepPositionOnInsert(True)
    return anchor
