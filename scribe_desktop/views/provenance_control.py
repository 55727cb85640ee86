"""Where the text of an open note comes from: shades on request, a line in words, and confirming copies."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from scribe_desktop.notes.copied import is_unconfirmed
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.provenance import OTHER_PATIENT, WHOLE_NOTE, in_words
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.qt.offsets import from_qt
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.clippings import Place
from scribe_desktop.session.commands import CommandId, command
from scribe_desktop.session.copy_forward import place_of
from scribe_desktop.session.session import Session
from scribe_desktop.views import copied_text
from scribe_desktop.views.clipping import token_of
from scribe_desktop.views.note_editor import NoteEditor
from scribe_desktop.views.passage_editor import PassageEditor
from scribe_desktop.views.provenance_bar import ProvenanceBar
from scribe_desktop.views.review_panel import ReviewPanel
from scribe_desktop.views.waiting_text import WaitingText

_CONFIRM, _NEXT = command(CommandId.CONFIRM_COPIED).keys[0], command(CommandId.NEXT_COPIED).keys[0]


class ProvenanceControl(WaitingText):
    bar: ProvenanceBar

    def __init__(
        self, session: Session, jobs: Jobs, editor: NoteEditor, review: ReviewPanel, parent: QObject
    ) -> None:
        super().__init__(session, jobs, editor, review, ProvenanceBar(), parent)
        self._names: Mapping[str, str] = {}
        self._place: Place | None = None
        self._signed = False
        self._follow()
        review.confirm_copies_wanted.connect(self.confirm_all)

    @property
    def place(self) -> Place | None:
        """Whose note the words belong to; None until a chart is shown."""
        return self._place

    def begin(self, chart: Chart) -> None:
        """This chart is shown in the editor now."""
        self._names, self._signed = chart.names, chart.state is NoteState.SIGNED
        note = place_of(chart.encounter, chart.note, chart.signature, chart.names)
        self._place = Place(chart.encounter.patient.id, note)
        for one in self._editor.built():
            one.belong_to(self._place, self._session.clippings)
        self.renew()

    def renew(self) -> None:
        """Show or hide the shades as this person wants them."""
        for one in self._editor.built():
            self._shade(one)
        self.bar.legend.setVisible(self._session.provenance.shown)
        self.count()

    def toggle(self) -> None:
        """Show the shades, or hide them; remembered for this person."""
        provenance = self._session.provenance
        provenance.shown = not provenance.shown
        self._jobs.store(provenance.keep)
        self.renew()

    def confirm(self) -> None:
        """Confirm the copied text that is selected or in the cursor’s paragraph; else go to the next."""
        if self._here.isReadOnly():
            return
        if copied_text.confirm(self._here, self._session.person.id, self._session.desk.clock()):
            self.count()
        else:
            self.next()

    def confirm_all(self) -> None:
        """Confirm all copied text of the note."""
        person_id, now = self._session.person.id, self._session.desk.clock()
        with self._editor.journal.one_act():
            for one in self._editor.editors():
                if not one.isReadOnly():
                    copied_text.confirm_all(one, person_id, now)
        self.count()

    def next(self) -> None:
        """Put the cursor at the next copied text that waits to be confirmed, round the end of the note."""
        editors = self._editor.editors()
        at = editors.index(self._here)
        text = self._here.toPlainText()
        cursor = from_qt(text, self._here.textCursor().position())
        behind = [(self._here, start) for start, _ in copied_text.waiting(self._here) if start > cursor]
        others = [
            (one, start)
            for one in [*editors[at + 1 :], *editors[: at + 1]]
            for start, _ in copied_text.waiting(one)
        ]
        found = next(iter([*behind, *others]), None)
        if found is None:
            self.bar.show_line("No copied text waits to be confirmed.")
            self.bar.show()
        else:
            self._editor.show_stretch(found[0].key, found[1], found[1])

    def source_of_whole(self, mime: QMimeData) -> Source:
        """The one source of a whole note that comes from the clipboard."""
        session, person_id = self._session, self._session.person.id
        (_, source), *_ = session.clippings.pasted(mime.text(), token_of(mime), self._place, person_id)
        ours = source.origin is Origin.COPIED or source.detail == OTHER_PATIENT
        return source if ours else Source(Origin.PASTED, person_id, WHOLE_NOTE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While shades are shown, the mouse can ask for the words too."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            one = next((one for one in self._editor.built() if one.viewport() is watched), None)
            if one is not None and one.says_something:
                source = one.source_at(one.cursorForPosition(event.pos()).position())
                QToolTip.showText(event.globalPos(), in_words(source, self._names), one.viewport())
                return True
        return super().eventFilter(watched, event)

    def _attend(self, one: PassageEditor) -> None:
        super()._attend(one)
        if self._place is not None:
            one.belong_to(self._place, self._session.clippings)
        self._shade(one)

    def _shade(self, one: PassageEditor) -> None:
        shown = self._session.provenance.shown
        one.show_sources(on=shown)
        (one.viewport().installEventFilter if shown else one.viewport().removeEventFilter)(self)

    def _waits(self, one: PassageEditor) -> int:
        return len(copied_text.waiting(one))

    def _waits_unbuilt(self, passages: Mapping[str, Passage]) -> int:
        return sum(map(copied_text.waiting_in, passages.values()))

    def _may_wait(self, one: PassageEditor) -> bool:
        return one.has_copies

    @property
    def _wants_bar(self) -> bool:
        return self._left > 0 or self._session.provenance.shown

    def _tell_review(self) -> None:
        self._review.show_copies(self._left)

    def _tell(self) -> None:
        source = copied_text.source_here(self._here)
        if source is not None and is_unconfirmed(source):
            hint = "." if self._here.isReadOnly() else f": {_CONFIRM}"
            self.bar.show_line(f"{in_words(source, self._names)}{hint}", look=True)
        elif source is not None and self._session.provenance.shown:
            self.bar.show_line(f"{in_words(source, self._names)}.")
        else:
            self.bar.show_line(self._left_over())

    def _left_over(self) -> str:
        if not self._left:
            return ""
        what = "1 copied paragraph is" if self._left == 1 else f"{self._left} copied paragraphs are"
        return f"{what} not confirmed.{'' if self._signed else f' {_NEXT} goes to the next.'}"
