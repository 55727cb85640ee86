"""The commands that begin dictation: into the section in front, once its patient is beyond doubt."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.ears import Listening
from scribe_desktop.session.session import Session
from scribe_desktop.views.dictation_bar import DictationBar
from scribe_desktop.views.dictation_control import DictationControl, Target
from scribe_desktop.views.open_charts import OpenCharts
from scribe_desktop.views.patient_guard import PatientGuard

_LISTENS = {
    Listening.MICROPHONE: "the microphone alone is heard.",
    Listening.BOTH: "the room and the computer are heard, each for itself. Use a headset.",
}
_AUDIO_FILES = "Audio (*.wav *.flac *.ogg *.oga *.opus);;All files (*)"


class Dictating(QObject):
    """Dictation goes on where it began, whichever chart is in front; the bar says so."""

    def __init__(
        self,
        charts: OpenCharts,
        guard: PatientGuard,
        control: DictationControl,
        bar: DictationBar,
        target: Callable[[], Target | None],
        session: Session,
        jobs: Jobs,
        parent: QWidget,
    ) -> None:
        """`target` knows the section that dictation would go to now."""
        super().__init__(parent)
        self._charts, self._guard, self._control, self._bar = charts, guard, control, bar
        self._target, self._window = target, parent
        self._session, self._jobs = session, jobs
        control.aimed.connect(self._mark_target)
        charts.changed.connect(self._mark_target)

    def toggle(self) -> None:
        if self._control.is_running:
            self._control.stop()
        else:
            self._into_target(self._control.start)

    def hold(self) -> None:
        """Dictate while a key is held; one that was let go to answer a question has to be pressed again."""
        self._hold(self._control.start)

    def hold_command(self) -> None:
        """Listen, while a key is held, for something that is done and never becomes text."""
        if self._control.is_running:
            self._bar.show_hint("While dictation runs, say the command after a pause.")
        else:
            self._hold(self._listen_for_command)

    def _hold(self, begin: Callable[[Target], object]) -> None:
        chart = self._charts.front
        if chart is not None and chart.writable and self._guard.asks(chart):
            chart.editor.gate(lambda: self._bar.show_hint("Hold the key again and speak."))
        else:
            self._into_target(begin)

    def _listen_for_command(self, target: Target) -> None:
        chart = self._charts.front
        if chart is not None:
            note_type = chart.chart.note_type
            self._control.start(target, self._session.voice(note_type.specialty).phrases(note_type))

    def hear_computer(self) -> None:
        """Have the next dictation hear what the computer plays beside the microphone, or no longer."""
        self._jobs.store(
            self._session.preferences.toggle_computer, self._told, self._bar.show_error, owner=self
        )

    def _told(self, listening: Listening) -> None:
        when = "From the next dictation on" if self._control.is_running else "Now"
        self._bar.tell(f"{when} {_LISTENS[listening]}")

    def from_file(self, path: Path | None) -> None:
        """Transcribe an audio file into the current section; asks which one unless told."""
        self._into_target(partial(self._from_file, path))

    def _from_file(self, path: Path | None, target: Target) -> None:
        if path is None:
            chosen, _ = QFileDialog.getOpenFileName(self._window, "Dictate from audio file", "", _AUDIO_FILES)
            path = Path(chosen) if chosen else None
        if path is not None:
            self._control.from_file(target, path)

    def _into_target(self, do: Callable[[Target], object]) -> None:
        chart = self._charts.front
        if chart is None or not chart.writable:
            self._bar.show_hint("Open a draft to dictate into.")
        else:
            chart.editor.gate(partial(self._go_on, do))

    def _go_on(self, do: Callable[[Target], object]) -> None:
        target = self._target()
        if target is not None:
            do(target)

    def _mark_target(self) -> None:
        """Make plain whether words go to the note in front."""
        target, chart = self._control.target, self._charts.front
        here = chart is not None and target is not None and target.note_id == chart.chart.note.id
        self._bar.mark_anchor(elsewhere=target is not None and not here)
