"""Keeps the store at most a second behind the keyboard."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.passage import Passage
from scribe_desktop.qt.jobs import Jobs

SAVE_AFTER_MS = 400
RETRY_AFTER_MS = 2_000
_LATE = 1.5
"""Seconds."""


class Autosave(QObject):
    """Collects which passages changed and saves them together; tries again what failed."""

    saved = Signal(object)
    """The `datetime` at which the latest words were safe."""
    failing = Signal(object)
    """A `ScribeError`: the words are still only in the window."""

    def __init__(
        self,
        jobs: Jobs,
        passage: Callable[[str], Passage],
        save: Callable[[Mapping[str, Passage]], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._passage = passage
        self._save = save
        self._changed: set[str] = set()
        self._under_way = 0
        self._error: ScribeError | None = None
        self._clean_until = time.monotonic()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    @property
    def error(self) -> ScribeError | None:
        """Why the latest words could not be saved; None while nothing stands against it."""
        return self._error

    @property
    def is_clean(self) -> bool:
        """True when everything typed is in the store."""
        return not self._changed and not self._under_way

    @property
    def is_late(self) -> bool:
        """Whether words have waited longer than saving usually takes."""
        return not self.is_clean and time.monotonic() - self._clean_until > _LATE

    def note_change(self, key: str) -> None:
        if self.is_clean:
            self._clean_until = time.monotonic()
        self._changed.add(key)
        if not self._timer.isActive():
            self._timer.start(SAVE_AFTER_MS)

    def flush(self) -> None:
        """Hand everything that changed to the store's thread now."""
        self._timer.stop()
        if not self._changed:
            return
        changes = {key: self._passage(key) for key in self._changed}
        self._changed.clear()
        self._under_way += 1
        self._jobs.store(
            lambda: self._save(changes), self._done, lambda error: self._failed(error, changes), owner=self
        )

    def when_safe(self, do: Callable[[], object], otherwise: Callable[[ScribeError], object]) -> None:
        """Save what is written, then `do`; `otherwise` gets the error when it cannot be saved."""
        self.flush()
        self._jobs.store(lambda: None, lambda _none: self._go_on(do, otherwise), owner=self)

    def _go_on(self, do: Callable[[], object], otherwise: Callable[[ScribeError], object]) -> None:
        if self.is_clean:
            do()
        elif self._error is not None:
            otherwise(self._error)
        else:
            self.when_safe(do, otherwise)

    def _done(self, at: datetime) -> None:
        self._under_way -= 1
        self._error = None
        if self.is_clean:
            self.saved.emit(at)

    def _failed(self, error: ScribeError, changes: Mapping[str, Passage]) -> None:
        self._under_way -= 1
        self._changed |= changes.keys()
        self._error = error
        self._timer.start(RETRY_AFTER_MS)
        self.failing.emit(error)
