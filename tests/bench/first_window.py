"""A program to be timed: `python -m tests.bench.first_window [PROFILE]` says when its window was painted.

With a profile it is the workstation at its log-in, without one the least that Qt can do: a bare main window
with a text edit.
"""

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow, QTextEdit

from scribe_desktop.qt.first_paint import after_first_paint


def bare() -> None:
    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QTextEdit())
    after_first_paint(window, _tell)
    window.show()
    application.exec()


def workstation(profile: Path) -> None:
    """As `scribe-desktop` goes about it, its command line included."""
    from scribe_desktop import app, cli
    from scribe_desktop.session.profile import Profile

    assert cli
    built = app.build(Profile(profile))
    after_first_paint(built.window, _tell)
    built.window.start()
    built.window.show()
    built.qt.exec()


def _tell() -> None:
    print(f"painted {time.monotonic()}", flush=True)


if __name__ == "__main__":
    workstation(Path(sys.argv[1])) if len(sys.argv) > 1 else bare()
