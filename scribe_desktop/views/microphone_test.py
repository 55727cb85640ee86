"""The five-second test of a microphone in the settings: record, say how it was, play it back."""

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QPushButton

from scribe_desktop.errors import MicrophoneLost, ScribeError
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.speech.playback import play
from scribe_desktop.speech.sound_check import Checked, Verdict, check
from scribe_desktop.views.level_meter import LevelMeter
from scribe_desktop.views.notice import hide, tell

_SAID = {
    Verdict.GOOD: ("Good: the level of {level} is right.", "ok"),
    Verdict.QUIET: ("Too quiet ({level}). Come closer, or turn the microphone up in the system.", "warning"),
    Verdict.SILENT: ("Nothing was heard. Is it muted, or is it another microphone?", "error"),
    Verdict.CLIPPED: ("Too loud: it is distorted. Turn it down in the system, or move away.", "warning"),
}
_LOST = "The microphone went away or fell silent during the test. Check the plug and test it again."

_OPENING = "Opening the microphone…"


class MicrophoneTest(QObject):
    """Its button starts the test, and ends it while it runs."""

    def __init__(
        self,
        jobs: Jobs,
        button: QPushButton,
        meter: LevelMeter,
        said: QLabel,
        device: Callable[[], str | None],
    ) -> None:
        super().__init__(button)
        self._jobs, self._button, self._meter, self._said = jobs, button, meter, said
        self._device = device
        self._title = button.text()
        self._running: Event | None = None
        button.clicked.connect(self._toggle)
        button.installEventFilter(self)
        hide(said)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A page that is not seen any more neither listens nor plays."""
        if event.type() is QEvent.Type.Hide:
            self._leave()
        return super().eventFilter(watched, event)

    def forget(self) -> None:
        """Take back what the last test told, unless one is running: another microphone may be chosen."""
        if self._running is None:
            hide(self._said)

    def stop(self) -> None:
        """End a test that is running."""
        running, self._running = self._running, None
        if running is not None:
            running.set()

    def _toggle(self) -> None:
        if self._running is not None:
            self._leave()
            return
        running = self._running = Event()
        device = self._device()
        self._button.setText("Leave the test")
        tell(self._said, _OPENING, "muted")
        level = self._jobs.on_gui(lambda loud: self._heard(loud, running), owner=self)
        self._jobs.background(
            lambda: check(device, level, running),
            lambda checked: self._checked(checked, running),
            lambda error: self._failed(error, running),
            owner=self,
        )

    def _leave(self) -> None:
        self.stop()
        self._rest()
        hide(self._said)

    def _heard(self, level: float, running: Event) -> None:
        """Sound comes: whoever began to speak before was not heard."""
        if running is self._running:
            self._meter.set_level(level)
            if self._said.text() == _OPENING:
                tell(self._said, "Say a sentence, as you would dictate it…", "muted")

    def _checked(self, checked: Checked | None, running: Event) -> None:
        if checked is None or running is not self._running:
            return
        text, role = _SAID[checked.verdict]
        said = text.format(level=f"{checked.decibels:.0f} dB")
        self._meter.set_level(0)
        tell(self._said, f"{said} This is how it sounds…", role)
        self._jobs.background(
            lambda: play(checked.pcm, running),
            lambda _none: self._played(said, role, running),
            lambda error: self._played(f"{said} {error.in_full()}", role, running),
            owner=self,
        )

    def _played(self, said: str, role: str, running: Event) -> None:
        if running is self._running:
            self._running = None
            self._rest()
            tell(self._said, said, role)

    def _failed(self, error: ScribeError, running: Event) -> None:
        if running is self._running:
            self._running = None
            self._rest()
            tell(self._said, _LOST if isinstance(error, MicrophoneLost) else error.in_full())

    def _rest(self) -> None:
        self._button.setText(self._title)
        self._meter.set_level(0)
