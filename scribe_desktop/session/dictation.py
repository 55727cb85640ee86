"""One dictation at a time: sound from microphone, computer or file goes to recognisers, words to a target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Generic, Protocol, TypeVar

from scribe_desktop.errors import MicrophoneLost, NoMicrophone, ScribeError
from scribe_desktop.notes.recording import Channel
from scribe_desktop.session.command_hearing import CommandHearing
from scribe_desktop.session.ears import Ear
from scribe_desktop.session.echo import Echo
from scribe_desktop.session.first_sound import FirstSound
from scribe_desktop.session.hearing import Cause, Hearing, HearingNews
from scribe_desktop.session.take import Take, Trouble
from scribe_desktop.speech.port import Final, SpeechEvent
from scribe_desktop.speech.transcribe import transcribe
from scribe_desktop.speech.worker import Recogniser

Target = TypeVar("Target")
_Target = TypeVar("_Target", contravariant=True)

_LAST_SOUND = 5.0
"""Seconds that letting go waits for sound that is on its way to the disk."""
_ECHO = MicrophoneLost(
    "The microphone hears what the computer plays: its words come twice, once as if said in the room.",
    remedy="Use a headset, and take out what came twice.",
)
_KEPT = "Go on: what is said is kept, and recognised when dictation stops."


class DictationState(Enum):
    IDLE = "idle"
    OPENING = "opening"
    """The device is asked for sound and has not delivered any: what is said now is not heard."""
    LISTENING = "listening"
    FINISHING = "finishing"
    """The key is up; the last words are still being recognised."""


@dataclass(frozen=True)
class Listener(Generic[Target]):
    """Where a dictation's news go; all are called on background threads."""

    state: Callable[[DictationState], None]
    level: Callable[[Channel, float], None]
    partial: Callable[[Target, Channel, str], None]
    final: Callable[[Target, Channel, Final, str], None]
    """Gets the id under which the utterance is kept."""
    failed: Callable[[Target, ScribeError], None]
    trouble: Callable[[Cause, ScribeError | None], None]
    """Gets None once it is over."""
    command: Callable[[Target, Final], None]
    """Something was said that is no text."""


class Keep(Protocol[_Target]):
    """Begins to keep what is spoken into a target."""

    def __call__(
        self,
        target: _Target,
        device: str,
        channel: Channel,
        *,
        pass_on: Callable[[bytes], None],
        on_end: Callable[[], None],
        on_trouble: Trouble,
    ) -> Take: ...


class Dictation(Generic[Target]):
    """Words go to the target that was given at the start, wherever the user has gone meanwhile.

    Two channels are recognised by two workers, so that one that breaks down, or is busy with a long
    sentence, does not keep the other waiting; the second one lives as long as two channels are wanted.

    `start`, `release` and `from_file` may block (sound system, disk, a whole file): call them off the GUI
    thread.
    """

    def __init__(
        self,
        recogniser: Callable[[], Recogniser],
        engine: str,
        listener: Listener[Target],
        keep: Keep[Target],
    ) -> None:
        """`recogniser` makes one; the first is started here."""
        self._another = recogniser
        self._recognisers = [recogniser()]
        self._recognisers[0].start()
        self._engine, self._tell, self._keep = engine, listener, keep
        self._lock = Lock()
        self._run: _Run[Target] | CommandHearing | None = None
        self._first = FirstSound((), lambda: None)
        self._takes: set[Take] = set()
        """Those whose words are not all stored."""
        self._words: tuple[str, ...] = ()

    def start(self, target: Target, ears: Sequence[Ear] = (Ear(),), commands: Sequence[str] = ()) -> None:
        """Begin listening with whichever ears can be opened; the others are tried again and again.

        Args:
            commands: if any, what is said is one of these and no text, and its sound is not kept.

        Raises:
            NoMicrophone: none of them can be.
            EngineFailed: there is no recogniser; nothing is running then.
        """
        with self._lock:
            if self._run is not None:
                return
            self._have_recognisers(len(ears))
            heard = partial(self._tell.state, DictationState.LISTENING)
            self._first = FirstSound([ear.channel for ear in ears], heard)
            run: _Run[Target] | CommandHearing = (
                self._command_hearing(target, ears[0], commands)
                if commands
                else _Run(self, target, ears, self._first)
            )
            self._tell.state(DictationState.OPENING)
            run.listen()
            self._run = run

    def stop(self) -> None:
        """Stop listening; words still on their way arrive at the target before the state turns idle."""
        with self._lock:
            run, self._run = self._run, None
        if run is None:
            return
        self._first.end()
        self._tell.state(DictationState.FINISHING)
        run.stop()

    def from_file(
        self,
        target: Target,
        path: Path,
        progress: Callable[[float, float], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Recognise an audio file; `progress` gets seconds done and in all.

        Its sound is kept as that of any dictation is. What is left of it when somebody cancels, or when it
        cannot be recognised, is not brought later: who asked for it knows.

        Raises:
            UnreadableAudio: see `transcribe`.
            EngineError: the recogniser could not go on.
        """
        takes: list[Take] = []

        def keep(pass_on: Callable[[bytes], None], on_end: Callable[[], None]) -> Take:
            trouble = partial(self._tell.trouble, Cause.DISK)
            take = self._keep(
                target, path.name, Channel.FILE, pass_on=pass_on, on_end=on_end, on_trouble=trouble
            )
            takes.append(take)
            self._takes.add(take)
            return take

        def heard(event: SpeechEvent) -> None:
            if isinstance(event, Final):
                self._tell.final(target, Channel.FILE, event, takes[0].heard(event, self._engine))
            else:
                self._tell.partial(target, Channel.FILE, event.text)

        self._tell.state(DictationState.LISTENING)
        try:
            transcribe(path, self._recognisers[0], heard, progress, cancelled, keep)
        finally:
            for take in takes:
                take.finish()
                if take.over(complete=True):
                    self._takes.discard(take)
            self._tell.state(DictationState.IDLE)

    def expect(self, words: Sequence[str]) -> None:
        """Reckon with these words, of the patient who is dictated about."""
        self._words = tuple(words)
        for recogniser in self._recognisers:
            recogniser.expect(words)

    def release(self) -> None:
        """Let go of the store; what has not become words by now does so at the next log-in."""
        self.stop()
        for take in tuple(self._takes):
            take.release(_LAST_SOUND)

    def close(self) -> None:
        self.release()
        for recogniser in self._recognisers:
            recogniser.close()

    def _command_hearing(self, target: Target, ear: Ear, commands: Sequence[str]) -> CommandHearing:
        tell, first = self._tell, self._first

        def heard(event: SpeechEvent) -> None:
            if isinstance(event, Final):
                tell.command(target, event)
            else:
                tell.partial(target, ear.channel, event.text)

        def broken(error: ScribeError) -> None:
            self.stop()
            tell.failed(target, error)

        return CommandHearing(
            ear,
            self._recognisers[0],
            commands,
            level=partial(tell.level, ear.channel),
            begun=partial(first.come, ear.channel),
            heard=heard,
            broken=broken,
            over=lambda: tell.state(DictationState.IDLE),
        )

    def _have_recognisers(self, count: int) -> None:
        """One for each channel; what is not needed any more, and has nothing to do, gives its memory back."""
        if not self._takes:
            for spare in self._recognisers[count:]:
                spare.close()
            del self._recognisers[count:]
        while len(self._recognisers) < count:
            made = self._another()
            made.start()
            made.expect(self._words)
            self._recognisers.append(made)


class _Run(Generic[Target]):
    """From the press of a key until the last word of it has arrived, on all its channels."""

    def __init__(
        self, dictation: Dictation[Target], target: Target, ears: Sequence[Ear], first: FirstSound
    ) -> None:
        self._dictation, self._target = dictation, target
        self._tell = tell = dictation._tell
        self._lock = Lock()
        self._ended: set[Hearing] = set()
        self._echo = Echo()
        self.hearings = [
            Hearing(
                ear,
                recogniser,
                dictation._engine,
                partial(dictation._keep, target),
                HearingNews(
                    partial(tell.level, ear.channel),
                    lambda hearing: first.come(hearing.channel),
                    self._heard,
                    self._broken,
                    self._over,
                    tell.trouble,
                ),
            )
            for ear, recogniser in zip(ears, dictation._recognisers, strict=False)
        ]
        dictation._takes.update(hearing.take for hearing in self.hearings)

    def listen(self) -> None:
        """Raises `NoMicrophone` when nothing can be opened."""
        missing: dict[Hearing, NoMicrophone] = {}
        try:
            for hearing in self.hearings:
                try:
                    hearing.start()
                except NoMicrophone as error:
                    missing[hearing] = error
            if len(missing) == len(self.hearings):
                raise next(iter(missing.values()))
        except ScribeError:
            for hearing in self.hearings:
                hearing.drop()
            raise
        for hearing, why in missing.items():
            hearing.await_source(why)

    def stop(self) -> None:
        for hearing in self.hearings:
            hearing.stop()

    def _heard(self, hearing: Hearing, event: SpeechEvent, utterance: str) -> None:
        if isinstance(event, Final):
            self._tell.final(self._target, hearing.channel, event, utterance)
            if len(self.hearings) > 1 and self._echo.is_in(hearing.channel, event):
                self._tell.trouble(Cause.ECHO, _ECHO)
        else:
            self._tell.partial(self._target, hearing.channel, event.text)

    def _broken(self, _hearing: Hearing, error: ScribeError) -> None:
        told = type(error)(str(error), remedy=f"{error.remedy} {_KEPT}".strip())
        self._tell.trouble(Cause.RECOGNISER, told)

    def _over(self, hearing: Hearing) -> None:
        if hearing.stored:
            self._dictation._takes.discard(hearing.take)
        with self._lock:
            self._ended.add(hearing)
            all_ended = len(self._ended) == len(self.hearings)
        if all_ended:
            self._tell.state(DictationState.IDLE)
