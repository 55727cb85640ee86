"""Plays what was said where the cursor is, off the GUI thread, and says in the bar what is heard."""

from threading import Event

from PySide6.QtCore import QObject

from scribe_desktop.errors import ScribeError
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.replay import Clip
from scribe_desktop.session.session import Session
from scribe_desktop.speech.playback import play
from scribe_desktop.views.dictation_bar import DictationBar
from scribe_desktop.views.note_editor import NoteEditor


class Replaying(QObject):
    """One clip at a time: asking for another ends the one before."""

    def __init__(self, session: Session, jobs: Jobs, bar: DictationBar, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._bar = session, jobs, bar
        self._stop: Event | None = None

    def play(self, editor: NoteEditor) -> None:
        """The dictated word with the cursor, or what is selected."""
        self.stop()
        section = editor.section_editor(editor.current_section)
        passage, start, end = section.place_of(section.word_in_hand())
        stop = self._stop = Event()
        self._jobs.store(
            lambda: self._session.replay.clip(passage, start, end),
            lambda clip: self._play(clip, stop),
            lambda error: self._silent(error, stop),
            owner=self,
        )

    def stop(self) -> bool:
        """End what is being played. False: nothing was."""
        stop, self._stop = self._stop, None
        if stop is not None:
            stop.set()
        return stop is not None

    def _play(self, clip: Clip, stop: Event) -> None:
        if not stop.is_set():
            self._bar.tell(f"Playing “{clip.heard}”. Esc stops.")
            self._jobs.background(
                lambda: play(clip.pcm, stop),
                lambda _none: self._over(clip, stop),
                lambda error: self._silent(error, stop),
                owner=self,
            )

    def _over(self, clip: Clip, stop: Event) -> None:
        if stop is self._stop or self._stop is None:
            self._bar.tell(f"Heard as “{clip.heard}”.")
        self._forget(stop)

    def _silent(self, error: ScribeError, stop: Event) -> None:
        self._forget(stop)
        self._bar.show_error(error)

    def _forget(self, stop: Event) -> None:
        if self._stop is stop:
            self._stop = None
