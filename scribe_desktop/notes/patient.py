"""The patient a note is about, and how their age is said."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scribe_desktop.errors import BadInput

_SHORT_UNITS = {"year": "y", "month": "mo", "day": "d"}


class Sex(StrEnum):
    """The four codes of FHIR's administrative-gender."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def letter(self) -> str:
        return {"female": "F", "male": "M", "other": "X", "unknown": "U"}[self.value]


class AgeBand(StrEnum):
    """Ages at which other numbers are normal."""

    NEWBORN = "newborn"
    """Under 28 days."""
    INFANT = "infant"
    """Under one year."""
    CHILD = "child"
    """Under 12 years."""
    ADOLESCENT = "adolescent"
    """Under 18 years."""
    ADULT = "adult"


@dataclass(frozen=True)
class Patient:
    """A patient as the clinic knows them. Raises `BadInput` when name or MRN is missing."""

    id: str
    name: str
    birth_date: date
    sex: Sex
    mrn: str

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise BadInput("The patient's name is missing.", remedy="Type the name as on the ID band.")
        if not self.mrn.strip():
            raise BadInput("The MRN is missing.", remedy="Type the medical record number.")

    def age(self, on: date) -> str:
        """Age as charts write it: "54 y", "19 mo" under three years, "12 d" under two months."""
        number, unit = self._age(on)
        return f"{number} {_SHORT_UNITS[unit]}"

    def age_in_words(self, on: date) -> str:
        """Age as a sentence has it before a noun: "54-year-old", "19-month-old", "12-day-old"."""
        number, unit = self._age(on)
        return f"{number}-{unit}-old"

    def _age(self, on: date) -> tuple[int, str]:
        months = self.months(on)
        if months >= 36:
            return months // 12, "year"
        if months >= 2:
            return months, "month"
        return (on - self.birth_date).days, "day"

    def months(self, on: date) -> int:
        """Whole months of life."""
        months = (on.year - self.birth_date.year) * 12 + on.month - self.birth_date.month
        return months - (on.day < self.birth_date.day)

    def age_band(self, on: date) -> AgeBand:
        if (on - self.birth_date).days < 28:
            return AgeBand.NEWBORN
        months = self.months(on)
        under = {12: AgeBand.INFANT, 144: AgeBand.CHILD, 216: AgeBand.ADOLESCENT}
        return next((band for limit, band in under.items() if months < limit), AgeBand.ADULT)

    def summary(self, on: date) -> str:
        """What a list or banner shows beside the name: "54 y M"."""
        return f"{self.age(on)} {self.sex.letter}"


class VeiledPatient(Patient):
    """Somebody who is here, but not for everybody to know who: only the id is theirs."""

    NAME = "Restricted chart"

    def __init__(self, patient_id: str) -> None:
        super().__init__(patient_id, self.NAME, date.min, Sex.UNKNOWN, "restricted")

    def summary(self, _on: date) -> str:
        return ""


def check_birth_date(born: date, today: date) -> None:
    """Raise `BadInput` for a date of birth in the future or more than 130 years ago."""
    if born > today:
        raise BadInput(f"Date of birth {born:%m/%d/%Y} is in the future.", remedy="Check the year.")
    if today.year - born.year > 130:
        raise BadInput(f"Date of birth {born:%m/%d/%Y} is over 130 years ago.", remedy="Check the year.")
