"""Puts sound on disk as it comes in, and only then passes it on to be recognised."""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from scribe_desktop.speech.spool import BYTES_PER_SECOND, LONGEST, SpoolWriter

SYNC_EVERY = 0.5
"""Seconds of sound that a power cut may take at most."""
RETRY_EVERY = 1.0
"""Seconds between attempts to write to a disk that takes nothing."""
MOST_HELD = 600 * BYTES_PER_SECOND
"""Bytes of sound that wait in memory for a disk that takes nothing: ten minutes."""


class Spooling:
    """Takes sound without ever blocking. A disk that fails is told and tried again; recognition goes on.

    Args:
        open_spool: makes the file; called in the thread, again and again while it raises.
        pass_on: gets all sound in order, after the disk had its chance.
        on_trouble: told what keeps sound from being kept (once), and None when all of it is kept again.
        on_end: called when all sound has been passed on after `finish`.
        troubles: what `open_spool` raises besides `OSError` when the environment is to blame.
    """

    def __init__(
        self,
        open_spool: Callable[[], SpoolWriter],
        pass_on: Callable[[bytes], None],
        on_trouble: Callable[[Exception | None], None],
        on_end: Callable[[], None],
        troubles: tuple[type[Exception], ...] = (),
    ) -> None:
        self._open_spool, self._pass_on, self._on_trouble = open_spool, pass_on, on_trouble
        self._on_end = on_end
        self._troubles: tuple[type[Exception], ...] = (OSError, *troubles)
        self._spool: SpoolWriter | None = None
        self._arrived = threading.Condition()
        self._pending: deque[bytes] = deque()
        self._finished = False
        self._held = bytearray()
        self._dropped = 0
        self._written = 0
        """Bytes of sound in the file, with what was skipped."""
        self._told_at = 0.0
        self._trouble: Exception | None = None
        self._tried_at = -RETRY_EVERY
        self._synced_at = 0.0
        self._dirty = False
        self._thread = threading.Thread(target=self._run, name="spooling", daemon=True)
        self._thread.start()

    def write(self, pcm: bytes) -> None:
        """Take mono 16-bit sound at 16 kHz; ignored once finished."""
        with self._arrived:
            if not self._finished:
                self._pending.append(pcm)
                self._arrived.notify_all()

    def finish(self) -> None:
        """There is no more sound; returns at once."""
        with self._arrived:
            self._finished = True
            self._arrived.notify_all()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the thread has ended. False: it had not in time."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    @property
    def unkept_seconds(self) -> float:
        """How much sound is not on the disk; final once `wait` has returned."""
        return (len(self._held) + self._dropped) / BYTES_PER_SECOND

    def _run(self) -> None:
        while (sound := self._take()) is not None:
            self._held += sound
            self._keep(at_last=False)
            if sound:
                self._pass_on(sound)
        self._keep(at_last=True)
        if self._spool is not None:
            self._spool.close()
        self._on_end()

    def _take(self) -> bytes | None:
        """Whatever has arrived; empty when it is time to write or sync, None at the end."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._pending or self._finished, SYNC_EVERY)
            if not self._pending and self._finished:
                return None
            sound = b"".join(self._pending)
            self._pending.clear()
            return sound

    def _keep(self, *, at_last: bool) -> None:
        """Write what is held, unless that has failed just now."""
        now = time.monotonic()
        if self._trouble is not None and not at_last and now - self._tried_at < RETRY_EVERY:
            self._forget_oldest()
            self._tell_heard(now)
            return
        try:
            self._write_held()
            self._sync(now, at_last=at_last)
        except self._troubles as error:
            self._tried_at = now
            self._forget_oldest()
            self._tell_heard(now)
            if self._trouble is None:
                self._on_trouble(error)
            self._trouble = error
        else:
            if self._trouble is not None:
                self._trouble = None
                self._on_trouble(None)

    def _write_held(self) -> None:
        if not self._held:
            return
        if self._spool is None:
            self._spool = self._open_spool()
        if self._dropped:
            self._spool.skip(self._dropped)
            self._written += self._dropped
            self._dropped = 0
        while self._held:
            chunk = bytes(self._held[:LONGEST])
            self._spool.write(chunk)
            del self._held[: len(chunk)]
            self._written += len(chunk)
            self._dirty = True

    def _tell_heard(self, now: float) -> None:
        """Should the program die now, this is how somebody will know that something is missing."""
        if self._spool is not None and now - self._told_at >= SYNC_EVERY:
            self._told_at = now
            with suppress(OSError):  # a disk that takes not even this has been told of already
                self._spool.tell_heard(self._written + self._dropped + len(self._held))
                self._spool.sync()

    def _sync(self, now: float, *, at_last: bool) -> None:
        if self._spool is not None and self._dirty and (at_last or now - self._synced_at >= SYNC_EVERY):
            self._spool.sync()
            self._synced_at, self._dirty = now, False

    def _forget_oldest(self) -> None:
        surplus = len(self._held) - MOST_HELD
        if surplus > 0:
            del self._held[:surplus]
            self._dropped += surplus
