"""Vaults on real key files, made once and copied, since each seal costs its Argon2id."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from scribe_desktop.notes.people import Person, Role, Workstation
from scribe_desktop.vault.vault import Vault
from tests.helpers.keyring_session import gnome_keyring

__all__ = ["gnome_keyring"]

ANA = Person("person-ana", "Ana Torres", Role.SCRIBE)
BO = Person("person-bo", "Bo Lindqvist", Role.PROVIDER, "MD")
DESK = Workstation("desk-1", "Harbor Street Clinic")
ANAS = "walnut umbrella fjord 7"
BOS = "granite otter piano 31"


@dataclass(frozen=True)
class Made:
    """A workstation set up without a keyring, for Ana and Bo."""

    folder: Path
    data_key: bytes
    code: str


@pytest.fixture(scope="session")
def _pristine(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("vault")
    data_key, code = Vault(folder, None).create(ANA, ANAS, DESK)
    Vault(folder, None).add(data_key, BO, BOS)
    return Made(folder, data_key, code)


@pytest.fixture
def made(_pristine: Made, tmp_path: Path) -> Made:
    folder = tmp_path / "profile"
    shutil.copytree(_pristine.folder, folder)
    return Made(folder, _pristine.data_key, _pristine.code)
