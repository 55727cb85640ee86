"""A microphone that comes back: capture goes on by itself when the device is there again."""

import threading
import time
from collections.abc import Callable

from scribe_desktop.errors import MicrophoneLost, NoMicrophone
from scribe_desktop.speech.microphone import Microphone
from scribe_desktop.speech.port import SAMPLE_RATE

TRY_EVERY = 1.0
"""Seconds between looks whether a microphone that went is there again."""
BREAK = 1.2
"""Seconds of silence put where it was away: what is said before and after it is no one sentence.

Every engine ends an utterance in less.
"""


class SteadyMicrophone:
    """One capture, `start` once, `stop` once, with the interface of `Microphone` and two more callbacks."""

    def __init__(self, device: str | None = None) -> None:
        self._device = device
        self._lock = threading.Lock()
        self._present: Microphone | None = None
        self._stopped = threading.Event()
        self._heard_at = 0.0
        self._begun = self._away = False
        """Nothing is heard until a device has delivered something, not only been opened."""

    def start(
        self,
        on_pcm: Callable[[bytes], None],
        on_level: Callable[[float], None],
        on_away: Callable[[MicrophoneLost], None],
        on_back: Callable[[float], None],
        on_switched: Callable[[str], None],
    ) -> None:
        """Open the device and begin; see `Microphone.start`.

        Args:
            on_away: the microphone is gone, has stalled, or the system took another one for it.
            on_back: it is heard again; gets for how many seconds nothing was, on the sound system's thread.

        Raises:
            NoMicrophone: there is none, or it cannot be opened.
        """
        self._on_pcm, self._on_level = on_pcm, on_level
        self._on_away, self._on_back, self._on_switched = on_away, on_back, on_switched
        self._heard_at = time.monotonic()
        self._open()

    def keep_trying(self) -> None:
        """After a `start` that raised: begin as soon as the device is there, and tell `on_back` then."""
        self._away = True
        self._come_back_later()

    @property
    def away_for(self) -> float:
        """Seconds since anything was heard, if the device is away now; else 0."""
        with self._lock:
            return time.monotonic() - self._heard_at if self._away else 0.0

    def stop(self, on_stopped: Callable[[], None]) -> None:
        """End the capture, from any thread, without waiting; see `Microphone.stop`."""
        with self._lock:
            self._stopped.set()
            present = self._present
        if present is not None:
            present.stop(on_stopped)
        else:
            on_stopped()

    def _open(self) -> None:
        microphone = Microphone(self._device)
        microphone.start(self._sound, self._on_level, self._lost, self._on_switched)
        with self._lock:
            self._present = microphone
            stopped = self._stopped.is_set()
        if stopped:
            microphone.stop()

    def _sound(self, pcm: bytes) -> None:
        now = time.monotonic()
        with self._lock:
            was_away, self._away, self._begun = self._away, False, True
            missed, self._heard_at = now - self._heard_at, now
        if was_away:
            self._on_back(missed)
        self._on_pcm(pcm)

    def _lost(self, error: MicrophoneLost) -> None:
        with self._lock:
            if self._stopped.is_set():
                return
            self._present = None
            was_away, self._away = self._away, True
        if not was_away:
            if self._begun:
                self._on_level(0.0)
                self._on_pcm(bytes(2 * int(BREAK * SAMPLE_RATE)))
            self._on_away(error)
        self._come_back_later()

    def _come_back_later(self) -> None:
        threading.Thread(target=self._return, name="microphone", daemon=True).start()

    def _return(self) -> None:
        while not self._stopped.wait(TRY_EVERY):
            try:
                self._open()
            except NoMicrophone:
                continue
            return
