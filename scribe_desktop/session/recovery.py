"""Brings what an earlier run of the program left to its end: sound becomes words, words go to their note."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import Channel, Recording, RecordingState, Utterance
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.dictated_text import DictatedText
from scribe_desktop.session.kept_sound import KeptSound
from scribe_desktop.session.take import utterance_of
from scribe_desktop.speech import spool
from scribe_desktop.speech.port import Final, SpeechEvent, Word
from scribe_desktop.speech.spool import BYTES_PER_SECOND
from scribe_desktop.speech.transcribe import Feeding
from scribe_desktop.speech.worker import Recogniser

_REMARKABLE = 0.1
"""Seconds at a recording's end in which nobody says a word that is missed."""


@dataclass(frozen=True)
class Recovered:
    """What became of one recording."""

    utterances: int
    """How many were brought to their note."""
    seconds: float
    """How much sound was recognised now."""
    missing: float
    """Seconds that could not be read, or that the disk had never taken."""
    complete: bool
    """False: cancelled; the rest comes at the next log-in."""
    unkept_from: float | None = None
    """Seconds from which on nothing of its sound ever reached the disk; None: there is a file of it."""


class Recovery:
    """Used on one background thread; every word is brought once, however often the program dies over it."""

    def __init__(self, desk: Desk, sound: KeptSound, text: Callable[[Channel], DictatedText]) -> None:
        self._store, self._sound, self._text = desk.store.recordings, sound, text

    def run(
        self,
        recording: Recording,
        recogniser: Callable[[], tuple[Recogniser, str]],
        place: Callable[[Passage], None],
        cancelled: Callable[[], bool],
        told_up_to: float | None = None,
    ) -> Recovered:
        """Finish one recording.

        Args:
            recogniser: makes one and tells its engine's name; asked when there is sound to recognise.
            place: gets the words of each utterance, in order; sees to it that a draft takes them.
            cancelled: asked about every tenth of a second.
            told_up_to: seconds of it whose words have been told by now, and are not brought again; None: an
                earlier run of the program recorded it, and what no draft has of it is.

        Raises:
            UnreadableAudio, EngineError: the rest is not recognised; the next log-in tries again.
            StoreError: the store could not be written.
        """
        count = 0

        def bring(utterance: Utterance) -> None:
            nonlocal count
            count += 1
            place(self._written(utterance, recording))

        placed = self._sound.placed_in_draft(recording)
        start = max(recording.recognised_up_to, placed, told_up_to or 0.0)
        self._store.advance(recording.id, start)
        if told_up_to is None:
            for utterance in self._store.waiting(recording.id):
                bring(utterance)
        if recording.state is not RecordingState.OPEN:
            return Recovered(count, 0.0, 0.0, complete=True)
        sound = _Sound(self._sound, recording, start)
        complete = sound.is_empty or self._recognise(recording, sound, recogniser, bring, cancelled)
        if complete:
            self._store.recognised(recording.id)
        unkept_from = None if sound.exists else start
        return Recovered(count, sound.seconds, sound.missing + sound.lost, complete, unkept_from)

    def _recognise(
        self,
        recording: Recording,
        sound: "_Sound",
        recogniser: Callable[[], tuple[Recogniser, str]],
        bring: Callable[[Utterance], None],
        cancelled: Callable[[], bool],
    ) -> bool:
        made, engine = recogniser()
        failures: list[Exception] = []

        def heard(event: SpeechEvent) -> None:
            if isinstance(event, Final) and not (failures or cancelled()):
                utterance = utterance_of(event, recording.id, engine, later=sound.start)
                try:
                    self._store.heard(utterance)
                except Exception as error:  # noqa: BLE001  raised below, on the thread of who asked
                    failures.append(error)
                else:
                    bring(utterance)

        feeding = Feeding(made, heard, lambda _seconds: None)
        for pcm in sound.pieces():
            if failures or not feeding.send(pcm, cancelled):
                break
        feeding.rest(lambda: bool(failures) or cancelled())
        if failures:
            raise failures[0]
        return feeding.is_complete

    def _written(self, utterance: Utterance, recording: Recording) -> Passage:
        words = tuple(Word(w.text, w.start, w.end, w.confidence) for w in utterance.words)
        final = Final(utterance.text, utterance.start, utterance.end, words, utterance.alternatives)
        by = recording.author.person_id
        try:
            return self._text(recording.channel).written(
                final, utterance.engine, by, utterance.id, recording.channel
            )
        except Exception:  # noqa: BLE001  it is told as every bug is, and the words are written as heard
            sys.excepthook(*sys.exc_info())
            return DictatedText().written(final, utterance.engine, by, utterance.id, recording.channel)


class _Sound:
    """What is on disk of a recording from `start` on; counts as it is read."""

    def __init__(self, kept: KeptSound, recording: Recording, start: float) -> None:
        self.start = start
        self.seconds = self.missing = 0.0
        self._path, self._recording = kept.path(recording.id), recording

    @property
    def exists(self) -> bool:
        """Whether the disk ever took any of it."""
        return self._path.exists()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that could be a word."""
        if not self.exists:
            return True
        with spool.readable():
            length = spool.length(self._path, self._recording.key, self._recording.id)
        return length - self.start < _REMARKABLE

    @property
    def lost(self) -> float:
        """Seconds at its end that the disk had never taken, and that had not become words either."""
        if not self.exists:
            return 0.0
        about = self._path, self._recording.key, self._recording.id
        with spool.readable():
            return max(0.0, spool.heard(*about) - max(spool.length(*about), self.start))

    def pieces(self) -> Iterator[bytes]:
        with spool.readable():
            for stretch in spool.read(self._path, self._recording.key, self._recording.id, self.start):
                seconds = len(stretch.pcm) / BYTES_PER_SECOND
                self.seconds += seconds
                self.missing += seconds if stretch.missing else 0.0
                yield stretch.pcm
