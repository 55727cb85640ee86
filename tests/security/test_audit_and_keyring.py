"""The audit trail's second anchor, in the keyring: a folder put back whole does not bring that back."""

import shutil
from pathlib import Path

import pytest

from scribe_desktop.notes.audit import AuditFilter
from scribe_desktop.notes.people import Role
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from tests.helpers.drawer import Drawer

PASSPHRASE = "lanterns over the old canal"


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def profile(tmp_path: Path, drawer: Drawer) -> Profile:
    profile = Profile(tmp_path / "profile")
    person = new_person("Ada Provider", Role.PROVIDER, "MD")
    session, _ = FrontDoor(profile, lambda: drawer).set_up(person, PASSPHRASE, workstation="Triage 2")
    session.close()
    return profile


def enter(profile: Profile, drawer: Drawer) -> Session:
    door = FrontDoor(profile, lambda: drawer)
    return door.log_in(door.logins()[0].person_id, PASSPHRASE)


def broken(session: Session) -> list[str]:
    entries = session.desk.store.audit.page(AuditFilter(kind="audit.broken"))
    return [entry.detail for entry in entries]


def test_a_folder_put_back_whole_is_found(profile: Profile, drawer: Drawer, tmp_path: Path) -> None:
    older = shutil.copytree(profile.folder, tmp_path / "older")
    enter(profile, drawer).close()
    shutil.rmtree(profile.folder)
    shutil.copytree(older, profile.folder)
    session = enter(profile, drawer)
    (said,) = session.audit.noticed
    assert said.startswith("Anchor in the keyring: The trail ends with entry 2")
    assert broken(session) == [said]
    assert not session.audit.verify().holds
    session.close()


def test_log_ins_and_log_outs_in_peace_notice_nothing(profile: Profile, drawer: Drawer) -> None:
    for _ in range(3):
        session = enter(profile, drawer)
        assert session.audit.noticed == ()
        assert session.audit.verify().holds
        session.close()


def test_a_keyring_that_does_not_answer_when_leaving_keeps_nobody_and_raises_no_alarm(
    profile: Profile, drawer: Drawer
) -> None:
    session = enter(profile, drawer)
    drawer.stuck = True
    session.close()
    drawer.stuck = False
    session = enter(profile, drawer)
    assert session.audit.noticed == ()
    session.close()


def test_no_key_of_the_trail_is_in_the_keyring_or_beside_the_store(profile: Profile, drawer: Drawer) -> None:
    session = enter(profile, drawer)
    chain = session.desk.store.audit.chain
    session.close()
    kept = b"".join(drawer.held.values())
    files = b"".join(path.read_bytes() for path in profile.folder.iterdir() if path.is_file())
    for key in (chain.entry_key, chain.anchor_key):
        for form in (key, key.hex().encode()):
            assert form not in kept
            assert form not in files
