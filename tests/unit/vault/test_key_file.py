"""What a damaged, foreign or half-written key file does."""

import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scribe_desktop.errors import DamagedKeyFile, NewerStore, StoreNotWritable
from scribe_desktop.vault import key_file
from scribe_desktop.vault.vault import Vault
from tests.unit.vault.conftest import ANA, ANAS, BO, BOS, Made


def test_what_is_written_is_read(made: Made) -> None:
    path = made.folder / "keys.json"
    keys = key_file.read(path)
    key_file.write(path, keys)
    assert key_file.read(path) == key_file.read(key_file.copy_of(path)) == keys


def test_only_the_owner_can_read_it_and_nothing_else_is_left(made: Made) -> None:
    assert {path.name for path in made.folder.iterdir()} == {"keys.json", "keys.json.bak"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.folder.iterdir()} == {0o600}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_is_damage_and_never_a_crash(made: Made, data: st.DataObject) -> None:
    path = made.folder / "keys.json"
    original = key_file.copy_of(path).read_bytes()
    at = data.draw(st.integers(0, len(original) - 1))
    flipped = original[:at] + bytes([original[at] ^ data.draw(st.integers(1, 255))]) + original[at + 1 :]
    path.write_bytes(flipped)
    if _means(flipped) == _means(original):
        assert key_file.read(path) == key_file.read(key_file.copy_of(path))
    else:
        with pytest.raises((DamagedKeyFile, NewerStore)):
            key_file.read(path)


def _means(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8"))
    except ValueError:
        return None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999))
def test_a_file_cut_short_anywhere_is_damage(made: Made, share: float) -> None:
    path = made.folder / "keys.json"
    whole = key_file.copy_of(path).read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DamagedKeyFile):
        key_file.read(path)


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '"keys"', '{"format": "1"}', '{"format": true}', "[" * 100_000, "\x00", "[1, 2"],
)
def test_what_is_no_key_file_is_called_damaged_with_a_way_out(made: Made, text: str) -> None:
    (made.folder / "keys.json").write_text(text, encoding="utf-8")
    with pytest.raises(DamagedKeyFile) as caught:
        Vault(made.folder, None).logins()
    assert "keys.json.bak" in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "value"),
    [("memory_kib", 1 << 30), ("memory_kib", 1), ("memory_kib", "65536"), ("passes", 0), ("lanes", True)],
)
def test_a_cost_that_would_hang_or_fail_is_damage(made: Made, name: str, value: object) -> None:
    path = made.folder / "keys.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    del table["sha256"]
    table["recovery"]["argon2id"][name] = value
    path.write_text(json.dumps({**table, "sha256": key_file.checksum(table)}), encoding="utf-8")
    with pytest.raises(DamagedKeyFile):
        key_file.read(path)


def test_the_remedy_works(made: Made) -> None:
    path = made.folder / "keys.json"
    path.write_bytes(b"")
    shutil.copy(key_file.copy_of(path), path)
    assert Vault(made.folder, None).unlock(BO.id, BOS) == made.data_key


def test_a_vanished_key_file_is_not_taken_for_a_new_workstation(made: Made) -> None:
    (made.folder / "keys.json").unlink()
    vault = Vault(made.folder, None)
    assert vault.exists
    with pytest.raises(DamagedKeyFile, match="missing") as caught:
        vault.logins()
    assert "keys.json.bak" in caught.value.remedy


def test_a_newer_format_is_said(made: Made) -> None:
    path = made.folder / "keys.json"
    path.write_text('{"format": 99, "anything": []}', encoding="utf-8")
    with pytest.raises(NewerStore, match="newer version"):
        key_file.read(path)


def test_a_full_disk_changes_nothing(made: Made) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(StoreNotWritable) as caught:
            Vault(made.folder, None).set_passphrase(made.data_key, ANA.id, "copper lantern meadow")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "disk space" in caught.value.remedy
    assert Vault(made.folder, None).unlock(ANA.id, ANAS) == made.data_key
    Vault(made.folder, None).set_passphrase(made.data_key, ANA.id, "copper lantern meadow")


def test_a_folder_that_cannot_be_is_said(tmp_path: Path, made: Made) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreNotWritable):
        key_file.write(tmp_path / "file" / "keys.json", key_file.read(made.folder / "keys.json"))


_REWRITE_FOR_EVER = """
import sys
from dataclasses import replace
from pathlib import Path
from scribe_desktop.notes.people import Workstation
from scribe_desktop.vault import key_file

path = Path(sys.argv[1])
keys = key_file.read(path)
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    key_file.write(path, replace(keys, workstation=Workstation("desk-1", "x" * (turn % 4000))))
"""


def test_killed_at_any_moment_while_writing_the_key_file_stays_whole(made: Made) -> None:
    for turn in range(12):
        command = [sys.executable, "-c", _REWRITE_FOR_EVER, str(made.folder / "keys.json")]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}
        ) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(0.005 + 0.0037 * turn)
            writer.send_signal(signal.SIGKILL)
        assert [login.person_id for login in Vault(made.folder, None).logins()] == [ANA.id, BO.id]
    assert Vault(made.folder, None).unlock(BO.id, BOS) == made.data_key
