"""Any dictated word heard again, and what else it could have been."""

from dataclasses import dataclass

from scribe_desktop.errors import NoSound
from scribe_desktop.notes import word_times
from scribe_desktop.notes.dictated import Spoken
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.notes.recording import RecordingState, Utterance
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.kept_sound import KeptSound
from scribe_desktop.session.restrictions import Restrictions
from scribe_desktop.speech import spool
from scribe_desktop.speech.spool import BYTES_PER_SECOND

AROUND = 0.2
"""Seconds of sound played before and behind a word."""


@dataclass(frozen=True)
class Clip:
    heard: str
    """The recognised words in it."""
    pcm: bytes
    """16-bit mono at 16 kHz."""


@dataclass(frozen=True)
class Choice:
    """What dictated words could have been instead."""

    heard: str
    texts: tuple[str, ...]
    """Most likely first; none when the recogniser saw no other way."""
    source: Source
    """Of whichever is put in their place."""


class Replay:
    """Reads the store and files: not for the GUI thread.

    Places are characters of a passage; between `start` and `end` lies what is selected.
    """

    def __init__(self, desk: Desk, sound: KeptSound, restrictions: Restrictions) -> None:
        self._desk, self._sound, self._restrictions = desk, sound, restrictions

    def clip(self, passage: Passage, start: int, end: int) -> Clip:
        """The sound of the words there, with a little around them.

        Raises:
            NoSound: nothing was dictated there, or its sound was discarded.
            UnreadableAudio: the file is damaged or gone.
            NotAllowed, Restricted: this person may not open the chart that it was dictated into.
        """
        utterance, which = self._heard(passage, start, end)
        recording = self._desk.store.recordings.get(utterance.recording_id)
        if recording.state is RecordingState.DISCARDED:
            raise _discarded()
        begin, finish = utterance.start, utterance.end
        if utterance.words:
            begin, finish = word_times.said_in(utterance.words, which)
        begin = max(0.0, begin - AROUND)
        most = round((finish + AROUND - begin) * BYTES_PER_SECOND / 2) * 2
        taken = bytearray()
        with spool.readable():
            path = self._sound.path(recording.id)
            for stretch in spool.read(path, recording.key, recording.id, begin):
                taken += stretch.pcm
                if len(taken) >= most:
                    break
        return Clip(_text(utterance, which), bytes(taken[:most]))

    def choice(self, passage: Passage, start: int, end: int) -> Choice:
        """What else the words there could have been. Raises as `clip` does, but for the file."""
        utterance, which = self._heard(passage, start, end)
        heard = [word.text for word in utterance.words]
        texts = word_times.others(heard, which, utterance.alternatives) if heard else utterance.alternatives
        text = _text(utterance, which)
        channel = self._desk.store.recordings.get(utterance.recording_id).channel
        how = Spoken(utterance.engine, utterance.id, heard=text, channel=channel)
        source = how.source(self._desk.person.id)
        return Choice(text, texts, source)

    def _heard(self, passage: Passage, start: int, end: int) -> tuple[Utterance, range]:
        self._desk.require(Action.OPEN_ENCOUNTER)
        stretch = word_times.dictated_at(passage, start)
        if stretch is None:
            raise NoSound(
                "Nothing was dictated here whose sound is kept.",
                remedy="Put the cursor into a dictated word.",
            )
        utterance = self._desk.store.recordings.utterance(stretch.utterance)
        if utterance is None:
            raise _discarded()
        self._restrictions.require_recording(utterance.recording_id)
        heard = [word.text for word in utterance.words]
        return utterance, word_times.heard_in(passage, stretch, start, min(end, stretch.end), heard)


def _text(utterance: Utterance, which: range) -> str:
    words = " ".join(utterance.words[at].text for at in which) if utterance.words else utterance.text
    return word_times.bare(words)


def _discarded() -> NoSound:
    return NoSound(
        "The sound of these words was discarded.", remedy="The settings say how long sound is kept."
    )
