"""A program to be measured: the walk's whole visit, with an ear at the event loop's heartbeat.

Run as `python -m tests.bench.watched_visit PROFILE`; the visit is set up beside that profile. What held the
window up goes to the error stream.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from scribe_desktop import app
from scribe_desktop.session.profile import Profile
from scribe_desktop.walk.hands import Hands
from scribe_desktop.walk.visit import Visit
from tests.bench.heartbeat import Heartbeat

NOTICED_MS, AT_MOST_MS = 30, 100


class OneKeyAtATime(Hands):
    """Lets the window work after each character, as it does with a person, and takes no pictures."""

    def type(self, text: str) -> None:
        for character in text:
            super().type(character)
            QCoreApplication.processEvents()

    def picture(self, name: str) -> Path:
        return self._pictures / name


def measure(profile: Path) -> dict[str, float]:
    """Milliseconds of the longest freeze and how many there were that anybody would feel."""
    built = app.build(Profile(profile.parent / "visit"))
    built.window.resize(1440, 900)
    built.window.show()
    with Heartbeat(NOTICED_MS).listening() as heart:
        hands = OneKeyAtATime(built.window, profile.parent / "pictures")
        visit = Visit(built.window, hands)
        hands.take_keyboard()
        for step in visit.steps():
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
