"""One open chart: the section rail, the note, and what may happen to it next."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from scribe_desktop.codes import em_marks
from scribe_desktop.errors import NotAllowed, WrongState
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.unsigned import Unsigned
from scribe_desktop.qt import theme
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.qt.room import Room
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.copy_forward import EarlierSection
from scribe_desktop.session.preferences import Shorthand
from scribe_desktop.session.session import Session
from scribe_desktop.views.alternatives import Alternatives
from scribe_desktop.views.autosave import Autosave
from scribe_desktop.views.chart_phrases import ChartPhrases
from scribe_desktop.views.checking import Checking
from scribe_desktop.views.code_finder import CodeFinder
from scribe_desktop.views.copy_forward_panel import CopyForwardPanel
from scribe_desktop.views.corrections import Corrections
from scribe_desktop.views.dictated_words import DictatedWords
from scribe_desktop.views.dictation_flags import DictationFlags
from scribe_desktop.views.foot import Foot
from scribe_desktop.views.handover import Handover
from scribe_desktop.views.level_control import LevelControl
from scribe_desktop.views.marking import Marking
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.note_type_chooser import NoteTypeChooser
from scribe_desktop.views.notice import tell
from scribe_desktop.views.provenance_control import ProvenanceControl
from scribe_desktop.views.review_panel import ReviewPanel
from scribe_desktop.views.row_acts import RowActs
from scribe_desktop.views.section_rail import SectionRail
from scribe_desktop.views.shorthand_control import ShorthandControl, abbreviations
from scribe_desktop.views.shorthand_typing import ShorthandTyping
from scribe_desktop.views.signed_panel import SignedPanel
from scribe_desktop.views.typing_over import TypingOver
from scribe_desktop.views.whole_note import WholeNote

_ROOM_FOR_RAIL = 740
"""The least width for rail and note side by side, in device-independent pixels at 100 % text."""

_ROOM_FOR_TEXT = 64
"""The height that the note keeps whatever opens below it: a few lines, at 100 % text."""

_NOT_EMPTY = WrongState(
    "The note type changes only while nothing is written.",
    remedy="Undo or delete the text first, or begin another encounter.",
)


class ChartView(QWidget):
    """Lives as long as its chart is open; everything typed in it reaches the store by itself."""

    saved = Signal(object)
    failing = Signal(object)
    hinted = Signal(str)
    """Something to tell in passing."""
    done = Signal(str)
    """What was done for somebody who spoke."""

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        chart: Chart,
        words_are_coming: Callable[[str], bool],
        parent: QWidget | None = None,
    ) -> None:
        """`words_are_coming` knows whether dictation is still on its way into a note, by the note's id."""
        super().__init__(parent)
        self.session, self.jobs, self.chart = session, jobs, chart
        self._touched = False
        note_type = chart.note_type
        band = chart.encounter.patient.age_band(chart.encounter.started_at.astimezone().date())
        self.phrases = ChartPhrases(self)
        self.rail = SectionRail(note_type, self)
        self.editor = NoteEditor(
            note_type,
            session.person.id,
            self.phrases.find,
            band,
            self,
            make=self.phrases.expansion,
            unit=session.units.of,
            sex=chart.encounter.patient.sex,
        )
        self.editor.forms.remember(session.open_forms.names)
        self.phrases.begin()
        self.review = ReviewPanel(session.person, self)
        self.checking = Checking(session, jobs, chart, self.editor, self.review, self)
        self.provenance = ProvenanceControl(session, jobs, self.editor, self.review, self)
        self.flags = DictationFlags(session, jobs, self.editor, self.review, self)
        TypingOver(session.typed_corrections, jobs, self.editor, self.flags.offer, self)
        self.whole = WholeNote(self)
        copying, encounter_id = session.copy_forward, chart.encounter.id
        self.earlier = CopyForwardPanel(copying, jobs, encounter_id, self.editor, self)
        self.signed = SignedPanel(session.person, session.preferences.destination_title, self)
        self.autosave = Autosave(jobs, self._passage, partial(_save, session, chart.note.id), self)
        self.codes = CodeFinder(session.coding, jobs, session.person.id, self)
        self.shorthand = ShorthandControl(self)
        self.rows = RowActs(session, jobs, self.editor, self.codes, self)
        self.level = LevelControl(
            session.person.id,
            self.editor.writing.content,
            lambda: self.writable,
            lambda do: self.editor.gate(do),
            self,
        )
        self.dictated = DictatedWords(self.editor, note_type, self.done.emit)
        self.types = NoteTypeChooser(self)
        table = abbreviations()
        self.typing = ShorthandTyping(table, self.editor.journal.undo, self)
        self.marking = Marking(session.spelling, jobs, self.editor, table, self)
        self.corrections = Corrections(self, self.marking, self.editor)
        self.alternatives = Alternatives(self, session, jobs, self.editor)
        self.handover = Handover(self, words_are_coming)
        self._when_shorthand = Shorthand.ON_KEY
        self._arrange()
        self._connect()
        self._show()
        Room(self, self._fit)

    @property
    def writable(self) -> bool:
        return self.chart.may_write and not self.handover.acting

    @property
    def is_untouched(self) -> bool:
        """Nobody has changed a word since this chart was opened, or is doing something with its note."""
        return not self._touched and self.autosave.is_clean and not self.handover.acting

    def start_writing(self) -> None:
        """Put the cursor where the work goes on: the first empty section; at the top for proof-reading."""
        sections = self.chart.note_type.sections
        if not self.writable:
            self.editor.focus()
        elif self.chart.state is NoteState.SUBMITTED:
            self.editor.go_to(sections[0].key)
        else:
            empty = (section.key for section in sections if not self.editor.standing(section.key)[0])
            self.editor.go_to(next(empty, sections[0].key))

    def find_code(self) -> None:
        """Look for a billing code at the cursor."""
        if self.writable and not self.rows.find_code():
            self.editor.reveal_cursor()
            self.codes.ask(self.editor.section_editor(self.editor.current_section))

    def import_rows(self) -> None:
        """Take over a table from a file."""
        if self.writable:
            self.rows.import_rows()

    def confirm_row(self) -> None:
        """Confirm the order with the cursor, and go to the next one that is pending."""
        if not self.writable:
            return
        try:
            said = self.rows.confirm()
        except NotAllowed as error:
            self.review.show_error(error)
        else:
            self.review.ask(said) if said else self.review.withdraw()

    def ask_note_type(self) -> None:
        """Choose another note type for a draft in which nothing is written yet."""
        if not self.writable:
            return
        if any(self.editor.standing(section.key)[0] for section in self.chart.note_type.sections):
            self.review.show_error(_NOT_EMPTY)
            return
        types, suiting = self.session.desk.note_types, self.chart.encounter.visit_type
        self.editor.reveal_cursor()
        home = self.editor.section_editor(self.editor.current_section)
        self.types.ask(types.offered(suiting, leave_out=self.chart.note_type.key), home)

    def fix(self) -> None:
        """Swap the flagged word or write out the abbreviation at the cursor, or else fix the finding."""
        if not (self.flags.swap() or self.corrections.write_plainly()):
            self.checking.fix()

    def expand_shorthand(self) -> None:
        """Write out the abbreviations in the selection or the paragraph with the cursor."""
        if self._when_shorthand is Shorthand.OFF:
            self.hinted.emit("Shorthand is switched off in the settings.")
        elif self.writable:
            self.editor.reveal_cursor()
            self.shorthand.expand(self.editor.section_editor(self.editor.current_section))

    def go_to_number(self, number: int) -> None:
        """Go to the section with this number, counted from 0, if the note has so many."""
        sections = self.chart.note_type.sections
        if number < len(sections):
            self.editor.go_to(sections[number].key)

    def step_blank(self, *, forward: bool) -> None:
        """Go to the next or previous open place of the note, or say that there is none."""
        if not self.editor.places.step(forward=forward):
            self.hinted.emit("No blank left in this note.")

    def step_field(self, *, forward: bool) -> None:
        """Go to the next or previous field, from the text to an open place, or say that there is none."""
        if not self.editor.step_field(forward=forward):
            self.hinted.emit("No field left in this note.")

    def find_section(self) -> None:
        """Let the user type which section to go to."""
        self.rail.show()
        self.rail.ask()

    def copy_forward(self) -> None:
        """Choose sections of this patient's earlier notes, to be put behind what today's say."""
        if self.writable:
            encounter_id = self.chart.encounter.id
            copying = self.session.copy_forward
            self.jobs.store(lambda: copying.notes(encounter_id), self.earlier.ask, owner=self.earlier)

    def _take_over(self, sections: Sequence[EarlierSection]) -> None:
        """Put them in, and go to the first of them."""
        self.editor.focus()
        if not self.writable:
            return
        known = {section.key for section in self.chart.note_type.sections}
        here = self.editor.current_section
        keys = [section.key if section.key in known else here for section in sections]
        said = self.editor.section_editor(keys[0]).toPlainText()
        with self.editor.journal.one_act():
            for key, section in zip(keys, sections, strict=True):
                self.editor.section_editor(key).add_paragraph(section.pieces)
        self.provenance.count()
        start = len(said) + 1 if said else 0
        self.editor.show_stretch(keys[0], start, start)

    def escape(self) -> bool:
        """Leave the search for a section, or close an open form. False: there was neither."""
        ways_out: tuple[tuple[bool, Callable[[], None]], ...] = (
            (self.phrases.picker.isVisible(), self.phrases.picker.leave),
            (self.earlier.isVisible(), self.earlier.leave),
            (self.rail.is_asking, self.rail.leave),
            (self.review.is_unfolded, self.review.fold),
            (self.signed.is_unfolded, self.signed.fold),
            (self.level.is_open, lambda: self.level.panel.close_down()),
            (self.checking.panel.isVisible(), self.checking.panel.close_down),
        )
        leave = next((way for is_open, way in ways_out if is_open), None)
        if leave is not None:
            leave()
        return leave is not None

    def _remember_form(self, name: str, is_open: bool) -> None:
        self.session.open_forms.put(name, is_open=is_open)
        self.jobs.store(self.session.open_forms.keep)

    def show_anew(self, chart: Chart) -> None:
        """Show the chart as it has become; its note type is the same."""
        self.chart = chart
        self._show()
        if self.isVisible():
            self.editor.focus()

    def renew_writing(self) -> None:
        """Write as this person's settings say."""
        preferences = self.session.preferences
        self.jobs.store(lambda: preferences.shorthand, self._write_with, owner=self)

    def _write_with(self, when: Shorthand) -> None:
        chart, self._when_shorthand = self.chart, when
        self.typing.on = when is Shorthand.AS_TYPED
        names = (chart.encounter.patient.name, chart.provider_name, self.session.person.name)
        self.marking.begin(names, ambiguous=self.typing.on, writable=chart.may_write)

    def _add_word(self, word: str) -> None:
        self.jobs.store(
            lambda: self.session.spelling.add(word),
            lambda _none: self._word_added(word),
            self.review.show_error,
            owner=self,
        )

    def _word_added(self, word: str) -> None:
        self.marking.renew()
        self.hinted.emit(f"“{word}” is one of your words now.")

    def _arrange(self) -> None:
        centre = QVBoxLayout()
        centre.setSpacing(0)
        panels = (self.provenance.bar, self.flags.bar, self.checking.panel)
        self._panels = Foot(panels, self)
        centre.addWidget(self.editor, 1)
        centre.addWidget(self._panels)
        last = Foot((self.signed, self.review), self, always=self.review.choices)
        last.attend(self.review.error)
        centre.addWidget(last)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.rail)
        row.addLayout(centre, 1)

    def _connect(self) -> None:
        self.editor.edited.connect(self._edited)
        self.editor.entered.connect(self._entered)
        self.editor.forms.refused.connect(self.review.show_error)
        self.editor.forms.opened.connect(self._remember_form)
        self.editor.refused.connect(self.review.show_error)
        self.editor.hinted.connect(self.hinted)
        self.corrections.said.connect(self.hinted)
        self.alternatives.said.connect(self.hinted)
        self.alternatives.refused.connect(lambda error: self.hinted.emit(error.in_full()))
        self.corrections.word_added.connect(self._add_word)
        self.corrections.corrected.connect(self.flags.corrected)
        self.editor.on_each(self.typing.watch)
        self.earlier.chosen.connect(self._take_over)
        self.earlier.left.connect(self.editor.focus)
        self.rail.chosen.connect(self.editor.go_to)
        self.autosave.saved.connect(self.saved)
        self.autosave.failing.connect(self.failing)
        self.level.edited.connect(self._marked)
        self.level.closed.connect(self.editor.focus)
        self.level.made.connect(lambda panel: self._panels.add(panel, 0))
        self.review.closed.connect(self.editor.focus)
        self.review.written.connect(self._marked)
        self.signed.written.connect(self._marked)

    def _show(self) -> None:
        self.editor.show_content(self.chart.content, may_write=self.writable)
        self.level.show_chart(self.chart)
        tell(self.editor.warning, _missing_type(self.chart), "warning")
        self.review.show_chart(self.chart)
        self.signed.show_chart(self.chart)
        self.provenance.begin(self.chart)
        self.flags.count()
        self.checking.begin(self.chart)
        self.renew_writing()
        self._make_room()
        for section in self.chart.note_type.sections:
            self._mark(section.key)

    def _entered(self, section_key: str) -> None:
        self.rail.mark_current(section_key)
        self._make_room()

    def _fit(self) -> None:
        self._make_room()
        self.earlier.fit()

    def _make_room(self) -> None:
        """In a narrow window or with large text the note needs the rail's place, unless it is asked for."""
        self.editor.setMinimumHeight(theme.px(_ROOM_FOR_TEXT))
        wide = self.width() >= theme.px(_ROOM_FOR_RAIL)
        self.rail.setVisible(self.chart.state is not NoteState.SIGNED and (wide or self.rail.is_in_use))

    def _edited(self, key: str) -> None:
        self._touched = True
        self.autosave.note_change(key)
        self.checking.run.note_change(key)
        self._mark(key.partition(".")[0])

    def _marked(self, key: str) -> None:
        self._touched = True
        self.autosave.note_change(key)

    def _passage(self, key: str) -> Passage:
        """What is to be saved under a key."""
        if isinstance(key, Unsigned):
            text = self.signed.unsigned() if key is Unsigned.ADDENDUM else self.review.unsigned(key)
            return Passage.of(text, Source(Origin.TYPED, self.session.person.id))
        return self.level.passage if key == em_marks.KEY else self.editor.passage(key)

    def _mark(self, section_key: str) -> None:
        filled, blanks = self.editor.standing(section_key)
        self.rail.show_state(section_key, filled=filled, blanks=blanks)


def _save(session: Session, note_id: str, changes: Mapping[str, Passage]) -> datetime:
    """Put what changed into the store: the forms' texts, which stay with their writer, and the note's own."""
    unsigned = {key: passage.text for key, passage in changes.items() if isinstance(key, Unsigned)}
    written = {key: passage for key, passage in changes.items() if not isinstance(key, Unsigned)}
    kept = session.unsigned_texts.keep(note_id, unsigned) if unsigned else None
    return session.charting.save(note_id, written) if written or kept is None else kept


def _missing_type(chart: Chart) -> str:
    """What is said of a note that is shown with another type's sections, because its own is gone."""
    wanted = chart.note.note_type
    if wanted == chart.note_type.key or chart.as_signed:
        return ""
    return (
        f"The note type “{wanted}” is not here any more. All that was written is shown, at the end what the "
        "general note has no section for. Put its file back into the profile to have its own sections."
    )
