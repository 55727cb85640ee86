"""A made-up clinic to try the program in: three log-ins with open passphrases, and today's patients."""

import shutil
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from scribe_desktop import assets
from scribe_desktop.notes.patient import Sex
from scribe_desktop.notes.people import Role
from scribe_desktop.session.charting import NewEncounter
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person


@dataclass(frozen=True)
class SampleLogin:
    name: str
    role: Role
    passphrase: str


def logins() -> tuple[SampleLogin, ...]:
    """Who can log in to the sample clinic, and with what; shown openly, nothing real is behind it."""
    return tuple(SampleLogin(p["name"], Role(p["role"]), p["passphrase"]) for p in _clinic()["people"])


def is_built(door: FrontDoor) -> bool:
    """Whether the sample clinic is there, complete."""
    return _mark(door).exists()


def build(door: FrontDoor) -> None:
    """Set the sample clinic up behind this door, with today's encounters, in place of a half-built one."""
    shutil.rmtree(door.profile.folder, ignore_errors=True)
    _fill(door, _clinic())
    _mark(door).touch()


def _fill(door: FrontDoor, clinic: dict[str, Any]) -> None:
    people = [(new_person(p["name"], Role(p["role"]), p["credentials"]), p) for p in clinic["people"]]
    first, entry = people[0]
    session, _ = door.set_up(
        first, entry["passphrase"], workstation=clinic["name"], outgoing=door.profile.outgoing
    )
    try:
        session.people.code_is_written_down()  # nothing real is behind it
        for person, other in people[1:]:
            session.people.add(
                person.name,
                person.role,
                person.credentials,
                other["passphrase"],
                own_passphrase=entry["passphrase"],
            )
        provider = session.charting.providers()[0]
        for patient in clinic["patients"]:
            started = session.desk.clock() - timedelta(minutes=patient["minutes_ago"])
            session.charting.begin(_encounter(patient, provider.id), started_at=started)
    finally:
        session.close()


def _encounter(patient: dict[str, Any], provider_id: str) -> NewEncounter:
    return NewEncounter(
        patient["name"],
        patient["birth_date"],
        Sex(patient["sex"]),
        patient["mrn"],
        patient["visit_type"],
        provider_id,
        patient["location"],
    )


def _mark(door: FrontDoor) -> Path:
    return door.profile.folder / "sample-clinic.complete"


def _clinic() -> dict[str, Any]:
    return tomllib.loads(assets.resource("samples", "clinic.toml").read_text(encoding="utf-8"))
