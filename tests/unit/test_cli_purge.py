"""All that is past the policy, purged from the command line: listed, counted, and with the passphrase."""

from datetime import timedelta
from pathlib import Path

import pytest

from scribe_desktop import cli
from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from tests.helpers.terminal import Terminal
from tests.helpers.visits import begin, new_visit

PASSPHRASE = "seven kettles by the pier"
WHY = "Past the seven years."


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.setattr(cli, "no_core_files", lambda: None)  # it would close the tests' own process
    return Terminal(monkeypatch, capsys)


@pytest.fixture
def door(tmp_path: Path) -> FrontDoor:
    """A clinic with a policy of seven years, three visits that are past it and one that is not."""
    door = FrontDoor(Profile(tmp_path / "profile"), None)
    person = new_person("Ada Okafor", Role.PROVIDER, "MD")
    session, _ = door.set_up(person, PASSPHRASE, workstation="Triage 2")
    session.retention.set_years(7)
    at = session.desk.clock() - timedelta(days=3000)
    for number in range(3):
        session.charting.begin(new_visit(person.id, mrn=f"OLD-{number}"), started_at=at)
    begin(session, mrn="NEW-1", hpi="Fell.")
    session.people.add("Sam Ito", Role.SCRIBE, "", PASSPHRASE, own_passphrase=PASSPHRASE)
    session.close()
    return door


def mrns(door: FrontDoor) -> set[str]:
    session = door.log_in(door.logins()[0].person_id, PASSPHRASE)
    try:
        return {row.encounter.patient.mrn for row in session.charting.encounters()}
    finally:
        session.close()


def test_what_is_listed_is_purged_when_its_number_is_typed(terminal: Terminal, door: FrontDoor) -> None:
    purge = ("--profile", door.profile.folder, "purge", "--person", "Ada Okafor", "--reason", WHY)
    status, said, _ = terminal.run(*purge, "--list", typed=PASSPHRASE)
    assert (status, [f"OLD-{number}" in said for number in range(3)]) == (0, [True, True, True])
    assert "NEW-1" not in said
    status, _, complaint = terminal.run(*purge, typed=f"{PASSPHRASE}\n4")
    assert (status, "not the number" in complaint) == (1, True)
    assert len(mrns(door)) == 4
    status, said, asked = terminal.run(*purge, typed=f"{PASSPHRASE}\n3")
    assert (status, "Gone for good: 3 visits" in said) == (0, True)
    assert "how many" in asked
    assert mrns(door) == {"NEW-1"}
    status, said, _ = terminal.run(*purge, typed=PASSPHRASE)
    assert (status, said) == (0, "Past the policy of 7 years: 0.\n")


@pytest.mark.parametrize(
    ("person", "reason", "complaint"),
    [("Ada Okafor", "", "needs a reason"), ("Sam Ito", WHY, "may not purge"), ("Nobody", WHY, "Say who")],
)
def test_without_a_reason_or_the_right_nothing_goes(
    terminal: Terminal, door: FrontDoor, person: str, reason: str, complaint: str
) -> None:
    purge = ("--profile", door.profile.folder, "purge", "--person", person, "--reason", reason)
    status, _, said = terminal.run(*purge, typed=f"{PASSPHRASE}\n3")
    assert (status, complaint in said) == (1, True)
    assert len(mrns(door)) == 4
