"""Backups from the command line, as somebody with a new machine and a sheet of paper uses them."""

from pathlib import Path

import pytest

from scribe_desktop import cli
from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from tests.helpers.terminal import Terminal
from tests.helpers.visits import begin

PASSPHRASE = "seven kettles by the pier"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.setattr(cli, "no_core_files", lambda: None)  # it would close the tests' own process
    return Terminal(monkeypatch, capsys)


def test_a_backup_goes_from_one_machine_to_another_by_recovery_code(
    terminal: Terminal, tmp_path: Path
) -> None:
    old, new, away = tmp_path / "old", tmp_path / "new", tmp_path / "away"
    away.mkdir()
    person = new_person("Ada Okafor", Role.PROVIDER, "MD")
    session, code = FrontDoor(Profile(old), None).set_up(person, PASSPHRASE, workstation="Triage 2")
    begin(session, hpi="Fell.")
    session.close()
    status, said, _ = terminal.run("--profile", old, "backup", "make", away, typed=PASSPHRASE)
    (made,) = away.iterdir()
    assert (status, str(made) in said) == (0, True)
    for do in ("verify", "rehearse"):
        status, said, _ = terminal.run("--profile", new, "backup", do, made, typed=code)
        assert (status, "Triage 2" in said, "1 patients" in said) == (0, True, True)
        assert not new.exists()
    status, said, _ = terminal.run("--profile", new, "backup", "restore", made, typed=code.lower())
    assert (status, "Restored into" in said) == (0, True)
    restored = FrontDoor(Profile(new), None).log_in(person.id, PASSPHRASE)
    assert len(restored.charting.encounters()) == 1
    restored.close()
    status, _, complaint = terminal.run("--profile", new, "backup", "restore", made, typed=code)
    assert (status, "--replace" in complaint) == (1, True)
    status, said, _ = terminal.run("--profile", new, "backup", "restore", "--replace", made, typed=code)
    assert status == 0
    assert len(list(new.glob("replaced-*"))) == 1


def test_no_backup_no_passphrase_and_no_such_person_are_said(terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    person = new_person("Ada Okafor", Role.PROVIDER, "MD")
    session, _ = FrontDoor(Profile(folder), None).set_up(person, PASSPHRASE, workstation="Triage 2")
    session.close()
    status, _, said = terminal.run("backup", "verify", tmp_path / "none", typed="")
    assert (status, "cannot be read" in said) == (1, True)
    make = ("--profile", folder, "backup", "make", tmp_path, "--person")
    status, _, said = terminal.run(*make, "Nobody", typed=PASSPHRASE)
    assert (status, "Ada Okafor" in said) == (1, True)
    status, _, said = terminal.run(*make, "ada okafor", typed="not my passphrase")
    assert (status, "not the right one" in said) == (1, True)


def test_a_restore_says_who_was_removed_since_and_stays_removed(terminal: Terminal, tmp_path: Path) -> None:
    folder, away = tmp_path / "profile", tmp_path / "away"
    away.mkdir()
    person = new_person("Ada Okafor", Role.PROVIDER, "MD")
    session, code = FrontDoor(Profile(folder), None).set_up(person, PASSPHRASE, workstation="Triage 2")
    scribe = session.people.add("Sam Ito", Role.SCRIBE, "", PASSPHRASE, own_passphrase=PASSPHRASE)
    made = session.backups.make(str(away))
    session.keys.remove_login(scribe.id, PASSPHRASE)
    session.close()
    restore = ("backup", "restore", made)
    status, said, _ = terminal.run("--profile", folder, *restore, "--replace", typed=code)
    assert (status, "not brought back: Sam Ito (scribe)" in said) == (0, True)
    status, said, _ = terminal.run("--profile", tmp_path / "new", *restore, typed=code)
    assert (status, "Ada Okafor (physician), Sam Ito (scribe)" in said) == (0, True)
    assert "is not known here" in said
