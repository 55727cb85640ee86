"""The note check on 87 real notes: how long the longest one takes, and how often each rule speaks up.

The notes are those of ACI-BENCH (train and valid), which are no part of the project; `SCRIBE_ACI_BENCH` names
their folder. The banner's sex and age are those of the data set's own table; where that says nothing (20
notes), the age is the first one in the note and the sex unknown.
`python -m tests.bench.check_bench` also prints every finding, for a person to judge.
"""

import csv
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

from scribe_desktop.checks.finding import Finding, Severity, Subject
from scribe_desktop.checks.rules import RULES, check
from scribe_desktop.notes import note_text
from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.passage import Origin, Source
from scribe_desktop.notes.patient import Patient, Sex
from tests.helpers.note_types import SOAP

DATA = Path(os.environ.get("SCRIBE_ACI_BENCH", Path(__file__).parents[3] / "shared" / "data" / "aci-bench"))
VISIT = datetime(2022, 12, 31, 12, 0, tzinfo=UTC)
"""The notes were written before."""
ROUNDS = 20
_AGE = re.compile(r"(\d{1,3})[- ](?:year|y)[-. ]*(?:old|o\.)", re.I)
_PASTED = Source(Origin.PASTED, "bench")


@dataclass(frozen=True)
class RealNote:
    id: str
    text: str
    sex: Sex
    months: int
    """How old the patient is."""

    def subject(self) -> Subject:
        kind = SOAP
        content, _ = note_text.take_apart(self.text, kind, _PASTED, otherwise="hpi")
        back, month = divmod(self.months, 12)
        born = date(VISIT.year - back, VISIT.month - month, 1)
        patient = Patient("p", "Somebody", born, self.sex, "1")
        return Subject(kind, content, Encounter("e", patient, "Office visit", "d", VISIT))


def real_notes() -> list[RealNote]:
    """All 87 notes. Raises `FileNotFoundError` where the data is not on this machine."""
    return [
        _note(row["note"], about)
        for split in ("train", "valid")
        for row, about in zip(_rows(split), _rows(f"{split}_metadata"), strict=True)
    ]


def _note(text: str, about: dict[str, str]) -> RealNote:
    sex, age = about["patient_gender"].strip(), about["patient_age"]
    if not age:
        stated = _AGE.search(text)
        age = stated[1] if stated else "40"
    months = int(age.split("-")[0]) if "month" in age else 12 * int(float(age))
    return RealNote(about["encounter_id"], text, Sex(sex) if sex else Sex.UNKNOWN, months)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def alarms(notes: list[RealNote]) -> Iterator[tuple[RealNote, Finding]]:
    """What the rules that may be wrong say about notes that are known to be right."""
    for note in notes:
        for finding in check(note.subject()):
            if finding.severity is Severity.LOOK:
                yield note, finding


def figures() -> dict[str, float]:
    if not DATA.is_dir():
        print(f"note check: not measured, as ACI-BENCH is not in {DATA} (set SCRIBE_ACI_BENCH)")
        return {}
    notes = real_notes()
    found = list(alarms(notes))
    per_rule = Counter(finding.rule for _, finding in found)
    for rule in RULES:
        if rule.severity is Severity.LOOK:
            print(f"  {rule.id:<20}{per_rule[rule.id]:>4} findings in {len(notes)} notes")
    return {
        "note_check_ms": _milliseconds(max(notes, key=lambda note: len(note.text)).subject()),
        "note_check_alarms_per_note": len(found) / len(notes),
        "note_check_notes_with_alarm": len({note.id for note, _ in found}) / len(notes),
    }


def _milliseconds(subject: Subject) -> float:
    """The usual time of many rounds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        check(subject)
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


if __name__ == "__main__":
    for note, finding in alarms(real_notes()):
        print(
            f"{note.id:<8}{finding.rule:<18}{finding.key:<14}{finding.quote[:60]!r}  {finding.message[:90]}"
        )
    figures()
