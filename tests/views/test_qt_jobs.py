import gc
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from types import TracebackType

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from scribe_desktop.errors import ScribeError, StoreNotWritable
from scribe_desktop.qt.jobs import Jobs


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    assert jobs.close(5000)


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def hear(self, what: object) -> None:
        self.heard.append(what)


def fail_with(error: BaseException) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


def unexpected(result: object) -> None:
    pytest.fail(f"told {result!r}")


def test_store_work_runs_in_order_on_one_thread_and_answers_on_the_gui_thread(jobs: Jobs) -> None:
    ran: list[tuple[int, str]] = []
    told: list[tuple[int, threading.Thread]] = []

    def work(number: int) -> int:
        time.sleep(0.002 * (number % 3))
        ran.append((number, threading.current_thread().name))
        return number

    for number in range(50):
        jobs.store(partial(work, number), lambda n: told.append((n, threading.current_thread())))
    assert jobs.wait(5000)
    assert ran == [(number, "store-0") for number in range(50)]
    assert told == [(number, threading.main_thread()) for number in range(50)]


def test_results_come_through_the_event_loop(jobs: Jobs, qtbot: QtBot) -> None:
    listener = Listener()
    jobs.store(lambda: "saved", listener.hear)
    assert not listener.heard
    qtbot.waitUntil(lambda: listener.heard == ["saved"], timeout=2000)


def test_slow_background_work_does_not_hold_up_the_store(jobs: Jobs) -> None:
    release = threading.Event()
    told: list[str] = []
    jobs.background(lambda: release.wait(60), lambda _: told.append("background"))
    jobs.background(lambda: release.wait(60), lambda _: told.append("background"))
    jobs.store(lambda: "store", told.append)
    jobs.store(release.set)
    assert jobs.wait(5000)
    assert told == ["store", "background", "background"]


def test_a_scribe_error_goes_to_the_callback(jobs: Jobs) -> None:
    listener = Listener()
    error = StoreNotWritable("The disk is full.", remedy="Free some space.")
    jobs.store(fail_with(error), unexpected, listener.hear)
    assert jobs.wait(20_000)
    assert listener.heard == [error]


def test_a_scribe_error_that_nobody_takes_is_signalled(jobs: Jobs) -> None:
    listener, gone = Listener(), Listener()
    jobs.failed.connect(listener.hear)
    first, second = StoreNotWritable("The disk is full."), ScribeError("The window has closed.")
    jobs.store(fail_with(first))
    jobs.store(fail_with(second), None, gone.hear)
    delete(gone)
    assert jobs.wait(20_000)
    assert listener.heard == [first, second]


def test_a_bug_reaches_the_exception_hook_and_later_work_still_runs(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[BaseException] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        caught.append(error)

    monkeypatch.setattr(sys, "excepthook", hook)
    listener = Listener()
    in_work, in_callback = ZeroDivisionError("work"), ZeroDivisionError("callback")

    def done(_: object) -> None:
        raise in_callback

    jobs.store(fail_with(in_work), unexpected)
    jobs.store(lambda: None, done)
    jobs.store(lambda: "later", listener.hear)
    assert jobs.wait(20_000)
    assert caught == [in_work, in_callback]
    assert listener.heard == ["later"]


def test_a_destroyed_owner_is_not_told(jobs: Jobs) -> None:
    method_owner, named_owner = Listener(), Listener()
    heard: list[str] = []
    release = threading.Event()
    jobs.store(lambda: release.wait(60), method_owner.hear)
    jobs.store(lambda: "late", heard.append, owner=named_owner)
    jobs.store(lambda: "alive", heard.append)
    delete(method_owner)
    delete(named_owner)
    release.set()
    assert jobs.wait(20_000)
    assert heard == ["alive"]
    assert method_owner.heard == []


def test_waiting_includes_work_that_callbacks_add(jobs: Jobs) -> None:
    told: list[str] = []

    def again(result: str) -> None:
        told.append(result)
        if len(told) < 5:
            jobs.store(lambda: f"{result}!", again)

    jobs.store(lambda: "saved", again)
    assert jobs.wait(20_000)
    assert told == ["saved", "saved!", "saved!!", "saved!!!", "saved!!!!"]


def test_waiting_gives_up_when_the_time_is_over(jobs: Jobs) -> None:
    release = threading.Event()
    jobs.background(lambda: release.wait(60))
    started = time.monotonic()
    assert not jobs.wait(50)
    assert time.monotonic() - started < 30
    release.set()
    assert jobs.wait(20_000)


def test_closing_finishes_what_was_given_and_refuses_more(qtbot: QtBot) -> None:
    jobs = Jobs()
    saved: list[int] = []
    jobs.store(partial(time.sleep, 0.1))
    for number in range(20):
        jobs.store(partial(saved.append, number))
    assert jobs.close(5000)
    assert saved == list(range(20))
    with pytest.raises(RuntimeError, match="close"):
        jobs.store(lambda: None)


def test_work_abandoned_at_closing_does_no_harm_when_it_ends_late(qtbot: QtBot) -> None:
    jobs = Jobs()
    release, ended = threading.Event(), threading.Event()
    hop = jobs.on_gui(unexpected)

    def late() -> None:
        release.wait(60)
        hop("late")
        ended.set()

    jobs.background(late, unexpected)
    assert not jobs.close(20)
    delete(jobs)
    release.set()
    assert ended.wait(20)
    qtbot.wait(20)


def test_calls_from_any_thread_arrive_on_the_gui_thread_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[tuple[int, bool]] = []
    hop = jobs.on_gui(lambda n: heard.append((n, threading.current_thread() is threading.main_thread())))
    speech = threading.Thread(target=lambda: [hop(number) for number in range(5000)])
    speech.start()
    while speech.is_alive():
        gc.collect()
        qtbot.wait(1)
    speech.join()
    qtbot.waitUntil(lambda: len(heard) == 5000, timeout=5000)
    assert heard == [(number, True) for number in range(5000)]


def test_calls_on_the_gui_thread_keep_their_place_too(jobs: Jobs) -> None:
    listener = Listener()
    jobs.on_gui(listener.hear)("now")
    assert not listener.heard
    assert jobs.wait(100)
    assert listener.heard == ["now"]


def test_what_was_done_is_not_kept_until_there_is_more_to_do(jobs: Jobs) -> None:
    class Heavy:
        def work(self) -> None:
            pass

    heavy = Heavy()
    gone = weakref.ref(heavy)
    jobs.store(heavy.work)
    jobs.background(heavy.work)
    assert jobs.wait(5000)
    del heavy
    gc.collect()
    assert gone() is None


def test_it_is_told_when_nothing_is_left_to_do(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[str] = []
    jobs.idle.connect(lambda: told.append("idle"))
    jobs.store(lambda: time.sleep(0.05), lambda _none: told.append("first"))
    jobs.background(lambda: time.sleep(0.1), lambda _none: told.append("second"))
    assert jobs.wait(5000)
    assert told == ["first", "second", "idle"]


def test_what_was_told_is_held_by_nobody_even_if_its_thread_has_not_gone_on_yet(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Session:
        def work(self) -> None: ...

    go_on, arrive = threading.Event(), Jobs._arrive

    def arrive_and_stay(self: Jobs, callback: Callable[[], object]) -> None:
        arrive(self, callback)
        go_on.wait(60)

    monkeypatch.setattr(Jobs, "_arrive", arrive_and_stay)
    session = Session()
    left = weakref.ref(session)
    jobs.background(session.work)
    del session
    assert jobs.wait(20_000)
    assert left() is None
    go_on.set()
