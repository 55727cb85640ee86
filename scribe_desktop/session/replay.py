"""Any dictated word heard again, and what else it could have been."""

from collections.abc import Sequence
from dataclasses import dataclass

from scribe_desktop.errors import NoSound
from scribe_desktop.language.wording import Heard, as_recognised, spaced
from scribe_desktop.language.written_form import WrittenForm
from scribe_desktop.notes import word_times, wordings
from scribe_desktop.notes.dictated import Spoken
from scribe_desktop.notes.passage import Passage, Source
from scribe_desktop.notes.recording import Channel, RecordingState, Utterance
from scribe_desktop.notes.rights import Action
from scribe_desktop.notes.word_times import Stretch
from scribe_desktop.notes.wordings import Word, Wording
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
    """The recognised words."""
    start: int
    end: int
    """Between which characters of the passage stands what they became, with all that goes with it."""
    texts: tuple[str, ...]
    """As they would be written, most likely first; none when nothing else was heard."""
    source: Source
    """Of whichever is put in their place."""


class Replay:
    """Reads the store and files: not for the GUI thread.

    Places are characters of a passage; between `start` and `end` lies what is selected.
    """

    def __init__(self, desk: Desk, sound: KeptSound, restrictions: Restrictions, form: WrittenForm) -> None:
        self._desk, self._sound, self._restrictions = desk, sound, restrictions
        self._form, self._form_of_talk = form, form.of_talk()

    def clip(self, passage: Passage, start: int, end: int) -> Clip:
        """The sound of the words there, with a little around them.

        Raises:
            NoSound: nothing was dictated there, or its sound was discarded.
            UnreadableAudio: the file is damaged or gone.
            NotAllowed, Restricted: this person may not open the chart that it was dictated into.
        """
        utterance, stretch = self._utterance(passage, start)
        recording = self._desk.store.recordings.get(utterance.recording_id)
        if recording.state is RecordingState.DISCARDED:
            raise _discarded()
        said = self._reading(_words(utterance), recording.channel)
        which = said.heard(word_times.words_in(passage, stretch, start, min(end, stretch.end), said))
        which = which or range(len(_words(utterance)))
        begin, finish = utterance.start, utterance.end
        if utterance.words:
            begin, finish = word_times.said_in(utterance.words, which)
        begin = max(0.0, begin - AROUND)
        most = round((finish + AROUND - begin) * BYTES_PER_SECOND / 2) * 2
        taken = bytearray()
        with spool.readable():
            path = self._sound.path(recording.id)
            for kept in spool.read(path, recording.key, recording.id, begin):
                taken += kept.pcm
                if len(taken) >= most:
                    break
        return Clip(_text(utterance, which), bytes(taken[:most]))

    def choice(self, passage: Passage, start: int, end: int) -> Choice:
        """What else the words there could have been.

        Raises as `clip` does, but for the file; also `NoSound` where they do not stand together any more.
        """
        utterance, stretch = self._utterance(passage, start)
        channel = self._desk.store.recordings.get(utterance.recording_id).channel
        said = self._reading(_words(utterance), channel)
        which = word_times.words_in(passage, stretch, start, min(end, stretch.end), said)
        readings = [self._reading(text.split(), channel) for text in utterance.alternatives]
        which, texts = wordings.others(said, which, readings) if which else (which, ())
        place = word_times.place_of(passage, stretch, which, said) if which else (start, start)
        if place is None:
            raise NoSound(
                "The words said here do not stand together any more.", remedy="Put them right by typing."
            )
        stands = wordings.plain(passage.text[slice(*place)])
        texts = tuple(text for text in (*texts, said.of(which)) if wordings.plain(text) not in ("", stands))
        heard = _text(utterance, said.heard(which))
        how = Spoken(utterance.engine, utterance.id, heard=heard, channel=channel)
        return Choice(heard, *place, texts, how.source(self._desk.person.id))

    def _utterance(self, passage: Passage, start: int) -> tuple[Utterance, Stretch]:
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
        return utterance, stretch

    def _reading(self, words: Sequence[str], channel: Channel) -> Wording:
        """These recognised words as they are written, without any correction of them."""
        heard = [Heard(word) for word in words]
        form = self._form_of_talk if channel is Channel.COMPUTER else self._form
        pieces = form(as_recognised(heard), heard)
        text, found = "", list[Word]()
        for piece, written in zip(pieces, spaced(pieces), strict=True):
            at, text = len(text), text + written
            which = range(piece.first, piece.last)
            found += (Word(at + one.start, at + one.stop, which) for one in wordings.cut(written))
        return Wording(text, tuple(found))


def _words(utterance: Utterance) -> Sequence[str]:
    return [word.text for word in utterance.words] or utterance.text.split()


def _text(utterance: Utterance, which: range) -> str:
    words = _words(utterance)
    return " ".join(words[at] for at in which).strip(" .,;:?!")


def _discarded() -> NoSound:
    return NoSound(
        "The sound of these words was discarded.", remedy="The settings say how long sound is kept."
    )
