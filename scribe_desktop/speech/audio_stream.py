"""One stream of audio on its way to a recogniser, and the callbacks that its words come back by."""

import threading
from collections import deque
from collections.abc import Callable, Sequence

from scribe_desktop.errors import EngineError
from scribe_desktop.speech.port import SAMPLE_RATE, SpeechEvent


class AudioStream:
    """Takes audio without ever blocking; all callbacks come on the recogniser's background thread.

    `on_end` is called exactly once and last, however the stream ended: after the remaining Finals when it
    was finished, after `on_error` when it failed, without more when it was cancelled.
    """

    def __init__(
        self,
        on_event: Callable[[SpeechEvent], None],
        on_error: Callable[[EngineError], None],
        on_end: Callable[[], None],
        phrases: Sequence[str] = (),
    ) -> None:
        self.phrases = tuple(phrases)
        """Commands, of which one is going to be said; none: anything may be."""
        self._on_event, self._on_error, self._on_end = on_event, on_error, on_end
        self._changed = threading.Condition()
        self._pending: deque[bytes] = deque()
        self._pending_bytes = 0
        self._finished = False
        self._cancelled = False
        self.is_recognised = False
        """All of it, to its end; set by the recogniser before `on_end`."""

    def feed(self, pcm: bytes) -> None:
        """Append mono signed 16-bit little-endian audio at 16 kHz; ignored once finished or cancelled."""
        with self._changed:
            if pcm and not (self._finished or self._cancelled):
                self._pending.append(bytes(pcm))
                self._pending_bytes += len(pcm)
                self._changed.notify_all()

    def finish(self) -> None:
        """There is no more audio: the remaining Finals come, then `on_end`."""
        with self._changed:
            self._finished = True
            self._changed.notify_all()

    def cancel(self) -> None:
        """Drop what was not recognised yet; no event that is not already under way comes any more."""
        with self._changed:
            self._cancelled = True
            self._pending.clear()
            self._pending_bytes = 0
            self._changed.notify_all()

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    @property
    def pending_bytes(self) -> int:
        return self._pending_bytes

    @property
    def pending_seconds(self) -> float:
        """Length of the audio that no worker has taken yet."""
        return self._pending_bytes / (2 * SAMPLE_RATE)

    def wait_for_room(self, seconds: float, timeout: float) -> bool:
        """Wait until less than so many seconds of audio are pending; False if `timeout` passed before."""
        with self._changed:
            return self._changed.wait_for(lambda: self.pending_seconds < seconds, timeout)

    def wait_cancelled(self, timeout: float) -> bool:
        """Wait so many seconds at most until it is cancelled; whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._cancelled, timeout)

    def take(self, seconds: float) -> bytes | None:
        """For the recogniser: wait for audio and take up to so much; empty at the end, None if cancelled."""
        with self._changed:
            self._changed.wait_for(lambda: self._pending or self._finished or self._cancelled)
            if self._cancelled:
                return None
            wanted, taken = int(seconds * SAMPLE_RATE) * 2, bytearray()
            while self._pending and len(taken) < wanted:
                taken += self._pending.popleft()
            if len(taken) > wanted:
                self._pending.appendleft(bytes(taken[wanted:]))
                del taken[wanted:]
            self._pending_bytes -= len(taken)
            self._changed.notify_all()
            return bytes(taken)

    def emit(self, event: SpeechEvent) -> None:
        if not self._cancelled:
            self._on_event(event)

    def fail(self, error: EngineError) -> None:
        self.cancel()
        self._on_error(error)

    def end(self) -> None:
        self._on_end()
