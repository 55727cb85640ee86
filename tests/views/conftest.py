"""A small clinic, set up once with real keys and a real store; every test gets its own copy."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.people import Role
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session


@dataclass(frozen=True)
class Clinic:
    """A physician and a scribe at one desk, without a keyring."""

    folder: Path
    recovery_code: str
    physician: str = "Maria Santos"
    physician_passphrase: str = "lanterns over the old canal"
    scribe: str = "Tobias Brandt"
    scribe_passphrase: str = "bread warm from the corner"

    def door(self) -> FrontDoor:
        return FrontDoor(Profile(self.folder), None)

    def log_in(self, name: str, passphrase: str) -> Session:
        door = self.door()
        return door.log_in(next(who.person_id for who in door.logins() if who.name == name), passphrase)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    assert jobs.close(20_000)


@pytest.fixture
def new_door(tmp_path: Path) -> FrontDoor:
    """The entrance to a profile in which nothing has been set up."""
    return FrontDoor(Profile(tmp_path / "profile"), None)


@pytest.fixture(scope="session")
def clinic_as_set_up(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    folder = tmp_path_factory.mktemp("clinic") / "profile"
    physician = new_person(Clinic.physician, Role.PROVIDER, "MD")
    session, code = FrontDoor(Profile(folder), None).set_up(
        physician, Clinic.physician_passphrase, workstation="Triage 2"
    )
    session.people.code_is_written_down()
    session.people.add(
        Clinic.scribe,
        Role.SCRIBE,
        "CMSS",
        Clinic.scribe_passphrase,
        own_passphrase=Clinic.physician_passphrase,
    )
    session.close()
    return Clinic(folder, code)


@pytest.fixture
def clinic(clinic_as_set_up: Clinic, tmp_path: Path) -> Clinic:
    folder = tmp_path / "clinic"
    shutil.copytree(clinic_as_set_up.folder, folder)
    return Clinic(folder, clinic_as_set_up.recovery_code)


@pytest.fixture
def session(clinic: Clinic, jobs: Jobs) -> Iterator[Session]:
    """The physician, logged in."""
    session = clinic.log_in(clinic.physician, clinic.physician_passphrase)
    yield session
    jobs.wait(20_000)
    session.close()
