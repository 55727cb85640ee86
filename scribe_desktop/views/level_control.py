"""Keeps what was marked of the visit's level with the draft, and shows it when that is asked for."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from scribe_desktop.codes import em_marks
from scribe_desktop.codes.em_marks import Marks
from scribe_desktop.notes.note import NoteContent
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.session.charting import Chart
from scribe_desktop.views.level_panel import LevelPanel
from scribe_desktop.views.passage_editor import Gate


class LevelControl(QObject):
    edited = Signal(str)
    """The key under which the draft keeps the marks: they are other ones now."""
    made = Signal(object)
    """The `LevelPanel`, when it is there first."""
    closed = Signal()

    def __init__(
        self,
        person_id: str,
        tables: Callable[[], NoteContent],
        may_write: Callable[[], bool],
        gate: Gate,
        parent: QObject,
    ) -> None:
        """`tables` gives what the note's tables say now; whatever is marked goes through `gate`."""
        super().__init__(parent)
        self._person_id, self._tables, self._may_write, self._gate = person_id, tables, may_write, gate
        self._chart: Chart | None = None
        self._panel: LevelPanel | None = None
        self.passage = Passage()
        """What was marked, and by whom."""

    @property
    def panel(self) -> LevelPanel:
        """What the visit adds up to; made when it is first asked for."""
        if self._panel is None:
            assert self._chart is not None
            self._panel = LevelPanel(self._chart.encounter.visit_type)
            self._panel.marked.connect(self._mark)
            self._panel.closed.connect(self.closed)
            self._show_marks()
            self.made.emit(self._panel)
        return self._panel

    @property
    def is_open(self) -> bool:
        return self._panel is not None and self._panel.isVisible()

    def show_chart(self, chart: Chart) -> None:
        """Take over what the store has."""
        self._chart = chart
        self.passage = chart.content.get(em_marks.KEY, Passage())
        self._show_marks()

    def ask(self) -> None:
        """Mark what the visit took, and see what that adds up to."""
        self.panel.ask(self._tables())

    def _mark(self, marks: Marks) -> None:
        self._gate(lambda: self._keep(marks))
        self._show_marks()  # as they were, if nothing is let through

    def _keep(self, marks: Marks) -> None:
        if self._may_write():
            self.passage = self.passage.revised(marks.text, Source(Origin.TYPED, self._person_id))
            self.edited.emit(em_marks.KEY)
        self._show_marks()

    def _show_marks(self) -> None:
        if self._panel is not None and self._chart is not None:
            people = dict.fromkeys(source.person_id for _, source in self.passage.pieces())
            names = [self._chart.names.get(one, "somebody unknown here") for one in people]
            self._panel.show_marks(em_marks.parse(self.passage.text), names, may_mark=self._may_write())
