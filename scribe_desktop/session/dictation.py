"""One dictation at a time: sound from a microphone or a file goes to the recogniser, words to a target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from scribe_desktop.errors import ScribeError
from scribe_desktop.speech.audio_stream import AudioStream
from scribe_desktop.speech.microphone import Microphone
from scribe_desktop.speech.port import Final, SpeechEvent
from scribe_desktop.speech.transcribe import transcribe
from scribe_desktop.speech.worker import Recogniser

Target = TypeVar("Target")


class DictationState(Enum):
    IDLE = "idle"
    LISTENING = "listening"
    FINISHING = "finishing"
    """The key is up; the last words are still being recognised."""


@dataclass(frozen=True)
class Listener(Generic[Target]):
    """Where a dictation's news go; all are called on background threads."""

    state: Callable[[DictationState], None]
    level: Callable[[float], None]
    partial: Callable[[Target, str], None]
    final: Callable[[Target, Final], None]
    failed: Callable[[Target, ScribeError], None]


class Dictation(Generic[Target]):
    """Words go to the target that was given at the start, wherever the user has gone meanwhile.

    `start` and `from_file` may block (sound system, a whole file): call them off the GUI thread.
    """

    def __init__(self, recogniser: Recogniser, listener: Listener[Target]) -> None:
        self._recogniser = recogniser
        self._tell = listener
        self._lock = Lock()
        self._microphone: Microphone | None = None
        self._stream: AudioStream | None = None

    def start(self, target: Target, device: str | None = None) -> None:
        """Begin listening. Raises `NoMicrophone` or `EngineFailed`; nothing is running then."""
        with self._lock:
            if self._microphone is not None:
                return
            stream = self._recogniser.stream(
                lambda event: self._heard(target, event),
                lambda error: self._lost(target, error),
                lambda: self._tell.state(DictationState.IDLE),
            )
            microphone = Microphone(device)
            try:
                microphone.start(stream.feed, self._tell.level, lambda error: self._lost(target, error))
            except ScribeError:
                stream.cancel()
                raise
            self._microphone, self._stream = microphone, stream
        self._tell.state(DictationState.LISTENING)

    def stop(self) -> None:
        """Stop listening; words still on their way arrive at the target before the state turns idle."""
        with self._lock:
            microphone, stream = self._microphone, self._stream
            self._microphone = self._stream = None
        if microphone is None or stream is None:
            return
        self._tell.state(DictationState.FINISHING)
        microphone.stop(stream.finish)

    def from_file(
        self,
        target: Target,
        path: Path,
        progress: Callable[[float, float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Recognise an audio file; `progress` gets seconds done and in all. Raises `UnreadableAudio`."""
        self._tell.state(DictationState.LISTENING)
        try:
            transcribe(path, self._recogniser, lambda event: self._heard(target, event), progress, cancelled)
        finally:
            self._tell.state(DictationState.IDLE)

    def expect(self, words: Sequence[str]) -> None:
        """Reckon with these words, of the patient who is dictated about."""
        self._recogniser.expect(words)

    def close(self) -> None:
        self.stop()
        self._recogniser.close()

    def _heard(self, target: Target, event: SpeechEvent) -> None:
        if isinstance(event, Final):
            self._tell.final(target, event)
        else:
            self._tell.partial(target, event.text)

    def _lost(self, target: Target, error: ScribeError) -> None:
        """The microphone or the recogniser is gone: the other one has nothing to do any more."""
        self.stop()
        self._tell.failed(target, error)
