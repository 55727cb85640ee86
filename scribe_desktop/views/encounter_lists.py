"""Keeps today's list and the review queue up to date, and finds the patients in them who are alike."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.notes.likeness import alikes
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.encounter_list import Alikes
from scribe_desktop.views.encounter_panel import EncounterPanel
from scribe_desktop.views.open_charts import OpenCharts

_REFRESH_MS = 30_000
_REFRESH_SOON_MS = 3_000


class EncounterLists(QObject):
    """Reads the store every half minute, and sooner when something has happened; `stop` ends that."""

    refreshed = Signal()
    """The lists and `alikes` are as the store has them now."""

    def __init__(
        self, session: Session, jobs: Jobs, panel: EncounterPanel, charts: OpenCharts, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._panel, self._charts = session, jobs, panel, charts
        self.alikes: Alikes = {}
        """Who may be taken for whom, among those in the list on screen and in the open charts."""
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self._soon = QTimer(self, interval=_REFRESH_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        panel.refresh_wanted.connect(self.refresh)

    def refresh(self) -> None:
        """Read the lists anew; what is selected stays selected. Nothing for whoever opens no charts."""
        if not may(self._session.person, Action.OPEN_ENCOUNTER):
            return
        charting, review = self._session.charting, self._session.review
        queue_shown, opened = self._panel.shows_queue, self._charts.patients()

        def read() -> tuple[Sequence[EncounterSummary], int, Alikes]:
            waiting = review.queue()
            rows = waiting if queue_shown else charting.encounters()
            return rows, len(waiting), alikes([*opened, *(row.encounter.patient for row in rows)])

        self._jobs.store(read, self._show, owner=self)

    def refresh_soon(self) -> None:
        if self._timer.isActive() and not self._soon.isActive():
            self._soon.start()

    def stop(self) -> None:
        """The store is about to be closed."""
        self._timer.stop()
        self._soon.stop()

    def _show(self, found: tuple[Sequence[EncounterSummary], int, Alikes]) -> None:
        rows, waiting, self.alikes = found
        self._panel.show_rows(rows, waiting, self._session.desk.clock(), self.alikes)
        self.refreshed.emit()
