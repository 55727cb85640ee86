"""One dictation while it is spoken: sound goes to disk and to the recogniser, what is heard to the store."""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from scribe_desktop.errors import SoundNotKept, StoreError
from scribe_desktop.notes.recording import Recording, TimedWord, Utterance
from scribe_desktop.speech.port import Final
from scribe_desktop.speech.spool import SpoolWriter
from scribe_desktop.speech.spooling import Spooling
from scribe_desktop.store.recordings import Recordings

Trouble = Callable[[SoundNotKept | None], None]
"""Told what keeps sound from being kept, and None when it is kept again."""


class Take:
    """Its recording is stored before any sound is on the disk, an utterance before its words are placed.

    A store that cannot be written holds up nothing: what was heard is stored with the next utterance.
    """

    def __init__(
        self,
        recordings: Recordings,
        recording: Recording,
        path: Path,
        *,
        pass_on: Callable[[bytes], None],
        on_end: Callable[[], None],
        on_trouble: Trouble,
        on_left: Callable[["Take"], None],
    ) -> None:
        """`pass_on` gets the sound, `on_end` is called after the last of it; see `Spooling`.

        `on_left`: it is over, and its recogniser has not heard all of it.
        """
        self.recording = recording
        self._recordings, self._path = recordings, path
        self._on_trouble, self._on_left = on_trouble, on_left
        self.told_up_to = 0.0
        """Seconds of it whose words have been told."""
        self._lock = Lock()
        self._unstored: deque[Utterance] = deque()
        self._begun = self._released = False
        self._spooling = Spooling(self._open, pass_on, self._tell, on_end, (StoreError,))

    def write(self, pcm: bytes) -> None:
        """Take sound from the microphone, without blocking."""
        self._spooling.write(pcm)

    def finish(self) -> None:
        """The microphone has stopped."""
        self._spooling.finish()

    def heard(self, final: Final, engine: str) -> str:
        """Keep what was heard, with its times; returns the utterance's id."""
        utterance = utterance_of(final, self.recording.id, engine)
        with self._lock:
            self.told_up_to = max(self.told_up_to, utterance.end)
            self._unstored.append(utterance)
            self._store()
        return utterance.id

    def over(self, *, complete: bool) -> bool:
        """No more will be heard; `complete`: all that was said has become words.

        Returns whether nothing waits for the store any more.
        """
        with self._lock:
            stored = not self._released and self._store()
            if not self._begun:
                return stored  # not a sound was heard
            try:
                if complete and stored:
                    self._recordings.recognised(self.recording.id)
            except StoreError:
                return False  # found unfinished, and finished, at the next log-in
        if not complete:
            self._on_left(self)
        return stored

    def store_rest(self) -> bool:
        """Store what has been told and is not stored yet; False: the store cannot be written now."""
        with self._lock:
            return self._store()

    def release(self, patience: float) -> None:
        """Let go of the store: what is heard from now on is heard again at the next log-in."""
        self._spooling.finish()
        self._spooling.wait(patience)
        with self._lock:
            try:
                self._store()
            finally:
                self._released = True

    def _open(self) -> SpoolWriter:
        with self._lock:
            if self._released:
                raise OSError("the store is closed")
            self._begin()
        return SpoolWriter(self._path, self.recording.key, self.recording.id)

    def _begin(self) -> None:
        if not self._begun:
            self._recordings.begin(self.recording)
            self._begun = True

    def _store(self) -> bool:
        """Store what was heard and is not stored yet; False: the store cannot be written now."""
        try:
            while self._unstored and not self._released:
                self._begin()
                self._recordings.heard(self._unstored[0])
                self._unstored.popleft()
        except StoreError:
            # The drafts' own saving tells the user; the sound on disk stands in for these words until then.
            return False
        return not self._unstored

    def _tell(self, trouble: Exception | None) -> None:
        self._on_trouble(None if trouble is None else _not_kept(trouble))


def utterance_of(final: Final, recording_id: str, engine: str, *, later: float = 0.0) -> Utterance:
    """A Final as it is stored; `later`: seconds of the recording that the recogniser was not given."""
    words = tuple(TimedWord(w.text, w.start + later, w.end + later, w.confidence) for w in final.words)
    return Utterance(
        recording_id, final.start + later, final.end + later, engine, final.text, words, final.alternatives
    )


def _not_kept(trouble: Exception) -> SoundNotKept:
    reason = trouble.strerror or str(trouble) if isinstance(trouble, OSError) else str(trouble)
    return SoundNotKept(
        f"Sound is in memory only, not on disk: {reason.rstrip('.')}.",
        remedy="Dictation goes on. Free some space.",
    )
