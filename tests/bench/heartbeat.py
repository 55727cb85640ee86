"""Listens to the event loop's heartbeat: how long it was held up, and what ran meanwhile."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT_MS = 5
_LOOK_AFTER = 0.03
"""Seconds without a beat until it is looked at what runs."""
_DEPTH = 3
"""How many of our functions are named for a freeze, the innermost last."""
_OURS = Path(__file__).parents[2] / "scribe_desktop"


@dataclass(frozen=True)
class Freeze:
    """A turn in which the window could neither paint nor answer a key."""

    busy_ms: float
    """Of the GUI thread's own time; what other programs took of the machine is not in it."""
    wall_ms: float
    doing: str
    """The calls of ours that were seen most, outermost first; empty: none was."""

    def __str__(self) -> str:
        doing = self.doing or "nothing of ours"
        return f"{self.busy_ms:7.0f} ms busy {self.wall_ms:7.0f} ms in all   {doing}"


class Heartbeat(QObject):
    """Beats while the event loop runs; begin and end on the GUI thread."""

    def __init__(self, at_least_ms: float) -> None:
        super().__init__()
        self.freezes: list[Freeze] = []
        self._at_least = at_least_ms
        self._gui = threading.get_ident()
        self._seen: Counter[str] = Counter()
        self._over = threading.Event()
        self._beaten, self._busy = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def listening(self) -> Iterator["Heartbeat"]:
        watcher = threading.Thread(target=self._watch, daemon=True)
        self._timer.start()
        watcher.start()
        try:
            yield self
        finally:
            self._timer.stop()
            self._over.set()
            watcher.join()

    def _begin_anew(self) -> None:
        self._beaten, self._busy = time.perf_counter(), time.thread_time()
        self._seen.clear()

    def _beat(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        spent = (busy - self._busy) * 1000
        if spent >= self._at_least:
            doing = self._seen.most_common(1)
            self.freezes.append(Freeze(spent, (now - self._beaten) * 1000, doing[0][0] if doing else ""))
        self._begin_anew()

    def _watch(self) -> None:
        while not self._over.wait(_BEAT_MS / 1000):
            if time.perf_counter() - self._beaten > _LOOK_AFTER:
                doing = _named(sys._current_frames().get(self._gui))
                self._seen[doing] += bool(doing)


def _named(frame: FrameType | None) -> str:
    """Our innermost functions in a call stack, as in "note_editor.show_content > section_editor._fit"."""
    found: list[str] = []
    while frame is not None and len(found) < _DEPTH:
        path = Path(frame.f_code.co_filename)
        if _OURS in path.parents and "walk" not in path.parts:
            found.append(f"{path.stem}.{frame.f_code.co_name}")
        frame = frame.f_back
    return " > ".join(reversed(found))
