"""Puts dictated words into the open note, and takes them back."""

from collections import deque
from collections.abc import Callable, Mapping

from PySide6.QtGui import QTextCursor

from scribe_desktop.notes.note_type import SectionSpec
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.views.field_editor import FieldEditor
from scribe_desktop.views.note_editor import NoteEditor

_REMEMBERED = 200


class DictatedWords:
    def __init__(self, note: NoteEditor, tell: Callable[[str], object]) -> None:
        """`tell` says something in passing."""
        self._note, self._tell = note, tell
        self._sections: deque[str] = deque(maxlen=_REMEMBERED)
        """Where words went, the latest last."""

    def insert(self, key: str, words: Passage) -> None:
        """Put recognised words where dictation into this section began, or at its end."""
        editor = self._note.section_editor(key)
        editor.insert_dictated(editor.dictation_anchor(), words)
        self._sections.append(key)

    def append(self, key: str, words: Passage) -> None:
        """Put recognised words of an earlier dictation behind everything that this section says."""
        editor = self._note.section_editor(key)
        end = QTextCursor(editor.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        editor.insert_dictated(end, words)

    def scratch(self) -> None:
        """Take back what was dictated last, in whichever section, as long as nobody has changed it."""
        while self._sections:
            if self._note.section_editor(self._sections.pop()).scratch():
                return
        self._tell("There is nothing dictated to take back, or it was changed since.")

    def fill(self, section: SectionSpec, values: Mapping[str, str], source: Source) -> str:
        """Put dictated values into a section's fields; one that holds something stays. Says what was done."""
        filled, held = list[str](), list[str]()
        for spec in section.fields:
            if spec.key not in values:
                continue
            editor = self._note.editor(spec.key)
            assert isinstance(editor, FieldEditor)
            if editor.passage().is_blank:
                editor.insert(editor.textCursor(), values[spec.key], source)
                editor.convert()
                filled.append(f"{spec.label} {editor.passage().text}")
            else:
                held.append(f"{spec.label} stays {editor.passage().text}: it was filled in before")
        return ". ".join(filter(None, [", ".join(filled), ", ".join(held)])) + "."
