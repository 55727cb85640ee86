"""Sources of sound as PulseAudio or PipeWire knows them: by lasting names, and who listens to which.

PortAudio sees a sound server as one device, and goes on silently when the server moves it to another source.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from scribe_desktop.speech.pulse_client import without_shared_memory

T = TypeVar("T")

_PATIENCE = 1.5
"""Seconds to wait for a server, which may have stalled."""
_LOOK_EVERY = 0.5
PLAYED = "@computer"
"""In the place of a source's name: what the computer plays, through whichever loudspeaker it uses now."""
_CHOSEN = "PULSE_SOURCE"
"""What the server's library listens to unless told otherwise; read whenever a stream is opened."""


@dataclass(frozen=True)
class Source:
    name: str
    """Lasts over restarts: "alsa_input.usb-0d8c_USB_Sound_Device-00.mono-fallback"."""
    title: str
    """As the user knows it: "USB Sound Device Mono"."""
    is_default: bool
    plays: bool
    """It hears what a loudspeaker plays: the other side of a tele-visit."""
    is_played: bool = False
    """It hears the loudspeaker that the computer plays through now."""


def sources() -> tuple[Source, ...]:
    """The sources there are now; none where there is no such server, or where it does not answer."""
    return _ask(_sources) or ()


def find(known: Iterable[Source], device: str | None) -> Source | None:
    """The source of this name or title, or what the computer plays now; None: the server knows none."""
    if device == PLAYED:
        return next((one for one in known if one.is_played), None)
    return next((one for one in known if device in (one.name, one.title)), None)


@contextmanager
def listening_to(name: str) -> Iterator[None]:
    """Streams that are opened meanwhile, by whatever library, listen to this source."""
    former = os.environ.get(_CHOSEN)
    os.environ[_CHOSEN] = name
    try:
        yield
    finally:
        if former is None:
            del os.environ[_CHOSEN]
        else:
            os.environ[_CHOSEN] = former


def streams() -> dict[int, Source]:
    """The streams by which this process listens now, by number, and what each listens to."""
    return _ask(_ours) or {}


class Attachment:
    """Which source one stream of this process really listens to, looked up in a thread of its own.

    Args:
        stream: its number, from `streams`.
        first: what it listened to then.
    """

    def __init__(self, stream: int, first: Source) -> None:
        self._stream = stream
        self._over = threading.Event()
        self.now = first
        """By the server's latest answer."""
        threading.Thread(target=self._look, name="sound server", daemon=True).start()

    def close(self) -> None:
        self._over.set()

    def _look(self) -> None:
        while not self._over.is_set():
            found = _ask(lambda pulse: _ours(pulse).get(self._stream))
            if found is not None:
                self.now = found
            self._over.wait(_LOOK_EVERY)


def _ask(question: Callable[[Any], T]) -> T | None:
    """The answer of the server; None when there is none, or it does not answer in time."""
    answers: SimpleQueue[T | None] = SimpleQueue()
    without_shared_memory()

    def ask() -> None:
        try:
            import pulsectl
            from pulsectl._pulsectl import LibPulse
        except (ImportError, OSError):
            answers.put(None)
            return
        try:
            with pulsectl.Pulse("scribe-desktop") as pulse:
                answers.put(question(pulse))
        except (pulsectl.PulseError, LibPulse.CallError):
            # the latter where the server goes in the middle of an answer
            answers.put(None)

    # A stalled server never answers, and nothing can be done about a thread that waits for it.
    threading.Thread(target=ask, name="question to the sound server", daemon=True).start()
    try:
        return answers.get(timeout=_PATIENCE)
    except Empty:
        return None


def _sources(pulse: Any) -> tuple[Source, ...]:
    return tuple(_by_index(pulse).values())


def _by_index(pulse: Any) -> dict[int, Source]:
    server = pulse.server_info()
    return {info.index: _source(info, server) for info in pulse.source_list()}


def _source(info: Any, server: Any) -> Source:
    plays = info.monitor_of_sink_name is not None
    title = info.description.removeprefix("Monitor of ")
    return Source(
        info.name,
        f"What {title} plays" if plays else title,
        info.name == server.default_source_name,
        plays,
        plays and info.monitor_of_sink_name == server.default_sink_name,
    )


def _ours(pulse: Any) -> dict[int, Source]:
    """This process's streams by number, and what each listens to."""
    there = _by_index(pulse)
    me = str(os.getpid())
    return {
        one.index: there[one.source]
        for one in pulse.source_output_list()
        if one.proplist.get("application.process.id") == me and one.source in there
    }
