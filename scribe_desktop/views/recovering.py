"""Finishes the dictation that an earlier run, or a recogniser that broke down, left unfinished; says so."""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from scribe_desktop.errors import EngineFailed, ScribeError
from scribe_desktop.notes.channels import LABELS
from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.recording import Channel, Recording, end_of, recording_of
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.hearing import Cause, in_halves
from scribe_desktop.session.kept_sound import Unfinished
from scribe_desktop.session.recovery import Recovered
from scribe_desktop.session.session import Session
from scribe_desktop.speech.audio_file import clock
from scribe_desktop.speech.worker import Recogniser
from scribe_desktop.views.dictation_bar import DictationBar
from scribe_desktop.views.dictation_control import Target

_AT_ONCE = timedelta(seconds=1)
"""Between the beginnings of two channels of one dictation there is less."""
_WHAT = {
    Channel.MICROPHONE: "dictation",
    Channel.ROOM: "what was heard in the room",
    Channel.COMPUTER: "what was heard over the computer",
    Channel.FILE: "the audio file {file}",
}
TIDY_AFTER_MS = 3_000
"""After the last words of a dictation: their draft is saved by then."""


class Recovering(QObject):
    """One recording after the other, beside live dictation, in a recogniser of its own."""

    words = Signal(object, object)
    """`Target`, and a `Passage` for the end of its section."""

    def __init__(self, session: Session, jobs: Jobs, bar: DictationBar, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._bar = session, jobs, bar
        self._waiting: list[Unfinished] = []
        self._now: Unfinished | None = None
        self._cancelled = Event()
        self._closed: Callable[[], None] | None = None
        self._recogniser: Recogniser | None = None
        self._looking = True
        """What there is to do is not known yet."""
        self._unheard: dict[str, tuple[Unfinished, ScribeError]] = {}
        """What is not recognised yet for a reason, by the recording's id."""
        self._outcomes: dict[str, tuple[Unfinished, Recovered]] = {}
        self._refused: set[str] = set()
        """Ids of recordings of which a note did not take all words."""
        self._talk: list[tuple[datetime, Target, Passage]] = []
        """Words of a conversation that wait for those of its other channel, with the moment of their end."""
        self._tidy_timer = QTimer(self, singleShot=True)
        self._tidy_timer.timeout.connect(self._tidy)
        jobs.store(session.sound.unfinished, self._found, self._fail, owner=self)

    def look_again(self) -> None:
        """Dictation has ended: recognise what its recogniser gave up on."""
        self._looking = True
        self._jobs.store(self._session.sound.left, self._found_left, self._fail, owner=self)

    def writes_into(self, note_id: str) -> bool:
        """Whether words for this note may still come."""
        return self._looking or any(one.recording.note_id == note_id for one in self._under_way)

    def unheard_in(self, note_id: str) -> str:
        """What was said into this note and could not be recognised until now; empty when there is none."""
        return " ".join(
            f"Not in this note yet: {_what(one)}, said into {one.section}. {error}"
            for one, error in self._unheard.values()
            if one.recording.note_id == note_id
        )

    def words_refused(self, _target: Target, words: Passage) -> None:
        """A note did not take these words."""
        utterances = self._session.sound.utterances_in(words)
        self._refused |= {recording_of(one) for one in utterances}
        if not self._refused.isdisjoint(self._outcomes):
            self._tell()

    @property
    def _under_way(self) -> list[Unfinished]:
        return [*filter(None, [self._now]), *self._waiting]

    def tidy_soon(self) -> None:
        """Discard what the setting says, when what was said last is safe."""
        self._tidy_timer.start(TIDY_AFTER_MS)

    def close(self, done: Callable[[], None]) -> None:
        """Leave the rest for the next log-in; `done` is called once nothing touches the store any more."""
        self._cancelled.set()
        self._tidy_timer.stop()
        self._waiting.clear()
        if self._now is None:
            self._let_go(done)
        else:
            self._closed = done

    def _found_left(self, left: tuple[Unfinished, ...]) -> None:
        self._looking = False
        if left:
            self._found(left)
        self._bar.keep_told(Cause.RECOGNISER, "")

    def _found(self, unfinished: tuple[Unfinished, ...]) -> None:
        self._looking = False
        if self._cancelled.is_set():
            return
        known = {*self._outcomes, *(one.recording.id for one in self._under_way)}
        new = [one for one in unfinished if one.recording.id not in known]
        for one in new:
            self._unheard.pop(one.recording.id, None)
        self._waiting += new
        self._tell_unheard()
        if any(one.told_up_to is None for one in new):
            self._bar.show_hint("Dictation that was cut short is being recognised…")
        if self._now is None:
            self._go_on()

    def _go_on(self) -> None:
        if self._closed is not None:
            self._let_go(self._closed)
        elif self._waiting:
            self._now = one = self._waiting.pop(0)
            target = Target(one.recording.note_id, one.recording.section, one.section, one.patient)
            place = self._jobs.on_gui(lambda words: self._came(one, target, words), owner=self)
            self._jobs.background(
                lambda: self._recover(one, place), self._recovered, self._failed, owner=self
            )
        else:
            self._let_go(lambda: None)
            self._tidy()
            self._bar.show_hint("")

    def _recover(self, one: Unfinished, place: Callable[[Passage], None]) -> tuple[Unfinished, Recovered]:
        try:
            outcome = self._session.recovery.run(
                one.recording, self._engine, place, self._cancelled.is_set, one.told_up_to
            )
        except ScribeError:
            raise
        except Exception as bug:
            # told as every bug is; the next recording has its turn, and nobody is kept from leaving
            sys.excepthook(*sys.exc_info())
            raise EngineFailed(
                "The program made a mistake.", remedy="It is tried again at the next log-in."
            ) from bug
        return one, outcome

    def _came(self, one: Unfinished, target: Target, words: Passage) -> None:
        utterance = next(iter(self._session.sound.utterances_in(words)), "")
        if one.recording.channel not in LABELS or not utterance:
            self.words.emit(target, words)
        else:
            ended = one.recording.started_at + timedelta(seconds=end_of(utterance))
            self._talk.append((ended, target, words))

    def _end_talk(self, one: Unfinished) -> None:
        """Place what the channels of a conversation said, in the order in which it was said."""
        if not any(_is_same_talk(one.recording, other.recording) for other in self._waiting):
            talk, self._talk = sorted(self._talk, key=lambda said: said[0]), []
            for _, target, words in talk:
                self.words.emit(target, words)

    def _engine(self) -> tuple[Recogniser, str]:
        choice = self._session.engine()
        if self._recogniser is None:
            self._recogniser = Recogniser(choice)
        return self._recogniser, choice.name

    def _recovered(self, outcome: tuple[Unfinished, Recovered]) -> None:
        self._now = None
        one, what = outcome
        self._end_talk(one)
        if what.complete and not self._cancelled.is_set():
            self._outcomes[one.recording.id] = outcome
            self._tell()
        self._go_on()

    def _tell(self) -> None:
        """What has been recovered; apart from it, of what something is lost or stands in no note."""
        told: dict[Cause, list[str]] = {Cause.RECOVERED: [], Cause.MISSING: []}
        for one, what in self._outcomes.values():
            refused = one.recording.id in self._refused
            bad = refused or what.missing or what.unkept_from is not None
            told[Cause.MISSING if bad else Cause.RECOVERED].append(_said(one, what, refused=refused))
        for cause, said in told.items():
            self._bar.keep_told(cause, " ".join(filter(None, said)))
        self._tell_unheard()

    def _tell_unheard(self) -> None:
        """What stands in no note yet, as long as this is so."""
        said = [
            f"What was said into {_where(one)} is not all in the note yet: it is being recognised now."
            for one in self._under_way
            if one.told_up_to is not None
        ]
        said += [
            f"Dictation into {_where(one)} is not recognised yet. {error.in_full()}"
            for one, error in self._unheard.values()
        ]
        self._bar.keep_told(Cause.UNHEARD, " ".join(dict.fromkeys(said)))

    def _failed(self, error: ScribeError) -> None:
        one, self._now = self._now, None
        assert one is not None
        self._end_talk(one)
        self._unheard[one.recording.id] = one, error
        self._tell_unheard()
        self._go_on()

    def _fail(self, error: ScribeError) -> None:
        self._looking = False
        self._bar.show_error(error)
        if self._now is None:
            self._go_on()

    def _let_go(self, done: Callable[[], None]) -> None:
        recogniser, self._recogniser = self._recogniser, None
        if recogniser is not None:
            self._jobs.background(recogniser.close)
        done()

    def _tidy(self) -> None:
        if not self._cancelled.is_set():
            self._jobs.store(self._session.sound.tidy, failed=self._bar.show_error, owner=self._bar)


def _is_same_talk(one: Recording, other: Recording) -> bool:
    """Whether these are two channels of one dictation."""
    apart = abs(one.started_at - other.started_at)
    return one.note_id == other.note_id and one.channel is not other.channel and apart < _AT_ONCE


def _where(one: Unfinished) -> str:
    return f"{one.patient} · {one.section}"


def _what(one: Unfinished) -> str:
    what_it_was = _WHAT[one.recording.channel].format(file=one.recording.device)
    return f"{what_it_was} of {one.recording.started_at.astimezone():%H:%M}"


def _said(one: Unfinished, what: Recovered, *, refused: bool = False) -> str:
    """What the bar says of one recording; nothing where nobody had said anything.

    `refused`: its note does not take all of its words.
    """
    if what.unkept_from is not None:
        later = f" after the first {clock(what.unkept_from)}" if what.unkept_from else ""
        lost = f"what was said{later} is missing"
        return f"No sound of {_what(one)} into {_where(one)} reached the disk: {lost}."
    if not what.utterances and not what.missing:
        return ""
    length = f"{clock(what.seconds)} of " if what.seconds else ""
    said = (
        f"Recognised {length}{_what(one)}; {_where(one)} did not take all its words."
        if refused
        else f"Recovered {length}{_what(one)} into {_where(one)}."
    )
    if what.missing:
        return f"{said} {in_halves(what.missing)} s of it could not be kept or read and are missing."
    if one.recording.channel is Channel.FILE:
        return f"{said} The file may go on behind that: compare its end."
    if one.told_up_to is not None:
        return said
    return f"{said} At most the last half second is missing."
