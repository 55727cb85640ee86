"""The one place where threads hop: work leaves the GUI thread here, and its results come back to it here."""

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from typing import Generic, ParamSpec, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from scribe_desktop.errors import ScribeError

T = TypeVar("T")
P = ParamSpec("P")

_BACKGROUND_THREADS = 3


class Jobs(QObject):
    """Runs work elsewhere and tells the outcome on the GUI thread, in the order in which work was finished.

    Call it from the GUI thread, keep it for the life of the program, and `close()` it before Qt goes. A
    callback is dropped when its `owner` (by default the QObject whose method it is) was destroyed
    meanwhile. An exception that is no `ScribeError` is our own bug: it goes to `sys.excepthook`.
    """

    failed = Signal(object)
    """A `ScribeError` that no callback took: none was given, or its owner has gone."""

    idle = Signal()
    """All work is done and told."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = 0
        self._closed = False
        self._news = threading.Event()
        self._store = _Crew("store", 1)
        self._background = _Crew("background", _BACKGROUND_THREADS)
        self._arrived.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def store(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[ScribeError], object] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run `work` on the store's one thread, after all store work given earlier."""
        self._give(self._store, _Job(work, done, failed, owner))

    def background(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[ScribeError], object] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run slow `work` (hashing, delivery, stopping audio) beside other such work, in any order."""
        self._give(self._background, _Job(work, done, failed, owner))

    def on_gui(self, callback: Callable[P, object], *, owner: QObject | None = None) -> Callable[P, None]:
        """`callback`, made callable from any thread: it runs on the GUI thread, in the order of the calls."""

        def hop(*args: P.args, **kwargs: P.kwargs) -> None:
            self._arrive(partial(self._call, partial(callback, *args, **kwargs), _owner(callback, owner)))

        return hop

    def wait(self, milliseconds: int) -> bool:
        """Block until all work is done and told, also what callbacks add meanwhile. False: time ran out."""
        deadline = time.monotonic() + milliseconds / 1000
        while True:
            self._news.clear()
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
            if not self._open:
                return True
            if not self._news.wait(max(0.0, deadline - time.monotonic())):
                return False

    def close(self, milliseconds: int = 10_000) -> bool:
        """Finish what was given, take nothing more. False: some work did not end in time and is abandoned."""
        finished = self.wait(milliseconds)
        self._closed = True
        self._store.dismiss()
        self._background.dismiss()
        return finished

    def _give(self, crew: "_Crew", job: "_Job[T]") -> None:
        if self._closed:
            raise RuntimeError("work was given after close()")
        self._open += 1
        crew.queue.put(partial(self._perform, job))

    def _perform(self, job: "_Job[T]") -> None:
        job.perform()
        self._arrive(partial(self._settle, job))

    def _arrive(self, callback: Callable[[], object]) -> None:
        if not self._closed:
            self._arrived.emit(callback)
            self._news.set()

    @Slot(object)
    def _run(self, callback: Callable[[], object]) -> None:
        callback()

    def _settle(self, job: "_Job[T]") -> None:
        self._open -= 1
        self._tell(job)
        job.forget()
        if not self._open:
            self.idle.emit()

    def _tell(self, job: "_Job[T]") -> None:
        if isinstance(job.error, ScribeError):
            if job.failed is None or not self._call(partial(job.failed, job.error), job.owner_of(job.failed)):
                self.failed.emit(job.error)
        elif job.error is not None:
            sys.excepthook(type(job.error), job.error, job.error.__traceback__)
        elif job.done is not None:
            self._call(partial(job.done, job.result[0]), job.owner_of(job.done))

    def _call(self, callback: Callable[[], object], owner: QObject | None) -> bool:
        alive = owner is None or isValid(owner)
        if alive:
            callback()
        return alive


@dataclass
class _Job(Generic[T]):
    work: Callable[[], T]
    done: Callable[[T], object] | None
    failed: Callable[[ScribeError], object] | None
    owner: QObject | None
    result: list[T] = field(default_factory=list)
    error: BaseException | None = None

    def perform(self) -> None:
        try:
            self.result.append(self.work())
        except BaseException as error:  # noqa: BLE001  every kind crosses to the GUI thread and is told there
            self.error = error

    def owner_of(self, callback: Callable[..., object]) -> QObject | None:
        return _owner(callback, self.owner)

    def forget(self) -> None:
        """Hold nothing any more: the thread that did the work may not have let go of the job yet."""
        vars(self).clear()


def _owner(callback: Callable[..., object], named: QObject | None) -> QObject | None:
    bound_to = getattr(callback, "__self__", None)
    return bound_to if named is None and isinstance(bound_to, QObject) else named


class _Crew:
    """Threads that share one queue; as daemons they never keep a closed program in memory."""

    def __init__(self, name: str, size: int) -> None:
        self.queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=_work_off, args=(self.queue,), name=f"{name}-{number}", daemon=True)
            for number in range(size)
        ]
        for thread in self._threads:
            thread.start()

    def dismiss(self) -> None:
        for _ in self._threads:
            self.queue.put(None)


def _work_off(queue: "SimpleQueue[Callable[[], None] | None]") -> None:
    while perform := queue.get():
        perform()
        del perform  # or it would be kept until there is more to do
