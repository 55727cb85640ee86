"""Whether everything written is safe, whichever chart it was written in."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from scribe_desktop.errors import ScribeError
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.dictation_bar import DictationBar
from scribe_desktop.views.open_charts import OpenCharts
from scribe_desktop.views.word_placing import WordPlacing


class SavedState(QObject):
    """Tells the bar; it says "saved" only when that is so of every open chart."""

    saved = Signal()
    """Words of some note are in the store now."""

    def __init__(self, charts: OpenCharts, words: WordPlacing, bar: DictationBar, parent: QObject) -> None:
        super().__init__(parent)
        self._charts, self._bar = charts, bar
        words.saved.connect(self._saved)
        words.failing.connect(bar.show_unsaved)
        words.misplaced.connect(bar.show_error)
        charts.unsaved.connect(bar.show_unsaved)

    def watch(self, view: ChartView) -> None:
        view.saved.connect(self._saved)
        view.failing.connect(partial(self._not_saved, view))

    def begin(self) -> None:
        """Another chart is in front: when the former one was saved is of no interest there."""
        if not self._is_failing:
            self._bar.saved.clear()

    @property
    def _is_failing(self) -> bool:
        return any(view.autosave.error is not None for view in self._charts.views)

    def _saved(self, at: datetime) -> None:
        if not self._is_failing:
            self._bar.show_saved(at)
        self.saved.emit()

    def _not_saved(self, view: ChartView, error: ScribeError) -> None:
        if view is self._charts.front:
            self._bar.show_unsaved(error)
        else:
            name = view.chart.encounter.patient.name
            self._bar.show_unsaved(type(error)(f"{name}: {error}", remedy=error.remedy))
