"""An audio file on the same way as live dictation, with progress and cancel."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from scribe_desktop.errors import EngineError, UnreadableAudio
from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.audio_stream import AudioStream
from scribe_desktop.speech.port import Final, SpeechEvent
from scribe_desktop.speech.replay import BYTES_PER_SECOND
from scribe_desktop.speech.worker import Recogniser


class Sink(Protocol):
    """What sound goes through on its way to a recogniser."""

    def write(self, pcm: bytes) -> None: ...

    def finish(self) -> None:
        """There is no more of it."""
        ...


Through = Callable[[Callable[[bytes], None], Callable[[], None]], Sink]
"""Makes a sink of what it passes sound on to, and what it calls after the last of it."""
AHEAD = 10.0
"""Seconds of audio read ahead of the recogniser: what keeps memory constant."""
_LOOK_UP = 0.1
"""Seconds between looks at `cancelled`."""


def transcribe(
    path: Path,
    recogniser: Recogniser,
    on_event: Callable[[SpeechEvent], None],
    on_progress: Callable[[float, float], None],
    cancelled: Callable[[], bool],
    through: Through | None = None,
) -> tuple[Final, ...]:
    """Recognise a recording and wait for it, which takes a worker thread; memory stays constant.

    Args:
        path: WAV, FLAC or OGG; any rate and channel count.
        recogniser: one that has nothing else to do meanwhile.
        on_event: gets each event, on the recogniser's thread.
        on_progress: gets seconds done and seconds in total, on the calling thread.
        cancelled: asked about every tenth of a second, on the calling thread.
        through: what the sound goes through first, if anything.

    Returns:
        All Finals, or those up to the cancel.

    Raises:
        UnreadableAudio: not audio; or, after all readable audio was recognised, that it breaks off.
        EngineError: the recogniser could not go on; `on_event` has had what it had recognised.
    """
    with AudioFile.open(path) as audio:
        job = Feeding(
            recogniser,
            on_event,
            lambda done: on_progress(min(done, audio.duration), audio.duration),
            through,
        )
        broken: UnreadableAudio | None = None
        try:
            for block in audio.blocks():
                if not job.send(block, cancelled):
                    break
        except UnreadableAudio as error:
            broken = error
        finals = job.rest(cancelled)
        if broken is not None and not cancelled():
            raise broken
        return finals


class Feeding:
    """Hands sound to a recogniser as fast as it takes it; all but the callbacks on the calling thread.

    `on_event` comes on the recogniser's thread; `on_progress` gets the seconds that are done.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        on_event: Callable[[SpeechEvent], None],
        on_progress: Callable[[float], None],
        through: Through | None = None,
    ) -> None:
        self._on_event, self._on_progress = on_event, on_progress
        self._finals: list[Final] = []
        self._errors: list[EngineError] = []
        self._ended = threading.Event()
        self._sent = 0
        self._stream: AudioStream = recogniser.stream(self._note, self._errors.append, self._ended.set)
        self._write, self._finish = self._stream.feed, self._stream.finish
        if through is not None:
            sink = through(self._stream.feed, self._stream.finish)
            self._write, self._finish = sink.write, sink.finish

    def send(self, block: bytes, cancelled: Callable[[], bool]) -> bool:
        """Hand over one block as soon as there is room; False when there is no use in sending more."""
        self._write(block)
        self._sent += len(block)
        room = False
        while not (room or cancelled() or self._ended.is_set()):
            room = self._stream.wait_for_room(AHEAD, _LOOK_UP)
            self._report()
        return room and not self._ended.is_set()

    @property
    def is_complete(self) -> bool:
        """Whether all that was sent has been recognised."""
        return self._stream.is_recognised

    def rest(self, cancelled: Callable[[], bool]) -> tuple[Final, ...]:
        """Wait for what is still being recognised; all Finals. Raises `EngineError`."""
        self._finish()
        while not self._ended.wait(_LOOK_UP):
            if cancelled():
                # the worker may still be busy with its last piece, of which nothing will be told
                self._stream.cancel()
                return tuple(self._finals)
            self._report()
        if self._errors:
            raise self._errors[0]
        self._report()
        return tuple(self._finals)

    def _report(self) -> None:
        if not self._stream.cancelled:
            self._on_progress((self._sent - self._stream.pending_bytes) / BYTES_PER_SECOND)

    def _note(self, event: SpeechEvent) -> None:
        if isinstance(event, Final):
            self._finals.append(event)
        self._on_event(event)
