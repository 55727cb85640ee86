from pathlib import Path

import pytest

from scribe_desktop.notes.people import Role
from scribe_desktop.session import check_up
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import RESTORE_TO_FINISH, Profile
from scribe_desktop.vault.os_keyring import find_keyring
from tests.helpers.keyring_session import KeyringSession
from tests.helpers.note_types import BUILT_IN
from tests.helpers.plaintext_keyring import PlaintextKeyring


def found(profile: Profile, part: str) -> list[tuple[str, str]]:
    return [(finding.mark, finding.said) for finding in check_up.examine(profile) if finding.part == part]


def test_it_names_who_has_lost_the_key_in_the_keyring(gnome_keyring: KeyringSession, tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    ana = new_person("Ana Torres", Role.PROVIDER, "MD")
    door = FrontDoor(profile, lambda: find_keyring()[0])
    session, _ = door.set_up(ana, "walnut umbrella fjord 7", workstation="Triage 2")
    session.close()
    fine = [(check_up.FINE, f"{profile.folder}, 1 log-ins, bound to this device.")]
    assert found(profile, "store") == fine
    gnome_keyring.forget_everything()
    lost = "This machine's keyring does not hold the key for Ana Torres. Log in with the recovery code."
    assert found(profile, "store") == [*fine, (check_up.BROKEN, lost)]


def test_a_keyring_that_keeps_keys_in_the_open_is_broken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name = f"{PlaintextKeyring.__module__}.{PlaintextKeyring.__qualname__}"
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    ((mark, said),) = found(Profile(tmp_path), "keyring")
    assert mark == check_up.BROKEN
    assert name in said


def test_a_restore_that_was_cut_short_is_not_taken_for_a_lost_store(tmp_path: Path) -> None:
    (tmp_path / RESTORE_TO_FINISH).mkdir()
    ((mark, said),) = found(Profile(tmp_path), "store")
    assert mark == check_up.LOOK
    assert "finished then" in said


def test_it_counts_the_note_types_and_names_the_line_of_a_mistake(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    profile.note_types.mkdir(parents=True)
    letter = 'title = "Letter"\ntilte = "Letter"\nsections = ["hpi"]\n'
    (profile.note_types / "letter.toml").write_text(letter, encoding="utf-8")
    fine, mistake = found(profile, "note types")
    assert fine == (check_up.FINE, f"{len(BUILT_IN.all())} note types")
    assert mistake[0] == check_up.LOOK
    assert mistake[1].startswith("letter.toml, line 2: 'tilte' in the file is unknown.")
