"""The machine sleeps only when all is saved and locked: asked of a logind on a bus of the test's own."""

import os
import select
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.qt.sleep_hold import SleepHold
from scribe_desktop.views.curtain import Curtain
from scribe_desktop.views.login_view import LoginView
from tests.helpers.clinic import SCRIBE, Visitor, chart_of, clinic_in
from tests.helpers.clinic_day import ClinicDay
from tests.helpers.own_bus import own_bus

LOGIND = "org.freedesktop.login1"
MANAGER = DBusAddress("/org/freedesktop/login1", interface=f"{LOGIND}.Manager")
FIRST = Visitor("M-4711", "Imogen Hartley")


class Logind:
    """Gives out delay locks as logind does, and knows which of them are still held."""

    def __init__(self, address: str, *, refuses: bool = False) -> None:
        self.asked: list[tuple[str, ...]] = []
        self._refuses = refuses
        self._ends: list[int] = []
        self._connection: DBusConnection = open_dbus_connection(address, enable_fds=True)
        Proxy(message_bus, self._connection).RequestName(LOGIND)
        self._over = Event()
        self._thread = Thread(target=self._serve)
        self._thread.start()

    @property
    def held(self) -> int:
        """How many locks nobody has let go of yet."""
        released, _, _ = select.select(self._ends, [], [], 0)
        return len(self._ends) - len(released)

    def say_sleep(self, *, begins: bool) -> None:
        self._connection.send(new_signal(MANAGER, "PrepareForSleep", "b", (begins,)))

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self._connection.close()
        for end in self._ends:
            os.close(end)

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def _answer(self, message: Message) -> None:
        assert message.header.fields[HeaderFields.member] == "Inhibit"
        if self._refuses:
            self._connection.send(new_error(message, "org.freedesktop.DBus.Error.AccessDenied"))
        else:
            ours, theirs = os.pipe()
            self._connection.send(new_method_return(message, "h", (theirs,)))
            os.close(theirs)
            self._ends.append(ours)
        self.asked.append(message.body)


@pytest.fixture
def address() -> Iterator[str]:
    with own_bus() as address:
        yield address


@pytest.fixture
def logind(address: str) -> Iterator[Logind]:
    logind = Logind(address)
    yield logind
    logind.close()


@pytest.fixture
def bus(address: str, logind: Logind) -> Iterator[QDBusConnection]:
    yield QDBusConnection.connectToBus(address, "test-hold")
    QDBusConnection.disconnectFromBus("test-hold")


@pytest.fixture
def day(
    qtbot: QtBot, tmp_path: Path, bus: QDBusConnection, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ClinicDay]:
    monkeypatch.setattr(QDBusConnection, "systemBus", lambda: bus)
    profile = clinic_in(tmp_path, FIRST)
    day = ClinicDay(profile, tmp_path / "pictures")
    yield day
    day.close()


def test_it_holds_what_it_asked_for_until_it_lets_go(
    qtbot: QtBot, bus: QDBusConnection, logind: Logind
) -> None:
    parent = QObject()
    hold = SleepHold(parent, bus)
    hold.take()
    hold.take()
    qtbot.waitUntil(lambda: hold.is_held and logind.held == 1, timeout=10_000)
    ((what, who, _, mode),) = logind.asked
    assert (what, who, mode) == ("sleep", "Scribe Desktop", "delay")
    hold.release()
    qtbot.waitUntil(lambda: logind.held == 0, timeout=10_000)
    hold.take()
    qtbot.waitUntil(lambda: logind.held == 1, timeout=10_000)
    hold.release()


def test_a_lock_that_comes_too_late_is_given_back(qtbot: QtBot, bus: QDBusConnection, logind: Logind) -> None:
    parent = QObject()
    hold = SleepHold(parent, bus)
    hold.take()
    hold.release()
    qtbot.waitUntil(lambda: bool(logind.asked) and logind.held == 0 and not hold.is_held, timeout=10_000)


def test_where_it_is_refused_or_there_is_no_bus_it_does_nothing(qtbot: QtBot, address: str) -> None:
    parent = QObject()
    logind = Logind(address, refuses=True)
    hold = SleepHold(parent, QDBusConnection.connectToBus(address, "test-refused"))
    hold.take()
    qtbot.waitUntil(lambda: bool(logind.asked) and hold._asked is None, timeout=10_000)
    assert not hold.is_held
    nowhere = SleepHold(parent, QDBusConnection("no such bus"))
    nowhere.take()
    nowhere.release()
    logind.close()
    QDBusConnection.disconnectFromBus("test-refused")


def test_the_machine_sleeps_only_when_the_last_character_is_safe_and_the_store_closed(
    day: ClinicDay, logind: Logind
) -> None:
    assert logind.held == 0
    day.enter(SCRIBE)
    day.hands.wait("the lock", lambda: logind.held == 1)
    day.open(FIRST.name)
    day.hands.type("Sore throat")
    store = day.workspace.session.desk.store
    logind.say_sleep(begins=True)
    day.hands.wait("the end of the lock", lambda: logind.held == 0)
    assert store.is_closed
    assert day.window.findChild(LoginView)
    assert chart_of(day.window._door.profile, FIRST.name).content["cc"].text == "Sore throat"
    logind.say_sleep(begins=False)
    day.enter(SCRIBE)
    day.hands.wait("another lock", lambda: logind.held == 1)


def test_behind_the_curtain_nothing_holds_the_machine_up(
    day: ClinicDay, logind: Logind, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.enter(SCRIBE)
    day.hands.wait("the lock", lambda: logind.held == 1)
    day.open(FIRST.name)
    day.hands.type("Sore throat")
    day.hands.wait("the words being saved", lambda: day.chart.autosave.is_clean)

    def full(*_: object) -> None:
        raise StoreNotWritable("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(day.workspace.session.desk.store.drafts, "save", full)
        day.hands.type("!")
        day.hands.press("Ctrl+A", "Ctrl+C")
        logind.say_sleep(begins=True)
        day.hands.wait("the curtain", lambda: day.window.findChild(Curtain))
        day.hands.wait("the end of the lock", lambda: logind.held == 0)
        assert day.app.qt.clipboard().text() == ""
        day.hands.type(SCRIBE.passphrase)
        day.hands.press("Return")
        day.hands.wait("the chart", day.workspace.isVisible)
        day.hands.wait("another lock", lambda: logind.held == 1)
