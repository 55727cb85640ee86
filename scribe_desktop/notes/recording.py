"""What was spoken, as it is kept beside its note: a recording of sound, and the utterances heard in it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scribe_desktop.notes.people import Author


class RecordingState(StrEnum):
    """The values are kept in the store and never change."""

    OPEN = "open"
    """Being spoken, or not recognised to its end."""
    RECOGNISED = "recognised"
    DISCARDED = "discarded"
    """Its key is destroyed: nobody will hear it again."""


class Channel(StrEnum):
    """Where sound came from. The values are kept in the store and never change."""

    MICROPHONE = "microphone"
    ROOM = "room"
    """The microphone too, but while the other side of the conversation is heard beside it."""
    FILE = "file"
    """A recording that was made elsewhere."""
    COMPUTER = "computer"
    """What the computer plays: the other side of a tele-visit."""


@dataclass(frozen=True)
class Recording:
    """One dictation; its sound is in an encrypted file of its own."""

    id: str
    note_id: str
    section: str
    """Key of the section that it was spoken into."""
    author: Author
    """Who spoke, and where."""
    started_at: datetime
    device: str
    """Name of the microphone; empty for the system's default."""
    channel: Channel
    state: RecordingState
    recognised_up_to: float
    """Seconds from its beginning; what comes later has not become words yet."""
    key: bytes
    """32 random bytes that open the sound; empty once it is discarded."""


@dataclass(frozen=True)
class TimedWord:
    text: str
    start: float
    """Seconds from the beginning of the recording."""
    end: float
    confidence: float | None = None
    """From 0 to 1; None where the engine does not tell."""


@dataclass(frozen=True)
class Utterance:
    """What an engine heard between two silences; times in seconds of its recording."""

    recording_id: str
    start: float
    end: float
    engine: str
    text: str
    words: tuple[TimedWord, ...] = ()
    alternatives: tuple[str, ...] = ()
    placed: bool = False
    """Whether the draft that holds its words is in the store, or somebody has seen that it takes none."""

    @property
    def id(self) -> str:
        """Says which recording and where in it the utterance ends: a draft alone tells how far it is."""
        return f"{self.recording_id}/{round(self.end * 1000)}"


def recording_of(utterance_id: str) -> str:
    """Id of the recording that an utterance was heard in."""
    return utterance_id.rpartition("/")[0]


def end_of(utterance_id: str) -> float:
    """Where an utterance ends, in seconds of its recording."""
    return int(utterance_id.rpartition("/")[2]) / 1000
