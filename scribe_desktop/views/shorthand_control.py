"""Writes shorthand out in an editor; asks where a short form has several meanings."""

from functools import cache

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from scribe_desktop import assets
from scribe_desktop.language import shorthand
from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.qt.offsets import to_qt
from scribe_desktop.session.marking import listed
from scribe_desktop.views.chooser import Chooser
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.section_editor import SectionEditor


@cache
def abbreviations() -> Abbreviations:
    """The table that comes with the program."""
    return Abbreviations.load(assets.resource("vocabulary", "abbreviations.toml"))


class ShorthandControl(Chooser):
    """One step of undo for everything; the words stay those of whoever wrote the shorthand.

    What has been misread before ("MS"), and what is not usual in a section, is asked about.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._editor: PassageEditor | None = None
        self._ready: list[tuple[QTextCursor, str]] = []
        self._open: list[tuple[QTextCursor, tuple[str, ...]]] = []
        self._asked: tuple[QTextCursor, tuple[str, ...]] = (QTextCursor(), ())
        self.query.setAccessibleName("What it stands for")
        self.query.setReadOnly(True)
        self.hint.setText("Enter takes it · Esc leaves it as it is")
        self.taken.connect(self._answered)
        self.left.connect(self._next)

    def expand(self, editor: SectionEditor) -> None:
        """Write out what is selected, or else the paragraph with the cursor."""
        self._editor = editor
        chosen = editor.textCursor()
        if not chosen.hasSelection():
            chosen.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            chosen.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        text = chosen.selectedText().replace("\u2029", "\n").replace("\u2028", "\n").replace("\u00a0", " ")
        self._ready, self._open = [], []
        for found in shorthand.find(text, editor.sections, abbreviations()):
            cursor = QTextCursor(editor.document())
            cursor.setPosition(chosen.selectionStart() + to_qt(text, found.start))
            end = chosen.selectionStart() + to_qt(text, found.end)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            misreadable = listed(text[found.start : found.end], editor.key)
            if found.certain and not misreadable:
                self._ready.append((cursor, found.meanings[0]))
            else:
                others = tuple(plain for one in misreadable for plain in one.write)
                fitted = shorthand.fitted(text, found.start, others)
                self._open.append((cursor, tuple(dict.fromkeys((*found.meanings, *fitted)))))
        self._next()

    def _next(self) -> None:
        """Ask about the next ambiguous one; write everything when there is none left."""
        if self._editor is None:
            return
        if not self._open:
            self._write(self._editor)
            return
        cursor, meanings = self._open[0]
        short = cursor.selectedText()
        several = f"“{short}” has several meanings:"
        self.heading.setText(several if len(meanings) > 1 else f"“{short}” is not written out unasked here:")
        self.query.setText(short)
        self.offer(meanings)
        self._editor.setTextCursor(QTextCursor(cursor))
        del self._open[0]
        self._asked = (cursor, meanings)
        self.open_at(self._editor)

    def _answered(self, row: int) -> None:
        cursor, meanings = self._asked
        self._ready.append((cursor, meanings[row]))
        self._next()

    def _write(self, editor: PassageEditor) -> None:
        self._editor = None
        if not self._ready or editor.isReadOnly():
            return
        editor.end_undo_step()
        whole = editor.textCursor()
        whole.beginEditBlock()
        for cursor, full in self._ready:
            begin = QTextCursor(cursor)
            begin.setPosition(cursor.selectionStart() + 1)
            cursor.insertText(full, begin.charFormat())
        whole.endEditBlock()
        editor.end_undo_step()
        last = max((cursor for cursor, _ in self._ready), key=QTextCursor.position)
        end = QTextCursor(last)
        end.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        editor.setTextCursor(end)
