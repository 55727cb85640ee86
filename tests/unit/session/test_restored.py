"""After a restore: it is on record, it is told once, and what the keyring knows beyond it is no tampering."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.notes.audit import AuditEntry, AuditFilter, AuditKind
from scribe_desktop.notes.people import Role
from scribe_desktop.session import backup_file, restoring
from scribe_desktop.session.front_door import FrontDoor
from scribe_desktop.session.people import new_person
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.session import Session
from scribe_desktop.vault import key_file
from tests.helpers.drawer import Drawer
from tests.helpers.visits import begin

PASSPHRASE = "lanterns over the old canal"


class Desk:
    """A workstation with a keyring, one chart and a backup of it; then a second chart is begun."""

    def __init__(self, folder: Path) -> None:
        self.drawer, self.profile = Drawer(), Profile(folder / "profile")
        person = new_person("Ada Provider", Role.PROVIDER, "MD")
        session, self.code = self._door.set_up(person, PASSPHRASE, workstation="Triage 2")
        session.people.code_is_written_down()
        begin(session, mrn="M-1", hpi="Before.")
        (folder / "away").mkdir()
        self.backup = session.backups.make(str(folder / "away"))
        begin(session, mrn="M-2", hpi="After.")
        session.close()

    @property
    def _door(self) -> FrontDoor:
        return FrontDoor(self.profile, lambda: self.drawer)

    def restore(self) -> None:
        unlocked = backup_file.unlock_with_code(self.backup, self.code)
        restoring.restore(unlocked, self.profile.folder, replace=True)

    @contextmanager
    def at_work(self) -> Iterator[Session]:
        session = self._door.log_in(self._door.logins()[0].person_id, PASSPHRASE)
        try:
            yield session
        finally:
            session.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def of_kind(session: Session, kind: AuditKind) -> list[AuditEntry]:
    return list(session.desk.store.audit.page(AuditFilter(kind=kind)))


def test_a_restore_is_on_record_and_told_once(desk: Desk) -> None:
    desk.restore()
    with desk.at_work() as session:
        assert "Restored from a backup" in session.audit.told[0]
        assert session.audit.noticed == ()
        assert len(session.charting.encounters()) == 1
        acknowledged, made = of_kind(session, AuditKind.RESTORED)
        assert (made.person_id, acknowledged.person_id) == ("", session.person.id)
        assert "the anchor in the keyring knew entry" in acknowledged.detail
        assert f"see entry {made.seq}" in acknowledged.detail
        assert of_kind(session, AuditKind.AUDIT_BROKEN) == []
        assert session.audit.verify().holds
    with desk.at_work() as session:
        assert session.audit.told == ()
        assert session.audit.verify().holds
        assert len(of_kind(session, AuditKind.RESTORED)) == 2


def test_a_restore_on_a_new_machine_needs_no_acknowledgement(desk: Desk, tmp_path: Path) -> None:
    elsewhere = Profile(tmp_path / "elsewhere")
    restoring.restore(backup_file.unlock_with_code(desk.backup, desk.code), elsewhere.folder)
    door = FrontDoor(elsewhere, None)
    session = door.recover(door.logins()[0].person_id, desk.code, PASSPHRASE)
    try:
        assert session.audit.noticed == ()
        assert len(of_kind(session, AuditKind.RESTORED)) == 1
        assert session.audit.verify().holds
    finally:
        session.close()


def test_a_copy_of_the_restored_folder_put_back_later_is_found(desk: Desk, tmp_path: Path) -> None:
    """The same restore explains nothing twice: what was written since its first log-in is missed."""
    desk.restore()
    copy = shutil.copytree(desk.profile.folder, tmp_path / "copy")
    with desk.at_work() as session:
        begin(session, mrn="M-3", hpi="Since.")
    shutil.rmtree(desk.profile.folder)
    shutil.copytree(copy, desk.profile.folder)
    with desk.at_work() as session:
        assert any("Anchor in the keyring" in said for said in session.audit.noticed)
        assert len(of_kind(session, AuditKind.AUDIT_BROKEN)) == 1
        assert not session.audit.verify().holds


def test_restoring_twice_from_one_backup_is_two_restores(desk: Desk) -> None:
    for _ in range(2):
        desk.restore()
        with desk.at_work() as session:
            assert session.audit.noticed == ()
            assert session.audit.verify().holds


def test_an_older_folder_put_back_after_a_restore_is_found(desk: Desk, tmp_path: Path) -> None:
    desk.restore()
    with desk.at_work():
        pass
    copy = shutil.copytree(desk.profile.folder, tmp_path / "copy")
    with desk.at_work() as session:
        begin(session, mrn="M-3", hpi="Since.")
    shutil.rmtree(desk.profile.folder)
    shutil.copytree(copy, desk.profile.folder)
    with desk.at_work() as session:
        assert len(session.audit.noticed) == 1


def test_a_keyring_that_does_not_answer_has_it_told_again(desk: Desk) -> None:
    desk.restore()
    door = FrontDoor(desk.profile, None)
    session = door.recover(door.logins()[0].person_id, desk.code, PASSPHRASE)
    assert "Restored" in session.audit.told[0]
    session.close()


def test_a_restore_that_fails_at_the_last_step_leaves_what_was_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk.profile.folder
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    def refuse(*_: object) -> None:
        raise StoreNotWritable("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr(key_file, "write", refuse)
        with pytest.raises(StoreNotWritable):
            desk.restore()
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    with desk.at_work() as session:
        assert len(session.charting.encounters()) == 2
        assert session.audit.noticed == ()
