"""What a speech engine is, and the events it answers with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

SAMPLE_RATE = 16_000
"""Hertz; everything after capture is mono signed 16-bit little-endian at this rate."""


@dataclass(frozen=True)
class Partial:
    """What the engine takes the current utterance to be so far; replaced by the next event."""

    text: str


@dataclass(frozen=True)
class Word:
    text: str
    start: float
    """Seconds from the beginning of the audio."""
    end: float
    confidence: float | None = None


@dataclass(frozen=True)
class Final:
    """One finished utterance; `start` and `end` in seconds from the beginning of the audio."""

    text: str
    start: float
    end: float
    words: tuple[Word, ...] = ()
    alternatives: tuple[str, ...] = ()
    """What else it could have been, most likely first."""


SpeechEvent = Partial | Final


class Recognition(Protocol):
    """One stream of audio being recognised; used from a single thread."""

    def accept(self, pcm: bytes) -> Iterable[SpeechEvent]:
        """Take the next stretch of audio and return what is known after it."""
        ...

    def finish(self) -> Iterable[SpeechEvent]:
        """The audio has ended: return the rest."""
        ...


@dataclass(frozen=True)
class Model:
    """What an engine would recognise with."""

    name: str
    """As the user knows it: "vosk-model-small-en-us-0.15"."""
    language: str = ""
    """Two-letter code, or empty when it cannot be told."""
    chosen: bool = False
    """Somebody has said that dictation is to use this one, not only installed it."""


class SpeechEngine(Protocol):
    """A recogniser, found through the entry-point group `scribe_desktop.speech_engines`.

    Its module is imported by the program itself, to read `title` and to call `model`; whatever is heavy
    belongs into the constructor.

    Instances live in a worker process, where loading may take seconds and memory may grow. The class
    is called there with the user's settings for it, e.g. `{"model": "/path/to/vosk-model"}`.

    Raises on construction:
        NoModel: the settings name no usable model.
    """

    title: ClassVar[str]

    @classmethod
    def model(cls, settings: Mapping[str, str]) -> Model:
        """Say what these settings would recognise with, without loading it. Raises `NoModel`."""
        ...

    def __init__(self, settings: Mapping[str, str]) -> None: ...

    def recognise(self) -> Recognition:
        """Begin a new stream of audio."""
        ...


@runtime_checkable
class Commandable(Protocol):
    """What an engine may do besides."""

    def recognise_only(self, phrases: Sequence[str]) -> Recognition:
        """Begin a new stream in which only these, in small letters, are said, and nothing else is meant.

        An engine whose model cannot do that for all of them, or any, hears what it can.
        """
        ...


@runtime_checkable
class Adaptive(Protocol):
    """What an engine may do besides."""

    def expect(self, words: Sequence[str]) -> None:
        """Reckon with these words, of the patient at hand, from now on, and with no earlier ones."""
        ...
