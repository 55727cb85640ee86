"""An older keys.json put back, log-ins that lost the device key, recovery codes that nobody wrote down."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scribe_desktop.errors import NotAllowed, NotInForce, StoreNotWritable
from scribe_desktop.notes.audit import AuditEntry, AuditFilter, AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.session import backup_file, restoring
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.key_record import SECTION
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.store import store
from scribe_desktop.vault import key_file
from scribe_desktop.vault.vault import Vault
from scribe_desktop.vault.wrap import Cost
from tests.helpers.drawer import Drawer
from tests.unit.session.conftest import PASSPHRASE

OTHER = "seven kettles by the pier"
CHEAP = Cost(memory_kib=512, passes=1, lanes=1)
ANOTHER, UNWRITTEN, UNBOUND = "was not the one written last", "nobody confirmed", "is not bound"


@dataclass(frozen=True)
class Desk:
    profile: Profile
    keyring: Drawer | None = None

    @property
    def door(self) -> FrontDoor:
        return FrontDoor(self.profile, lambda: self.keyring, cost=lambda: CHEAP)

    @property
    def keys(self) -> Path:
        return self.profile.folder / "keys.json"

    def id_of(self, role: Role) -> str:
        return next(login.person_id for login in self.door.logins() if login.role is role)

    def enter(self, role: Role, passphrase: str = PASSPHRASE) -> Session:
        return self.door.log_in(self.id_of(role), passphrase)

    def told(self, role: Role, passphrase: str = PASSPHRASE) -> str:
        """What this person is told at their log-in."""
        session = self.enter(role, passphrase)
        session.close()
        return " ".join(session.audit.told)

    def do(self, act: Callable[[Session], object], role: Role = Role.PROVIDER) -> None:
        session = self.enter(role)
        try:
            act(session)
        finally:
            session.close()

    def entries(self, kind: AuditKind, passphrase: str = PASSPHRASE) -> list[AuditEntry]:
        session = self.enter(Role.PROVIDER, passphrase)
        try:
            return list(session.desk.store.audit.page(AuditFilter(kind=kind)))
        finally:
            session.close()


@pytest.fixture
def desk(staffed: Profile, tmp_path: Path) -> Desk:
    desk = Desk(Profile(shutil.copytree(staffed.folder, tmp_path / "profile")))
    assert desk.told(Role.PROVIDER) == ""
    return desk


def remove(desk: Desk, role: Role) -> None:
    person_id = desk.id_of(role)
    desk.do(lambda session: session.keys.remove_login(person_id, PASSPHRASE))


def change(desk: Desk) -> None:
    desk.do(lambda session: session.keys.change_passphrase(PASSPHRASE, OTHER))


def test_whoever_was_removed_stays_out_with_an_older_key_file_and_that_is_on_record(desk: Desk) -> None:
    older = desk.keys.read_bytes()
    remove(desk, Role.SCRIBE)
    desk.keys.write_bytes(older)
    with pytest.raises(NotInForce, match="removed") as caught:
        desk.enter(Role.SCRIBE)
    assert caught.value.remedy
    failed = desk.entries(AuditKind.LOG_IN_FAILED)
    assert [(one.person_id, one.detail) for one in failed] == [
        (desk.id_of(Role.SCRIBE), "void by now: an older key file was put back")
    ]


def test_whoever_was_removed_under_an_earlier_version_stays_out_too(desk: Desk) -> None:
    older = desk.keys.read_bytes()
    remove(desk, Role.SCRIBE)
    desk.do(forget)
    assert desk.told(Role.PROVIDER) == ""
    desk.keys.write_bytes(older)
    with pytest.raises(NotInForce):
        desk.enter(Role.SCRIBE)


def forget(session: Session) -> None:
    """Leave the store as an earlier version does."""
    settings = session.desk.store.settings
    for name in settings.section(SECTION):
        settings.put(f"{SECTION}.{name}", "")


def test_another_key_file_is_on_record_and_everybody_who_gives_log_ins_is_told_once(desk: Desk) -> None:
    older = desk.keys.read_bytes()
    remove(desk, Role.SCRIBE)
    desk.keys.write_bytes(older)
    assert ANOTHER not in desk.told(Role.AUDITOR)
    for role in (Role.PROVIDER, Role.ADMINISTRATOR):
        assert ANOTHER in desk.told(role)
        assert ANOTHER not in desk.told(role)
    (entry,) = desk.entries(AuditKind.KEY_FILE_REPLACED)
    assert (entry.outcome, entry.detail) == ("failed", f"of {desk.id_of(Role.SCRIBE)}")


def test_an_old_passphrase_stays_void_and_the_recovery_code_still_helps(desk: Desk) -> None:
    codes = list[str]()
    desk.do(lambda session: codes.append(session.people.renew_recovery(PASSPHRASE)))
    older, me = desk.keys.read_bytes(), desk.id_of(Role.PROVIDER)
    change(desk)
    desk.keys.write_bytes(older)
    with pytest.raises(NotInForce, match="passphrase was replaced"):
        desk.enter(Role.PROVIDER)
    session = desk.door.recover(me, codes[0], "an entirely new set of words")
    session.close()
    assert ANOTHER in " ".join(session.audit.told)
    assert ANOTHER not in desk.told(Role.PROVIDER, "an entirely new set of words")


def test_an_old_recovery_code_stays_void(desk: Desk) -> None:
    codes = list[str]()
    renew = lambda session: codes.append(session.people.renew_recovery(PASSPHRASE))  # noqa: E731
    desk.do(renew)
    older = desk.keys.read_bytes()
    desk.do(renew)
    desk.keys.write_bytes(older)
    with pytest.raises(NotInForce, match="recovery code was replaced"):
        desk.door.recover(desk.id_of(Role.PROVIDER), codes[0], OTHER)
    desk.enter(Role.PROVIDER).close()


def test_the_recovery_code_lets_in_again_who_was_removed(desk: Desk) -> None:
    codes = list[str]()
    desk.do(lambda session: codes.append(session.people.renew_recovery(PASSPHRASE)))
    older = desk.keys.read_bytes()
    remove(desk, Role.SCRIBE)
    desk.keys.write_bytes(older)
    desk.door.recover(desk.id_of(Role.SCRIBE), codes[0], OTHER).close()
    desk.enter(Role.SCRIBE, OTHER).close()


def test_a_void_passphrase_does_not_open_a_covered_window_either(desk: Desk) -> None:
    older = desk.keys.read_bytes()
    session = desk.enter(Role.PROVIDER)
    session.keys.change_passphrase(PASSPHRASE, OTHER)
    desk.keys.write_bytes(older)
    with pytest.raises(NotInForce):
        session.people.confirm(PASSPHRASE)
    session.close()


@pytest.mark.parametrize("written", [False, True], ids=["before the key file", "after the key file"])
def test_killed_while_a_passphrase_changes_one_of_the_two_opens_and_never_both(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    older, usual, left = desk.keys.read_bytes(), Vault.set_passphrase, tmp_path / "left"

    def killed(vault: Vault, data_key: bytes, person_id: str, passphrase: str) -> None:
        if written:
            usual(vault, data_key, person_id, passphrase)
        shutil.copytree(desk.profile.folder, left)
        raise StoreNotWritable("Nobody hears this.")

    with monkeypatch.context() as dying:
        dying.setattr(Vault, "set_passphrase", killed)
        with pytest.raises(StoreNotWritable):
            change(desk)
    cut_short = Desk(Profile(left))
    assert cut_short.told(Role.PROVIDER, OTHER if written else PASSPHRASE) == ""
    cut_short.keys.write_bytes(older)
    if written:
        with pytest.raises(NotInForce):
            cut_short.enter(Role.PROVIDER)
    else:
        cut_short.enter(Role.PROVIDER).close()


def test_a_new_data_key_is_no_other_key_file_and_its_code_was_written_down(desk: Desk) -> None:
    session = desk.enter(Role.PROVIDER)
    successor = session.keys.succeed(PASSPHRASE)
    session.close()
    desk.door.rekey(successor)
    assert [desk.told(role) for role in (Role.PROVIDER, Role.ADMINISTRATOR)] == ["", ""]


def back_up(desk: Desk, away: Path) -> tuple[Path, str]:
    away.mkdir()
    session = desk.enter(Role.PROVIDER)
    code = session.people.renew_recovery(PASSPHRASE)
    session.people.code_is_written_down()
    made = session.backups.make(str(away))
    session.close()
    return made, code


def restore(desk: Desk, made: Path, code: str) -> None:
    restoring.restore(backup_file.unlock_with_code(made, code), desk.profile.folder, replace=True)


def test_a_restore_brings_back_nothing_that_is_void_and_leaves_no_key_file_to_put_back(
    desk: Desk, tmp_path: Path
) -> None:
    made, code = back_up(desk, tmp_path / "away")
    older = desk.keys.read_bytes()
    remove(desk, Role.SCRIBE)
    change(desk)
    restore(desk, made, code)
    (aside,) = desk.profile.folder.glob("replaced-*")
    assert (aside / store.FILE).exists()
    assert not list(aside.glob("keys.json*"))
    assert ANOTHER not in desk.told(Role.PROVIDER, OTHER)
    desk.keys.write_bytes(older)
    for role in (Role.PROVIDER, Role.SCRIBE):
        with pytest.raises(NotInForce):
            desk.enter(role)


def test_log_ins_that_a_restore_brings_back_are_not_void(desk: Desk, tmp_path: Path) -> None:
    made, code = back_up(desk, tmp_path / "away")
    remove(desk, Role.SCRIBE)
    change(desk)
    for path in (desk.keys, key_file.copy_of(desk.keys)):
        path.unlink()
    restore(desk, made, code)
    assert all(ANOTHER not in desk.told(role) for role in (Role.PROVIDER, Role.SCRIBE))


def test_a_log_in_that_lost_the_device_key_is_bound_again_and_told_until_it_is(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    desk, without = Desk(profile, Drawer()), Desk(profile)
    person = new_person("Maria Santos", Role.PROVIDER, "MD")
    session, code = desk.door.set_up(person, PASSPHRASE, workstation="Triage 2")
    session.people.code_is_written_down()
    session.close()
    session = without.door.recover(person.id, code, OTHER)
    assert UNBOUND in " ".join(session.audit.told)
    session.people.add("Tobias Brandt", Role.SCRIBE, "", PASSPHRASE, own_passphrase=OTHER)
    session.close()
    unbound = desk.keys.read_bytes()
    assert UNBOUND in without.told(Role.PROVIDER, OTHER)
    assert "not bound to this computer’s keyring: Tobias" in desk.told(Role.PROVIDER, OTHER)
    for role, passphrase in ((Role.SCRIBE, PASSPHRASE), (Role.PROVIDER, OTHER)):
        assert desk.told(role, passphrase) == ""
    assert Vault(profile.folder, None).bound
    desk.keys.write_bytes(unbound)
    with pytest.raises(NotInForce):
        without.enter(Role.PROVIDER, OTHER)


def test_a_keyring_that_refuses_keeps_nobody_out(desk: Desk) -> None:
    stuck = Drawer()
    stuck.stuck = True
    said = Desk(desk.profile, stuck).told(Role.PROVIDER)
    assert "could not be sealed anew: The drawer is stuck." in said
    assert desk.told(Role.PROVIDER) == ""


def test_without_room_for_a_new_wrap_whoever_is_behind_gets_in_all_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.enter(Role.PROVIDER)
    successor = session.keys.succeed(PASSPHRASE)
    session.close()
    desk.door.rekey(successor)

    def refuse(*_: object) -> None:
        raise StoreNotWritable("The disk is full.", remedy="Free some disk space.")

    with monkeypatch.context() as full:
        full.setattr(key_file, "write", refuse)
        assert "sealed anew: The disk is full. Free some" in desk.told(Role.SCRIBE)
    assert desk.told(Role.SCRIBE) == ""
    assert desk.id_of(Role.SCRIBE) not in key_file.read(desk.keys).behind


def test_a_recovery_code_that_nobody_confirmed_is_told_until_somebody_has_written_one_down(
    desk: Desk,
) -> None:
    desk.do(lambda session: session.people.renew_recovery(PASSPHRASE))
    for role in (Role.PROVIDER, Role.ADMINISTRATOR, Role.PROVIDER):
        assert UNWRITTEN in desk.told(role)
    assert desk.told(Role.SCRIBE) == ""
    desk.do(lambda session: session.people.code_is_written_down())
    assert desk.told(Role.PROVIDER) == ""


def test_a_set_up_whose_code_nobody_confirmed_is_told_and_using_the_code_confirms_it(tmp_path: Path) -> None:
    desk = Desk(Profile(tmp_path / "profile"))
    person = new_person("Maria Santos", Role.PROVIDER, "MD")
    session, code = desk.door.set_up(person, PASSPHRASE, workstation="Triage 2")
    session.close()
    assert UNWRITTEN in desk.told(Role.PROVIDER)
    desk.door.recover(person.id, code, OTHER).close()
    assert desk.told(Role.PROVIDER, OTHER) == ""


def test_a_scribe_confirms_no_recovery_code(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.do(lambda session: session.people.code_is_written_down(), Role.SCRIBE)
