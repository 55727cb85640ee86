"""A program to be measured: the walk's visit and the next one, with an ear at the event loop's heartbeat.

Run as `python -m tests.bench.watched_visit PROFILE`; the visit is set up beside that profile. What held the
window up goes to the error stream.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from scribe_desktop import app
from scribe_desktop.notes.patient import Sex
from scribe_desktop.session.charting import NewEncounter
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.main_window import MainWindow
from scribe_desktop.walk.hands import Hands
from scribe_desktop.walk.visit import Visit
from tests.bench.heartbeat import Heartbeat

NOTICED_MS, AT_MOST_MS = 30, 100
_LINE = "She walks unaided and denies fever, chills and cough. The abdomen is soft; BP 128/76. שלום é 😀\n"
_MANY, _ROWS = 95_000, 150


class OneKeyAtATime(Hands):
    """Lets the window work after each character, as it does with a person, and takes no pictures."""

    def type(self, text: str) -> None:
        for character in text:
            super().type(character)
            QCoreApplication.processEvents()

    def picture(self, name: str) -> Path:
        return self._pictures / name


class NextVisit:
    """The same patient comes back: what the walk's visit has no occasion for, with its chart still open."""

    def __init__(self, window: MainWindow, hands: Hands) -> None:
        self._window, self._hands = window, hands

    def steps(self) -> tuple[Callable[[], None], ...]:
        return (
            self.open_chart,
            self.copy_forward,
            self.large_paste,
            self.long_table,
            self.type_in_long_table,
            self.refused_paste,
            self.other_look,
            self.other_chart,
        )

    def open_chart(self) -> None:
        assert self._window.workspace is not None
        workspace = self._window.workspace
        charting, former = workspace.session.charting, workspace.chart
        born, provider = date(1989, 4, 23), charting.providers()[0].id
        visit = NewEncounter("Imogen Hartley", born, Sex.FEMALE, "HS-100555", "Office visit", provider)
        workspace.open(charting.begin(visit), by_name=True)
        self._hands.wait("the next visit's note", lambda: workspace.chart not in (None, former))
        assert workspace.chart is not None
        self._chart = workspace.chart
        self._hands.wait("all of it", lambda: not self._chart.editor.pending())

    def copy_forward(self) -> None:
        self._hands.press("Ctrl+Shift+C")
        self._hands.wait("the earlier note", lambda: self._chart.earlier.sections.count())
        self._hands.press("Return")
        self._hands.wait("its words", lambda: not self._chart.earlier.isVisible())
        self._rest()

    def large_paste(self) -> None:
        self._hands.press("Ctrl+3")
        self._paste(_LINE * (_MANY // len(_LINE)))
        self._hands.type("It goes on.")
        self._rest()
        self._hands.press("Ctrl+Z", "Ctrl+Z")
        self._rest()

    def long_table(self) -> None:
        self._chart.editor.go_to("results")
        self._hands.press("F12")
        self._paste("Test,Result\n" + "".join(f"Test {number},{number}.5\n" for number in range(_ROWS)))
        self._rest()

    def type_in_long_table(self) -> None:
        panel = self._chart.editor.forms.panel("results")
        assert panel is not None
        panel.body.focus_field("results.labs")
        self._hands.press("Down", "Tab")
        self._hands.type("42.5")
        self._hands.press("Return")
        self._hands.type("7")
        self._hands.press("Ctrl+Delete", "F12")
        self._rest()

    def refused_paste(self) -> None:
        self._hands.press("Ctrl+2")
        self._paste(_LINE * (5_000_000 // len(_LINE)))
        self._hands.wait("the refusal", self._chart.review.error.text)

    def other_look(self) -> None:
        self._hands.press("Ctrl+Shift+L", "Ctrl++", "Ctrl+0", "Ctrl+Shift+L")

    def other_chart(self) -> None:
        self._hands.press("Ctrl+Tab")
        self._rest()

    def _paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._rest()
        self._hands.press("Ctrl+V")

    def _rest(self) -> None:
        """Until everything is saved, checked and marked."""
        done: list[bool] = []
        self._chart.checking.run.when_fresh(lambda: done.append(True), lambda: done.append(True))
        self._hands.wait("rest", lambda: done and self._chart.autosave.is_clean)
        self._hands.picture("rest")


def measure(profile: Path) -> dict[str, float]:
    """Milliseconds of the longest freeze and how many there were that anybody would feel."""
    built = app.build(Profile(profile.parent / "visit"))
    built.window.resize(1440, 900)
    built.window.show()
    with Heartbeat(NOTICED_MS).listening() as heart:
        hands = OneKeyAtATime(built.window, profile.parent / "pictures")
        visit = Visit(built.window, hands)
        hands.take_keyboard()
        for step in (*visit.steps(), *NextVisit(built.window, hands).steps()):
            before = len(heart.freezes)
            step()
            for freeze in heart.freezes[before:]:
                print(f"{step.__name__:<24}{freeze}", file=sys.stderr)
    built.window.close()
    built.close()
    longest = sorted((freeze.busy_ms for freeze in heart.freezes), reverse=True)
    return {
        "visit_longest_freeze_ms": longest[0] if longest else 0.0,
        "visit_freezes_over_100_ms": float(sum(busy > AT_MOST_MS for busy in longest)),
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))), flush=True)
