"""The charts that are open, in the order of opening; one of them is in front."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from scribe_desktop.errors import ScribeError, WrongState
from scribe_desktop.notes.encounter import Encounter, EncounterSummary
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.patient import Patient
from scribe_desktop.qt import theme
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.session import Session
from scribe_desktop.views.chart_view import ChartView

LIMIT = theme.PATIENTS
"""As many as there are colours to tell patients apart."""

FULL = WrongState(
    f"{LIMIT} charts are open and all of them have been worked on.",
    remedy="Close one that you do not need now (Ctrl+W), then open this one.",
)


@dataclass
class OpenChart:
    """One of them; it has no `view` as long as it is only remembered from the last log-in."""

    encounter: Encounter
    note_id: str
    known_state: NoteState
    colour: int
    """Number of the patient's colour, counted from 0."""
    view: ChartView | None = None

    @property
    def state(self) -> NoteState:
        return self.view.chart.state if self.view is not None else self.known_state


class OpenCharts(QObject):
    """Every chart stays as it was left, cursor and undo included, until it is closed.

    What was open when this person logged out is there again, and read from the store when it is gone to.
    """

    shown = Signal(object, bool)
    """The `ChartView` that is in front now, and whether it is a new one."""
    emptied = Signal()
    """No chart is in front any more."""
    changed = Signal()
    """Which charts are open, or which one is in front, is another now."""
    reading = Signal()
    """A chart is on its way out of the store …"""
    settled = Signal()
    """… and none is any more."""
    refused = Signal(object)
    """The `ScribeError` that kept a chart from being opened."""
    unsaved = Signal(object)
    """The `ScribeError` that kept a chart from being closed."""
    made_room = Signal(object)
    """The `OpenChart` that nobody has written in and that was closed for another."""

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        make: Callable[[Chart], ChartView],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.front: ChartView | None = None
        self._session, self._jobs, self._make = session, jobs, make
        self._open: dict[str, OpenChart] = {}
        self._recent: list[str] = []
        self._walk: list[str] = []
        self._wanted = ""
        self._colours: dict[str, int] = {}
        jobs.store(lambda: _remembered(session), self._remember, owner=self)

    @property
    def all(self) -> Sequence[OpenChart]:
        return tuple(self._open.values())

    @property
    def views(self) -> Sequence[ChartView]:
        """The charts that have been read."""
        return tuple(entry.view for entry in self._open.values() if entry.view is not None)

    @property
    def front_id(self) -> str:
        """Id of the encounter in front; empty when there is none."""
        return self.front.chart.encounter.id if self.front is not None else ""

    @property
    def is_full(self) -> bool:
        """Whether no further chart can be opened."""
        return len(self._open) >= LIMIT and self._dispensable() is None

    def __contains__(self, encounter_id: object) -> bool:
        return encounter_id in self._open

    def of_note(self, note_id: str) -> ChartView | None:
        """The chart of this note, in front or not, if it has been read."""
        return next((view for view in self.views if view.chart.note.id == note_id), None)

    def colour(self, encounter_id: str) -> int:
        return self._open[encounter_id].colour

    def patients(self) -> Sequence[Patient]:
        return tuple(entry.encounter.patient for entry in self._open.values())

    def open(self, encounter_id: str) -> None:
        """Bring a chart to the front, out of the store if it is not open; the last request wins."""
        self.end_walk()
        self._go(encounter_id)

    def step(self, by: int) -> None:
        """Go to the chart used before this one (1), or the other way round (-1).

        Further steps go on from there, as long as `end_walk` is not called.
        """
        self._walk = self._walk or [*self._recent]
        if self._walk:
            here = self._wanted or self.front_id
            at = self._walk.index(here) if here in self._walk else (-1 if by > 0 else 0)
            self._go(self._walk[(at + by) % len(self._walk)])

    def end_walk(self) -> None:
        """The chart in front is the one that was wanted: it is the most recently used one now."""
        if self._walk:
            self._walk = []
            self._use(self.front_id)

    def go_to_number(self, number: int) -> None:
        """Go to the chart with this number, counted from 0 in the order of opening."""
        if number < len(self._open):
            self.open(list(self._open)[number])

    def renew(self, chart: Chart) -> None:
        """Make an open chart's view anew: its note has other sections now."""
        entry = self._open.get(chart.encounter.id)
        if entry is None or entry.view is None:
            return
        former, entry.view = entry.view, self._make(chart)
        if former is self.front:
            self._bring(entry.view, is_new=True)
        former.setParent(None)
        former.deleteLater()
        self.changed.emit()

    def close(self, encounter_id: str) -> None:
        """Close a chart, once every word of it is safe."""
        entry = self._open.get(encounter_id)
        if entry is None:
            return
        if entry.view is None:
            self._drop(encounter_id)
        else:
            entry.view.autosave.when_safe(lambda: self._drop(encounter_id), self.unsaved.emit)

    def when_all_saved(self, do: Callable[[], object], otherwise: Callable[[ScribeError], object]) -> None:
        """Save what is written in any chart, then `do`; `otherwise` gets the error that prevents it."""

        def save(views: Sequence[ChartView]) -> None:
            if not views:
                do()
            else:
                views[0].autosave.when_safe(lambda: save(views[1:]), otherwise)

        save(self.views)

    def flush(self) -> None:
        """Hand everything that changed to the store's thread now."""
        for view in self.views:
            view.autosave.flush()

    def settle(self) -> None:
        """No chart is on its way any more."""
        self._wanted = ""
        self.settled.emit()

    def _go(self, encounter_id: str) -> None:
        entry = self._open.get(encounter_id)
        if entry is not None and entry.view is not None:
            self._wanted = ""
            self._bring(entry.view, is_new=False)
            self.settle()
        elif encounter_id != self._wanted:
            if entry is None and self.is_full:
                self.refused.emit(FULL)
                return
            self._wanted = encounter_id
            self.reading.emit()
            self._jobs.store(
                lambda: self._session.charting.open(encounter_id), self._read, self._not_read, owner=self
            )

    def _read(self, chart: Chart) -> None:
        encounter = chart.encounter
        if encounter.id != self._wanted:
            return  # another one was asked for since
        if encounter.id not in self._open:
            if len(self._open) >= LIMIT and not self._make_room():
                self.settle()
                self.refused.emit(FULL)
                return
            colour = self._colour_for(encounter.patient)
            self._open[encounter.id] = OpenChart(encounter, chart.note.id, chart.state, colour)
            self._keep()
        entry = self._open[encounter.id]
        entry.encounter = encounter  # which may have been veiled before
        view = entry.view = self._make(chart)
        self._bring(view, is_new=True)
        self.settle()

    def _not_read(self, error: ScribeError) -> None:
        self._wanted = ""
        self.settle()
        self.refused.emit(error)

    def _bring(self, view: ChartView, *, is_new: bool) -> None:
        self.front = view
        if not self._walk:
            self._use(view.chart.encounter.id)
        self.shown.emit(view, is_new)
        self.changed.emit()

    def _use(self, encounter_id: str) -> None:
        if encounter_id in self._open:
            self._recent = [encounter_id, *(other for other in self._recent if other != encounter_id)]

    def _make_room(self) -> bool:
        """Close the chart that is missed the least. False: all of them have been worked on."""
        entry = self._dispensable()
        if entry is not None:
            self._drop(entry.encounter.id)
            self.made_room.emit(entry)
        return entry is not None

    def _dispensable(self) -> OpenChart | None:
        """The least recently used chart in which nobody has written since it was opened."""
        behind = (self._open[key] for key in reversed(self._recent) if key != self.front_id)
        return next((one for one in behind if one.view is None or one.view.is_untouched), None)

    def _drop(self, encounter_id: str) -> None:
        entry = self._open.pop(encounter_id, None)
        if entry is None:
            return
        self._recent.remove(encounter_id)
        self._walk = []
        self._keep()
        if entry.view is not None and entry.view is self.front:
            self.front = None
            if self._recent and not self._wanted:
                self._go(self._recent[0])
            if self.front is None:
                self.emptied.emit()
        if entry.view is not None:
            entry.view.setParent(None)
            entry.view.deleteLater()
        self.changed.emit()

    def _colour_for(self, patient: Patient) -> int:
        """One's own as long as a chart is open, and the one had before if nobody has taken it since."""
        taken = {entry.encounter.patient.id: entry.colour for entry in self._open.values()}
        if patient.id not in taken:
            free = [number for number in range(LIMIT) if number not in taken.values()]
            former = self._colours.get(patient.id)
            self._colours[patient.id] = former if former in free else free[0]
        return self._colours[patient.id]

    def _keep(self) -> None:
        ids = tuple(self._open)
        self._jobs.store(lambda: self._session.preferences.set_open_charts(ids))

    def _remember(self, rows: Iterable[EncounterSummary]) -> None:
        for row in rows:
            encounter = row.encounter
            if encounter.id not in self._open and len(self._open) < LIMIT:
                colour = self._colour_for(encounter.patient)
                self._open[encounter.id] = OpenChart(encounter, row.note_id, row.state, colour)
                self._recent.append(encounter.id)
        self.changed.emit()


def _remembered(session: Session) -> list[EncounterSummary]:
    """What this person had open, as far as it is still worked on."""
    ids = session.preferences.open_charts
    rows = {row.encounter.id: row for row in session.charting.encounters()} if ids else {}
    return [rows[encounter_id] for encounter_id in ids if encounter_id in rows]
