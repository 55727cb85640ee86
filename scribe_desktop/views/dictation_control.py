"""Starts and stops dictation for the workspace, and tells where each recognised word belongs."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import Channel
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.dictated_text import DictatedText
from scribe_desktop.session.dictation import Dictation, DictationState, Listener
from scribe_desktop.session.ears import Ear
from scribe_desktop.session.session import Session
from scribe_desktop.session.take import Take, Trouble
from scribe_desktop.speech.port import Final
from scribe_desktop.speech.worker import Recogniser
from scribe_desktop.views.dictation_bar import DictationBar

_AHEAD_MS = 1_500
"""After log-in the window comes first; then the engine is loaded, or as soon as somebody needs it."""
_LAST_WORDS_MS = 8_000
"""How long leaving waits for words that are still being recognised."""


@dataclass(frozen=True)
class Target:
    """The section that was dictated into when dictation began."""

    note_id: str
    section: str
    title: str
    patient: str = ""
    """Whose note it is."""
    field: str = ""
    """Key of the section's field with the cursor: what is a value for it goes there."""
    label: str = ""
    """What that field is called."""

    @property
    def words(self) -> str:
        """As the dictation bar shows it: "Robin Castellane · Vital signs · Pulse"."""
        return " · ".join(filter(None, (self.patient, self.title, self.label)))

    @property
    def place(self) -> str:
        """Where in the note: "Vital signs, Pulse"."""
        return ", ".join(filter(None, (self.title, self.label)))


class DictationControl(QObject):
    """One dictation at a time, by microphone or from a file, all of it off the GUI thread."""

    words = Signal(object, object)
    """`Target`, and a `Passage` of recognised text."""
    commanded = Signal(object, object)
    """`Target`, and a sequence of `Passage`: what was said as a command, and what else it may have been."""
    ended = Signal()
    """The last word of a dictation has been told."""
    aimed = Signal()
    """Words go to another `target` from now on."""

    def __init__(
        self, session: Session, jobs: Jobs, bar: DictationBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._bar = session, jobs, bar
        self._dictation: Dictation[Target] | None = None
        self._engine = ""
        self._wanted: Target | None = None
        self._commands: tuple[str, ...] = ()
        """What may be said while a key is held for a command; none for a dictation."""
        self._listening = False
        self._busy = False
        self._notes: set[str] = set()
        self._file_cancel: Event | None = None
        self._closed: Callable[[], None] | None = None
        self.state = DictationState.IDLE
        self.target: Target | None = None
        """Where the words of the latest dictation go."""
        self._pending: Callable[[], None] | None = None
        """A file that waits for the engine."""
        self._ahead = QTimer(self, interval=_AHEAD_MS, singleShot=True)
        self._ahead.timeout.connect(self.renew)
        self._ahead.start()

    def renew(self) -> None:
        """Load the engine that the settings name now, ahead of the first word."""
        self._ahead.stop()
        self._jobs.background(self._choose, self._chosen, self._no_engine, owner=self)
        self._jobs.background(self._session.clinical_words.prepare)

    def toggle(self, target: Target | None) -> None:
        """Start into this section, or stop what is running."""
        if self.is_running:
            self.stop()
        elif target is not None:
            self.start(target)

    def start(self, target: Target, commands: Sequence[str] = ()) -> None:
        """Listen for words that go there; or for one of these commands, given from there."""
        if self._file_cancel is not None:
            self._bar.show_hint("An audio file is being transcribed. Press Escape to cancel it.")
            return
        self._aim(target)
        self._wanted, self._commands = target, tuple(commands)
        self._hurry()
        self._reconcile()

    def stop(self) -> None:
        self._wanted = None
        self._reconcile()

    def from_file(self, target: Target, path: Path) -> None:
        """Transcribe an audio file into this section, with progress; `cancel` ends it."""
        dictation = self._dictation
        if self.is_running or self._file_cancel is not None:
            self._bar.show_hint("Dictation is running. Stop it first (F9).")
            return
        if dictation is None:
            self._aim(target)
            self._pending = partial(self.from_file, target, path)
            self._bar.show_hint("Loading the recogniser…")
            self._hurry()
            return
        self._aim(target)
        cancel = self._file_cancel = Event()
        self._bar.show_progress(0)
        progress = self._jobs.on_gui(lambda done, total: self._bar.show_progress(done / total), owner=self)
        self._jobs.background(
            lambda: dictation.from_file(target, path, progress, cancel.is_set),
            lambda _none: self._file_over(None),
            self._file_over,
            owner=self,
        )

    def cancel(self) -> bool:
        """Stop a running file or dictation; what was recognised stays. False: nothing was running."""
        if self._file_cancel is not None:
            self._file_cancel.set()
            return True
        if self._pending is not None:
            self._pending = None
            return True
        running = self.is_running
        self.stop()
        return running

    @property
    def is_running(self) -> bool:
        """Listening, or about to."""
        return self._wanted is not None or self._listening

    @property
    def is_quiet(self) -> bool:
        """Nothing is being said and no words are on their way."""
        idle = self.state is DictationState.IDLE and self._file_cancel is None and self._pending is None
        return idle and not self.is_running and not self._busy

    def writes_into(self, note_id: str) -> bool:
        """Whether words may still be on their way into this note."""
        return not self.is_quiet and note_id in self._notes

    def close(self, done: Callable[[], None]) -> None:
        """Stop everything; `done` is called once the words still on their way have been told."""
        self._closed = done
        self._ahead.stop()
        self.cancel()
        if self.state is DictationState.IDLE and not self._busy:
            self._leave()
        else:
            QTimer.singleShot(_LAST_WORDS_MS, self, self._leave)

    def _aim(self, target: Target) -> None:
        """Say where words go from now on; those for an earlier target may still be under way."""
        if self.is_quiet:
            self._notes.clear()
        self._notes.add(target.note_id)
        self.target = target
        self._bar.show_anchor(target.words)
        self._learn_words(target.note_id)
        self.aimed.emit()

    def _learn_words(self, note_id: str) -> None:
        """Reckon with what this patient's notes say, as soon as it has been read."""
        found, known = self._session.patient_words, self._session.clinical_words
        self._jobs.store(
            lambda: found.of_note(note_id),
            lambda words: self._jobs.background(lambda: known.reckon_with(words), self._expect, owner=self),
            self._bar.show_error,
            owner=self,
        )

    def _expect(self, words: tuple[str, ...]) -> None:
        if self._dictation is not None:
            self._dictation.expect(words)

    def _leave(self) -> None:
        done, self._closed = self._closed, None
        dictation, self._dictation = self._dictation, None
        if dictation is not None:
            # nothing of it may touch the store any more when `done` closes that
            self._jobs.background(
                lambda: _told_as_bug(dictation.release), lambda _none: done() if done else None
            )
            self._jobs.background(dictation.close)
        elif done is not None:
            done()

    def _choose(self) -> tuple[Dictation[Target], str]:
        choice = self._session.engine()
        hop = self._jobs.on_gui
        words, commands = hop(self._came, owner=self), hop(self.commanded.emit, owner=self)

        listener = Listener[Target](
            state=hop(self._state_changed, owner=self),
            level=hop(self._bar.show_level, owner=self._bar),
            partial=hop(lambda _target, channel, text: self._bar.show_partial(text, channel), owner=self),
            final=lambda target, channel, final, utterance: words(
                target, self._written(final, choice.name, utterance, channel), channel
            ),
            failed=hop(lambda _target, error: self._failed(error), owner=self),
            trouble=hop(self._bar.show_trouble, owner=self._bar),
            command=lambda target, final: commands(target, self.as_commands(final, choice.name)),
        )
        return Dictation(lambda: Recogniser(choice), choice.name, listener, self._keep), choice.name

    def _keep(
        self,
        target: Target,
        device: str,
        channel: Channel,
        *,
        pass_on: Callable[[bytes], None],
        on_end: Callable[[], None],
        on_trouble: Trouble,
    ) -> Take:
        return self._session.sound.take(
            target.note_id,
            target.section,
            device,
            channel,
            pass_on=pass_on,
            on_end=on_end,
            on_trouble=on_trouble,
        )

    def _chosen(self, made: tuple[Dictation[Target], str]) -> None:
        former = self._dictation
        self._dictation, self._engine = made
        self._bar.engine.setText(self._engine.capitalize())
        if former is not None:
            self._jobs.background(former.close)
        self._reconcile()
        pending, self._pending = self._pending, None
        if pending is not None:
            pending()

    def _came(self, target: Target, words: Passage, channel: Channel) -> None:
        self._bar.words_came(channel)
        self.words.emit(target, words)

    def as_commands(self, final: Final, engine: str) -> list[Passage]:
        """What was heard, and what else it may have been; each as it would be written, then as heard."""
        texts, as_heard = self._session.recovered_text_of(Channel.MICROPHONE), DictatedText()
        finals = [final, *(Final(text, final.start, final.end) for text in final.alternatives)]
        person_id = self._session.person.id
        return [way.written(one, engine, person_id) for one in finals for way in (texts, as_heard)]

    def _hurry(self) -> None:
        """Do not put off any longer what is needed now."""
        if self._ahead.isActive():
            self.renew()

    def _no_engine(self, error: ScribeError) -> None:
        self._pending = None
        self._bar.show_error(error)

    def _reconcile(self) -> None:
        """Bring the microphone to where the user wants it, one step at a time."""
        dictation, target = self._dictation, self._wanted
        if self._busy or dictation is None or (target is not None) == self._listening:
            return
        self._busy = True
        if target is not None:
            show = self._jobs.on_gui(self._bar.show_channels, owner=self._bar)
            commands = self._commands

            def listen() -> None:
                kept = self._session.preferences
                ears = (Ear(kept.microphone),) if commands else kept.ears()
                show([ear.channel for ear in ears])
                self._session.begin_dictation()
                dictation.start(target, ears, commands)

            self._jobs.background(listen, lambda _n: self._settled(True), self._failed, owner=self)
        else:
            self._jobs.background(dictation.stop, lambda _n: self._settled(False), self._failed, owner=self)

    def _settled(self, listening: bool) -> None:
        self._busy, self._listening = False, listening
        self._reconcile()

    def _failed(self, error: ScribeError) -> None:
        """Sound or recognition is gone; what was heard until now is still recognised into the note."""
        self._busy = self._listening = False
        self._wanted = None
        self._bar.show_error(error)

    def _file_over(self, error: ScribeError | None) -> None:
        self._file_cancel = None
        self._bar.show_progress(None)
        if error is not None:
            self._bar.show_error(error)

    def _state_changed(self, state: DictationState) -> None:
        self.state = state
        self._bar.show_state(state)
        if state is DictationState.IDLE:
            self.ended.emit()
        if state is DictationState.IDLE and self._closed is not None:
            self._leave()

    def _written(self, final: Final, engine: str, utterance: str, channel: Channel) -> Passage:
        """What is to be written, worked out on the recogniser's thread; a bug on the way loses no word."""
        person_id = self._session.person.id
        try:
            return self._session.text_of(channel).written(final, engine, person_id, utterance, channel)
        except Exception:  # noqa: BLE001  it is told as every bug is, and the words are written as heard
            sys.excepthook(*sys.exc_info())
            return DictatedText().written(final, engine, person_id, utterance, channel)


def _told_as_bug(work: Callable[[], object]) -> None:
    """Do it; a bug in it is told as every bug is, and keeps nobody from leaving."""
    try:
        work()
    except Exception:  # noqa: BLE001
        sys.excepthook(*sys.exc_info())
