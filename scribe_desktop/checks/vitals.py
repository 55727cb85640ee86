"""Typed fields whose value is hard to believe at the patient's age."""

import re
from collections.abc import Iterator

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.notes.note_type import FieldSpec
from scribe_desktop.notes.patient import AgeBand


def doubt(spec: FieldSpec, value: str, band: AgeBand) -> str:
    """What asks for a second look at this value, in plain words; empty when nothing does."""
    value = value.strip()
    if not value:
        return ""
    if spec.pattern and not re.fullmatch(spec.pattern, value):
        return f"{spec.label}: expected something like {spec.example} {spec.unit}".strip()
    span = spec.plausible(band)
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", value)]
    if span is None or all(span[0] <= number <= span[1] for number in numbers):
        return ""
    whom = {AgeBand.ADULT: "an adult"}.get(band, f"{'an' if band.value[0] in 'aeiou' else 'a'} {band.value}")
    return f"{spec.label} {value} {spec.unit} is unusual for {whom}: please check"


def doubtful_values(subject: Subject) -> Iterator[Spot]:
    band = subject.patient.age_band(subject.visit_day)
    for spec in subject.note_type.fields():
        text = subject.text(spec.key)
        concern = doubt(spec, text, band)
        if concern:
            yield Spot(spec.key, 0, len(text), concern)
