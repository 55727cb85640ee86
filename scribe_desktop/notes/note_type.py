"""Note types as data: which sections a note has, in what order, and which of them hold typed fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scribe_desktop.notes.patient import AgeBand
from scribe_desktop.notes.units import dimension_of


class Carry(StrEnum):
    """What becomes of a section's text at the patient's next visit, when somebody takes it over."""

    STANDING = "standing"
    """True until something changes, such as a past operation."""
    VISIT = "visit"
    """Told or decided at one visit."""
    OBSERVED = "observed"
    """Found or measured on one day: it never goes anywhere without that day."""


@dataclass(frozen=True)
class AgeRange:
    """The plausible range, inclusive, at one age."""

    band: AgeBand
    low: float
    high: float


@dataclass(frozen=True)
class FieldSpec:
    """A typed field of a section, such as a vital sign."""

    key: str
    """Section and field: "vitals.heart_rate"."""
    label: str
    unit: str = ""
    pattern: str = ""
    """Regular expression that the whole value has to match; empty: anything."""
    example: str = ""
    low: float | None = None
    """Plausible range, inclusive, of each number in the value; outside it the field asks for a look."""
    high: float | None = None
    ages: tuple[AgeRange, ...] = ()
    """Ranges that hold instead at these ages."""
    required: bool = False
    """A note cannot be submitted while this field is empty."""

    def plausible(self, band: AgeBand) -> tuple[float, float] | None:
        """Lowest and highest plausible number at this age; None where any is."""
        for at in self.ages:
            if at.band is band:
                return at.low, at.high
        return None if self.low is None or self.high is None else (self.low, self.high)

    def unit_behind(self, value: str) -> str:
        """The unit to put behind a value as it is stored; empty where the value names its own."""
        dimension = dimension_of(self.unit)
        return "" if dimension is not None and dimension.named_in(value) else self.unit


@dataclass(frozen=True)
class SectionSpec:
    key: str
    title: str
    group: str
    """What it stands under with its neighbours, such as Subjective, Objective, Assessment or Plan."""
    loinc: str = ""
    hint: str = ""
    required: bool = False
    """A note cannot be submitted while this section is empty."""
    headings: tuple[str, ...] = ()
    """What else this section is called in notes from elsewhere."""
    carry: Carry = Carry.OBSERVED
    """The most careful one where a note type does not say."""
    fields: tuple[FieldSpec, ...] = ()
    """A note type's `required_fields` name those of a shared section that it cannot do without."""
    form: str = ""
    """Name of the form in `resources/forms/` that can fill it in; empty: there is none."""
    like: tuple[str, ...] = ()
    """Keys of sections whose phrases and abbreviations serve here too, the nearest first."""

    @property
    def kin(self) -> tuple[str, ...]:
        """Itself and what it is like: where to look for phrases and meanings, in this order."""
        return (self.key, *self.like)


@dataclass(frozen=True)
class NoteType:
    key: str
    title: str
    loinc: str
    """LOINC document type, e.g. 11506-3 for a progress note."""
    loinc_display: str
    sections: tuple[SectionSpec, ...]
    description: str = ""
    """When to take it, in a few words."""
    visit_types: tuple[str, ...] = ()
    """Visits that it is proposed for."""
    specialty: str = ""
    """Key of the specialty whose phrases come first in it, such as "infectious_disease"; empty: none."""

    def section(self, key: str) -> SectionSpec:
        return next(section for section in self.sections if section.key == key)

    def fields(self) -> Iterator[FieldSpec]:
        for section in self.sections:
            yield from section.fields
