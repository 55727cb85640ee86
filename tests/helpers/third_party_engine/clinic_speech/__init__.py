"""A speech engine that knows one thing: whether a second of sound was loud or soft."""

import array
import os
from collections.abc import Iterator, Mapping
from typing import ClassVar

from scribe_desktop.errors import NoModel
from scribe_desktop.speech.port import SAMPLE_RATE, Final, Model, Partial, SpeechEvent, Word

LOUD = 500


class ClinicEngine:
    """Settings: `language`, in which it says so: "en" or "de"."""

    title: ClassVar[str] = "Clinic speech"
    words: ClassVar[Mapping[str, tuple[str, str]]] = {"en": ("soft", "loud"), "de": ("leise", "laut")}

    @classmethod
    def model(cls, settings: Mapping[str, str]) -> Model:
        language = settings.get("language", "en")
        if language not in cls.words:
            raise NoModel(f"Clinic speech does not speak {language}.", remedy="Choose en or de.")
        return Model("two words", language)

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._words = self.words[self.model(settings).language]

    def recognise(self) -> "ClinicRecognition":
        return ClinicRecognition(self._words)


class ClinicRecognition:
    def __init__(self, words: tuple[str, str]) -> None:
        self._words = words
        self._rest = b""
        self._second = 0

    def accept(self, pcm: bytes) -> Iterator[SpeechEvent]:
        self._rest += pcm
        while len(self._rest) >= 2 * SAMPLE_RATE:
            yield self._say(self._rest[: 2 * SAMPLE_RATE])
            self._rest = self._rest[2 * SAMPLE_RATE :]
        if self._rest:
            yield Partial("…")

    def finish(self) -> Iterator[SpeechEvent]:
        if self._rest:
            yield self._say(self._rest)

    def _say(self, pcm: bytes) -> Final:
        samples = array.array("h", pcm)
        loud = max(map(abs, samples)) >= LOUD
        start = float(self._second)
        self._second += 1
        text = f"{self._words[loud]} {os.getpid()}"
        return Final(text, start, start + 1, (Word(self._words[loud], start, start + 1, 1.0),))
