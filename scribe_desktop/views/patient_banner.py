"""Who this is about, always in sight: name, age, sex, MRN, and the state of the note."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QLabel, QWidget

from scribe_desktop.qt import forms
from scribe_desktop.session.charting import Chart

_TONE = {"draft": "", "in review": "accent", "returned": "amber", "signed": "ok"}


@forms.register
class PatientBanner(QFrame):
    name: QLabel
    details: QLabel
    place: QLabel
    provider: QLabel
    state: QLabel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "patient_banner")
        self.hide()

    def show_chart(self, chart: Chart, now: datetime) -> None:
        patient, encounter = chart.encounter.patient, chart.encounter
        self.name.setText(patient.name)
        self.details.setText(
            f"{patient.summary(now.astimezone().date())}   ·   born {patient.birth_date:%m/%d/%Y}"
            f"   ·   MRN {patient.mrn}"
        )
        self.place.setText("   ·   ".join(filter(None, [encounter.visit_type, encounter.location])))
        self.provider.setText(chart.provider_name)
        self.state.setText(chart.state.value.capitalize())
        self.state.setProperty("tone", _TONE[chart.state.value])
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        self.show()
