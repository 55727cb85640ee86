"""Says of every open chart what there is to say, in the strip and in the banner."""

from PySide6.QtCore import QObject, QTimer

from scribe_desktop.notes.clock import Clock
from scribe_desktop.views.chart_strip import ChartStrip
from scribe_desktop.views.chart_tab import tab
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.encounter_lists import EncounterLists
from scribe_desktop.views.open_charts import OpenCharts
from scribe_desktop.views.patient_banner import PatientBanner

_BEHIND_MS = 1_000
"""How far the strip may be behind what is typed."""


class ChartOverview(QObject):
    def __init__(
        self,
        charts: OpenCharts,
        lists: EncounterLists,
        strip: ChartStrip,
        banner: PatientBanner,
        clock: Clock,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._charts, self._lists, self._strip, self._banner, self._clock = (
            charts,
            lists,
            strip,
            banner,
            clock,
        )
        self._soon = QTimer(self, interval=_BEHIND_MS, singleShot=True)
        self._soon.timeout.connect(self.show)
        charts.changed.connect(self.show)
        lists.refreshed.connect(self.show)

    def watch(self, view: ChartView) -> None:
        """Keep up with what happens to this chart."""
        for news in (view.editor.edited, view.saved, view.failing):
            news.connect(self._news)
        view.handover.changed.connect(self.show)

    def show(self) -> None:
        today, front = self._clock().astimezone().date(), self._charts.front_id
        tabs = []
        for number, entry in enumerate(self._charts.all, 1):
            alikes = self._lists.alikes.get(entry.encounter.patient.id, ())
            in_front = entry.encounter.id == front
            tabs.append(tab(entry, number, today, alikes, in_front=in_front))
            if in_front:
                self._banner.show_alikes(alikes)
        self._strip.show_tabs(tabs, next((row for row, it in enumerate(tabs) if it.in_front), None))
        if any(not view.autosave.is_clean for view in self._charts.views):
            self._news()

    def _news(self) -> None:
        if not self._soon.isActive():
            self._soon.start()
