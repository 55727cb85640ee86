"""Keeps the store at most a second behind the keyboard."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from scribe_desktop.errors import ScribeError
from scribe_desktop.notes.passage import Passage
from scribe_desktop.qt.jobs import Jobs

SAVE_AFTER_MS = 400
RETRY_AFTER_MS = 2_000


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
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    @property
    def is_clean(self) -> bool:
        """True when everything typed is in the store."""
        return not self._changed and not self._under_way

    def note_change(self, key: str) -> None:
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

    def _done(self, at: datetime) -> None:
        self._under_way -= 1
        if self.is_clean:
            self.saved.emit(at)

    def _failed(self, error: ScribeError, changes: Mapping[str, Passage]) -> None:
        self._under_way -= 1
        self._changed |= changes.keys()
        self._timer.start(RETRY_AFTER_MS)
        self.failing.emit(error)
