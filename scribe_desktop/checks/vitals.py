"""Typed fields whose value is hard to believe at the patient's age."""

import re
from collections.abc import Iterator
from fractions import Fraction

from scribe_desktop.checks.finding import Spot, Subject
from scribe_desktop.notes.note_type import FieldSpec
from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.notes.units import Dimension, dimension_of

_UPSIDE_DOWN = "the second value must be below the first one, please check"
_PRESSURE = re.compile(
    r"\b(?:BP|blood\s+pressure)(?:\s+(?:is|was|of))?:?\s+(?P<systolic>\d{2,3})/(?P<diastolic>\d{2,3})(?![\d/])",
    re.I,
)
"""In a text; the typed field has no words around its value."""


def doubt(spec: FieldSpec, value: str, band: AgeBand) -> str:
    """What asks for a second look at this value, in plain words; empty when nothing does.

    Args:
        value: as it is stored, in the unit that it names, else in the field's own.
    """
    value = value.strip()
    if not value:
        return ""
    dimension, numbers = dimension_of(spec.unit), _read(spec, value)
    if numbers is None:
        return f"{spec.label}: expected something like {_example(spec, dimension)}".strip()
    if "/" in spec.example and len(numbers) > 1 and numbers[1] >= numbers[0]:
        return f"{spec.label} {value}: {_UPSIDE_DOWN}"
    span = spec.plausible(band)
    if span is None or all(span[0] <= number <= span[1] for number in numbers):
        return ""
    whom = {AgeBand.ADULT: "an adult"}.get(band, f"{'an' if band.value[0] in 'aeiou' else 'a'} {band.value}")
    said = f"{spec.label} {value} {spec.unit_behind(value)}".rstrip()
    return f"{said} is unusual for {whom}: please check"


def is_value(spec: FieldSpec, value: str) -> bool:
    """Whether a text is such a value at all, however odd: in the unit that it names, else the field's own."""
    return bool(value.strip() and _read(spec, value.strip()))


def doubtful_values(subject: Subject) -> Iterator[Spot]:
    band = subject.patient.age_band(subject.visit_day)
    for spec in subject.note_type.fields():
        text = subject.text(spec.key)
        concern = doubt(spec, text, band)
        if concern:
            yield Spot(spec.key, 0, len(text), concern)
    for key, text in subject.texts():
        for found in _PRESSURE.finditer(text):
            if int(found["diastolic"]) >= int(found["systolic"]):
                yield Spot(key, found.start("systolic"), found.end(), f"{found[0]}: {_UPSIDE_DOWN}")


def _read(spec: FieldSpec, value: str) -> list[float] | None:
    dimension = dimension_of(spec.unit)
    return _numbers(spec, value) if dimension is None else _measured(dimension, spec, value)


def _numbers(spec: FieldSpec, value: str) -> list[float] | None:
    if spec.pattern and not re.fullmatch(spec.pattern, value):
        return None
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", value)]


def _measured(dimension: Dimension, spec: FieldSpec, value: str) -> list[float] | None:
    """The numbers in the field's own unit, so that one range holds for all of them."""
    reading = dimension.read(value, spec.unit)
    if reading is None:
        return None
    own = dimension.unit(spec.unit)
    if reading.unit is None and spec.pattern and not re.fullmatch(spec.pattern, value):
        return None
    if len(reading.numbers) != spec.example.count("/") + 1:
        return None
    return [float(_rounded(own.of(number))) for number in reading.numbers]


def _rounded(number: Fraction) -> Fraction:
    """To the third decimal: a limit that is met in another unit is not missed by the conversion."""
    return round(number, 3)


def _example(spec: FieldSpec, dimension: Dimension | None) -> str:
    own = f"{spec.example} {spec.unit}"
    if dimension is None or (reading := dimension.read(spec.example, spec.unit)) is None:
        return own
    others = (unit for unit in dimension.choices if unit.symbol != spec.unit)
    return " or ".join([own, *(f"{unit.write_all(reading)} {unit.symbol}" for unit in others)])
