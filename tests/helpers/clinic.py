"""A made-up clinic with a scribe and a physician, and its encrypted store as seen past the window."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from scribe_desktop.notes.passage import Passage
from scribe_desktop.notes.patient import Sex
from scribe_desktop.notes.people import Role
from scribe_desktop.session.charting import Chart, NewEncounter
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from tests.helpers.cheap import CHEAP


@dataclass(frozen=True)
class Someone:
    """A person of the clinic as they introduce themselves, and their secret."""

    name: str
    credentials: str
    role: Role
    passphrase: str

    @property
    def signature(self) -> str:
        return f"{self.name}, {self.credentials}"


SCRIBE = Someone("Tobias Brandt", "CMSS", Role.SCRIBE, "bread warm from the corner")
PHYSICIAN = Someone("Maria Santos", "MD", Role.PROVIDER, "lanterns over the old canal")


@dataclass(frozen=True)
class Visitor:
    """What the new-encounter form asks for; a day as MM/DD/YYYY, the sex by its first letter."""

    mrn: str
    name: str
    birth_date: str = "04/23/1989"
    sex: str = "F"
    location: str = "Room 2"


IMOGEN, CASEY = Visitor("M-1", "Imogen Hartley"), Visitor("M-2", "Casey Okonkwo")


def clinic_in(folder: Path, *visitors: Visitor, phrases: str = "") -> Profile:
    """A profile in this folder, set up as by `found`, with these phrases beside the starter set."""
    profile = Profile(folder / "profile")
    found(profile, *visitors)
    if phrases:
        profile.phrases.mkdir()
        (profile.phrases / "mine.toml").write_text(phrases, encoding="utf-8")
    return profile


def found(profile: Profile, *visitors: Visitor) -> None:
    """Set the clinic up, without a keyring and without destinations, with these visitors' encounters.

    It is done once for the same visitors, and copied from then on.
    """
    shutil.copytree(_set_up(visitors).name, profile.folder, dirs_exist_ok=True)


@cache
def _set_up(visitors: tuple[Visitor, ...]) -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="clinic-")
    profile = Profile(Path(folder.name))
    physician = new_person(PHYSICIAN.name, PHYSICIAN.role, PHYSICIAN.credentials)
    door = FrontDoor(profile, None, cost=lambda: CHEAP)
    session, _ = door.set_up(physician, PHYSICIAN.passphrase, workstation="Triage 2")
    try:
        session.people.code_is_written_down()
        session.people.add(
            SCRIBE.name,
            SCRIBE.role,
            SCRIBE.credentials,
            SCRIBE.passphrase,
            own_passphrase=PHYSICIAN.passphrase,
        )
        for visitor in visitors:
            session.charting.begin(_encounter(visitor, physician.id))
    finally:
        session.close()
    return folder


def _encounter(visitor: Visitor, provider_id: str) -> NewEncounter:
    born = datetime.strptime(visitor.birth_date, "%m/%d/%Y").date()  # noqa: DTZ007  a birthday has no time zone
    sex = next(sex for sex in Sex if sex.value.upper().startswith(visitor.sex))
    return NewEncounter(visitor.name, born, sex, visitor.mrn, "Office visit", provider_id, visitor.location)


def chart_of(profile: Profile, patient: str, reader: Someone = SCRIBE) -> Chart:
    """A patient's chart as the encrypted store has it; the window must be locked or closed."""
    session = session_of(profile, reader)
    try:
        (found,) = (row for row in session.charting.encounters() if row.encounter.patient.name == patient)
        return session.charting.open(found.encounter.id)
    finally:
        session.close()


def session_of(profile: Profile, someone: Someone) -> Session:
    """This person, logged in past the window; the caller closes."""
    door = FrontDoor(profile, None)
    login = next(login for login in door.logins() if login.name == someone.name)
    return door.log_in(login.person_id, someone.passphrase)


def origins(passage: Passage) -> dict[str, str]:
    """Each origin's share of the text."""
    shares: dict[str, str] = {}
    for text, source in passage.pieces():
        shares[source.origin.value] = shares.get(source.origin.value, "") + text
    return shares
