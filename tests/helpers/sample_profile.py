"""Profiles in which the sample clinic has been set up, and the way into their stores past the window."""

from pathlib import Path

from scribe_desktop.notes.people import Role
from scribe_desktop.session import sample_clinic
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.sample_clinic import SampleLogin
from scribe_desktop.session.session import Session

LOGINS = {login.role: login for login in sample_clinic.logins()}
PROVIDER: SampleLogin = LOGINS[Role.PROVIDER]


def prepare(folder: Path, *, fhir: str = "") -> Profile:
    """A profile with the clinic's people and patients; it delivers to its folder and, if given, by FHIR."""
    profile = Profile(folder)
    sample_clinic.build(FrontDoor(profile, None))
    if fhir:
        send_to_server(profile, fhir)
    return profile


def send_to_server(profile: Profile, base_url: str) -> None:
    """Switch the FHIR destination on."""
    session = enter(profile)
    session.preferences.set_destination(
        "fhir", {"base_url": base_url}, on=True, own_passphrase=PROVIDER.passphrase
    )
    session.close()


def enter(profile: Profile) -> Session:
    """The provider, logged in; the caller closes."""
    door = FrontDoor(profile, None)
    person = next(login for login in door.logins() if login.name == PROVIDER.name)
    return door.log_in(person.person_id, PROVIDER.passphrase)
