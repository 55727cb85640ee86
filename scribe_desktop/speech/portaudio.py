"""The sound system: loaded when it is first needed, and asked anew for its devices."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from scribe_desktop.errors import NoMicrophone

_lock = threading.RLock()
_open_streams: set[int] = set()


@contextmanager
def sound_system() -> Iterator[ModuleType]:
    """The sounddevice module with today's devices, for this thread alone; register what is opened in it.

    Raises:
        NoMicrophone: PortAudio is not installed.
    """
    try:
        import sounddevice
    except OSError as error:
        raise NoMicrophone(
            "The sound system cannot be reached: PortAudio is not installed.",
            remedy="Install it (on Debian and Ubuntu: apt install libportaudio2) and try again.",
        ) from error
    with _lock:
        # PortAudio lists devices only when it starts, and restarting it would end the open streams.
        if not _open_streams:
            sounddevice._terminate()
            sounddevice._initialize()
        yield sounddevice


def register(stream: Any) -> None:
    """Keep the device list as it is until this stream is closed by `close`."""
    with _lock:
        _open_streams.add(id(stream))


def close(stream: Any) -> None:
    """Close a registered stream; a stalled device may take ten seconds over it."""
    stream.close()
    with _lock:
        _open_streams.discard(id(stream))
