"""A fake session: writes down what a recogniser says and when."""

import threading
import time

from scribe_desktop.errors import EngineError
from scribe_desktop.speech.audio_stream import AudioStream
from scribe_desktop.speech.port import Final, Partial, SpeechEvent
from scribe_desktop.speech.worker import Recogniser


class Listener:
    """Pass its methods as a stream's callbacks, or let it open one."""

    def __init__(self) -> None:
        self.events: list[tuple[float, SpeechEvent]] = []
        self.errors: list[EngineError] = []
        self.ends = 0
        self._changed = threading.Condition()

    def open(self, recogniser: Recogniser) -> AudioStream:
        return recogniser.stream(self.on_event, self.on_error, self.on_end)

    def on_event(self, event: SpeechEvent) -> None:
        with self._changed:
            self.events.append((time.monotonic(), event))
            self._changed.notify_all()

    def on_error(self, error: EngineError) -> None:
        self.errors.append(error)

    def on_end(self) -> None:
        with self._changed:
            self.ends += 1
            self._changed.notify_all()

    @property
    def finals(self) -> list[Final]:
        return [event for _, event in self.events if isinstance(event, Final)]

    @property
    def partials(self) -> list[Partial]:
        return [event for _, event in self.events if isinstance(event, Partial)]

    @property
    def text(self) -> str:
        return " ".join(final.text for final in self.finals)

    def wait_for_end(self, timeout: float = 60) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.ends > 0, timeout), f"no end; so far: {self.events}"

    def wait_for_finals(self, count: int, timeout: float = 60) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.finals) >= count, timeout), f"only {self.events}"

    def wait_for_words(self, words: str, timeout: float = 60) -> None:
        """Until they are shown as being heard."""
        with self._changed:
            shown = self._changed.wait_for(lambda: any(words in one.text for one in self.partials), timeout)
            assert shown, f"only {self.events}"


def ignore(*news: object) -> None:
    """A callback for what a test does not care about."""
