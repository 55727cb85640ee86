"""Gives the editors of an open chart their sources of marks, the dictionary once it is loaded."""

from collections.abc import Iterable

from PySide6.QtCore import QObject

from scribe_desktop.language.abbreviations import Abbreviations
from scribe_desktop.language.lexicon import Lexicon, Suggestion
from scribe_desktop.language.spelling import Knows
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.marking import (
    ambiguous_in,
    do_not_use_in,
    misspelt_unless,
    open_places,
)
from scribe_desktop.session.spelling import Spelling
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.section_editor import SectionEditor


class Marking(QObject):
    """Without the dictionary, which takes a moment to load, everything else is marked."""

    def __init__(
        self, spelling: Spelling, jobs: Jobs, editor: NoteEditor, table: Abbreviations, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._spelling, self._jobs, self._editor, self._table = spelling, jobs, editor, table
        self._lexicon: Lexicon | None = None
        self._knows: Knows | None = None
        self._names: tuple[str, ...] = ()
        self._ambiguous = self._writable = False
        editor.on_each(self._mark)

    def begin(self, names: Iterable[str], *, ambiguous: bool, writable: bool) -> None:
        """Mark the text of a chart in which these names are nothing strange.

        Args:
            ambiguous: mark shorthand with several meanings as well.
            writable: mark what could be put right; else only what was left open.
        """
        self._names, self._ambiguous, self._writable = tuple(names), ambiguous, writable
        if self._lexicon is None:
            self._jobs.background(self._spelling.load, self._loaded, owner=self)
        self.renew()

    def renew(self) -> None:
        """Mark everything anew: words have been added, or other marks are wanted."""
        if self._lexicon is not None:
            self._knows = self._spelling.knows_with(self._lexicon, self._names)
        for editor in self._editor.built():
            self._mark(editor)

    def sections(self) -> list[SectionEditor]:
        return [editor for editor in self._editor.editors() if isinstance(editor, SectionEditor)]

    def suggestions(self, word: str) -> tuple[Suggestion, ...]:
        """What may be meant by a word; nothing while the dictionary is being loaded."""
        return self._spelling.suggestions(self._lexicon, word) if self._lexicon is not None else ()

    def _mark(self, editor: PassageEditor) -> None:
        if not isinstance(editor, SectionEditor):
            return
        if not self._writable:
            editor.marks.use([open_places])
            return
        slow = [misspelt_unless(self._knows)] if self._knows is not None else []
        if self._ambiguous:
            slow.insert(0, ambiguous_in(editor.sections, self._table))
        editor.marks.use([open_places, do_not_use_in(editor.key)], slow)

    def _loaded(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.renew()
