"""Who this is about, always in sight: name, age, sex, MRN, and the state of the note."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from scribe_desktop.notes.likeness import Alike
from scribe_desktop.qt import forms, theme
from scribe_desktop.qt.room import Room
from scribe_desktop.session.charting import Chart

_EDGE = 8
"""Width of the patient's own colour at the left, in device-independent pixels."""
_TONE = {"draft": "", "in review": "accent", "returned": "amber", "signed": "ok"}


@forms.register
class PatientBanner(QFrame):
    """In a colour that nobody else has whose chart is open."""

    row: QHBoxLayout
    name: QLabel
    details: QLabel
    alert: QLabel
    place: QLabel
    provider: QLabel
    restriction: QLabel
    state: QLabel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "patient_banner")
        self._colour = 0
        self._told = (self.name, self.details, self.place, self.provider)
        for label in self._told:
            label.setMinimumWidth(1)  # so that the window may become narrower than all of it side by side
        self.show_alikes(())
        self.hide()
        Room(self, self._arrange)

    def show_chart(self, chart: Chart, now: datetime, colour: int = 0) -> None:
        """Show whose chart is in front; `colour` is the number of the patient's own."""
        self._colour = colour
        patient, encounter = chart.encounter.patient, chart.encounter
        self.name.setText(patient.name)
        self.details.setText(
            f"{patient.summary(now.astimezone().date())}   ·   born {patient.birth_date:%m/%d/%Y}"
            f"   ·   MRN {patient.mrn}"
        )
        self.place.setText("   ·   ".join(filter(None, [encounter.visit_type, encounter.location])))
        self.provider.setText(chart.provider_name)
        self.state.setText(chart.state.value.capitalize())
        emergency = "Emergency access: recorded" if chart.emergency else "Restricted"
        self.restriction.setText(emergency if chart.restricted else "")
        self.restriction.setVisible(chart.restricted)
        theme.mark(self.restriction, tone="amber" if chart.emergency else "accent")
        theme.mark(self.state, tone=_TONE[chart.state.value])
        self._arrange()
        self.update()
        self.show()

    def show_alikes(self, alikes: Sequence[Alike]) -> None:
        """Warn of others at hand for whom this patient may be taken."""
        said = alikes[0].warning if alikes else ""
        self.alert.setText(said + (f" and {len(alikes) - 1} more" if len(alikes) > 1 else ""))
        self.alert.setToolTip("\n".join(alike.words for alike in alikes))
        self.alert.setVisible(bool(alikes))
        self._arrange()

    def show_asked(self, asked: bool) -> None:
        """Turn, as long as it is asked whether this is the right patient."""
        theme.mark(self, asked=asked)

    def _arrange(self) -> None:
        """Without room for all of it in one row, where the visit takes place gives way to who it is."""
        said = {label: label.fontMetrics().horizontalAdvance(label.text()) for label in self._told}
        badges = [badge for badge in (self.restriction, self.alert, self.state) if not badge.isHidden()]
        taken = sum(badge.minimumSizeHint().width() for badge in badges)
        who, visit = max(said[self.name], said[self.details]), max(said[self.place], said[self.provider])
        gaps = self.row.spacing() * (len(badges) + 2)
        wide = who + visit + taken + gaps + _EDGE <= self.width()
        for label in (self.name, self.details):
            label.setWordWrap(not wide)
        for label in (self.place, self.provider):
            label.setVisible(wide)
        where = ", ".join(filter(None, [self.place.text(), self.provider.text()]))
        self.setToolTip("" if wide else where)
        self.setAccessibleDescription("" if wide else where)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = theme.current(), QPainter(self)
        asked = bool(self.property("asked"))
        painter.fillRect(
            self.rect(), QColor(palette.amber_surface if asked else palette.patient_surfaces[self._colour])
        )
        painter.fillRect(0, 0, _EDGE, self.height(), QColor(palette.patients[self._colour]))
        painter.end()
        super().paintEvent(event)
