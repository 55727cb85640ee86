"""What every test gets: a home of its own, windows that need no display, and a watch on the log."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtWidgets import QApplication

from tests.helpers.home import environment_of

pytest_plugins = [
    "pytester",
    "tests.helpers.keyring_session",
    "tests.helpers.log_watch",
    "tests.helpers.virtual_microphone",
]

# No test may reach the keyring or the sound of whoever runs the tests.
_SOMEBODYS = ("DBUS_SESSION_BUS_ADDRESS", "PULSE_SERVER")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Move into a home for the whole session, before anything looks for the real one."""
    folder = TemporaryDirectory(prefix="scribe-tests-")
    config.add_cleanup(folder.cleanup)
    runtime = Path(folder.name, "run")
    runtime.mkdir(mode=0o700)
    for name in _SOMEBODYS:
        os.environ.pop(name, None)
    os.environ.update(environment_of(Path(folder.name)), XDG_RUNTIME_DIR=str(runtime))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty home folder of this one test."""
    folder = tmp_path_factory.mktemp("home")
    for name, value in environment_of(folder).items():
        monkeypatch.setenv(name, value)
    return folder


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Hide what a failing test left open, before it takes the keyboard from the next test.

    What is on the clipboard when the process ends would be let go of after Python is gone.
    """
    yield
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()
        for window in QApplication.topLevelWidgets():
            window.hide()
