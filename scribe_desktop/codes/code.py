"""One code of a code system, and how it is written into a note."""

from dataclasses import dataclass
from enum import StrEnum


class CodeSystem(StrEnum):
    ICD10CM = "ICD-10-CM"
    CPT = "CPT"
    HCPCS = "HCPCS"


@dataclass(frozen=True)
class Code:
    code: str
    """As it is written: "E11.9", "99213", "J1100"."""
    title: str

    def in_note(self) -> str:
        """The code as a suggestion: the scribe proposes, the provider confirms."""
        return f"{self.title} ({self.code}), for provider confirmation"
