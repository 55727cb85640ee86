"""Where the work is done: encounters on the left, the open chart beside them, dictation below."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QSplitter, QStackedWidget, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.delivery import Delivery
from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.people import Person
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.qt import forms, theme
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.charting import Chart, NewEncounter
from scribe_desktop.session.commands import Where
from scribe_desktop.session.session import Session
from scribe_desktop.views import notice
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.delivery_control import DeliveryControl, waiting_and_refused
from scribe_desktop.views.dictation_bar import DictationBar
from scribe_desktop.views.dictation_control import DictationControl, Target
from scribe_desktop.views.encounter_panel import EncounterPanel
from scribe_desktop.views.new_encounter_view import NewEncounterView
from scribe_desktop.views.patient_banner import PatientBanner
from scribe_desktop.views.unfinished import Unfinished
from scribe_desktop.views.word_placing import WordPlacing

_REFRESH_MS = 30_000
_REFRESH_SOON_MS = 3_000
_ROOM_FOR_LIST = 800
"""The least width for the list beside an open chart, in device-independent pixels at 100 % text."""
_PLACE = {
    NoteState.DRAFT: Where.EDITOR,
    NoteState.RETURNED: Where.EDITOR,
    NoteState.SUBMITTED: Where.REVIEW,
    NoteState.SIGNED: Where.WORKSPACE,
}
_AUDIO_FILES = "Audio (*.wav *.flac *.ogg *.oga *.opus);;All files (*)"


class Workspace(QWidget):
    """Everything between log-in and log-out; its public methods are what the commands do."""

    banner: PatientBanner
    splitter: QSplitter
    encounters: EncounterPanel
    pages: QStackedWidget
    nothing_open: QWidget
    invitation: QLabel
    left_out: QLabel
    dictation: DictationBar

    place_changed = Signal(object)
    """Which `Where` the user is at now."""
    lock_asked = Signal()

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "workspace")
        self.session, self.jobs = session, jobs
        self.chart: ChartView | None = None
        self._wanted = ""
        self._list_asked = False
        self.unfinished = Unfinished()
        self.words = WordPlacing(session, jobs, lambda: self.chart, self)
        self.control = DictationControl(session, jobs, self.dictation, self)
        self.delivery = DeliveryControl(session, jobs, self)
        self.new_view = NewEncounterView()
        self.pages.addWidget(self.new_view)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([300, 900])
        self._connect()
        self._refresh_timer = QTimer(self, interval=_REFRESH_MS)
        self._refresh_timer.timeout.connect(self.refresh)
        self._refresh_timer.start()
        self._refresh_soon = QTimer(self, interval=_REFRESH_SOON_MS, singleShot=True)
        self._refresh_soon.timeout.connect(self.refresh)
        self.invitation.setText(
            f"Welcome, {session.person.name}.\n\n"
            "Choose an encounter on the left, or press Ctrl+N to begin one."
        )
        notice.tell(self.left_out, _left_out(session.phrases.problems), "warning")
        self.refresh()
        self.delivery.deliver()

    @property
    def place(self) -> Where:
        """Which commands make sense now."""
        if self.chart is None or self.pages.currentWidget() is not self.chart:
            return Where.WORKSPACE
        return _PLACE[self.chart.chart.state]

    @property
    def may_dictate(self) -> bool:
        """Whether an open note takes words now."""
        return self.chart is not None and self.chart.writable and self.place in Where.NOTE

    def refresh(self) -> None:
        """Read the lists anew; what is selected stays selected."""
        charting, review = self.session.charting, self.session.review
        queue_shown, now = self.encounters.shows_queue, self.session.desk.clock

        def read() -> tuple[Sequence[EncounterSummary], int]:
            waiting = review.queue()
            return (waiting if queue_shown else charting.encounters()), len(waiting)

        self.jobs.store(read, lambda found: self.encounters.show_rows(*found, now()), owner=self)

    def show_list(self, *, queue: bool) -> None:
        self._list_asked = True
        self._make_room()
        self.encounters.switch_to(queue=queue)
        self.encounters.take_focus()

    def open(self, encounter_id: str) -> None:
        """Open a chart; the one that was open is saved first."""
        if self.chart is not None and self.chart.chart.encounter.id == encounter_id:
            self._settle()
            self._show_page(self.chart)
            self.chart.editor.focus()
        elif encounter_id != self._wanted:
            self._wanted = encounter_id
            self.words.hold()
            self.jobs.store(
                lambda: self.session.charting.open(encounter_id), self._read, self._not_opened, owner=self
            )

    def when_saved(self, do: Callable[[], object], otherwise: Callable[[ScribeError], object]) -> None:
        """Save what is written, then `do`; `otherwise` gets the error while that is not possible."""

        def go_on() -> None:
            warning = self.unfinished.warning
            otherwise(warning) if warning is not None else do()

        self.words.when_safe(lambda: self._when_chart_saved(go_on, otherwise), otherwise)

    def start_new(self) -> None:
        self.jobs.store(self.session.charting.providers, self._ask_new, owner=self)

    def close_page(self) -> bool:
        """Close a form over the chart. False: there was none."""
        page = self.pages.currentWidget()
        if page in (self.nothing_open, self.chart):
            return False
        self._show_page(self.chart or self.nothing_open)
        if page is not self.new_view:
            self.pages.removeWidget(page)
            page.deleteLater()
        if self.chart is not None:
            self.chart.editor.focus()
        return True

    def show_form(self, form: QWidget) -> None:
        """Show a form (settings, people, help) in place of the chart until it is closed."""
        self.close_page()
        self.pages.addWidget(form)
        self._show_page(form)

    def target(self) -> Target | None:
        """The section that dictation would go to now, marked at its cursor; None: nothing to write in."""
        if self.chart is None or not self.chart.writable:
            self.dictation.show_hint("Open a draft to dictate into.")
            return None
        key = self.chart.editor.current_section
        self.chart.editor.section_editor(key).begin_dictation()
        section = self.session.desk.note_type.section(key)
        return Target(self.chart.chart.note.id, key, section.title)

    def text_in_hand(self) -> tuple[str, str]:
        """What is selected in the note on screen, else its current section; and what to call that."""
        if self.chart is None or self.pages.currentWidget() is not self.chart:
            return "", ""
        section = self.session.desk.note_type.section(self.chart.editor.current_section)
        patient = self.chart.chart.encounter.patient.name
        return self.chart.editor.text_in_hand(), f"{section.title} of {patient}"

    def toggle_dictation(self) -> None:
        running = self.control.is_running
        self.control.toggle(None if running else self.target())

    def hold_dictation(self) -> None:
        target = self.target()
        if target is not None:
            self.control.start(target)

    def dictate_file(self, path: Path | None = None) -> None:
        """Transcribe an audio file into the current section; asks which one unless told."""
        target = self.target()
        if target is None:
            return
        if path is None:
            chosen, _ = QFileDialog.getOpenFileName(self, "Dictate from audio file", "", _AUDIO_FILES)
            path = Path(chosen) if chosen else None
        if path is not None:
            self.control.from_file(target, path)

    def escape(self) -> None:
        """Take back one thing: a form, a running dictation, an open sign or return form."""
        if self.close_page() or self.control.cancel():
            return
        self.dictation.dismiss()
        if self.chart is not None and not self.chart.escape():
            self.chart.editor.focus()

    def when_quiet(self, do: Callable[[ChartView], object]) -> None:
        """Like `on_chart`, but not while words are still on their way into a note."""
        if self.control.is_quiet:
            self.on_chart(do)
        else:
            self.control.stop()
            self.dictation.show_hint("Dictation is being finished. Try again in a moment.")

    def on_chart(self, do: Callable[[ChartView], object]) -> None:
        """Do something with the open chart, if there is one."""
        if self.chart is not None:
            do(self.chart)

    def editors(self) -> tuple[QWidget, ...]:
        """The open note's editors."""
        return self.chart.editor.editors() if self.chart is not None else ()

    def close_down(self, done: Callable[[], None]) -> None:
        """Save everything, close the store, then call `done`."""
        self._refresh_timer.stop()
        self._refresh_soon.stop()
        self.delivery.close()
        self.control.close(lambda: self._save_and_close(done))

    def _save_and_close(self, done: Callable[[], None]) -> None:
        self._settle()
        if self.chart is not None:
            self.chart.autosave.flush()
        self.jobs.store(self.session.close, lambda _none: done())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._make_room()

    def _make_room(self) -> None:
        """Large text or a narrow window: an open page takes the list's place, unless one asks for it."""
        wide = self.width() >= theme.px(_ROOM_FOR_LIST)
        nothing_else = self.pages.currentWidget() is self.nothing_open
        self.encounters.setVisible(wide or nothing_else or self._list_asked)

    def _focus_moved(self, _former: QWidget | None, focused: QWidget | None) -> None:
        if focused is not None and self.pages.isAncestorOf(focused):
            self._list_asked = False
            self._make_room()

    def _connect(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self.encounters.chosen.connect(self.open)
        self.encounters.refresh_wanted.connect(self.refresh)
        self.encounters.new_encounter.clicked.connect(self.start_new)
        self.new_view.wanted.connect(self._begin)
        self.new_view.cancelled.connect(self.close_page)
        self.dictation.toggle.clicked.connect(self.toggle_dictation)
        self.dictation.cancel.clicked.connect(self.control.cancel)
        self.dictation.lock.clicked.connect(self.lock_asked)
        self.control.words.connect(self.words.place)
        self.words.saved.connect(self._saved)
        self.words.failing.connect(self.dictation.show_unsaved)
        self.words.misplaced.connect(self.dictation.show_error)
        self.delivery.progressed.connect(self._deliveries_moved)

    def _ask_new(self, providers: Sequence[Person]) -> None:
        self._show_page(self.new_view)
        self.new_view.start(providers)

    def _begin(self, new: NewEncounter) -> None:
        self.jobs.store(
            lambda: self.session.charting.begin(new), self._begun, self.new_view.show_error, owner=self
        )

    def _begun(self, encounter_id: str) -> None:
        self.encounters.switch_to(queue=False)
        self.open(encounter_id)

    def _read(self, chart: Chart) -> None:
        if chart.encounter.id == self._wanted:
            self._when_chart_saved(lambda: self._opened(chart), self._not_left)

    def _when_chart_saved(self, do: Callable[[], object], otherwise: Callable[[ScribeError], object]) -> None:
        if self.chart is None:
            do()
        else:
            self.chart.autosave.when_safe(do, otherwise)

    def _opened(self, chart: Chart) -> None:
        """Show a chart in place of the former one, of which every word is safe."""
        if chart.encounter.id != self._wanted:
            return  # another one was asked for since
        former, self.chart = self.chart, self._chart_view(chart)
        if former is not None:
            self.pages.removeWidget(former)
            former.deleteLater()
        view = self.chart
        view.changed.connect(self._note_moved)
        view.saved.connect(self._saved)
        view.failing.connect(self.dictation.show_unsaved)
        view.hinted.connect(self.dictation.show_hint)
        view.editor.phrase_seen.connect(self._hint_phrase)
        self.dictation.saved.clear()
        self.pages.addWidget(view)
        self._show_page(view)
        self._show_chart()
        view.start_writing()
        self._settle()

    def _chart_view(self, chart: Chart) -> ChartView:
        return ChartView(self.session, self.jobs, chart, lambda: not self.control.is_quiet, self.unfinished)

    def _not_opened(self, error: ScribeError) -> None:
        self._settle()
        self.dictation.show_error(error)

    def _not_left(self, error: ScribeError) -> None:
        """The open chart stays: what was written last is only there."""
        self._settle()
        self.dictation.show_unsaved(error)

    def _settle(self) -> None:
        """No other chart is on its way any more; words that came meanwhile find their place."""
        self._wanted = ""
        self.words.release()

    def _saved(self, at: datetime) -> None:
        self.dictation.show_saved(at)
        leaving = not self._refresh_timer.isActive()
        if not leaving and not self._refresh_soon.isActive():
            self._refresh_soon.start()

    def _note_moved(self) -> None:
        self._show_chart()
        self.refresh()
        self.delivery.deliver()

    def _show_chart(self) -> None:
        if self.chart is not None:
            self.banner.show_chart(self.chart.chart, self.session.desk.clock())
            self.encounters.mark_open(self.chart.chart.encounter.id)
        self.place_changed.emit(self.place)

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self._list_asked = False
        self._make_room()
        self.place_changed.emit(self.place)

    def _hint_phrase(self, phrase: Phrase | None) -> None:
        self.dictation.show_hint(f".{phrase.name}  →  {phrase.title}   (Tab or Space)" if phrase else "")

    def _deliveries_moved(self, unfinished: tuple[Delivery, ...]) -> None:
        self.dictation.show_outbox(*waiting_and_refused(unfinished))
        chart = self.chart
        if chart is not None and chart.chart.signature is not None:
            note_id = chart.chart.note.id
            self.jobs.store(
                lambda: self.session.courier.for_note(note_id), chart.signed.show_deliveries, owner=chart
            )

    def focus_first(self) -> None:
        self.encounters.list.setFocus(Qt.FocusReason.OtherFocusReason)


def _left_out(problems: Sequence[ScribeError]) -> str:
    """What is said of phrase files that could not be used."""
    return "\n".join(f"Phrases left out: {problem.in_full()}" for problem in problems)
