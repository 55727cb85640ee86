"""The outside world that the end-to-end tests run against, and a clinic to run them in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scribe_desktop.session.profile import Profile
from tests.helpers import fhir_server as server
from tests.helpers.sample_profile import prepare


@pytest.fixture(scope="session")
def fhir_server() -> Iterator[str]:
    """The base URL of a real FHIR R4 server, without a final slash."""
    ours = server.start()
    try:
        yield server.base_url()
    finally:
        if ours:
            server.stop()


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """The sample clinic's profile; to be copied, not used."""
    return prepare(tmp_path_factory.mktemp("clinic") / "profile")


@pytest.fixture
def profile(set_up: Profile, tmp_path: Path) -> Profile:
    """The sample clinic's profile, for one test."""
    shutil.copytree(set_up.folder, tmp_path / "profile")
    return Profile(tmp_path / "profile")
