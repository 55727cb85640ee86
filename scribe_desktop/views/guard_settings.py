"""How often the program asks whose note it is, kept as soon as it is chosen."""

from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QSpinBox, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.rights import Action
from scribe_desktop.qt import forms
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.session.wrong_patient import MOST_MINUTES, Policy, When
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.only_for import only_for

_TITLES = {
    When.ALWAYS: "At every change of patient",
    When.RECENTLY: "While the other patient is fresh in mind",
    When.ALIKE: "Only for patients whose names are alike",
    When.NEVER: "Never",
}


@forms.register
class GuardSettings(QFrame):
    when: QComboBox
    minutes_label: QLabel
    minutes: QSpinBox
    message: QLabel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "guard_settings")
        for when, title in _TITLES.items():
            self.when.addItem(title, when.value)
        self.minutes.setMaximum(MOST_MINUTES)
        hide(self.message)

    def attach(self, session: Session, jobs: Jobs) -> None:
        """Show what this clinic has chosen, and let change it whoever may."""
        self._session, self._jobs = session, jobs
        self._show(session.wrong_patient.policy)
        only_for(session.person, Action.CHANGE_SAFETY, self.message, self.when, self.minutes)
        self.when.currentIndexChanged.connect(self._keep)
        self.minutes.valueChanged.connect(self._keep)

    def _show(self, policy: Policy) -> None:
        self.when.setCurrentIndex(self.when.findData(policy.when.value))
        self.minutes.setValue(policy.minutes)
        self._show_minutes()

    def _show_minutes(self) -> None:
        counts = self.when.currentData() == When.RECENTLY
        self.minutes.setVisible(counts)
        self.minutes_label.setVisible(counts)

    def _keep(self) -> None:
        self._show_minutes()
        policy = Policy(When(self.when.currentData()), self.minutes.value())
        self._jobs.store(
            lambda: self._session.wrong_patient.set_policy(policy), self._kept, self._refused, owner=self
        )

    def _kept(self, _none: None) -> None:
        tell(self.message, "Kept.", "ok")

    def _refused(self, error: ScribeError) -> None:
        tell(self.message, error.in_full())
