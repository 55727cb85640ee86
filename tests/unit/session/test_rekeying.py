"""Passphrases changed, log-ins removed, and a store whose key is changed without shutting anybody out."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from scribe_desktop.errors import (
    BadInput,
    NotAllowed,
    StoreInUse,
    StoreNotWritable,
    UnreadableBackup,
    WeakPassphrase,
    WrongPassphrase,
)
from scribe_desktop.notes.people import Role
from scribe_desktop.session import backup_file, rekeying
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.store import copying, store
from scribe_desktop.vault import key_file
from scribe_desktop.vault.vault import Successor, Vault
from tests.helpers.disk_limits import no_file_grows_past
from tests.helpers.visits import begin
from tests.unit.session.conftest import PASSPHRASE, Enter

OTHER = "seven kettles by the pier"


class Killed(BaseException):
    """Stands for SIGKILL: nothing that would clean up runs."""


def person(session: Session, role: Role) -> str:
    return next(one.id for one in session.people.all() if one.role is role)


@pytest.fixture
def provider(enter: Enter) -> Session:
    session = enter(Role.PROVIDER)
    begin(session, hpi="Fell from a ladder.")
    return session


@pytest.fixture
def door(provider: Session) -> FrontDoor:
    return FrontDoor(provider.profile, None)


def works(door: FrontDoor, person_id: str, passphrase: str = PASSPHRASE) -> bool:
    """Whether this passphrase opens the store, with what was written in it."""
    session = door.log_in(person_id, passphrase)
    try:
        return bool(session.desk.store.search.find("ladder"))
    finally:
        session.close()


def key_of(door: FrontDoor) -> key_file.KeyFile:
    return key_file.read(door.profile.folder / "keys.json")


def test_a_changed_passphrase_replaces_the_old_one(provider: Session, door: FrontDoor) -> None:
    me = provider.person.id
    with pytest.raises(WrongPassphrase):
        provider.keys.change_passphrase("not at all my own words", OTHER)
    with pytest.raises(BadInput, match="you have"):
        provider.keys.change_passphrase(PASSPHRASE, PASSPHRASE)
    with pytest.raises(WeakPassphrase):
        provider.keys.change_passphrase(PASSPHRASE, "short")
    provider.keys.change_passphrase(PASSPHRASE, OTHER)
    provider.close()
    with pytest.raises(WrongPassphrase):
        door.log_in(me, PASSPHRASE)
    assert works(door, me, OTHER)


def test_a_removed_log_in_opens_nothing_and_what_they_wrote_stays(provider: Session, door: FrontDoor) -> None:
    scribe = person(provider, Role.SCRIBE)
    provider.keys.remove_login(scribe, PASSPHRASE)
    assert scribe in {one.id for one in provider.people.all()}
    provider.close()
    with pytest.raises(BadInput, match="no login"):
        door.log_in(scribe, PASSPHRASE)
    assert works(door, provider.person.id)


def test_nobody_removes_themselves_so_somebody_is_left_who_manages_people(enter: Enter) -> None:
    provider = enter(Role.PROVIDER)
    with pytest.raises(BadInput, match="logged in"):
        provider.keys.remove_login(provider.person.id, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        provider.keys.remove_login(person(provider, Role.SCRIBE), OTHER)
    with pytest.raises(NotAllowed, match="may not"):
        enter(Role.SCRIBE).keys.remove_login(provider.person.id, PASSPHRASE)


def test_a_new_key_lets_everybody_in_and_the_old_one_opens_nothing(
    provider: Session, door: FrontDoor
) -> None:
    successor = provider.keys.succeed(PASSPHRASE)
    scribe = person(provider, Role.SCRIBE)
    with pytest.raises(StoreInUse):
        door.rekey(successor)
    provider.close()
    door.rekey(successor)
    folder = door.profile.folder
    assert not copying.opens(folder / store.FILE, successor.old_key)
    assert copying.opens(folder / store.FILE, successor.new_key)
    assert works(door, provider.person.id)
    assert scribe in key_of(door).behind
    assert works(door, scribe)
    assert scribe not in key_of(door).behind
    for one in door.logins():
        assert works(door, one.person_id)
    assert (key_of(door).links, dict(key_of(door).behind)) == ((), {})
    session = door.recover(scribe, successor.code, OTHER)
    session.close()
    assert not list(folder.glob("*.rekey*"))


def test_two_new_keys_in_a_row_lead_from_the_oldest_wrap_to_the_newest_key(
    provider: Session, door: FrontDoor
) -> None:
    scribe = person(provider, Role.SCRIBE)
    session = provider
    for _ in range(2):
        successor = session.keys.succeed(PASSPHRASE)
        session.close()
        door.rekey(successor)
        session = door.log_in(provider.person.id, PASSPHRASE)
    session.close()
    assert len(key_of(door).links) == 2
    assert works(door, scribe)


def test_backups_from_before_open_with_the_code_from_before_alone(
    provider: Session, door: FrontDoor, tmp_path: Path
) -> None:
    (tmp_path / "away").mkdir()
    code = provider.people.renew_recovery(PASSPHRASE)
    made = provider.backups.make(str(tmp_path / "away"))
    successor = provider.keys.succeed(PASSPHRASE)
    provider.close()
    door.rekey(successor)
    session = door.log_in(provider.person.id, PASSPHRASE)
    with pytest.raises(UnreadableBackup, match="other keys"):
        session.backups.rehearse(made)
    session.close()
    with pytest.raises(WrongPassphrase):
        backup_file.unlock_with_code(made, successor.code)
    assert backup_file.unlock_with_code(made, code).keys


STEPS: tuple[tuple[object, str], ...] = (
    (Vault, "stage"),
    (copying, "copy"),
    (copying, "put_in_place"),
    (Vault, "promote"),
)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("where", "step"), STEPS, ids=[step for _, step in STEPS])
def test_killed_at_any_step_everybody_still_gets_in(
    provider: Session,
    door: FrontDoor,
    monkeypatch: pytest.MonkeyPatch,
    where: object,
    step: str,
    after: bool,
) -> None:
    successor, scribe = provider.keys.succeed(PASSPHRASE), person(provider, Role.SCRIBE)
    provider.close()
    usual: Callable[..., object] = getattr(where, step)

    def die(*args: object) -> None:
        if after:
            usual(*args)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(where, step, die)
        dying.setattr(rekeying, "_clear", lambda _folder: None)
        dying.setattr(Vault, "unstage", lambda _self: None)
        with pytest.raises(Killed):
            door.rekey(successor)
    switched = copying.opens(door.profile.folder / store.FILE, successor.new_key)
    assert switched is ((step, after) in {("put_in_place", True), ("promote", False), ("promote", True)})
    if not switched and step != "stage":
        with pytest.raises(WrongPassphrase):
            door.recover(scribe, successor.code, OTHER)
    assert works(door, scribe)
    assert works(door, provider.person.id)
    assert not (door.profile.folder / "keys.json.next").exists()
    assert not list(door.profile.folder.glob("*.rekey*"))
    if switched:
        door.recover(scribe, successor.code, OTHER).close()


def test_after_the_switch_the_new_code_opens_even_before_anybody_has_logged_in(
    provider: Session, door: FrontDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    successor = provider.keys.succeed(PASSPHRASE)
    provider.close()
    with monkeypatch.context() as dying:
        dying.setattr(Vault, "promote", lambda _self: _die())
        with pytest.raises(Killed):
            door.rekey(successor)
    door.recover(provider.person.id, successor.code, OTHER).close()
    assert works(door, provider.person.id, OTHER)


def _die() -> None:
    raise Killed


def test_without_room_the_old_key_stays_in_force(provider: Session, door: FrontDoor) -> None:
    successor = provider.keys.succeed(PASSPHRASE)
    provider.close()
    size = (door.profile.folder / store.FILE).stat().st_size
    with no_file_grows_past(size // 2), pytest.raises(StoreNotWritable):
        door.rekey(successor)
    assert works(door, provider.person.id)
    assert not list(door.profile.folder.glob("*.rekey*"))


def test_only_who_manages_people_changes_the_key(enter: Enter) -> None:
    with pytest.raises(NotAllowed):
        enter(Role.SCRIBE).keys.succeed(PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        enter(Role.PROVIDER).keys.succeed(OTHER)


def test_a_successor_is_never_printed_by_accident(provider: Session) -> None:
    successor: Successor = provider.keys.succeed(PASSPHRASE)
    assert successor.code not in repr(successor)
    assert repr(successor.new_key) not in repr(successor)


def test_a_cheap_wrap_is_made_as_dear_as_the_set_up_found_right(tmp_path: Path) -> None:
    from scribe_desktop.session.people import new_person
    from scribe_desktop.vault.wrap import Cost

    dear = Cost(memory_kib=65_536, passes=4, lanes=4)
    door = FrontDoor(Profile(tmp_path / "p"), None, cost=lambda: dear)
    session, _ = door.set_up(new_person("Ada Okafor", Role.PROVIDER, "MD"), OTHER, workstation="Desk")
    session.close()
    assert {wrap.cost for _, wrap in key_of(door).people} == {dear}
    cheap = FrontDoor(Profile(tmp_path / "q"), None)
    session, _ = cheap.set_up(new_person("Ada Okafor", Role.PROVIDER, "MD"), OTHER, workstation="Desk")
    session.people.renew_recovery(OTHER)
    session.close()
    assert {wrap.cost.work for _, wrap in key_of(cheap).people} == {key_of(cheap).recovery.cost.work}


def test_the_last_who_signs_keeps_the_log_in_until_there_is_another(enter: Enter) -> None:
    administrator = enter(Role.ADMINISTRATOR)
    physician = person(administrator, Role.PROVIDER)
    with pytest.raises(BadInput, match="sign notes"):
        administrator.keys.remove_login(physician, PASSPHRASE)
    assert physician in {login.person_id for login in administrator.keys.logins()}
    administrator.people.add("Another Physician", Role.PROVIDER, "MD", PASSPHRASE, own_passphrase=PASSPHRASE)
    administrator.keys.remove_login(physician, PASSPHRASE)
    assert physician not in {login.person_id for login in administrator.keys.logins()}


def test_a_supervisor_removes_nobody_who_gives_log_ins_to_physicians(enter: Enter) -> None:
    supervisor = enter(Role.SUPERVISOR)
    supervisor.keys.remove_login(person(supervisor, Role.SCRIBE), PASSPHRASE)
    for role in (Role.ADMINISTRATOR, Role.PROVIDER):
        with pytest.raises(NotAllowed):
            supervisor.keys.remove_login(person(supervisor, role), PASSPHRASE)


def test_whatever_is_removed_somebody_is_left_who_gives_log_ins(enter: Enter) -> None:
    """Two people with the right take turns at removing everybody else."""
    first, second = enter(Role.PROVIDER), enter(Role.ADMINISTRATOR)
    for remover in (second, first):
        for login in remover.keys.logins():
            with suppress(BadInput):
                remover.keys.remove_login(login.person_id, PASSPHRASE)
    left = [login.role for login in first.keys.logins()]
    assert left == [Role.PROVIDER]
