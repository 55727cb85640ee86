"""How the library of the sound server, PulseAudio's or PipeWire's, is set up in this process."""

import os
import sys
from functools import cache
from pathlib import Path

_SETTINGS = "PULSE_CLIENTCONFIG"
"""The file that the library reads its settings from, before any other."""


def without_shared_memory() -> None:
    """Let the library exchange sound through its socket alone, with all else as this user has it set up.

    A server that stalls and is then ended leaves threads of ours behind where memory is shared with it: some
    wait for their blocks for ever, others run in a circle at full load (`pa_pstream_unlink`, libpulse 16).
    To be called before the library is first asked for anything.
    """
    if sys.platform == "linux":
        os.environ[_SETTINGS] = _settings()


@cache
def _settings() -> str:
    lines = [*(f".include {path}" for path in _in_force()), "enable-shm = no"]
    # in memory, so that a full disk does not keep anybody from dictating
    descriptor = os.memfd_create("pulse-client.conf")
    os.write(descriptor, "".join(f"{line}\n" for line in lines).encode())
    return f"/proc/{os.getpid()}/fd/{descriptor}"


def _in_force() -> list[Path]:
    """The files that the library would read by itself, in its order."""
    homes = (Path.home() / ".pulse", Path.home() / ".config/pulse", Path("/etc/pulse"))
    usual = [home / "client.conf" for home in homes]
    chosen = [Path(os.environ[_SETTINGS])] if os.environ.get(_SETTINGS) else usual
    first = next((path for path in chosen if path.is_file()), None)
    return [first, *sorted(first.with_name(f"{first.name}.d").glob("*.conf"))] if first is not None else []
