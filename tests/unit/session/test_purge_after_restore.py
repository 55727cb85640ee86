"""What was purged stays gone, whatever was restored before or after; so do log-ins that were taken away."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scribe_desktop.errors import DamagedStore, WrongPassphrase
from scribe_desktop.notes.audit import AuditEntry, AuditFilter, AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.session import backup_file, restoring
from scribe_desktop.session.charting import Chart
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.restoring import Restoration
from scribe_desktop.session.session import Session
from scribe_desktop.store import store
from scribe_desktop.store.store import Store
from tests.helpers.visits import begin
from tests.unit.session.conftest import PASSPHRASE

WHY = "Kept for longer than the law asks."


class Desk:
    """A workstation of five people with a folder for backups; one after the other logs in."""

    def __init__(self, profile: Profile, away: Path) -> None:
        self.profile, self.away = profile, away
        self.door = FrontDoor(profile, None)
        with self.at_work() as session:
            self.code = session.people.renew_recovery(PASSPHRASE)
            self.data_key = session.people._data_key

    @contextmanager
    def at_work(self, role: Role = Role.PROVIDER) -> Iterator[Session]:
        login = next(login for login in self.door.logins() if login.role is role)
        session = self.door.log_in(login.person_id, PASSPHRASE)
        try:
            yield session
        finally:
            session.close()

    def back_up(self) -> Path:
        with self.at_work() as session:
            return session.backups.make(str(self.away))

    def visit(self, mrn: str) -> Chart:
        with self.at_work() as session:
            return begin(session, mrn=mrn, name=f"Zoe {mrn}", hpi="Fell from a ladder.")

    def purge(self, chart: Chart) -> None:
        with self.at_work() as session:
            purge(session, chart)

    def restore(self, backup: Path, folder: Path | None = None) -> Restoration:
        unlocked = backup_file.unlock_with_code(backup, self.code)
        return restoring.restore(unlocked, folder or self.profile.folder, replace=True)

    @property
    def aside(self) -> list[Path]:
        return sorted(self.profile.folder.glob("replaced-*"))

    def mrns(self) -> set[str]:
        with self.at_work() as session:
            return {row.encounter.patient.mrn for row in session.charting.encounters()}


def purge(session: Session, chart: Chart) -> None:
    mrn = chart.encounter.patient.mrn
    done = session.retention.purge(chart.encounter.id, reason=WHY, mrn=mrn, passphrase=PASSPHRASE)
    assert done.is_whole, done


@pytest.fixture
def desk(staffed: Profile, tmp_path: Path) -> Desk:
    (tmp_path / "away").mkdir()
    return Desk(Profile(shutil.copytree(staffed.folder, tmp_path / "profile")), tmp_path / "away")


def of_kind(session: Session, kind: AuditKind) -> list[AuditEntry]:
    return list(session.desk.store.audit.page(AuditFilter(kind=kind)))


def test_after_a_restore_a_purge_reaches_every_backup_made_before_it_and_what_was_moved_aside(
    desk: Desk,
) -> None:
    earlier = desk.back_up()
    chart = desk.visit("M-1")
    source, later = desk.back_up(), desk.back_up()
    restoration = desk.restore(source)
    (aside,) = desk.aside
    assert restoration.set_aside == aside.name
    with desk.at_work() as session:
        said = session.retention.goes_along([chart.encounter.id])
        assert "2 backups are destroyed too" in said
        assert aside.name in said
        purge(session, chart)
        destroyed = {entry.detail for entry in of_kind(session, AuditKind.COPY_DESTROYED)}
        assert len(destroyed) == 3
        assert aside.name in destroyed
        assert session.audit.verify().holds
    assert (source.exists(), later.exists(), earlier.exists()) == (False, False, True)
    assert desk.aside == []


def test_later_backups_are_found_beside_the_one_that_a_new_machine_is_made_from(
    desk: Desk, tmp_path: Path
) -> None:
    chart = desk.visit("M-1")
    source, later = desk.back_up(), desk.back_up()
    desk.restore(source, tmp_path / "new")
    new = Desk(Profile(tmp_path / "new"), desk.away)
    new.purge(chart)
    assert list(desk.away.iterdir()) == []
    assert not source.exists()
    assert not later.exists()


def test_a_copy_of_a_backup_beside_it_goes_along_and_strangers_stay(desk: Desk, tmp_path: Path) -> None:
    chart = desk.visit("M-1")
    made = desk.back_up()
    shutil.copy(made, desk.away / f"copy{backup_file.SUFFIX}")
    for name, content in (("notes.txt", b"mine"), (f"other{backup_file.SUFFIX}", b"no backup")):
        (desk.away / name).write_bytes(content)
    desk.purge(chart)
    assert {path.name for path in desk.away.iterdir()} == {"notes.txt", f"other{backup_file.SUFFIX}"}


def test_a_visit_begun_after_the_restore_leaves_earlier_copies_alone(desk: Desk) -> None:
    source = desk.back_up()
    desk.restore(source)
    chart = desk.visit("M-9")
    with desk.at_work() as session:
        assert session.retention.goes_along([chart.encounter.id]) == ""
        purge(session, chart)
    assert source.exists()
    assert len(desk.aside) == 1


def test_what_an_earlier_version_moved_aside_goes_with_any_visit(desk: Desk) -> None:
    chart = desk.visit("M-1")
    unknown = desk.profile.folder / "replaced-20250101T000000Z"
    unknown.mkdir()
    shutil.copy(desk.profile.folder / store.FILE, unknown)
    desk.purge(chart)
    assert not unknown.exists()


def test_a_restore_does_not_bring_back_what_was_purged(desk: Desk) -> None:
    chart, kept = desk.visit("M-1"), desk.visit("M-2")
    source = desk.back_up()
    copy = source.with_name("elsewhere")
    shutil.copy(source, copy)
    begun_later = desk.visit("M-3")
    desk.purge(begun_later)
    desk.purge(chart)
    assert not source.exists()
    restoration = desk.restore(copy)
    assert (restoration.purged_again, restoration.knew_purges) == (1, True)
    assert "1 visit purged since it was made stayed out" in restoration.in_words()
    assert desk.mrns() == {kept.encounter.patient.mrn}
    with desk.at_work() as session:
        assert session.desk.store.encounters.patient_by_mrn("M-1") is None
        assert session.searching.find("ladder")
        assert [purge.encounter_id for purge in session.desk.store.purges.all()] == [
            begun_later.encounter.id,
            chart.encounter.id,
        ]
        (again,) = of_kind(session, AuditKind.PURGED)
        assert (again.person_id, again.patient_id) == ("", chart.encounter.patient.id)
        assert session.audit.verify().holds
        session.backups.destroy_condemned()
    assert not copy.exists(), "it holds what was purged"


def test_a_purge_that_cannot_be_known_of_is_told(desk: Desk) -> None:
    desk.visit("M-1")
    source = desk.back_up()
    file = desk.profile.folder / store.FILE
    file.write_bytes(b"\0" * file.stat().st_size)
    restoration = desk.restore(source)
    assert not restoration.knew_purges
    assert "purge them anew" in restoration.in_words()
    assert desk.mrns() == {"M-1"}


def test_a_log_in_that_was_removed_stays_removed_and_passphrases_stay(desk: Desk) -> None:
    source = desk.back_up()
    new = "copper lantern meadow 7"
    with desk.at_work() as session:
        scribe = next(person for person in session.people.all() if person.role is Role.SCRIBE)
        session.keys.remove_login(scribe.id, PASSPHRASE)
        added = session.people.add("Kim Newly", Role.AUDITOR, "", new, own_passphrase=PASSPHRASE)
        session.keys.change_passphrase(PASSPHRASE, new)
    restoration = desk.restore(source)
    assert [login.person_id for login in restoration.log_ins.left_out] == [scribe.id]
    assert f"not brought back: {scribe.name} (scribe)" in restoration.in_words()
    names = {login.person_id for login in desk.door.logins()}
    assert (scribe.id in names, added.id in names) == (False, True)
    me = next(login for login in desk.door.logins() if login.role is Role.PROVIDER)
    with pytest.raises(WrongPassphrase):
        desk.door.log_in(me.person_id, PASSPHRASE)
    session = desk.door.log_in(me.person_id, new)
    assert [entry.detail for entry in of_kind(session, AuditKind.LOGIN_REMOVED)] == [
        f"{scribe.id}, before the restore"
    ]
    assert added in session.people.all()
    assert session.returned_log_ins.pending() == ()
    session.close()
    desk.door.log_in(added.id, new).close()


def test_after_a_new_data_key_the_old_one_comes_back_without_those_removed_since(desk: Desk) -> None:
    source = desk.back_up()
    with desk.at_work() as session:
        scribe = next(person for person in session.people.all() if person.role is Role.SCRIBE)
        session.keys.remove_login(scribe.id, PASSPHRASE)
        successor = session.keys.succeed(PASSPHRASE)
    desk.door.rekey(successor)
    for login in desk.door.logins():  # so that no link from the old key is left
        desk.door.log_in(login.person_id, PASSPHRASE).close()
    restoration = desk.restore(source)
    assert not restoration.log_ins.as_they_are
    assert "its recovery code is in force again" in restoration.in_words()
    assert scribe.id not in {login.person_id for login in desk.door.logins()}
    with desk.at_work() as session:
        assert session.people._data_key == desk.data_key


def test_while_the_old_data_key_leads_to_the_new_one_the_new_one_stays(desk: Desk) -> None:
    chart = desk.visit("M-1")
    source = desk.back_up()
    with desk.at_work() as session:
        successor = session.keys.succeed(PASSPHRASE)
    desk.door.rekey(successor)
    assert desk.restore(source).log_ins.as_they_are
    assert desk.mrns() == {chart.encounter.patient.mrn}
    with desk.at_work() as session:
        assert session.people._data_key == successor.new_key
    with pytest.raises(DamagedStore):
        Store.open(desk.profile.folder, desk.data_key)


def test_on_a_new_machine_administrators_are_told_who_came_along_until_they_have_looked(
    desk: Desk, tmp_path: Path
) -> None:
    restoration = desk.restore(desk.back_up(), tmp_path / "new")
    assert "Sam scribe (scribe)" in restoration.in_words()
    new = Desk(Profile(tmp_path / "new"), desk.away)
    with new.at_work(Role.SCRIBE) as session:
        assert not any("log-ins" in said for said in session.audit.told)
        assert session.returned_log_ins.pending() == ()
    for _ in range(2):
        with new.at_work(Role.ADMINISTRATOR) as session:
            (said,) = [said for said in session.audit.told if "log-ins" in said]
            assert "Ada Provider (physician)" in said
            assert session.person.name not in said
            returned = {entry.detail for entry in of_kind(session, AuditKind.LOGIN_RETURNED)}
            assert returned == {f"{one.role.value} {one.person_id}" for one in new.door.logins()}
    with new.at_work(Role.SUPERVISOR) as session:
        session.returned_log_ins.looked()
        assert len(of_kind(session, AuditKind.LOGINS_REVIEWED)) == 1
    with new.at_work(Role.ADMINISTRATOR) as session:
        assert session.returned_log_ins.pending() == ()
        assert not any("log-ins" in said for said in session.audit.told)


def test_a_damaged_key_file_is_replaced_by_what_its_copy_knows(desk: Desk) -> None:
    source = desk.back_up()
    with desk.at_work() as session:
        scribe = next(person for person in session.people.all() if person.role is Role.SCRIBE)
        session.keys.remove_login(scribe.id, PASSPHRASE)
    (desk.profile.folder / "keys.json").write_bytes(b"{")
    assert desk.restore(source).log_ins.as_they_are
    assert scribe.id not in {login.person_id for login in desk.door.logins()}


def test_a_rehearsal_that_is_killed_leaves_nothing_that_any_key_opens(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.visit("M-1")
    backup = backup_file.unlock_with_code(desk.back_up(), desk.code)
    left: list[Path] = []

    def killed(opened: Store) -> None:
        left.append(shutil.copytree(Path(opened._database._path).parent, desk.away / "left"))

    monkeypatch.setattr(Store, "check", killed)
    restoring.rehearse(backup)
    for key in (backup.data_key, backup.backup_key):
        with pytest.raises(DamagedStore):
            Store.open(left[0], key)
