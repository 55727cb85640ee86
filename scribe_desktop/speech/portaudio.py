"""The sound system: loaded when it is first needed, and asked anew for its devices."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from scribe_desktop.errors import NoMicrophone
from scribe_desktop.speech.pulse_client import without_shared_memory

_lock = threading.RLock()
_open_streams: set[int] = set()


@contextmanager
def sound_system() -> Iterator[ModuleType]:
    """The sounddevice module with today's devices, for this thread alone; register what is opened in it.

    Raises:
        NoMicrophone: PortAudio is not installed.
    """
    without_shared_memory()
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
    """Close a registered stream, without waiting: a stalled device takes ten seconds over it.

    Where the sound server dies just then it may never end, for PulseAudio's ALSA plugin waits for an answer
    without a limit. That costs a thread, and PortAudio's list of devices stays as it is; a sound server's own
    is asked for anew all the same.
    """
    threading.Thread(target=_close, args=(stream,), name="closing of sound", daemon=True).start()


def _close(stream: Any) -> None:
    stream.close()
    with _lock:
        _open_streams.discard(id(stream))
