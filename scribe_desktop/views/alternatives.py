"""Offers what else the recogniser heard in a dictated word, to be put in its place."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from scribe_desktop.notes.passage import Passage
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.replay import Choice
from scribe_desktop.session.session import Session
from scribe_desktop.views.chooser import Chooser
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.section_editor import SectionEditor


class Alternatives(Chooser):
    """Taking one is one step of undo; the text stays dictated, and remembers what was heard first."""

    said = Signal(str)
    """Something to tell in passing."""
    refused = Signal(object)
    """The `ScribeError` that says why there is nothing to choose from."""

    def __init__(self, over: QWidget, session: Session, jobs: Jobs, note: NoteEditor) -> None:
        super().__init__(over)
        self._session, self._jobs, self._note = session, jobs, note
        self._editor: SectionEditor | None = None
        self._word = QTextCursor()
        self._choice: Choice | None = None
        self.query.setReadOnly(True)
        self.query.setAccessibleName("What was said")
        self.hint.setText("Down chooses, Enter takes it · Esc leaves it")
        self.taken.connect(self._put_in)

    def ask(self) -> None:
        """For the dictated word with the cursor, or what is selected."""
        editor = self._note.section_editor(self._note.current_section)
        word = editor.word_in_hand()
        passage, start, end = editor.place_of(word)
        self._jobs.store(
            lambda: self._session.replay.choice(passage, start, end),
            lambda choice: self._offer(editor, passage, choice),
            self.refused.emit,
            owner=self,
        )

    def _offer(self, editor: SectionEditor, asked: Passage, choice: Choice) -> None:
        if not choice.texts:
            self.said.emit(f"Nothing else was heard in “{choice.heard}”.")
            return
        if editor.passage() != asked:
            self.said.emit("The text changed meanwhile. Ask once more.")
            return
        editor.select(choice.start, choice.end)
        self._editor, self._word, self._choice = editor, editor.textCursor(), choice
        self.heading.setText(f"Heard as “{choice.heard}”. What was said?")
        self.query.setText(self._word.selectedText())
        self.offer(choice.texts, chosen=-1)
        self._note.reveal_cursor()
        self.open_at(editor)

    def _put_in(self, row: int) -> None:
        editor, choice = self._editor, self._choice
        if editor is not None and choice is not None and not editor.isReadOnly():
            text = _capitalised(choice.texts[row], self._word.selectedText())
            editor.insert(self._word, text, choice.source)
            editor.end_undo_step()


def _capitalised(text: str, former: str) -> str:
    """With the capital that the former word had."""
    return text[:1].upper() + text[1:] if former[:1].isupper() else text
