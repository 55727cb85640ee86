"""A desk in each of the roles, on one real store."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.vault.vault import Vault
from tests.helpers.cheap import CHEAP

PASSPHRASE = "lanterns over the old canal"
Enter = Callable[[Role], Session]
"""The session of the person with this role; all of them are at one open store."""


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """Set up once, with one person of every role, all with `PASSPHRASE`, which is quick to check here."""
    profile = Profile(tmp_path_factory.mktemp("staffed") / "profile")
    first = new_person("Ada Provider", Role.PROVIDER, "MD")
    door = FrontDoor(profile, None, cost=lambda: CHEAP)
    session, _ = door.set_up(first, PASSPHRASE, workstation="Triage 2")
    session.people.code_is_written_down()
    for role in Role:
        if role is not Role.PROVIDER:
            session.people.add(f"Sam {role.value}", role, "", PASSPHRASE, own_passphrase=PASSPHRASE)
    session.close()
    return profile


@pytest.fixture(scope="session")
def data_key(staffed: Profile) -> bytes:
    vault = Vault(staffed.folder, None)
    return vault.unlock(vault.logins()[0].person_id, PASSPHRASE)


@pytest.fixture
def enter(staffed: Profile, data_key: bytes, tmp_path: Path) -> Iterator[Enter]:
    profile = Profile(shutil.copytree(staffed.folder, tmp_path / "profile"))
    vault = Vault(profile.folder, None)
    first = FrontDoor(profile, None).log_in(vault.logins()[0].person_id, PASSPHRASE)

    def session(role: Role) -> Session:
        person = next(person for person in first.people.all() if person.role is role)
        return Session(replace(first.desk, person=person), vault, data_key, profile)

    yield session
    first.close()


@pytest.fixture
def scribe(enter: Enter) -> Session:
    return enter(Role.SCRIBE)


@pytest.fixture
def provider(enter: Enter) -> Session:
    return enter(Role.PROVIDER)
