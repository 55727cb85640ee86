"""Puts marked words right by key: what is meant by a misspelt one, what to write for a misreadable one."""

import time
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from scribe_desktop.language.lexicon import Suggestion
from scribe_desktop.language.wording import core
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.qt.offsets import from_qt
from scribe_desktop.session.marking import Kind, listed
from scribe_desktop.views.chooser import Chooser
from scribe_desktop.views.marking import Marking
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.section_editor import SectionEditor

_TURN_S = 0.03
_NEAR = 2
"""Characters between a misreadable word and the cursor: the word was written just now."""

_Place = tuple[SectionEditor, QTextCursor]


class Corrections(Chooser):
    """A correction is one step of undo and the person's own; the cursor goes back to where it was."""

    said = Signal(str)
    """Something to tell in passing."""
    corrected = Signal(str, str)
    """A dictated word, and what somebody has put in for it."""
    word_added = Signal(str)
    """This word is to be known from now on."""

    def __init__(self, over: QWidget, marking: Marking, note: NoteEditor) -> None:
        super().__init__(over)
        self._marking, self._note = marking, note
        self._editor: SectionEditor | None = None
        self._word, self._origin = QTextCursor(), QTextCursor()
        self._rows: list[tuple[str, Callable[[], None]]] = []
        self._hunt: Iterator[_Place | None] = iter(())
        self._found: Callable[[SectionEditor, QTextCursor], None] = self._go_to
        self.query.setReadOnly(True)
        self.taken.connect(lambda row: self._rows[row][1]())
        self.left.connect(self._back)

    def spell(self) -> None:
        """Offer what may be meant by the misspelt word at or before the cursor, else by the next one."""
        editor = self._current()
        found = editor.marks.at(editor.textCursor(), Kind.MISSPELT)
        if found is None:
            self._hunt_for(self._go_and_offer)
        else:
            self._offer(editor, found)

    def _go_and_offer(self, editor: SectionEditor, found: QTextCursor) -> None:
        self._go_to(editor, found)
        self._offer(editor, found)

    def _offer(self, editor: SectionEditor, found: QTextCursor) -> None:
        word = found.selectedText()
        suggestions = self._marking.suggestions(word)
        self._rows = [(_told(one), self._put_in(one.word, f"spelling: {word}")) for one in suggestions]
        self._rows.append((f"Add “{word}” to my words", lambda: self._add(word)))
        drug = bool(suggestions) and suggestions[0].is_drug
        careful = drug and bool(suggestions[0].alike)
        self.query.setAccessibleName("What is meant")
        self.heading.setText(
            f"“{word}” is not in the dictionary." + (" Which drug is meant?" if drug else "")
        )
        self.hint.setText(
            "Down chooses, Enter takes it · Esc leaves it" if careful else "Enter takes it · Esc leaves it"
        )
        self._ask(editor, found, word, chosen=-1 if careful else 0)

    def add_word(self) -> None:
        """Know what is selected, or the misspelt word at or before the cursor, from now on."""
        editor = self._current()
        selected = core(editor.textCursor().selectedText())
        if selected:
            self.word_added.emit(selected)
            return
        found = editor.marks.at(editor.textCursor(), Kind.MISSPELT)
        if found is None:
            self.said.emit("There is no unknown word before the cursor in this paragraph.")
        else:
            self._add(found.selectedText())

    def next_misspelt(self) -> None:
        """Go to the next misspelt word of the note, round the ends."""
        self._hunt_for(self._go_to)

    def write_plainly(self) -> bool:
        """Put right the misreadable abbreviation at the cursor; False: there is none."""
        editor = self._current()
        cursor = editor.textCursor()
        found = editor.marks.at(cursor, Kind.DO_NOT_USE)
        if found is None or found.selectionEnd() + _NEAR < cursor.selectionEnd() or editor.isReadOnly():
            return False
        block = found.block()
        start = from_qt(block.text(), found.selectionStart() - block.position())
        one = next(hit for hit in listed(block.text(), editor.key) if hit.start == start)
        word = found.selectedText()
        source = "note check: do-not-use"
        self._rows = [(plain.strip(), self._put_in(plain, source)) for plain in one.write]
        if len(one.write) == 1:
            self._editor, self._word, self._origin = editor, found, QTextCursor(cursor)
            self._rows[0][1]()
            return True
        self.query.setAccessibleName("What to write instead")
        self.heading.setText(f"“{word}” {one.why}. What is meant?")
        self.hint.setText("Down chooses, Enter takes it · Esc leaves it")
        self._ask(editor, found, word, chosen=-1)
        return True

    def _current(self) -> SectionEditor:
        return self._note.section_editor(self._note.current_section)

    def _ask(self, editor: SectionEditor, found: QTextCursor, word: str, *, chosen: int) -> None:
        self._editor, self._word, self._origin = editor, found, QTextCursor(editor.textCursor())
        self.query.setText(word)
        self.offer([row for row, _ in self._rows], chosen=chosen)
        editor.setTextCursor(QTextCursor(found))
        self._note.reveal_cursor()
        self.open_at(editor)

    def _put_in(self, text: str, detail: str) -> Callable[[], None]:
        return lambda: self._replace(text, detail)

    def _replace(self, text: str, detail: str) -> None:
        editor = self._editor
        if editor is not None and not editor.isReadOnly():
            heard = self._word.selectedText()
            dictated = editor.source_at(self._word.selectionStart()).origin is Origin.DICTATED
            editor.insert(self._word, text, Source(Origin.TYPED, editor.person_id, detail))
            editor.end_undo_step()
            if dictated:
                self.corrected.emit(heard, text)
        self._back()

    def _add(self, word: str) -> None:
        self._back()
        self.word_added.emit(word)

    def _back(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            at = QTextCursor(self._origin)
            at.clearSelection()
            editor.setTextCursor(at)

    def _round(self) -> Iterator[_Place | None]:
        """Every misspelt word from behind the cursor to the cursor, None after each paragraph."""
        editors = [editor for editor in self._marking.sections() if editor.isVisibleTo(self._note)]
        here = self._current()
        first = editors.index(here) if here in editors else 0
        cursor = here.textCursor()
        behind = cursor.selectionEnd() if cursor.hasSelection() else cursor.position()
        for number, editor in enumerate([*editors[first:], *editors[: first + 1]]):
            for found in editor.marks.after(behind if not number else 0, Kind.MISSPELT):
                yield None if found is None else (editor, found)

    def _hunt_for(self, then: Callable[[SectionEditor, QTextCursor], None]) -> None:
        self._hunt, self._found = self._round(), then
        self._go_on()

    def _go_on(self) -> None:
        until = time.perf_counter() + _TURN_S
        for place in self._hunt:
            if place is not None:
                self._found(*place)
                return
            if time.perf_counter() > until:
                QTimer.singleShot(0, self, self._go_on)
                return
        self.said.emit("No unknown word in this note.")

    def _go_to(self, editor: SectionEditor, found: QTextCursor) -> None:
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        editor.setTextCursor(found)
        self._note.reveal_cursor()


def _told(suggestion: Suggestion) -> str:
    if not suggestion.is_drug:
        return suggestion.word
    alike: Sequence[str] = suggestion.alike[:3]
    return f"{suggestion.word}   (drug{', not ' + ' or '.join(alike) if alike else ''})"
