"""The workstation's settings: how it looks, how it listens, where signed notes go."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout

from scribe_desktop.connectors import registry
from scribe_desktop.connectors.port import Connector
from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.preferences import Preferences
from scribe_desktop.session.session import Session
from scribe_desktop.views.appearance_settings import AppearanceSettings
from scribe_desktop.views.code_lists import CodeLists
from scribe_desktop.views.connector_card import ConnectorCard
from scribe_desktop.views.dictation_settings import DictationSettings
from scribe_desktop.views.guard_settings import GuardSettings
from scribe_desktop.views.notice import tell
from scribe_desktop.views.only_for import only_for
from scribe_desktop.views.page import Page
from scribe_desktop.views.policy_settings import PolicySettings
from scribe_desktop.views.sound_settings import SoundSettings
from scribe_desktop.views.speech_models import SpeechModelsCard
from scribe_desktop.views.unit_settings import UnitSettings
from scribe_desktop.views.writing_settings import WritingSettings


@dataclass(frozen=True)
class _Destinations:
    """What is installed, and by connector name what was entered and whether it is on."""

    connectors: dict[str, type[Connector]]
    broken: dict[str, str]
    values: dict[str, dict[str, str]]
    on: frozenset[str]


class SettingsView(Page):
    """Each section saves for itself; appearance applies at once and is kept by whoever listens."""

    recovery: QPushButton
    rules: QPushButton
    backups: QPushButton
    keys: QPushButton
    retention: QPushButton
    people: QPushButton
    shortcuts: QPushButton
    second_factor: QPushButton
    credentials: QPushButton
    close_view: QPushButton
    appearance: AppearanceSettings
    dictation: DictationSettings
    models: SpeechModelsCard
    sound: SoundSettings
    guard: GuardSettings
    policy: PolicySettings
    units: UnitSettings
    writing: WritingSettings
    codes: CodeLists
    destination_layout: QVBoxLayout
    broken: QLabel
    keyring: QLabel

    close_asked = Signal()
    people_asked = Signal()
    shortcuts_asked = Signal()
    recovery_asked = Signal()
    rules_asked = Signal()
    second_factor_asked = Signal()
    credentials_asked = Signal()
    policy_changed = Signal()
    backups_asked = Signal()
    keys_asked = Signal()
    retention_asked = Signal()
    speech_changed = Signal()
    writing_changed = Signal()
    appearance_changed = Signal(str, float)
    """Theme ("system", "light", "dark") and text scale (1.0 to 2.0)."""

    def __init__(
        self, session: Session, jobs: Jobs, keyring_note: str, *, theme: str = "system", scale: float = 1.0
    ) -> None:
        super().__init__("settings_view")
        self._session = session
        self._jobs = jobs
        self.cards: dict[str, ConnectorCard] = {}
        self.steer(first=lambda: self.appearance.theme, leave=self.close_asked.emit)
        self.close_view.clicked.connect(self.close_asked)
        self.people.clicked.connect(self.people_asked)
        self.shortcuts.clicked.connect(self.shortcuts_asked)
        self.recovery.clicked.connect(self.recovery_asked)
        self.recovery.setVisible(may(session.person, Action.APPOINT))
        self.rules.clicked.connect(self.rules_asked)
        self.second_factor.clicked.connect(self.second_factor_asked)
        self.credentials.clicked.connect(self.credentials_asked)
        self.backups.clicked.connect(self.backups_asked)
        self.keys.clicked.connect(self.keys_asked)
        self.retention.clicked.connect(self.retention_asked)
        self.keyring.setText(keyring_note)
        self.appearance.show_choice(theme, scale)
        self.appearance.changed.connect(self.appearance_changed)
        self.dictation.attach(session, jobs)
        self.dictation.saved.connect(self.speech_changed)
        self.dictation.saved.connect(self.models.renew)
        self.models.attach(session.speech_models, jobs)
        self.models.changed.connect(self.dictation.renew)
        self.models.changed.connect(self.speech_changed)
        self.sound.attach(session, jobs)
        self.guard.attach(session, jobs)
        self.policy.attach(session, jobs)
        self.policy.changed.connect(self.policy_changed)
        self.units.attach(session.units, jobs)
        self.writing.attach(session, jobs)
        self.writing.changed.connect(self.writing_changed)
        self.codes.attach(session, jobs)
        if only_for(session.person, Action.CHANGE_DESTINATIONS, self.broken):
            preferences = session.preferences
            jobs.store(lambda: _destinations(preferences), self._show, self._fail)

    def _show(self, found: _Destinations) -> None:
        for name, connector in found.connectors.items():
            card = ConnectorCard(name, connector, self._session.preferences, self._jobs)
            card.show_values(found.values[name], on=name in found.on)
            self.destination_layout.addWidget(card)
            self.cards[name] = card
        reasons = [f"{name} cannot be used: {reason}." for name, reason in found.broken.items()]
        tell(self.broken, "\n".join(reasons), "warning")

    def _fail(self, error: ScribeError) -> None:
        tell(self.broken, error.in_full())


def _destinations(preferences: Preferences) -> _Destinations:
    connectors = registry.available()
    return _Destinations(
        connectors,
        registry.broken(),
        {name: preferences.values(name) for name in connectors},
        frozenset(preferences.destinations()),
    )
