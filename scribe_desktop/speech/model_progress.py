"""What is being done about a model, how far it is, and the wish to stop it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Step(Enum):
    DOWNLOADING = "Downloading"
    CHECKING = "Checking"
    UNPACKING = "Unpacking"
    TRYING = "Trying it out"


@dataclass(frozen=True)
class Watcher:
    """Told about each step; both are called on the thread that does the work."""

    tell: Callable[[Step, int, int], None] = lambda _step, _done, _total: None
    """Gets the step, bytes done and bytes in total, 0 where nobody knows."""
    cancelled: Callable[[], bool] = lambda: False

    def note(self, step: Step, done: int = 0, total: int = 0) -> None:
        """Tell how far it is. Raises `Cancelled` when it is to stop."""
        if self.cancelled():
            raise Cancelled
        self.tell(step, done, total)


class Cancelled(Exception):
    """Somebody wants it to stop; nothing is wrong."""
