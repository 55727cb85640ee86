"""One dictation at a time: sound from a microphone or a file goes to the recogniser, words to a target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Lock
from typing import Generic, Protocol, TypeVar

from scribe_desktop.errors import MicrophoneLost, ScribeError
from scribe_desktop.session.take import Take, Trouble
from scribe_desktop.speech.audio_stream import AudioStream
from scribe_desktop.speech.port import Final, SpeechEvent
from scribe_desktop.speech.steady_microphone import SteadyMicrophone
from scribe_desktop.speech.transcribe import transcribe
from scribe_desktop.speech.worker import Recogniser

Target = TypeVar("Target")
_Target = TypeVar("_Target", contravariant=True)

_LAST_SOUND = 5.0
"""Seconds that letting go waits for sound that is on its way to the disk."""


class DictationState(Enum):
    IDLE = "idle"
    LISTENING = "listening"
    FINISHING = "finishing"
    """The key is up; the last words are still being recognised."""


class Cause(Enum):
    """What stays told beside dictation as it goes on."""

    DISK = "disk"
    """Sound is recognised and not kept."""
    MICROPHONE = "microphone"
    """Nothing is heard until it is back."""
    GAP = "gap"
    """It was away, or is another one now: over, but worth knowing."""
    RECOVERED = "recovered"
    """What was cut short earlier has become words."""


@dataclass(frozen=True)
class Listener(Generic[Target]):
    """Where a dictation's news go; all are called on background threads."""

    state: Callable[[DictationState], None]
    level: Callable[[float], None]
    partial: Callable[[Target, str], None]
    final: Callable[[Target, Final, str], None]
    """Gets the id under which the utterance is kept; empty for an audio file's."""
    failed: Callable[[Target, ScribeError], None]
    trouble: Callable[[Cause, ScribeError | None], None]
    """Gets None once it is over."""


class Keep(Protocol[_Target]):
    """Begins to keep what is spoken into a target."""

    def __call__(
        self,
        target: _Target,
        device: str,
        *,
        pass_on: Callable[[bytes], None],
        on_end: Callable[[], None],
        on_trouble: Trouble,
    ) -> Take: ...


class Dictation(Generic[Target]):
    """Words go to the target that was given at the start, wherever the user has gone meanwhile.

    `start`, `release` and `from_file` may block (sound system, disk, a whole file): call them off the GUI
    thread.
    """

    def __init__(
        self, recogniser: Recogniser, engine: str, listener: Listener[Target], keep: Keep[Target]
    ) -> None:
        self._recogniser, self._engine = recogniser, engine
        self._tell, self._keep = listener, keep
        self._lock = Lock()
        self._run: _Run[Target] | None = None
        self._takes: set[Take] = set()
        """Those whose words are not all stored."""

    def start(self, target: Target, device: str | None = None) -> None:
        """Begin listening. Raises `NoMicrophone` or `EngineFailed`; nothing is running then."""
        with self._lock:
            if self._run is not None:
                return
            run = _Run(self, target, device)
            self._takes.add(run.take)
            try:
                run.listen()
            except ScribeError:
                run.stream.cancel()
                run.take.finish()
                raise
            self._run = run
        self._tell.state(DictationState.LISTENING)

    def stop(self) -> None:
        """Stop listening; words still on their way arrive at the target before the state turns idle."""
        with self._lock:
            run, self._run = self._run, None
        if run is None:
            return
        self._tell.state(DictationState.FINISHING)
        run.microphone.stop(run.take.finish)

    def from_file(
        self,
        target: Target,
        path: Path,
        progress: Callable[[float, float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Recognise an audio file; `progress` gets seconds done and in all. Raises `UnreadableAudio`."""

        def heard(event: SpeechEvent) -> None:
            if isinstance(event, Final):
                self._tell.final(target, event, "")
            else:
                self._tell.partial(target, event.text)

        self._tell.state(DictationState.LISTENING)
        try:
            transcribe(path, self._recogniser, heard, progress, cancelled)
        finally:
            self._tell.state(DictationState.IDLE)

    def expect(self, words: Sequence[str]) -> None:
        """Reckon with these words, of the patient who is dictated about."""
        self._recogniser.expect(words)

    def release(self) -> None:
        """Let go of the store; what has not become words by now does so at the next log-in."""
        self.stop()
        for take in tuple(self._takes):
            take.release(_LAST_SOUND)

    def close(self) -> None:
        self.release()
        self._recogniser.close()


class _Run(Generic[Target]):
    """From the press of a key until the last word of it has arrived."""

    def __init__(self, dictation: Dictation[Target], target: Target, device: str | None) -> None:
        self._dictation, self._target = dictation, target
        self._tell = dictation._tell
        self.microphone = SteadyMicrophone(device)
        self.take = dictation._keep(
            target,
            device or "",
            pass_on=lambda pcm: self.stream.feed(pcm),
            on_end=lambda: self.stream.finish(),
            on_trouble=lambda trouble: self._tell.trouble(Cause.DISK, trouble),
        )
        self.stream: AudioStream = dictation._recogniser.stream(self._heard, self._broken, self._ended)

    def listen(self) -> None:
        """Raises `NoMicrophone`."""
        self.microphone.start(self.take.write, self._tell.level, self._away, self._back, self._switched)

    def _away(self, error: MicrophoneLost) -> None:
        self._tell.trouble(Cause.MICROPHONE, error)

    def _back(self, seconds: float) -> None:
        self._tell.trouble(Cause.MICROPHONE, None)
        gone = MicrophoneLost(
            f"The microphone is back. What was said in {in_halves(seconds)} s is missing.",
            remedy="Say it again.",
        )
        self._tell.trouble(Cause.GAP, gone)

    def _switched(self, title: str) -> None:
        changed = MicrophoneLost(
            f"The computer changed the microphone: {title} is listening now.",
            remedy="Choose one in the settings, and it stays.",
        )
        self._tell.trouble(Cause.GAP, changed)

    def _heard(self, event: SpeechEvent) -> None:
        if isinstance(event, Final):
            self._tell.final(self._target, event, self.take.heard(event, self._dictation._engine))
        else:
            self._tell.partial(self._target, event.text)

    def _broken(self, error: ScribeError) -> None:
        self._dictation.stop()
        kept = f"{error.remedy} What was said is kept; the rest of it is recognised at the next log-in."
        self._tell.failed(self._target, type(error)(str(error), remedy=kept.strip()))

    def _ended(self) -> None:
        if self.take.over(complete=self.stream.is_recognised):
            self._dictation._takes.discard(self.take)
        self._tell.state(DictationState.IDLE)


def in_halves(seconds: float) -> str:
    """Seconds up to the next half: "4.5"."""
    return f"{-(-seconds // 0.5) / 2:g}"
