"""The composition root: the one place that builds everything and hands each part what it needs."""

import gc
import sys
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from scribe_desktop.qt.appearance import Appearance
from scribe_desktop.qt.first_paint import after_first_paint
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.qt.window_state import WindowState
from scribe_desktop.session.device_keys import DeviceKeys
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.profile import Profile
from scribe_desktop.vault.port import KeyHolder
from scribe_desktop.vault.wrap import Cost
from scribe_desktop.views.main_window import MainWindow

_TURN = 0.001
"""Seconds that a thread may go on while the GUI waits for Python; Python's own 5 ms add up at every key."""


@dataclass(frozen=True)
class App:
    qt: QApplication
    jobs: Jobs
    window: MainWindow

    def close(self) -> None:
        """Finish background work and let go of the window and all that it held."""
        self.jobs.close(2_000)
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete.value)


def build(profile: Profile) -> App:
    """Everything, ready to be shown; nothing is open yet."""
    sys.setswitchinterval(_TURN)
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    qt.setApplicationName("scribe-desktop")
    qt.setApplicationDisplayName("Scribe Desktop")
    appearance = Appearance(profile.folder)
    appearance.apply()
    device_keys = DeviceKeys(_find_keyring)
    jobs = Jobs()
    window = MainWindow(
        FrontDoor(profile, device_keys.holder, cost=_calibrated),
        FrontDoor(profile.sample, None),
        jobs,
        appearance,
        WindowState(profile.folder),
        device_keys.note,
    )
    after_first_paint(window, lambda: _prepare(jobs, device_keys, profile, window))
    return App(qt, jobs, window)


def run(profile: Profile, *, sample: bool = False) -> int:
    """Open the workstation and stay until its window is closed; returns the exit status."""
    app = build(profile)
    app.window.closed.connect(app.qt.quit)
    app.window.start(sample=sample)
    app.window.show()
    status = app.qt.exec()
    app.close()
    return status


def _prepare(jobs: Jobs, device_keys: DeviceKeys, profile: Profile, window: MainWindow) -> None:
    """Do what the log-in would have to wait for while the user types a passphrase."""
    jobs.background(device_keys.holder)
    jobs.background(lambda: [import_module(name) for name in _LOADED_LATE], lambda _all: _keep(window))
    jobs.background(lambda: _tidy(profile))


_LOADED_LATE = ("scribe_desktop.session.opening", "scribe_desktop.views.at_work")


def _keep(window: MainWindow) -> None:
    """Let Python's collector pass by the program itself: going through it holds everything up for 50 ms.

    Nothing of a session may be among what is passed by, because it would never be let go of.
    """
    if window.workspace is None and not gc.get_freeze_count():
        gc.freeze()


def _tidy(profile: Profile) -> None:
    """Clear away what a broken-off installation of a speech model left."""
    from scribe_desktop.speech.model_folder import ModelFolder

    ModelFolder(profile.models).clean_up()


def _calibrated() -> Cost:
    # asked at the first set-up only
    from scribe_desktop.vault.calibration import calibrated

    return calibrated()


def _find_keyring() -> tuple[KeyHolder | None, str]:
    # one of the slower imports, and on the store's way only
    from scribe_desktop.vault.os_keyring import find_keyring

    return find_keyring()
