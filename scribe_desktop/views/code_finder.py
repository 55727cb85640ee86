"""Finds a billing code at the cursor and puts it into the note, for the provider to confirm."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from scribe_desktop.codes.code import Code, CodeSystem
from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.coding import Coding, Indexes
from scribe_desktop.views.chooser import Chooser
from scribe_desktop.views.passage_editor import PassageEditor

_LONGEST_QUERY = 80
_ASIDE = "; the provider confirms every code"


class CodeFinder(Chooser):
    def __init__(self, coding: Coding, jobs: Jobs, person_id: str, over: QWidget) -> None:
        super().__init__(over)
        self._coding, self._jobs, self._person_id = coding, jobs, person_id
        self._indexes: Indexes = {}
        self._system = CodeSystem.ICD10CM
        self._found: tuple[Code, ...] = ()
        self._editor: PassageEditor | None = None
        self._cursor = QTextCursor()
        self._take_code: Callable[[Code], None] = self._insert
        self.query.setAccessibleName("Find a code")
        self.query.setPlaceholderText("Words, an abbreviation or a code: dm2, ankle sprain left, E11")
        self.query.textChanged.connect(self._search)
        self.taken.connect(lambda row: self._take_code(self._found[row]))
        self.turned.connect(self._turn)

    def ask(self, editor: PassageEditor) -> None:
        """Open at this editor's cursor; what is selected there is looked for at once, and replaced."""
        self._editor, self._cursor, self._take_code = editor, editor.textCursor(), self._insert
        self._begin(self._cursor.selectedText().partition("\u2029")[0].strip())
        self.open_at(editor)

    def ask_for(self, home: QWidget, place: QRect, query: str, take: Callable[[Code], None]) -> None:
        """Open beside a place of the chart, look for `query` at once, and give what is chosen to `take`."""
        self._take_code, self._system = take, CodeSystem.ICD10CM
        self._begin(query)
        self.open_beside(home, place)

    def _begin(self, query: str) -> None:
        self.query.setText(query[:_LONGEST_QUERY])
        self.query.selectAll()
        self._search()
        self._jobs.background(self._coding.indexes, self._loaded, self._failed, owner=self)

    def _loaded(self, indexes: Indexes) -> None:
        self._indexes = indexes
        if self._system not in indexes:
            self._system = CodeSystem.ICD10CM
        self._search()

    def _failed(self, error: ScribeError) -> None:
        self.hint.setText(error.in_full())

    def _turn(self, by: int) -> None:
        systems = list(self._indexes)
        if systems:
            self._system = systems[(systems.index(self._system) + by) % len(systems)]
            self._search()

    def _search(self) -> None:
        index = self._indexes.get(self._system)
        query = self.query.text()
        self._found = index.search(query) if index is not None else ()
        self.offer([f"{code.code}   {code.title}" for code in self._found])
        self.rows.setVisible(bool(self._found))
        self.heading.setText(self._system.value)
        self.hint.setText(self._advice(query))
        self._place()

    def _advice(self, query: str) -> str:
        if not self._indexes:
            return "Loading the codes…"
        if query.strip() and not self._found:
            return f"Nothing in {self._system} answers to this. Fewer or other words may."
        others = list(self._indexes)
        turn = others[(others.index(self._system) + 1) % len(others)]
        tab = f"Tab: {turn} · " if len(others) > 1 else ""
        return f"{tab}Enter inserts · Esc leaves{_ASIDE}"

    def _insert(self, code: Code) -> None:
        editor = self._editor
        if editor is None or editor.isReadOnly():
            return
        before = editor.document().characterAt(self._cursor.selectionStart() - 1)
        start = self._cursor.selectionStart() == 0 or before.isspace() or before == "\u2029"
        text = code.in_note() if start else f" {code.in_note()}"
        editor.insert(self._cursor, text, Source(Origin.PULLED, self._person_id, self._system.value))
        editor.end_undo_step()
        editor.setTextCursor(self._cursor)
