"""Setting up, logging in and recovering without a keyring."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scribe_desktop.errors import BadInput, VaultError, WeakPassphrase, WrongPassphrase
from scribe_desktop.notes.people import Person, Role
from scribe_desktop.vault import key_file
from scribe_desktop.vault.key_file import Login
from scribe_desktop.vault.vault import Vault
from tests.unit.vault.conftest import ANA, ANAS, BO, BOS, DESK, Made


def test_a_folder_never_set_up_has_no_vault(tmp_path: Path) -> None:
    assert not Vault(tmp_path, None).exists


def test_everybody_gets_the_same_data_key_with_their_own_passphrase(made: Made) -> None:
    vault = Vault(made.folder, None)
    assert len(made.data_key) == 32
    assert vault.unlock(ANA.id, ANAS) == vault.unlock(BO.id, BOS) == made.data_key


def test_the_login_page_knows_workstation_names_and_roles_before_anybody_logs_in(made: Made) -> None:
    vault = Vault(made.folder, None)
    assert vault.exists
    assert vault.workstation == DESK
    assert vault.logins() == (Login(ANA.id, ANA.name, ANA.role), Login(BO.id, BO.name, BO.role))


def test_without_a_keyring_it_works_and_says_that_it_is_not_bound(made: Made) -> None:
    assert not Vault(made.folder, None).bound
    assert Vault(made.folder, None).stranded() == ()


@pytest.mark.parametrize("wrong", ["", BOS, ANAS + " ", ANAS.upper(), "\ud800" * 20])
def test_a_wrong_passphrase_is_told(made: Made, wrong: str) -> None:
    with pytest.raises(WrongPassphrase) as caught:
        Vault(made.folder, None).unlock(ANA.id, wrong)
    assert caught.value.remedy


def test_a_person_without_login_is_told(made: Made) -> None:
    with pytest.raises(BadInput, match="no login"):
        Vault(made.folder, None).unlock("nobody", ANAS)


def test_confirming_takes_ones_own_passphrase(made: Made) -> None:
    vault = Vault(made.folder, None)
    vault.confirm(BO.id, BOS)
    with pytest.raises(WrongPassphrase):
        vault.confirm(BO.id, ANAS)


def test_the_recovery_code_opens_however_it_is_typed(made: Made) -> None:
    typed = made.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert Vault(made.folder, None).unlock_with_recovery(typed) == made.data_key


def test_a_code_of_another_workstation_is_wrong_not_mistyped(made: Made, tmp_path: Path) -> None:
    _, other = Vault(tmp_path / "other", None).create(ANA, ANAS, DESK)
    with pytest.raises(WrongPassphrase, match=DESK.name):
        Vault(made.folder, None).unlock_with_recovery(other)


def test_a_renewed_recovery_code_replaces_the_old_one(made: Made) -> None:
    vault = Vault(made.folder, None)
    code = vault.renew_recovery(made.data_key)
    assert vault.unlock_with_recovery(code) == made.data_key
    with pytest.raises(WrongPassphrase):
        vault.unlock_with_recovery(made.code)


def test_a_new_passphrase_replaces_the_old_one_and_nobody_elses(made: Made) -> None:
    vault = Vault(made.folder, None)
    vault.set_passphrase(made.data_key, ANA.id, "copper lantern meadow")
    assert vault.unlock(ANA.id, "copper lantern meadow") == vault.unlock(BO.id, BOS) == made.data_key
    assert [login.person_id for login in vault.logins()] == [ANA.id, BO.id]
    with pytest.raises(WrongPassphrase):
        vault.unlock(ANA.id, ANAS)


def test_a_passphrase_is_the_same_from_every_keyboard(made: Made) -> None:
    phrase = "Grüße aus Ångström"
    vault = Vault(made.folder, None)
    vault.set_passphrase(made.data_key, ANA.id, unicodedata.normalize("NFD", phrase))
    assert vault.unlock(ANA.id, unicodedata.normalize("NFC", phrase)) == made.data_key


def test_weak_passphrases_are_refused_and_change_nothing(made: Made, tmp_path: Path) -> None:
    before = (made.folder / "keys.json").read_bytes()
    vault = Vault(made.folder, None)
    with pytest.raises(WeakPassphrase, match="15 characters"):
        vault.set_passphrase(made.data_key, ANA.id, "short")
    with pytest.raises(WeakPassphrase, match="name"):
        vault.add(made.data_key, Person("c", "Carla Montgomery", Role.SCRIBE), "carla montgomery 1")
    with pytest.raises(WeakPassphrase, match="name"):
        Vault(tmp_path / "new", None).create(ANA, "harbor street clinic", DESK)
    assert (made.folder / "keys.json").read_bytes() == before
    assert not Vault(tmp_path / "new", None).exists


def test_a_workstation_is_set_up_once(made: Made) -> None:
    with pytest.raises(VaultError, match="already"):
        Vault(made.folder, None).create(ANA, ANAS, DESK)
    assert Vault(made.folder, None).unlock(ANA.id, ANAS) == made.data_key


def test_a_person_is_added_once(made: Made) -> None:
    with pytest.raises(BadInput, match="Bo Lindqvist has a login"):
        Vault(made.folder, None).add(made.data_key, BO, "some other long words")


def test_a_foreign_data_key_never_gets_in(made: Made) -> None:
    vault = Vault(made.folder, None)
    with pytest.raises(ValueError, match="not the data key"):
        vault.set_passphrase(bytes(32), ANA.id, "copper lantern meadow")
    with pytest.raises(ValueError, match="not the data key"):
        vault.renew_recovery(bytes(32))


def _swap_seals(table: dict[str, Any]) -> None:
    ana, bo = table["people"]
    ana["wrap"], bo["wrap"] = bo["wrap"], ana["wrap"]


def _promote_ana(table: dict[str, Any]) -> None:
    table["people"][0]["role"] = Role.PROVIDER.value


def _pass_ana_for_bo(table: dict[str, Any]) -> None:
    table["people"][0]["person_id"] = BO.id


def _weaken(table: dict[str, Any]) -> None:
    table["people"][0]["wrap"]["argon2id"]["passes"] = 1


@pytest.mark.parametrize("forge", [_swap_seals, _promote_ana, _pass_ana_for_bo, _weaken])
def test_forged_key_files_do_not_open(made: Made, forge: Callable[[dict[str, Any]], None]) -> None:
    path = made.folder / "keys.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    del table["sha256"]
    forge(table)
    path.write_text(json.dumps({**table, "sha256": key_file.checksum(table)}), encoding="utf-8")
    vault = Vault(made.folder, None)
    for passphrase in (ANAS, BOS):
        with pytest.raises(WrongPassphrase):
            vault.unlock(vault.logins()[0].person_id, passphrase)
    assert vault.unlock_with_recovery(made.code) == made.data_key


def test_nothing_secret_is_in_the_folder_or_in_what_objects_show(made: Made) -> None:
    shown = repr(Vault(made.folder, None)) + repr(Vault(made.folder, None).logins())
    stored = b"".join(path.read_bytes() for path in made.folder.iterdir())
    for secret in (ANAS, BOS, made.code, made.data_key.hex(), made.code.replace("-", "")):
        assert secret not in shown
        assert secret.encode() not in stored
    assert made.data_key not in stored
