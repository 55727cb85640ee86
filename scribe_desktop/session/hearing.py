"""One channel of a running dictation: from the device to the disk, to the recogniser, to words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from threading import Lock
from typing import Protocol

from scribe_desktop.errors import MicrophoneLost, NoMicrophone, ScribeError
from scribe_desktop.notes.recording import Channel
from scribe_desktop.session.ears import Ear
from scribe_desktop.session.take import Take, Trouble
from scribe_desktop.speech.port import Final, SpeechEvent
from scribe_desktop.speech.steady_microphone import SteadyMicrophone
from scribe_desktop.speech.worker import Recogniser


class Cause(Enum):
    """What stays told beside dictation as it goes on."""

    DISK = "disk"
    """Sound is recognised and not kept."""
    MICROPHONE = "microphone"
    """Nothing is heard until it is back."""
    COMPUTER = "computer"
    """What the computer plays is not heard until it is back."""
    RECOGNISER = "recogniser"
    """What is said is kept and not recognised."""
    UNHEARD = "unheard"
    """The same of what was said, until it is."""
    ECHO = "echo"
    """The microphone hears what the computer plays: every word of the other side comes twice."""
    GAP = "gap"
    """It was away, or is another one now: over, but worth knowing."""
    COMPUTER_GAP = "computer gap"
    RECOVERED = "recovered"
    """What was cut short earlier has become words."""
    MISSING = "missing"
    """Something of what was cut short is lost, or its note does not take it."""
    REFUSED = "refused"
    """Words that no note takes any more, for a person to place."""


@dataclass(frozen=True)
class _Said:
    """How one kind of source is spoken of."""

    away: Cause
    gap: Cause
    the_source: str
    lost: str
    remedy: str


_MICROPHONE = _Said(
    Cause.MICROPHONE, Cause.GAP, "The microphone", "The microphone is gone or has fallen silent.", ""
)
_COMPUTER = _Said(
    Cause.COMPUTER,
    Cause.COMPUTER_GAP,
    "The computer’s sound",
    "What the computer plays is not heard now.",
    "The microphone still is; it goes on by itself.",
)
_SAID: Mapping[Channel, _Said] = {
    Channel.MICROPHONE: _MICROPHONE,
    Channel.ROOM: _MICROPHONE,
    Channel.COMPUTER: _COMPUTER,
}


class KeepChannel(Protocol):
    """Begins to keep what is heard on one channel."""

    def __call__(
        self,
        device: str,
        channel: Channel,
        *,
        pass_on: Callable[[bytes], None],
        on_end: Callable[[], None],
        on_trouble: Trouble,
    ) -> Take: ...


@dataclass(frozen=True)
class HearingNews:
    """Where its news go; all are called on background threads."""

    level: Callable[[float], None]
    begun: Callable[["Hearing"], None]
    """Sound comes, or its absence has been told; again each time that this is so."""
    event: Callable[["Hearing", SpeechEvent, str], None]
    """Gets the id under which a Final's utterance is kept; empty for a Partial."""
    broken: Callable[["Hearing", ScribeError], None]
    """The recogniser could not go on; sound is still kept."""
    ended: Callable[["Hearing"], None]
    """Its last word has been told, or never comes, and its last sound is on the disk."""
    trouble: Callable[[Cause, ScribeError | None], None]
    """Gets None once it is over."""


class Hearing:
    """From the press of a key until the last word of it has arrived; `start` once, `stop` once."""

    def __init__(
        self, ear: Ear, recogniser: Recogniser, engine: str, keep: KeepChannel, news: HearingNews
    ) -> None:
        self.channel = ear.channel
        self.stored = False
        """Nothing that was heard waits for the store any more."""
        self._begun = self._heard_anything = False
        self._lock = Lock()
        self._ends = 0
        """Of two: that of the sound, and that of what is recognised in it. Each may be the first."""
        self._engine, self._news = engine, news
        self._said = _SAID[ear.channel]
        self._microphone = SteadyMicrophone(ear.device)
        self.take = keep(
            ear.device or "",
            ear.channel,
            pass_on=lambda pcm: self._stream.feed(pcm),
            on_end=self._sound_ended,
            on_trouble=lambda trouble: news.trouble(Cause.DISK, trouble),
        )
        self._stream = recogniser.stream(self._heard, lambda error: news.broken(self, error), self._end_one)

    def start(self) -> None:
        """Raises `NoMicrophone`; then `await_source` or `drop` it."""
        self._microphone.start(self._sound, self._news.level, self._away, self._back, self._switched)
        self._begun = True

    def await_source(self, error: NoMicrophone) -> None:
        """Go on without what could not be opened, until it is there."""
        self._news.trouble(self._said.away, error)
        self._begun = True
        self._news.begun(self)
        self._microphone.keep_trying()

    def drop(self) -> None:
        """It is not to go on at all."""
        self._stream.cancel()
        self.stop()

    def stop(self) -> None:
        """Listen no more; words still on their way arrive before `ended` is told."""
        if self._begun and (seconds := self._microphone.away_for):
            self._tell_gap(seconds, "was away at the end")
        self._microphone.stop(self.take.finish)

    def _sound(self, pcm: bytes) -> None:
        self.take.write(pcm)
        if not self._heard_anything:
            self._heard_anything = True
            self._news.begun(self)

    def _away(self, error: MicrophoneLost) -> None:
        said = self._said
        lost = MicrophoneLost(said.lost, remedy=said.remedy or error.remedy)
        self._news.trouble(said.away, lost)
        self._news.begun(self)

    def _back(self, seconds: float) -> None:
        self._news.trouble(self._said.away, None)
        self._tell_gap(seconds, "is back")

    def _tell_gap(self, seconds: float, what: str) -> None:
        gone = MicrophoneLost(
            f"{self._said.the_source} {what}. What was said in {in_halves(seconds)} s is missing.",
            remedy="Say it again.",
        )
        self._news.trouble(self._said.gap, gone)

    def _switched(self, title: str) -> None:
        changed = MicrophoneLost(
            f"The computer changed the microphone: {title} is listening now.",
            remedy="Choose one in the settings, and it stays.",
        )
        self._news.trouble(Cause.GAP, changed)

    def _heard(self, event: SpeechEvent) -> None:
        utterance = self.take.heard(event, self._engine) if isinstance(event, Final) else ""
        self._news.event(self, event, utterance)

    def _sound_ended(self) -> None:
        self._stream.finish()
        self._end_one()

    def _end_one(self) -> None:
        """A recogniser that gives up ends before the sound does, which goes on being kept."""
        with self._lock:
            self._ends += 1
            both = self._ends == 2
        if both:
            self.stored = self.take.over(complete=self._stream.is_recognised)
            self._news.ended(self)


def in_halves(seconds: float) -> str:
    """Seconds up to the next half: "4.5"."""
    return f"{-(-seconds // 0.5) / 2:g}"
