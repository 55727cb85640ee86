"""Who works here, in which role, at which desk."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    SCRIBE = "scribe"
    PROVIDER = "provider"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return "Physician" if self is Role.PROVIDER else self.value.capitalize()


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    role: Role
    credentials: str = ""
    """Letters behind the name, as signed: "MD", "PA-C", "CMSS"."""

    @property
    def signature_name(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


@dataclass(frozen=True)
class Workstation:
    id: str
    name: str


@dataclass(frozen=True)
class Author:
    """Who did something, and at which desk; carried by every record that is ever exchanged."""

    person_id: str
    workstation_id: str
