"""Undo and redo over all passages of a note, in the order in which things were done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QPlainTextEdit

from scribe_desktop.views.edit_menu import put_in_place
from scribe_desktop.views.passage_editor import Gate, at_once


class UndoJournal:
    """Each passage keeps its own history; the journal remembers whose turn it was."""

    def __init__(self) -> None:
        self._done: list[QPlainTextEdit] = []
        self._undone: list[QPlainTextEdit] = []
        self._replaying = False

    def watch(self, editor: QPlainTextEdit) -> None:
        editor.document().undoCommandAdded.connect(lambda: self._note(editor))

    def undo(self) -> None:
        """Take back the latest step, wherever it was, and go there."""
        while self._done:
            editor = self._done.pop()
            if editor.document().isUndoAvailable():
                self._replay(editor, editor.undo)
                self._undone.append(editor)
                return

    def redo(self) -> None:
        while self._undone:
            editor = self._undone.pop()
            if editor.document().isRedoAvailable():
                self._replay(editor, editor.redo)
                self._done.append(editor)
                return

    def take_over(self, menu: QMenu, gate: Gate = at_once) -> None:
        """Put the whole note's undo and redo in place of an editor's own in its context menu."""
        undo_is_possible = any(editor.document().isUndoAvailable() for editor in self._done)
        redo_is_possible = any(editor.document().isRedoAvailable() for editor in self._undone)
        put_in_place(menu, "edit-undo", partial(gate, self.undo), possible=undo_is_possible)
        put_in_place(menu, "edit-redo", partial(gate, self.redo), possible=redo_is_possible)

    def _note(self, editor: QPlainTextEdit) -> None:
        if not self._replaying:
            if self._done and self._done[-1] is not editor:
                _end_step(self._done[-1])
            self._done.append(editor)
            self._undone.clear()

    def _replay(self, editor: QPlainTextEdit, step: Callable[[], None]) -> None:
        self._replaying = True
        try:
            step()
        finally:
            self._replaying = False
        _end_step(editor)
        editor.setFocus()
        editor.ensureCursorVisible()


def _end_step(editor: QPlainTextEdit) -> None:
    """Let nothing that follows in this editor join its latest step."""
    # Qt joins neighbouring insertions into one step only while the document counts as modified.
    editor.document().setModified(False)
