"""When the workstation locks and what a log-in takes, kept as soon as it is chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QSpinBox, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.rights import Action
from scribe_desktop.qt import forms
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.policies import LONGEST_IDLE, Policy
from scribe_desktop.session.session import Session
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.only_for import only_for
from scribe_desktop.views.proof_row import ProofRow


@forms.register
class PolicySettings(QFrame):
    minutes: QSpinBox
    second_factor: QCheckBox
    credentials: QCheckBox
    own: ProofRow
    message: QLabel

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "policy_settings")
        self.minutes.setMaximum(LONGEST_IDLE)
        hide(self.message)

    def attach(self, session: Session, jobs: Jobs) -> None:
        """Show what this clinic has chosen, and let change it whoever may; call once."""
        self._policies, self._jobs = session.policies, jobs
        policy = session.policies.now
        self.minutes.setValue(policy.lock_after)
        self.second_factor.setChecked(policy.second_factor)
        self.credentials.setChecked(policy.credentials)
        widgets = (self.minutes, self.second_factor, self.credentials)
        only_for(session.person, Action.CHANGE_POLICY, self.message, *widgets)
        self.minutes.valueChanged.connect(self._keep)
        self.second_factor.toggled.connect(self._keep)
        self.credentials.toggled.connect(self._keep)

    def _keep(self) -> None:
        policies = self._policies
        policy = Policy(self.minutes.value(), self.second_factor.isChecked(), self.credentials.isChecked())
        passphrase = self.own.take()
        self._jobs.store(lambda: policies.set(policy, passphrase), self._kept, self._refused, owner=self)

    def _kept(self, _none: None) -> None:
        self.own.done()
        tell(self.message, "Kept.", "ok")
        self.changed.emit()

    def _refused(self, error: ScribeError) -> None:
        asked = self.own.ask(error, self._keep, focus=not self.minutes.hasFocus())
        tell(self.message, f"{error.in_full()} Nothing is changed yet." if asked else error.in_full())
