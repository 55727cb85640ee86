"""In which units vital signs are shown and typed at this workstation."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from scribe_desktop.notes.units import Dimension, dimensions
from scribe_desktop.qt import forms
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.unit_choice import UnitChoice
from scribe_desktop.views.notice import tell

_A_ROW = 2


@forms.register
class UnitSettings(QFrame):
    """Each choice is kept as soon as it is made."""

    unit_layout: QGridLayout
    message: QLabel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "unit_settings")
        self.boxes: dict[str, QComboBox] = {}
        for number, dimension in enumerate(dimensions()):
            self.unit_layout.addLayout(self._column(dimension), *divmod(number, _A_ROW))

    def attach(self, units: UnitChoice, jobs: Jobs) -> None:
        """Show what is in force; call once."""
        self._units, self._jobs = units, jobs
        for dimension in dimensions():
            box = self.boxes[dimension.key]
            box.setCurrentIndex(max(box.findData(units.chosen.get(dimension.key, "")), 0))
            box.currentIndexChanged.connect(partial(self._choose, dimension))

    def _column(self, dimension: Dimension) -> QVBoxLayout:
        box = self.boxes[dimension.key] = QComboBox()
        box.addItem("Default", "")
        for unit in dimension.choices:
            box.addItem(unit.symbol, unit.symbol)
        box.setAccessibleName(f"Unit of {dimension.title.lower()}")
        label = QLabel(dimension.title)
        label.setBuddy(box)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(box)
        return column

    def _choose(self, dimension: Dimension, _row: int) -> None:
        symbol: str = self.boxes[dimension.key].currentData()
        self._jobs.store(
            lambda: self._units.choose(dimension.key, symbol),
            lambda _none: self._kept(dimension, symbol),
            lambda error: tell(self.message, error.in_full()),
            owner=self,
        )

    def _kept(self, dimension: Dimension, symbol: str) -> None:
        how = f"in {symbol}" if symbol else "as the note type says"
        tell(self.message, f"{dimension.title} {how}, in charts that are opened from now on.", "ok")
