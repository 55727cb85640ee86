"""The dot phrases of one chart: which are at hand, with which facts, and where they are put."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.phrases.expansion import Expansion, expand
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.phrases.tokens import Facts
from scribe_desktop.session.patient_facts import facts_of
from scribe_desktop.views.insertion import Insertion
from scribe_desktop.views.phrase_picker import PhrasePicker

if TYPE_CHECKING:
    from scribe_desktop.views.chart_view import ChartView


class ChartPhrases(QObject):
    """Made before the chart's editor, which asks it what a trigger stands for; then `begin` is called."""

    def __init__(self, view: "ChartView") -> None:
        super().__init__(view)
        self._view, self._session, self._jobs = view, view.session, view.jobs
        self._back_to_field: Callable[[], None] | None = None
        self._asked: Callable[[Phrase], object] | None = None

    def begin(self) -> None:
        """Follow the editor that is there by now."""
        self.picker = PhrasePicker(self._session.phrasebook, lambda: self.library, self._view)
        self.picker.chosen.connect(self._picked)
        self.picker.left.connect(self._leave_picker)
        self.picker.unanswered.connect(self.drop_question)
        self._view.editor.phrase_used.connect(self._count)
        self._jobs.background(lambda: self.library)  # so that the first one typed need not wait for it

    @property
    def library(self) -> Library:
        """Those at hand in this note."""
        return self._session.phrasebook.library_for(self._view.chart.note_type.specialty)

    def find(self, name: str) -> Phrase | None:
        """The phrase of this name, if there is one here."""
        return self.library.get(name)

    def expansion(self, phrase: Phrase, typed: str) -> Expansion:
        """Its text for this patient now, for a trigger as it was typed."""
        return expand(phrase, typed, self.facts(), self.find)

    def facts(self) -> Facts:
        """What is known of this patient and visit now."""
        chart, editor = self._view.chart, self._view.editor
        fields = {spec.key: editor.passage(spec.key).text for spec in chart.note_type.fields()}
        fields |= {key: value.text for key, value in editor.writing.content().items()}
        return facts_of(chart, self._session.person, fields, self._session.desk.clock())

    def refresh_facts(self) -> None:
        """Bring what patient tokens stood for up to date; a note that was handed over stays as it is."""
        if self._view.writable and self._view.chart.state is not NoteState.SUBMITTED:
            self._view.editor.refresh_facts(self.facts())

    def insert(self, phrase: Phrase) -> None:
        """Put one where the cursor is: into a form's line, else into the section's text."""
        self._view.editor.gate(lambda: self._put(phrase))

    def insert_named(self, name: str) -> None:
        """Put the one of this name where the cursor is, if there is one here."""
        phrase = self.find(name)
        if phrase is not None:
            self.insert(phrase)

    def insert_spoken(self, key: str, phrase: Phrase, instead_of: Insertion | None = None) -> bool:
        """Put one where dictated words of this section go, or in place of some; False: refused, and told."""
        return self._view.dictated.put_phrase(key, phrase, instead_of)

    def pick(self) -> None:
        """Search a phrase, and put it where the cursor is."""
        if self._view.writable:
            self.drop_question()
            self._back_to_field = self._view.editor.fields.way_back()
            self.picker.ask(self._sections())

    def ask(self, words: str, among: tuple[Phrase, ...], put: Callable[[Phrase], object]) -> None:
        """Let somebody choose which phrase was meant by spoken words."""
        self.drop_question()
        self._asked, self._back_to_field = put, None
        self.picker.ask(self._sections(), words, among)

    def drop_question(self) -> None:
        """Nobody chooses any more."""
        asked, self._asked = self._asked, None
        if asked is not None:
            self.picker.hide()

    def _sections(self) -> tuple[str, ...]:
        """The current section and what it is like."""
        editor = self._view.editor
        return editor.section_editor(editor.current_section).sections

    def _put(self, phrase: Phrase) -> None:
        editor = self._view.editor
        if not editor.fields.put(phrase):
            section = editor.section_editor(editor.current_section)
            section.setFocus(Qt.FocusReason.OtherFocusReason)
            section.put(phrase)

    def _picked(self, phrase: Phrase) -> None:
        asked, self._asked = self._asked, None
        if asked is None:
            self._leave_picker()
            self.insert(phrase)
        else:
            self._view.editor.focus()
            asked(phrase)

    def _leave_picker(self) -> None:
        """Go back to where the phrase was asked for."""
        back, self._back_to_field = self._back_to_field, None
        if back is None:
            self._view.editor.focus()
        else:
            back()

    def _count(self, name: str) -> None:
        self._jobs.store(lambda: self._session.phrasebook.used(name))
