"""A process in which somebody logs in, writes, and locks the window; then it waits to be looked into.

Run as `python -m tests.helpers.locked_visit`. What is typed comes on its input as JSON in which every
character is a number, so that nothing but the program puts the words into its memory. It says "locked" on
its output, and ends when its input does.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from scribe_desktop.session.profile import Profile
from scribe_desktop.views.login_view import LoginView
from tests.helpers.clinic_day import ClinicDay

_MS = 500


def main() -> None:
    told = json.loads(sys.stdin.readline())
    day = ClinicDay(Profile(Path(told["profile"])), Path(told["pictures"]))
    login = day.page(LoginView)
    login.person.setCurrentIndex(login.person.findText(told["who"]))
    login.passphrase.setFocus()
    _type(day, told["passphrase"])
    day.hands.press("Return")
    day.hands.wait("the workspace", lambda: day.window.workspace)
    panel = day.workspace.encounters
    day.hands.press("Ctrl+E")
    day.hands.wait("its rows", panel.list.model().rowCount)
    day.hands.press("Return")
    day.hands.wait("the chart", lambda: day.workspace.chart)
    day.hands.press("Ctrl+1")
    _type(day, told["typed"])
    day.hands.wait("everything saved", lambda: day.chart.autosave.is_clean)
    print("open", flush=True)
    sys.stdin.readline()
    day.hands.press("Ctrl+L")
    day.hands.wait("the log-in", lambda: day.window.findChild(LoginView))
    day.hands.wait("the last work", lambda: day.window._jobs.wait(_MS))
    turns: list[bool] = []
    QTimer.singleShot(_MS, lambda: turns.append(True))
    day.hands.wait("a quiet window", lambda: turns)
    print("locked", flush=True)
    sys.stdin.read()
    day.close()


def _type(day: ClinicDay, codes: list[int]) -> None:
    for code in codes:
        day.hands.type(chr(code))


if __name__ == "__main__":
    main()
