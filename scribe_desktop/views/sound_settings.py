"""How long the sound of dictation is kept, stored as soon as it is chosen."""

from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QSpinBox, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt import forms
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.preferences import DAYS, Retention
from scribe_desktop.session.session import Session
from scribe_desktop.views.notice import hide, tell

_TITLES = {
    Retention.UNTIL_SIGNED: "When its note is signed",
    Retention.FOR_DAYS: "After some days",
    Retention.NOT_AT_ALL: "As soon as its words are safe",
}


@forms.register
class SoundSettings(QFrame):
    retention: QComboBox
    days_label: QLabel
    days: QSpinBox
    message: QLabel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "sound_settings")
        for kind, title in _TITLES.items():
            self.retention.addItem(title, kind.value)
        self.days.setRange(*DAYS)
        hide(self.message)

    def attach(self, session: Session, jobs: Jobs) -> None:
        """Show what is chosen, and let change it whoever may; call once."""
        self._session, self._jobs = session, jobs
        self._allowed = may(session.person, Action.CHANGE_RETENTION)
        self.setEnabled(False)
        kept = session.preferences
        jobs.store(lambda: (kept.sound_retention, kept.sound_days), self._show, self._refused, owner=self)

    def _show(self, chosen: tuple[Retention, int]) -> None:
        kind, days = chosen
        self.retention.setCurrentIndex(self.retention.findData(kind.value))
        self.days.setValue(days)
        self._show_days()
        self.setEnabled(self._allowed)
        if not self._allowed:
            tell(self.message, "A physician, supervisor or administrator can change this.", "muted")
        self.retention.currentIndexChanged.connect(self._keep)
        self.days.valueChanged.connect(self._keep)

    def _show_days(self) -> None:
        counts = self.retention.currentData() == Retention.FOR_DAYS
        self.days.setVisible(counts)
        self.days_label.setVisible(counts)

    def _keep(self) -> None:
        """Store the choice; what it lets go goes at the next signing, dictation or log-in."""
        self._show_days()
        kind, days = Retention(self.retention.currentData()), self.days.value()
        self._jobs.store(
            lambda: self._session.preferences.set_sound_retention(kind, days),
            self._kept,
            self._refused,
            owner=self,
        )

    def _kept(self, _none: None) -> None:
        tell(self.message, "Saved. It applies at the next signing, dictation or log-in.", "ok")

    def _refused(self, error: ScribeError) -> None:
        tell(self.message, error.in_full())
