"""Binding to a real gnome-keyring, and everything that can become of it."""

import gc
import shutil
import time
from pathlib import Path

import keyring.core
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from scribe_desktop import errors
from scribe_desktop.errors import DeviceKeyMissing
from scribe_desktop.vault.os_keyring import OsKeyring, find_keyring
from scribe_desktop.vault.vault import Vault
from tests.helpers.keyring_session import KeyringSession, keyring_session
from tests.helpers.plaintext_keyring import PlaintextKeyring
from tests.unit.vault.conftest import ANA, ANAS, BO, BOS, DESK, Made

NEW = "copper lantern meadow"


def _found(timeout: float = 5.0) -> OsKeyring:
    holder, sentence = find_keyring(timeout=timeout)
    assert holder, sentence
    return holder


def test_a_key_is_put_got_and_deleted(gnome_keyring: KeyringSession) -> None:
    holder = _found()
    holder.put("device", bytes(range(256)))
    assert holder.get("device") == bytes(range(256))
    holder.delete("device")
    holder.delete("device")
    assert holder.get("device") is None
    assert gnome_keyring.secrets() == {}


def test_the_keyring_is_named(gnome_keyring: KeyringSession) -> None:
    holder, sentence = find_keyring()
    assert holder
    assert holder.label in sentence
    assert "Secret Service" in sentence


def test_a_bound_login_takes_passphrase_and_device_key(gnome_keyring: KeyringSession, tmp_path: Path) -> None:
    vault = Vault(tmp_path, _found())
    data_key, code = vault.create(ANA, ANAS, DESK)
    vault.add(data_key, BO, BOS)
    assert vault.bound
    assert len(gnome_keyring.secrets()) == 1
    assert vault.unlock(ANA.id, ANAS) == vault.unlock(BO.id, BOS) == data_key
    with pytest.raises(DeviceKeyMissing, match="no keyring is open here") as caught:
        Vault(tmp_path, None).unlock(ANA.id, ANAS)
    assert "recovery code" in caught.value.remedy
    assert Vault(tmp_path, None).unlock_with_recovery(code) == data_key


def test_a_reset_keyring_locks_nobody_out(gnome_keyring: KeyringSession, tmp_path: Path) -> None:
    vault = Vault(tmp_path, _found())
    data_key, code = vault.create(ANA, ANAS, DESK)
    vault.add(data_key, BO, BOS)
    gnome_keyring.forget_everything()
    with pytest.raises(DeviceKeyMissing, match="keyring was changed"):
        vault.unlock(ANA.id, ANAS)
    assert [login.name for login in vault.stranded()] == [ANA.name, BO.name]
    recovered = vault.unlock_with_recovery(code)
    vault.set_passphrase(recovered, ANA.id, NEW)
    assert vault.unlock(ANA.id, NEW) == data_key
    assert [login.name for login in vault.stranded()] == [BO.name]
    with pytest.raises(DeviceKeyMissing):
        vault.unlock(BO.id, BOS)
    vault.set_passphrase(recovered, BO.id, BOS)
    assert vault.unlock(BO.id, BOS) == data_key
    assert vault.bound
    assert len(gnome_keyring.secrets()) == 1


def test_a_changed_device_key_is_not_mistaken_for_a_wrong_passphrase(
    gnome_keyring: KeyringSession, tmp_path: Path
) -> None:
    holder = _found()
    vault = Vault(tmp_path, holder)
    vault.create(ANA, ANAS, DESK)
    (name,) = gnome_keyring.secrets()
    for changed in (bytes(32), b"", b"short"):
        holder.put(name, changed)
        with pytest.raises(DeviceKeyMissing):
            vault.unlock(ANA.id, ANAS)


def test_an_entry_that_somebody_else_wrote_counts_as_none(gnome_keyring: KeyringSession) -> None:
    keyring.core.load_keyring("keyring.backends.SecretService.Keyring").set_password(
        "scribe-desktop", "device", "not ours: ü"
    )
    assert _found().get("device") is None


def test_a_copy_on_another_machine_opens_with_the_recovery_code_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with keyring_session() as first, keyring_session() as second:
        first.use(monkeypatch)
        data_key, code = Vault(tmp_path / "here", _found()).create(ANA, ANAS, DESK)
        shutil.copytree(tmp_path / "here", tmp_path / "there")
        second.use(monkeypatch)
        there = Vault(tmp_path / "there", _found())
        with pytest.raises(DeviceKeyMissing, match="another machine"):
            there.unlock(ANA.id, ANAS)
        there.set_passphrase(there.unlock_with_recovery(code), ANA.id, NEW)
        assert there.unlock(ANA.id, NEW) == data_key
        first.use(monkeypatch)
        assert Vault(tmp_path / "here", _found()).unlock(ANA.id, ANAS) == data_key


def test_a_login_made_without_keyring_is_bound_by_a_new_passphrase(
    gnome_keyring: KeyringSession, made: Made
) -> None:
    vault = Vault(made.folder, _found())
    assert vault.unlock(ANA.id, ANAS) == made.data_key
    vault.set_passphrase(made.data_key, ANA.id, NEW)
    assert not vault.bound
    vault.set_passphrase(made.data_key, BO.id, BOS)
    assert vault.bound
    assert vault.unlock(ANA.id, NEW) == vault.unlock(BO.id, BOS) == made.data_key


def test_a_keyring_that_hangs_is_given_up_in_time(gnome_keyring: KeyringSession, tmp_path: Path) -> None:
    vault = Vault(tmp_path, _found(timeout=0.3))
    data_key, code = vault.create(ANA, ANAS, DESK)
    with gnome_keyring.frozen():
        begun = time.monotonic()
        with pytest.raises(DeviceKeyMissing, match="No answer") as caught:
            vault.unlock(ANA.id, ANAS)
        assert "unlock it and try again" in caught.value.remedy
        holder, sentence = find_keyring(timeout=0.3)
        assert time.monotonic() - begun < 15
        assert holder is None
        assert "0.3 seconds" in sentence
        assert vault.unlock_with_recovery(code) == data_key
    assert vault.unlock(ANA.id, ANAS) == data_key


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # keyring's own, when refused
def test_a_locked_keyring_is_told_apart_from_a_lost_key(
    gnome_keyring: KeyringSession, tmp_path: Path
) -> None:
    vault = Vault(tmp_path, _found())
    vault.create(ANA, ANAS, DESK)
    gnome_keyring.lock()
    with pytest.raises(DeviceKeyMissing, match="unlock") as caught:
        vault.unlock(ANA.id, ANAS)
    assert caught.value.remedy == "Unlock it and try again, or use the recovery code."
    del caught
    holder, sentence = find_keyring()
    assert holder is None
    assert sentence.endswith("Failed to unlock the collection.")
    gc.collect()


def test_a_keyring_that_refuses_at_set_up_leaves_nothing_behind(
    gnome_keyring: KeyringSession, tmp_path: Path
) -> None:
    vault = Vault(tmp_path, _found(timeout=0.3))
    with gnome_keyring.frozen(), pytest.raises(DeviceKeyMissing):
        vault.create(ANA, ANAS, DESK)
    assert not vault.exists


def test_no_keyring_on_the_machine_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert find_keyring() == (None, "No system keyring was found on this machine.")


def choose(monkeypatch: pytest.MonkeyPatch, backend: type) -> str:
    """Make this the machine's keyring, as its owner would; returns its name."""
    name = f"{backend.__module__}.{backend.__qualname__}"
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    return name


def test_a_keyring_that_is_not_known_to_protect_keys_is_refused_and_not_passed_by(
    gnome_keyring: KeyringSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = choose(monkeypatch, PlaintextKeyring)
    with pytest.raises(errors.PlaintextKeyring, match="not known to protect keys") as refused:
        find_keyring()
    assert name in str(refused.value)
    assert "PYTHON_KEYRING_BACKEND" in refused.value.remedy
    assert "keyring.backends.null.Keyring" in refused.value.remedy
    assert gnome_keyring.secrets() == {}
    assert PlaintextKeyring.held == {}


def test_one_that_a_file_chooses_is_refused_too(
    gnome_keyring: KeyringSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "python_keyring"
    folder.mkdir()
    name = f"{PlaintextKeyring.__module__}.{PlaintextKeyring.__qualname__}"
    (folder / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring={name}\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(errors.PlaintextKeyring):
        find_keyring()


@pytest.mark.parametrize("backend", [null.Keyring, fail.Keyring])
def test_a_keyring_that_its_owner_switched_off_is_none(
    gnome_keyring: KeyringSession, monkeypatch: pytest.MonkeyPatch, backend: type
) -> None:
    name = choose(monkeypatch, backend)
    holder, sentence = find_keyring()
    assert holder is None
    assert sentence == f"The keyring is switched off on this machine ({name})."


def test_a_chain_with_nothing_but_plaintext_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert PlaintextKeyring in KeyringBackend.get_viable_backends()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.chainer.ChainerBackend")
    assert find_keyring()[0] is None


def test_a_chain_uses_the_real_keyring_in_it(
    gnome_keyring: KeyringSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.chainer.ChainerBackend")
    assert "Secret Service" in _found().label


@pytest.mark.parametrize("config", ["[backend]\ndefault-keyring=no.such.Module\n", "[backend", "\xff"])
def test_a_broken_keyring_setting_is_said(
    gnome_keyring: KeyringSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, config: str
) -> None:
    folder = tmp_path / "python_keyring"
    folder.mkdir()
    (folder / "keyringrc.cfg").write_bytes(config.encode("latin-1"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    holder, sentence = find_keyring()
    assert holder is None
    assert "cannot be loaded" in sentence
