"""The store on somebody else's machine: the database alone, with its wraps, with other or altered wraps."""

import hashlib
import json
import secrets
import shutil
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scribe_desktop.errors import DamagedStore, DeviceKeyMissing, ScribeError, VaultError, WrongPassphrase
from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.store.database import connect
from scribe_desktop.store.store import FILE, Store
from scribe_desktop.vault import key_file
from tests.helpers.cheap import CHEAP
from tests.helpers.drawer import Drawer
from tests.helpers.visits import begin

ADAS, SAMS = "lanterns over the old canal", "bread warm from the corner"
_A_PATIENTS = (b"ladder", b"imogen", b"hartley", b"mrn-4711-22")
"""Long enough for cipher text never to hold one by chance, whatever the case."""


@dataclass(frozen=True)
class Stolen:
    """A copy of a workstation's folder, and what the thief may know besides."""

    folder: Path
    code: str
    keyring: Drawer
    """Stayed on the machine that it was taken from."""

    def door(self, keyring: Drawer | None = None) -> FrontDoor:
        return FrontDoor(Profile(self.folder), lambda: keyring)

    def person(self, name: str) -> str:
        return next(login.person_id for login in self.door().logins() if login.name == name)

    def rewrite(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Change keys.json and make its checksum fit, as anybody can."""
        path = self.folder / "keys.json"
        table = json.loads(path.read_text(encoding="utf-8"))
        table.pop("sha256")
        change(table)
        path.write_text(json.dumps({**table, "sha256": key_file.checksum(table)}), encoding="utf-8")


def _workstation(folder: Path) -> Stolen:
    keyring = Drawer()
    door = FrontDoor(Profile(folder), lambda: keyring, cost=lambda: CHEAP)
    session, code = door.set_up(new_person("Ada", Role.PROVIDER, "MD"), ADAS, workstation="Triage 2")
    session.people.add("Sam", Role.SCRIBE, "", SAMS, own_passphrase=ADAS)
    begin(session, mrn="MRN-4711-22", hpi="Fell from a ladder. " * 200)
    session.close()
    return Stolen(folder, code, keyring)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Stolen:
    return _workstation(tmp_path_factory.mktemp("clinic") / "profile")


@pytest.fixture
def stolen(taken: Stolen, tmp_path: Path) -> Stolen:
    return Stolen(shutil.copytree(taken.folder, tmp_path / "copy"), taken.code, taken.keyring)


def test_the_database_alone_opens_with_no_key_that_can_be_guessed_from_what_is_known(stolen: Stolen) -> None:
    (stolen.folder / "keys.json").unlink()
    table = json.loads((stolen.folder / "keys.json.bak").read_text())
    known = [
        bytes(32), bytes(range(32)), hashlib.sha256(ADAS.encode()).digest(),
        hashlib.sha256(stolen.code.encode()).digest(), bytes.fromhex(table["key_id"].ljust(64, "0")[:64]),
        *(secrets.token_bytes(32) for _ in range(50)),
    ]  # fmt: skip
    before = (stolen.folder / FILE).read_bytes()
    for key in known:
        with pytest.raises(DamagedStore):
            Store.open(stolen.folder, key)
    assert (stolen.folder / FILE).read_bytes() == before


def test_the_database_alone_looks_like_chance(stolen: Stolen) -> None:
    content = (stolen.folder / FILE).read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert len(zlib.compress(content, 9)) > len(content)
    for page in range(0, len(content), 4096):
        assert len(set(content[page : page + 4096])) > 230


def test_on_another_machine_the_right_passphrase_does_not_open_it(stolen: Stolen) -> None:
    for keyring in (None, Drawer()):
        with pytest.raises(DeviceKeyMissing):
            stolen.door(keyring).log_in(stolen.person("Ada"), ADAS)
    session = stolen.door(stolen.keyring).log_in(stolen.person("Ada"), ADAS)
    assert len(session.charting.encounters()) == 1
    session.close()


def test_on_another_machine_the_paper_with_the_code_opens_it_and_nothing_less(stolen: Stolen) -> None:
    other = _workstation(stolen.folder.parent / "another")
    with pytest.raises(WrongPassphrase):
        stolen.door().recover(stolen.person("Ada"), other.code, "seven kettles by the pier")
    session = stolen.door().recover(stolen.person("Ada"), stolen.code, "seven kettles by the pier")
    assert len(session.charting.encounters()) == 1
    session.close()


def _swap_wraps(table: dict[str, Any]) -> None:
    first, second = table["people"]
    first["wrap"], second["wrap"] = second["wrap"], first["wrap"]


def _swap_ids(table: dict[str, Any]) -> None:
    first, second = table["people"]
    first["person_id"], second["person_id"] = second["person_id"], first["person_id"]


def _promote(table: dict[str, Any]) -> None:
    for entry in table["people"]:
        entry["role"] = "provider"


def _recovery_for_person(table: dict[str, Any]) -> None:
    for entry in table["people"]:
        entry["wrap"] = table["recovery"]


def _cheapen(table: dict[str, Any]) -> None:
    for entry in table["people"]:
        entry["wrap"]["argon2id"]["memory_kib"] = 1024


def _unbind(table: dict[str, Any]) -> None:
    for entry in table["people"]:
        entry["wrap"]["device"] = ""


@pytest.mark.parametrize("forge", [_swap_wraps, _swap_ids, _promote, _recovery_for_person, _cheapen, _unbind])
def test_wraps_that_were_swapped_promoted_weakened_or_unbound_do_not_open(
    stolen: Stolen, forge: Callable[[dict[str, Any]], None]
) -> None:
    """Even on the machine with the keyring, with both passphrases known."""
    stolen.rewrite(forge)
    opened = []
    for login in stolen.door().logins():
        for passphrase in (ADAS, SAMS):
            try:
                stolen.door(stolen.keyring).log_in(login.person_id, passphrase).close()
            except VaultError:
                continue
            opened.append((login.name, login.role, passphrase))
    # only who was not touched gets in: a provider promoted to provider
    assert opened == ([("Ada", Role.PROVIDER, ADAS)] if forge is _promote else [])


def test_wraps_of_another_workstation_do_not_open_this_one(stolen: Stolen) -> None:
    other = _workstation(stolen.folder.parent / "another")
    shutil.copy(other.folder / "keys.json", stolen.folder / "keys.json")
    before = (stolen.folder / FILE).read_bytes()
    with pytest.raises(DamagedStore):
        stolen.door(other.keyring).log_in(stolen.person("Ada"), ADAS)
    assert (stolen.folder / FILE).read_bytes() == before


def test_wraps_cut_short_anywhere_open_nothing_and_their_copy_still_does(stolen: Stolen) -> None:
    path = stolen.folder / "keys.json"
    whole = path.read_bytes()
    ada = stolen.person("Ada")
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(ScribeError):
            stolen.door(stolen.keyring).log_in(ada, ADAS)
    path.write_bytes((stolen.folder / "keys.json.bak").read_bytes())
    session = stolen.door(stolen.keyring).log_in(ada, ADAS)
    session.close()


def test_the_whole_folder_tells_no_word_of_a_patient(stolen: Stolen) -> None:
    for path in stolen.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes().lower()
            assert not any(word in content for word in _A_PATIENTS)


def test_the_key_really_is_what_opens_it(stolen: Stolen) -> None:
    """The control: with the data key at hand all of it is read."""
    key = stolen.door(stolen.keyring).data_key(stolen.person("Ada"), ADAS)
    with closing(connect(stolen.folder / FILE, key)) as connection:
        (text,) = connection.execute("SELECT text FROM draft_passages WHERE key = 'hpi'").fetchone()
    assert text.startswith("Fell from a ladder")
