"""What logind says on its bus, heard on a bus of the test's own."""

from collections.abc import Iterator

import pytest
from jeepney import DBusAddress, message_bus, new_signal
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from scribe_desktop.qt.sleep_signal import SleepSignal
from tests.helpers.own_bus import own_bus

LOGIND = "org.freedesktop.login1"
MANAGER = DBusAddress("/org/freedesktop/login1", interface=f"{LOGIND}.Manager")
A_SESSION = DBusAddress("/org/freedesktop/login1/session/_31", interface=f"{LOGIND}.Session")


@pytest.fixture
def address() -> Iterator[str]:
    with own_bus() as address:
        yield address


@pytest.fixture
def logind(address: str) -> Iterator[DBusConnection]:
    with open_dbus_connection(address) as connection:
        Proxy(message_bus, connection).RequestName(LOGIND)
        yield connection


def test_it_hears_that_sleep_begins_and_that_the_screen_is_locked(
    qtbot: QtBot, address: str, logind: DBusConnection
) -> None:
    parent = QObject()
    heard = SleepSignal(parent, QDBusConnection.connectToBus(address, "test-sleep"))
    assert heard.listening
    told: list[str] = []
    heard.coming.connect(lambda: told.append("coming"))
    logind.send(new_signal(MANAGER, "PrepareForSleep", "b", (True,)))
    qtbot.waitUntil(lambda: told == ["coming"], timeout=10_000)
    logind.send(new_signal(MANAGER, "PrepareForSleep", "b", (False,)))
    logind.send(new_signal(A_SESSION, "Lock"))
    qtbot.waitUntil(lambda: told == ["coming", "coming"], timeout=10_000)
    QDBusConnection.disconnectFromBus("test-sleep")


def test_without_a_bus_it_is_silent(qtbot: QtBot) -> None:
    parent = QObject()
    assert not SleepSignal(parent, QDBusConnection("no such bus")).listening
