"""A process that goes through a visit in the real window with words that it is told on its input, as JSON.

Run as `python -m tests.helpers.secret_visit`; nothing of what it is told stands on its command line.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Any

from scribe_desktop.session.dictation import DictationState
from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import PHYSICIAN, Visitor
from tests.helpers.clinic_day import ClinicDay


def main(told: dict[str, Any]) -> None:
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("scribe_desktop").setLevel(logging.DEBUG)
    profile = Profile(Path(told["profile"]))
    day = ClinicDay(profile, Path(told["pictures"]))
    day.set_up(PHYSICIAN, "Triage 2", Path(told["outgoing"]))
    day.send_to(told["fhir"])
    day.begin(Visitor(told["mrn"], told["name"]))
    day.hands.press("Ctrl+1")
    day.hands.type(told["typed"])
    _dictate(day, Path(told["speech"]))
    day.lock()
    day.enter(PHYSICIAN)
    day.open(told["name"])
    day.submit()
    day.sign_as(PHYSICIAN)
    day.wait_for_receipts(2)
    day.add_addendum(told["typed"], PHYSICIAN)
    day.wait_for_receipts(4)
    day.close()


def _dictate(day: ClinicDay, speech: Path) -> None:
    control = day.workspace.control
    day.hands.press("Ctrl+2")
    day.hands.wait("the recogniser", day.workspace.dictation.engine.text)
    day.workspace.dictate_file(speech)
    day.hands.wait("dictation", lambda: control.state is DictationState.LISTENING)
    day.hands.wait("the last word", lambda: control.state is DictationState.IDLE)
    day.hands.wait("everything saved", lambda: day.chart.autosave.is_clean)


if __name__ == "__main__":
    main(json.load(sys.stdin))
