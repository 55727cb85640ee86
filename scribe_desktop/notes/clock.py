"""Time is passed in, so that tests and replays decide what "now" is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, always with its time zone."""
    return datetime.now(UTC)
