"""A real Secret Service: gnome-keyring on a private D-Bus, unlocked, gone with the test."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from subprocess import DEVNULL, PIPE, Popen

import pytest
import secretstorage


class KeyringSession:
    """One machine's keyring; `use` makes it the one that this process sees."""

    def __init__(self, environment: Mapping[str, str], daemon: Popen[bytes]) -> None:
        self.environment = environment
        self._daemon = daemon

    def use(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in self.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)

    def forget_everything(self) -> None:
        """What resetting the login keyring does; this session must be the one in use."""
        with closing(secretstorage.dbus_init()) as bus:
            for item in list(secretstorage.get_default_collection(bus).get_all_items()):
                item.delete()

    def lock(self) -> None:
        """Lock it for good: there is no one to answer its prompt; this session must be the one in use."""
        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.get_default_collection(bus).lock()

    def secrets(self) -> dict[str, bytes]:
        """All that is held, by user name; this session must be the one in use."""
        with closing(secretstorage.dbus_init()) as bus:
            items = list(secretstorage.get_default_collection(bus).get_all_items())
            return {item.get_attributes()["username"]: item.get_secret() for item in items}

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """While in it, the keyring takes questions and answers none; afterwards it answers them all."""
        self._daemon.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._daemon.send_signal(signal.SIGCONT)
            for thread in threading.enumerate():
                if thread.name == "keyring":
                    thread.join(10)


@contextmanager
def keyring_session() -> Iterator[KeyringSession]:
    """Start D-Bus and gnome-keyring with an empty, unlocked login keyring (about 0.3 s)."""
    with tempfile.TemporaryDirectory(prefix="keyring-", ignore_cleanup_errors=True) as home:
        environment = {
            "HOME": home,
            "XDG_RUNTIME_DIR": home,
            "XDG_DATA_HOME": f"{home}/data",
            "XDG_CONFIG_HOME": f"{home}/config",
        }
        surroundings = {**os.environ, **environment}
        bus = Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            env=surroundings,
            stdout=PIPE,
            stderr=DEVNULL,
        )
        with _ending(bus):
            assert bus.stdout
            environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
            daemon = Popen(
                ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                env={**surroundings, **environment},
                stdin=PIPE,
                stdout=DEVNULL,
                stderr=DEVNULL,
            )
            with _ending(daemon):
                assert daemon.stdin
                daemon.stdin.write(b"\n")
                daemon.stdin.close()
                _wait_for_name(environment)
                yield KeyringSession(environment, daemon)


@pytest.fixture
def gnome_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyringSession]:
    """A real, empty keyring that this process sees for the length of one test."""
    with keyring_session() as session:
        session.use(monkeypatch)
        yield session


@contextmanager
def _ending(process: Popen[bytes]) -> Iterator[None]:
    with process:
        try:
            yield
        finally:
            process.terminate()


def _wait_for_name(environment: Mapping[str, str], seconds: float = 10.0) -> None:
    # Asks the bus, not the service: a question to the service would start a second, locked daemon.
    question = [
        "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus",
        "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets",
    ]  # fmt: skip
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        reply = subprocess.run(
            question, env={**os.environ, **environment}, capture_output=True, text=True, check=True
        )
        if "boolean true" in reply.stdout:
            return
        time.sleep(0.02)
    raise TimeoutError("gnome-keyring did not come up")
