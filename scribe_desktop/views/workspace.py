"""Where the work is done: encounters on the left, the open charts beside them, dictation below."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QWidget

from scribe_desktop.errors import Restricted, ScribeError
from scribe_desktop.notes.delivery import Delivery
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.people import Person
from scribe_desktop.notes.rights import Action, may, who_may
from scribe_desktop.phrases.phrase import Phrase
from scribe_desktop.qt import forms
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.commands import Where
from scribe_desktop.session.session import Session
from scribe_desktop.views import notice
from scribe_desktop.views.admission import Admission
from scribe_desktop.views.chart_overview import ChartOverview
from scribe_desktop.views.chart_strip import ChartStrip
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.delivery_control import DeliveryControl, waiting_and_refused
from scribe_desktop.views.dictating import Dictating
from scribe_desktop.views.dictation_bar import DictationBar
from scribe_desktop.views.dictation_control import DictationControl, Target
from scribe_desktop.views.emergency_view import EmergencyView
from scribe_desktop.views.encounter_lists import EncounterLists
from scribe_desktop.views.encounter_panel import EncounterPanel
from scribe_desktop.views.guard_bar import GuardBar
from scribe_desktop.views.list_room import ListRoom
from scribe_desktop.views.new_encounter_view import NewEncounterView
from scribe_desktop.views.open_charts import FULL, OpenChart, OpenCharts
from scribe_desktop.views.patient_banner import PatientBanner
from scribe_desktop.views.patient_guard import PatientGuard
from scribe_desktop.views.recovering import Recovering
from scribe_desktop.views.replaying import Replaying
from scribe_desktop.views.saved_state import SavedState
from scribe_desktop.views.spoken import SpokenControl
from scribe_desktop.views.word_placing import WordPlacing

_PLACE = {
    NoteState.DRAFT: Where.EDITOR,
    NoteState.RETURNED: Where.EDITOR,
    NoteState.SUBMITTED: Where.REVIEW,
    NoteState.SIGNED: Where.WORKSPACE,
}
_HELD = (Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
"""Keys that are held down while one steps from chart to chart."""


class Workspace(QWidget):
    """Everything between log-in and log-out; its public methods are what the commands do."""

    banner: PatientBanner
    strip: ChartStrip
    splitter: QSplitter
    encounters: EncounterPanel
    pages: QStackedWidget
    nothing_open: QWidget
    invitation: QLabel
    left_out: QLabel
    dictation: DictationBar

    place_changed = Signal(object)
    """Which `Where` the user is at now."""
    chart_made = Signal(object)
    """A `ChartView` that is about to be shown for the first time."""
    lock_asked = Signal()
    policy_changed = Signal()
    """The clinic's rules for locking have been set anew."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "workspace")
        self.session, self.jobs = session, jobs
        self._room = ListRoom(
            self,
            self.encounters,
            self.pages,
            self.nothing_open,
            offered=may(session.person, Action.OPEN_ENCOUNTER),
        )
        self._named = ""
        self.charts = OpenCharts(session, jobs, self._chart_view, self)
        self.lists = EncounterLists(session, jobs, self.encounters, self.charts, self)
        self.overview = ChartOverview(
            self.charts, self.lists, self.strip, self.banner, session.desk.clock, self
        )
        self.spoken = SpokenControl(session, self)
        self.words = WordPlacing(session, jobs, self.charts.of_note, self.spoken.obey, self)
        self.saved_state = SavedState(self.charts, self.words, self.dictation, self)
        self.control = DictationControl(session, jobs, self.dictation, self)
        self.replaying = Replaying(session, jobs, self.dictation, self)
        self.recovering = Recovering(session, jobs, self.dictation, self)
        self.delivery = DeliveryControl(session, jobs, self)
        self.new_view = NewEncounterView(session.desk.note_types)
        self.pages.addWidget(self.new_view)
        self.admission = Admission(
            session.charting, jobs, self.new_view, lambda: self._show_page(self.new_view), self
        )
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([300, 900])
        self._connect()
        # after what shows a chart is connected: its question comes on top
        self.guard = PatientGuard(session.wrong_patient, self.charts, GuardBar(self, self.pages), self)
        self._connect_guard()
        self.dictating = Dictating(
            self.charts,
            self.guard,
            self.control,
            self.dictation,
            self.target,
            session,
            jobs,
            self,
        )
        if not may(session.person, Action.CREATE_ENCOUNTER):
            self.encounters.read_only()
        notice.tell(self.left_out, _left_out(session), "warning")
        self._invite()
        self.lists.refresh()
        self.delivery.deliver()

    @property
    def chart(self) -> ChartView | None:
        """The chart in front."""
        return self.charts.front

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

    def show_list(self, *, queue: bool) -> None:
        self._room.ask_for_list()
        self.encounters.switch_to(queue=queue)
        self.encounters.take_focus()

    def open(self, encounter_id: str, *, by_name: bool = False) -> None:
        """Bring a chart to the front; `by_name`: somebody has just picked or named this very patient."""
        self._named = encounter_id if by_name else ""
        self.charts.open(encounter_id)

    def when_saved(self, do: Callable[[], object], otherwise: Callable[[ScribeError], object]) -> None:
        """Save what is written, then `do`; `otherwise` gets the error while that is not possible."""

        def go_on() -> None:
            warning = self.guard.warning
            otherwise(warning) if warning is not None else do()

        self.on_chart(lambda view: view.phrases.drop_question())
        self.words.when_safe(lambda: self.charts.when_all_saved(go_on, otherwise), otherwise)

    def start_new(self) -> None:
        if self.charts.is_full:
            self.dictation.show_error(FULL)
            return
        self.admission.start()

    def close_page(self) -> bool:
        """Close a form over the chart. False: there was none."""
        page = self.pages.currentWidget()
        if page in (self.nothing_open, self.chart):
            return False
        self._show_page(self.chart or self.nothing_open)
        self._discard(page)
        if self.chart is not None:
            self.chart.editor.resume()
        return True

    def close_chart(self) -> None:
        """Close the chart in front, or first a form over it."""
        if not self.close_page():
            self.charts.close(self.charts.front_id)

    def show_form(self, form: QWidget) -> None:
        """Show a form (settings, people, help) in place of the chart until it is closed."""
        self.close_page()
        self.pages.addWidget(form)
        self._show_page(form)

    def target(self) -> Target | None:
        """The section that dictation would go to now, marked at its cursor; None: nothing to write in."""
        if self.chart is None or not self.chart.writable:
            return None
        key = self.chart.editor.current_section
        self.chart.editor.section_editor(key).begin_dictation()
        section = self.chart.chart.note_type.section(key)
        patient = self.chart.chart.encounter.patient.name
        field = self.chart.editor.current_field
        label = next((spec.label for spec in section.fields if spec.key == field), "")
        target = Target(self.chart.chart.note.id, key, section.title, patient, field, label)
        self.words.begin(target)
        return target

    def text_in_hand(self) -> tuple[str, str]:
        """What is selected in the note on screen, else its current section; and what to call that."""
        if self.chart is None or self.pages.currentWidget() is not self.chart:
            return "", ""
        section = self.chart.chart.note_type.section(self.chart.editor.current_section)
        patient = self.chart.chart.encounter.patient.name
        return self.chart.editor.text_in_hand(), f"{section.title} of {patient}"

    def toggle_dictation(self) -> None:
        self.dictating.toggle()

    def hold_dictation(self) -> None:
        self.dictating.hold()

    def hold_command(self) -> None:
        self.dictating.hold_command()

    def dictate_file(self, path: Path | None = None) -> None:
        """Transcribe an audio file into the current section; asks which one unless told."""
        self.dictating.from_file(path)

    def replay(self) -> None:
        """Play what was said where the cursor is."""
        if self.control.is_running:
            self.dictation.show_hint("Stop dictation first (F9), or it would hear itself.")
        elif self.chart is not None:
            self.replaying.play(self.chart.editor)

    def escape(self) -> None:
        """Take back one thing: a question, a form, a running dictation, an open sign or return form."""
        if self.replaying.stop() or self.guard.escape() or self.close_page() or self.control.cancel():
            return
        self._room.bring_page_back()
        self.dictation.dismiss()
        if self.chart is not None and not self.chart.escape():
            self.chart.editor.focus()

    def when_quiet(self, do: Callable[[ChartView], object]) -> None:
        """Like `on_chart`, but not while words are still on their way into its note."""
        if self.chart is None or not self.words_come_into(self.chart.chart.note.id):
            self.on_chart(do)
        else:
            self.control.stop()
            self.dictation.show_hint("Dictation is being finished. Try again in a moment.")

    def words_come_into(self, note_id: str) -> bool:
        """Whether dictated words may still be on their way into this note."""
        return self.control.writes_into(note_id) or self.recovering.writes_into(note_id)

    def on_chart(self, do: Callable[[ChartView], object]) -> None:
        """Do something with the chart in front, if there is one."""
        self._room.bring_page_back()
        if self.chart is not None:
            do(self.chart)

    def renew_writing(self) -> None:
        """Let every open chart write as this person's settings say now."""
        for view in self.charts.views:
            view.renew_writing()

    def close_down(
        self, done: Callable[[], None], backed_up: Callable[[float], None], *, quitting: bool
    ) -> None:
        """Save everything, close the store, then call `done`.

        Args:
            backed_up: told how far a backup is, from 0 to 1, if one is made; on any thread.
            quitting: the program ends, too.
        """
        session = self.session

        def leave() -> None:
            session.backups.make_at_log_out(backed_up, quitting=quitting)
            session.close()

        def save_and_close() -> None:
            self.charts.settle()
            self.charts.flush()
            self.jobs.store(leave, lambda _none: done())

        self.lists.stop()
        self.replaying.stop()
        self.delivery.close()
        self.control.close(lambda: self.recovering.close(save_and_close))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in _HELD:
            self.charts.end_walk()
        super().keyReleaseEvent(event)

    def _connect(self) -> None:
        self.encounters.chosen.connect(lambda encounter_id: self.open(encounter_id, by_name=True))
        self.encounters.new_encounter.clicked.connect(self.start_new)
        self.admission.begun.connect(self._begun)
        self.new_view.cancelled.connect(self.close_page)
        self.dictation.toggle.clicked.connect(self.toggle_dictation)
        self.dictation.cancel.clicked.connect(self.control.cancel)
        self.dictation.lock.clicked.connect(self.lock_asked)
        self.strip.chosen.connect(self.open)
        self.strip.close_asked.connect(self.charts.close)
        self.charts.shown.connect(self._in_front)
        self.charts.emptied.connect(self._nothing_in_front)
        self.saved_state.saved.connect(self.lists.refresh_soon)
        self.charts.changed.connect(self.lists.refresh_soon)
        self.charts.changed.connect(self._invite)
        self.charts.reading.connect(self.words.hold)
        self.charts.settled.connect(self.words.release)
        self.charts.refused.connect(self._refused)
        self.charts.made_room.connect(self._made_room)
        self.control.words.connect(self.words.place)
        self.control.commanded.connect(self.spoken.obey_only)
        self.control.ended.connect(self.recovering.tidy_soon)
        self.recovering.words.connect(self.words.place_at_end)
        self.delivery.progressed.connect(self._deliveries_moved)

    def _connect_guard(self) -> None:
        self.guard.asking.connect(self.banner.show_asked)
        self.guard.turned_back.connect(self.open)
        self.guard.wrote.connect(self.charts.end_walk)
        self.guard.not_written.connect(lambda text: self.dictation.show_hint(f"Not written: “{text}”"))

    def _begun(self, encounter_id: str) -> None:
        self.encounters.switch_to(queue=False)
        self.open(encounter_id, by_name=True)

    def _chart_view(self, chart: Chart) -> ChartView:
        view = ChartView(self.session, self.jobs, chart, self.words_come_into, self.pages)
        view.handover.changed.connect(self._note_moved)
        view.handover.retyped.connect(self._retyped)
        view.hinted.connect(self.dictation.show_hint)
        view.done.connect(self.dictation.tell)
        view.editor.phrase_seen.connect(self._hint_phrase)
        self.overview.watch(view)
        self.saved_state.watch(view)
        self.guard.watch(view)
        self.chart_made.emit(view)
        self.pages.addWidget(view)
        return view

    def _in_front(self, view: ChartView, is_new: bool) -> None:
        """Show a chart; the one that was in front is saved and goes on behind it."""
        encounter, covered = view.chart.encounter, self.pages.currentWidget()
        if isinstance(covered, ChartView) and covered is not view:
            covered.autosave.flush()
        if encounter.id == self._named:
            self.session.wrong_patient.chosen(encounter.patient)
        self._named = ""
        self.saved_state.begin()
        self._show_page(view)
        self._discard(covered)
        self._show_chart()
        if is_new:
            view.start_writing()
        else:
            view.provenance.renew()
            view.editor.resume()
            view.handover.look_again()

    def _nothing_in_front(self) -> None:
        covered = self.pages.currentWidget()
        self.banner.hide()
        self.encounters.mark_open("")
        if covered is self.nothing_open or isinstance(covered, ChartView):
            self._show_page(self.nothing_open)
            self.encounters.take_focus()
        self.place_changed.emit(self.place)

    def _discard(self, page: QWidget) -> None:
        """Forget a form that was in front of the chart."""
        if page not in (self.nothing_open, self.new_view) and not isinstance(page, ChartView):
            self.pages.removeWidget(page)
            page.deleteLater()

    def _refused(self, error: ScribeError) -> None:
        """A chart did not open; a restricted one does when it cannot wait, and a reason is given."""
        if not isinstance(error, Restricted) or not may(self.session.person, Action.BREAK_GLASS):
            self.dictation.show_error(error)
            return
        page = EmergencyView(self.session, self.jobs, error.encounter_id)
        page.close_asked.connect(self.close_page)
        page.opened.connect(self.close_page)
        page.opened.connect(lambda: self.open(error.encounter_id, by_name=True))
        self.show_form(page)

    def toggle_restriction(self) -> None:
        """Keep the charts of the patient in front for those who may open restricted ones, or no longer."""
        if self.chart is not None:
            chart, restrictions = self.chart.chart, self.session.restrictions
            self.jobs.store(
                lambda: restrictions.restrict(chart.encounter.patient.id, on=not chart.restricted),
                lambda _none: self._restricted(on=not chart.restricted),
                self.dictation.show_error,
                owner=self,
            )

    def _restricted(self, *, on: bool) -> None:
        roles = who_may(Action.OPEN_RESTRICTED)
        self.dictation.show_hint(
            f"Restricted: only these roles open this patient’s charts now: {roles}."
            if on
            else "The restriction is lifted."
        )
        self.on_chart(lambda view: view.handover.reload())

    def _made_room(self, closed: OpenChart) -> None:
        name = closed.encounter.patient.name
        self.dictation.show_hint(f"{name}’s chart made room: nothing had been written in it.")

    def _retyped(self, chart: Chart) -> None:
        """A note has other sections now: its chart is another one."""
        self.charts.renew(chart)
        self.lists.refresh()
        self.delivery.deliver()

    def _note_moved(self) -> None:
        self._show_chart()
        self.lists.refresh()
        self.delivery.deliver()

    def _show_chart(self) -> None:
        if self.chart is not None:
            chart = self.chart.chart
            colour = self.charts.colour(chart.encounter.id)
            self.banner.show_chart(chart, self.session.desk.clock(), colour)
            self.encounters.mark_open(chart.encounter.id)
        self.place_changed.emit(self.place)

    def _show_page(self, page: QWidget) -> None:
        self._room.show_page(page)
        self.place_changed.emit(self.place)

    def _invite(self) -> None:
        back = "\nCtrl+Tab goes back to the charts that you had open." if self.charts.all else ""
        self.invitation.setText(
            f"Welcome, {self.session.person.name}.\n\n{_way_in(self.session.person)}{back}"
        )

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


def _way_in(person: Person) -> str:
    """What this person can begin with."""
    if not may(person, Action.OPEN_ENCOUNTER):
        return f"The {person.role.label.lower()}’s log-in opens no charts. Ctrl+, opens the settings."
    if not may(person, Action.CREATE_ENCOUNTER):
        return "Choose an encounter on the left to read it."
    return "Choose an encounter on the left, or press Ctrl+N to begin one."


def _left_out(session: Session) -> str:
    """What is said of files that could not be used, a restore, the clock, and a trail that is not whole."""
    phrases = (f"Phrases left out: {problem.in_full()}" for problem in session.phrasebook.library.problems)
    types = (f"Note type left out: {problem.in_full()}" for problem in session.desk.note_types.problems)
    trail = session.audit.noticed if may(session.person, Action.READ_AUDIT) else ()
    return "\n".join([*session.audit.told, *phrases, *types, *(f"Audit trail: {said}" for said in trail)])
