"""A point in time that setting the clock does not move, as long as the machine is not started anew."""

import time
from dataclasses import dataclass
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Instant:
    wall: float
    """Seconds since 1970 by the clock on the wall, which anybody may set."""
    boot: str
    """Names the start of the machine; empty where that is not known."""
    up: float
    """Seconds since that start, time asleep included."""


def now() -> Instant:
    try:
        return Instant(time.time(), _BOOT_ID.read_text(encoding="ascii").strip(), awake_or_asleep())
    except OSError:
        return Instant(time.time(), "", 0.0)


def awake_or_asleep() -> float:
    """Seconds on a clock that nobody sets and that also runs while the machine sleeps, where there is one."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


def elapsed(then: Instant, at: Instant) -> float:
    """Seconds between the two; negative when the clock was set back across a restart."""
    return at.up - then.up if then.boot and then.boot == at.boot else at.wall - then.wall
