"""Which recogniser and which microphone dictation uses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QLabel, QLineEdit, QPushButton, QWidget

from scribe_desktop.errors import ScribeError
from scribe_desktop.qt import forms
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.ears import Listening
from scribe_desktop.session.session import Session
from scribe_desktop.speech import engines
from scribe_desktop.speech.engines import EngineInfo
from scribe_desktop.speech.microphone import InputDevice, input_devices
from scribe_desktop.views.level_meter import LevelMeter
from scribe_desktop.views.microphone_test import MicrophoneTest
from scribe_desktop.views.notice import hide, tell
from scribe_desktop.views.submission import Submission

_LISTENING = {
    Listening.MICROPHONE: "The microphone",
    Listening.BOTH: "The microphone and the computer, each for itself (tele-visit)",
    Listening.COMPUTER: "The computer alone",
}
_PLAYED_NOW = "Whichever it plays through"
_HEADSET = "Use a headset: from a loudspeaker the microphone would hear the other side as well."
_NOT_HERE = "What the computer plays can be heard with the sound servers PulseAudio and PipeWire only."
_AUTOMATIC = "The best one that is installed"


@dataclass(frozen=True)
class _Choice:
    engine: str | None
    model: str
    """Folder of a Vosk model; empty for whichever is installed."""
    listening: Listening
    microphone: str | None
    loudspeaker: str | None
    settings: Mapping[str, Mapping[str, str]]
    """What the engines are asked with, apart from the model."""

    def engine_settings(self) -> dict[str, Mapping[str, str]]:
        return {**self.settings, "vosk": {**self.settings["vosk"], "model": self.model}}


@forms.register
class DictationSettings(QFrame):
    engine: QComboBox
    engine_detail: QLabel
    model: QLineEdit
    browse: QPushButton
    listening: QComboBox
    microphone: QComboBox
    loudspeaker_label: QLabel
    loudspeaker: QComboBox
    loudspeaker_detail: QLabel
    refresh: QPushButton
    microphone_detail: QLabel
    test_microphone: QPushButton
    level: LevelMeter
    test_said: QLabel
    message: QLabel
    save: QPushButton

    saved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        forms.load(self, "dictation_settings")
        self._infos: tuple[EngineInfo, ...] = ()
        self._plays = True
        """Whether something here hears what the computer plays; until it is known, nobody is worried."""

    def attach(self, session: Session, jobs: Jobs) -> None:
        """Show what is chosen and what there is to choose; call once."""
        self._session = session
        self._jobs = jobs
        self._submission = Submission(jobs, self, self.save, self.message)
        self.engine.currentIndexChanged.connect(self._describe)
        self.model.editingFinished.connect(self._look_for_engines)
        self.browse.clicked.connect(self._browse)
        for listening, title in _LISTENING.items():
            self.listening.addItem(title, listening.value)
        self.listening.currentIndexChanged.connect(self._show_loudspeaker)
        self._looking = Submission(jobs, self, self.refresh, self.microphone_detail)
        self.refresh.clicked.connect(self._look_for_microphones)
        self.test = MicrophoneTest(
            jobs, self.test_microphone, self.level, self.test_said, self.microphone.currentData
        )
        self.microphone.currentIndexChanged.connect(self.test.forget)
        self.save.clicked.connect(self._submit)
        self.setEnabled(False)
        self.renew()

    def renew(self) -> None:
        """Show what is stored now: other models are there, or another one was chosen."""
        session = self._session
        self._jobs.store(lambda: _stored(session), self._show, self._submission.refuse, owner=self)

    def _show(self, choice: _Choice) -> None:
        self._kept = choice
        self.setEnabled(True)
        self.model.setText(choice.model)
        self._offer_engines((), choice.engine)
        self.listening.setCurrentIndex(self.listening.findData(choice.listening.value))
        self._show_loudspeaker()
        _offer(self.microphone, {"The computer's default": None}, choice.microphone)
        _offer(self.loudspeaker, {_PLAYED_NOW: None}, choice.loudspeaker)
        self._look_for_engines()
        self._look_for_microphones()

    def _look_for_engines(self) -> None:
        settings = self._choice().engine_settings()
        self._jobs.background(
            lambda: engines.available(settings),
            lambda infos: self._offer_engines(infos, self.engine.currentData()),
            owner=self,
        )

    def _offer_engines(self, infos: tuple[EngineInfo, ...], chosen: str | None) -> None:
        self._infos = infos
        titles = {info.title if info.ready else f"{info.title} (not ready)": info.name for info in infos}
        _offer(self.engine, {_AUTOMATIC: None, **titles}, chosen)
        self._describe()

    def _describe(self) -> None:
        name = self.engine.currentData()
        ready = [info for info in self._infos if info.ready]
        if name is None:
            tell(self.engine_detail, f"Now: {ready[0].title}, {ready[0].detail}" if ready else "", "muted")
            return
        info = next((info for info in self._infos if info.name == name), None)
        if info is not None:
            text = f"Model: {info.detail}" if info.ready else info.detail
            tell(self.engine_detail, text, "muted" if info.ready else "warning")

    def _look_for_microphones(self) -> None:
        self._looking.run(
            input_devices, self._offer_microphones, meanwhile="Looking…", failed=self._no_microphone
        )

    def _offer_microphones(self, devices: tuple[InputDevice, ...]) -> None:
        chosen = self.microphone.currentData()
        spoken_into = [device for device in devices if not device.plays or device.name == chosen]
        default = next((device.title for device in spoken_into if device.is_default), "")
        first = f"The computer's default ({default})" if default else "The computer's default"
        names = {device.title: device.name for device in spoken_into}
        _offer(self.microphone, {first: None, **names}, chosen)
        played = {device.title: device.name for device in devices if device.plays}
        _offer(self.loudspeaker, {_PLAYED_NOW: None, **played}, self.loudspeaker.currentData())
        tell(self.microphone_detail, "" if spoken_into else "No microphone is connected.", "warning")
        self._plays = bool(played)
        self._show_loudspeaker()

    def _show_loudspeaker(self) -> None:
        """What is asked about the computer's sound, once it is listened to."""
        listening = Listening(self.listening.currentData())
        hears_computer = listening is not Listening.MICROPHONE
        self.loudspeaker_label.setVisible(hears_computer)
        self.loudspeaker.setVisible(hears_computer)
        if not hears_computer:
            hide(self.loudspeaker_detail)
        elif not self._plays:
            tell(self.loudspeaker_detail, _NOT_HERE, "warning")
        else:
            tell(self.loudspeaker_detail, _HEADSET if listening is Listening.BOTH else "", "muted")

    def _no_microphone(self, error: ScribeError) -> None:
        tell(self.microphone_detail, error.in_full(), "warning")

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Vosk model folder", self.model.text())
        if chosen:
            self.model.setText(chosen)
            self._look_for_engines()

    def _choice(self) -> _Choice:
        return replace(
            self._kept,
            engine=self.engine.currentData(),
            model=self.model.text().strip(),
            listening=Listening(self.listening.currentData()),
            microphone=self.microphone.currentData(),
            loudspeaker=self.loudspeaker.currentData(),
        )

    def _submit(self) -> None:
        session, choice = self._session, self._choice()
        self.test.forget()
        self._submission.run(lambda: _keep(session, choice), self._finish, meanwhile="Saving…", on_store=True)

    def _finish(self, _: None) -> None:
        tell(self.message, "Saved. The next dictation uses it.", "ok")
        self.saved.emit()


def _stored(session: Session) -> _Choice:
    kept = session.preferences
    return _Choice(
        kept.speech_engine,
        kept.vosk_model,
        kept.listening,
        kept.microphone,
        kept.loudspeaker,
        session.engine_settings(),
    )


def _keep(session: Session, choice: _Choice) -> None:
    """Store the choice. Raises `NoModel` when the chosen engine could not work with it."""
    if choice.engine is not None or choice.model:
        engines.choose(choice.engine or "vosk", choice.engine_settings())
    session.preferences.set_speech(
        engine=choice.engine,
        vosk_model=choice.model,
        microphone=choice.microphone,
        loudspeaker=choice.loudspeaker,
    )
    session.preferences.set_listening(choice.listening)


def _offer(box: QComboBox, titles: dict[str, str | None], chosen: str | None) -> None:
    """List these; what was chosen stays so even while it is not there."""
    if chosen is not None and chosen not in titles.values():
        titles = {**titles, f"{chosen} (not there now)": chosen}
    box.blockSignals(True)
    box.clear()
    for title, value in titles.items():
        box.addItem(title, value)
    box.setCurrentIndex(list(titles.values()).index(chosen))
    box.blockSignals(False)
