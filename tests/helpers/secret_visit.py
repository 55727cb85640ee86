"""A process that goes through a day in the real window with words that it is told on its input, as JSON.

Run as `python -m tests.helpers.secret_visit`; nothing of what it is told stands on its command line. It ends
as a crash ends it, with SIGABRT.
"""

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from scribe_desktop.core_files import no_core_files
from scribe_desktop.session.dictation import DictationState
from scribe_desktop.session.profile import Profile
from tests.helpers.clinic import PHYSICIAN, SCRIBE, Visitor
from tests.helpers.clinic_day import ClinicDay


def main(told: dict[str, Any]) -> None:
    no_core_files()
    logging.basicConfig(level=logging.INFO)
    logging.getLogger("scribe_desktop").setLevel(logging.DEBUG)
    day = ClinicDay(Profile(Path(told["profile"])), Path(told["pictures"]))
    day.set_up(PHYSICIAN, "Triage 2", Path(told["outgoing"]))
    day.send_to(told["fhir"], by=PHYSICIAN)
    day.add_person(SCRIBE, by=PHYSICIAN)
    _written_by_the_scribe(day, told)
    _signed_by_the_physician(day, told)
    _purged(day, told)
    day.close()
    os.abort()  # as a crash would end it, with all those words still in its memory


def _written_by_the_scribe(day: ClinicDay, told: dict[str, Any]) -> None:
    day.lock()
    day.enter(SCRIBE)
    day.begin(Visitor(told["mrn"], told["name"]))
    day.hands.press("Ctrl+1")
    day.hands.type(told["typed"])
    _dictate(day, Path(told["speech"]))
    day.submit()
    day.lock()


def _signed_by_the_physician(day: ClinicDay, told: dict[str, Any]) -> None:
    day.enter(PHYSICIAN)
    day.open(told["name"], queue=True)
    day.sign_as(PHYSICIAN)
    day.wait_for_receipts(2)
    day.add_addendum(told["typed"], PHYSICIAN)
    day.wait_for_receipts(4)


def _purged(day: ClinicDay, told: dict[str, Any]) -> None:
    """A second visit, copied out of, searched for, backed up, and purged with the backup that holds it."""
    day.begin(Visitor(told["purged_mrn"], told["purged_name"]))
    day.hands.press("Ctrl+1")
    day.hands.type(told["purged"])
    day.hands.press("Ctrl+A")
    day.hands.press("Ctrl+C")
    day.hands.wait("everything saved", lambda: day.chart.autosave.is_clean)
    encounter = day.chart.chart.encounter
    day.hands.press("Ctrl+W")
    day.hands.wait("the chart closed", lambda: day.workspace.chart is None or _other(day, encounter.id))
    session = day.workspace.session
    assert session.searching.find(told["purged"].split()[0])
    stick = Path(told["stick"])
    stick.mkdir()
    session.backups.rehearse(session.backups.make(str(stick)))
    session.retention.purge(
        encounter.id,
        reason="Registered twice",
        mrn=encounter.patient.mrn,
        passphrase=PHYSICIAN.passphrase,
    )
    assert list(stick.iterdir()) == []
    session.backups.make(str(stick))


def _other(day: ClinicDay, encounter_id: str) -> bool:
    return day.chart.chart.encounter.id != encounter_id


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
