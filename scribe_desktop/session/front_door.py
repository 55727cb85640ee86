"""Everything before somebody is logged in: setting up a workstation, logging in, recovery."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from scribe_desktop.errors import (
    DeviceKeyMissing,
    LockedOut,
    MustWait,
    NotAllowed,
    NotInForce,
    StoreNotWritable,
    VaultError,
    WrongCode,
    WrongPassphrase,
)
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.clock import Clock, utc_now
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.people import Person, Workstation
from scribe_desktop.notes.rights import roles_to_begin
from scribe_desktop.session.audit import announced
from scribe_desktop.session.profile import RESTORE_TO_FINISH, Profile
from scribe_desktop.vault.failed_logins import Attempt, FailedLogins
from scribe_desktop.vault.key_file import Login
from scribe_desktop.vault.port import KeyHolder
from scribe_desktop.vault.vault import Successor, Vault
from scribe_desktop.vault.wrap import DEFAULT_COST, Cost

if TYPE_CHECKING:
    from scribe_desktop.session.backup_file import Progress
    from scribe_desktop.session.key_record import KeyRecord
    from scribe_desktop.session.log_ins_after import LogInsAfter
    from scribe_desktop.session.restoring import Proven, Restoration
    from scribe_desktop.session.session import Session


class FrontDoor:
    """One profile's entrance; holds no key itself.

    Its properties and `logins` answer at once. All else takes a while and belongs off the GUI thread: it
    waits for the keyring, and loads the store's code first.
    """

    def __init__(
        self,
        profile: Profile,
        find_keyring: Callable[[], KeyHolder | None] | None,
        *,
        clock: Clock = utc_now,
        cost: Callable[[], Cost] = lambda: DEFAULT_COST,
    ) -> None:
        """`cost`: asked once, at the set-up, for what a guess of a passphrase should cost."""
        self.profile = profile
        self._cost = cost
        self._find_keyring = find_keyring
        self._clock = clock
        self._plate = Vault(profile.folder, None)

    @property
    def is_set_up(self) -> bool:
        return self._plate.exists

    @property
    def workstation(self) -> Workstation:
        return self._plate.workstation

    @property
    def key_id(self) -> str:
        """Fingerprint of the data key in force."""
        return self._plate.key_file().key_id

    def logins(self) -> tuple[Login, ...]:
        return self._plate.logins()

    @cached_property
    def _vault(self) -> Vault:
        keyring = self._find_keyring() if self._find_keyring else None
        return Vault(self.profile.folder, keyring, self._cost)

    def look_for_keyring(self) -> None:
        """Find out early whether this machine's keyring can be used. Raises `PlaintextKeyring`."""
        _ = self._vault

    def set_up(
        self, person: Person, passphrase: str, *, workstation: str, outgoing: Path | None = None
    ) -> tuple["Session", str]:
        """Make keys and an empty store with its first person; the recovery code is returned only here.

        Args:
            workstation: what this desk is called, e.g. "Triage 2".
            outgoing: folder that signed notes are delivered to, unencrypted; None for none.

        Raises:
            WeakPassphrase: with the reason.
            StoreNotWritable: the profile folder or `outgoing` cannot be written; nothing was set up.
            NotAllowed: in this role a person could not give log-ins to everybody else.
            PlaintextKeyring: this machine's keyring is one to refuse; nothing was set up.
        """
        _require_beginner(person)
        self.finish_restore()
        self.look_for_keyring()
        if outgoing is not None:
            _make_folder(outgoing)
        desk_name = Workstation(new_id(), workstation.strip() or "Workstation")
        data_key, recovery_code = self._vault.create(person, passphrase, desk_name)
        session = self._open(person.id, data_key, newcomer=person, how=AuditKind.SET_UP)
        if outgoing is not None:
            session.preferences.set_destination(
                "folder", {"folder": str(outgoing)}, on=True, own_passphrase=passphrase
            )
        return session, recovery_code

    def log_in(self, person_id: str, passphrase: str, code: str = "") -> "Session":
        """The session of whoever proves to be this person.

        Args:
            code: from the authenticator app or from paper; asked for only if they have switched that on.

        Raises:
            WrongPassphrase, WrongCode: with the time to wait.
            CodeNeeded: the passphrase is right, and a code is to be typed as well.
            MustWait, LockedOut: nothing was tried.
            NotInForce: an older key file was put back, and this log-in removed or changed since.
            DeviceKeyMissing, PlaintextKeyring, StoreError: it cannot be opened here. Nothing is open after
                any of them.
        """
        data_key = self.data_key(person_id, passphrase)
        with self._noted(person_id, "code"):
            session = self._open(person_id, data_key, code=code)
        return self._or_close(session, lambda: self._renew_wrap(session, data_key, passphrase))

    def _renew_wrap(self, session: "Session", data_key: bytes, passphrase: str) -> None:
        """Bring the wrap of whoever logged in up to date; what stands against it keeps nobody out."""
        person_id, record = session.person.id, self._record(session)
        try:
            if self._vault.is_outdated(person_id):
                with record.changing(person_id):
                    self._vault.renew_wrap(data_key, person_id, passphrase)
        except (StoreNotWritable, DeviceKeyMissing) as error:
            session.audit.told += (f"Your log-in could not be sealed anew: {error.in_full()}",)
        session.audit.told += record.tell(session.desk)

    def _record(self, session: "Session") -> "KeyRecord":
        from scribe_desktop.session.key_record import KeyRecord

        return KeyRecord(session.desk.store, self._vault)

    def data_key(self, person_id: str, passphrase: str) -> bytes:
        """The key of this workstation's store and backups. Raises as `log_in` does; opens nothing."""
        self.finish_restore()
        with self._noted(person_id, "passphrase"):
            return self._settled(self._vault.unlock(person_id, passphrase))

    def rekey(self, successor: Successor, progress: Callable[[float], None] = lambda _done: None) -> None:
        """Put a new data key in force, which a session prepared that is closed by now.

        Raises a `StoreError`; the old key is in force then.
        """
        from scribe_desktop.session import rekeying

        rekeying.carry_out(self.profile.folder, self._vault, successor, progress)

    def recover(self, person_id: str, code: str, passphrase: str) -> "Session":
        """Open with the recovery code and give this person a new passphrase, bound to this machine.

        The code stands in for a lost second factor, too: that is off from then on, and it is on record.

        Raises:
            BadInput: the code is mistyped.
            WrongPassphrase: it is another workstation's code.
            NotInForce: an older key file was put back, and the code was replaced since.
            WeakPassphrase: the new passphrase is refused.
        """
        self.finish_restore()
        with self._noted(person_id, "recovery code"):
            data_key = self._settled(self._vault.unlock_with_recovery(code))
            session = self._open(person_id, data_key, how=AuditKind.RECOVERY_USED)

        def set_passphrase() -> None:
            record = self._record(session)
            with announced(session.desk, AuditKind.PASSPHRASE_SET), record.changing(person_id):
                self._vault.set_passphrase(data_key, person_id, passphrase)
            session.second_factor.drop()
            record.code_is_written_down()
            session.audit.told += record.tell(session.desk)

        return self._or_close(session, set_passphrase)

    @property
    def is_occupied(self) -> bool:
        """Whether a restore would find something here that has to be moved aside."""
        from scribe_desktop.session import swap

        return bool(swap.present(self.profile.folder))

    def finish_restore(self) -> None:
        """Finish a restore that was cut short; whoever shows what is here calls it first.

        Raises `StoreInUse` while somebody else is at it, or `StoreNotWritable`.
        """
        if (self.profile.folder / RESTORE_TO_FINISH).exists():
            from scribe_desktop.session import swap

            swap.finish(self.profile.folder)

    def look_into(self, backup: Path, code: str, progress: "Progress") -> "tuple[Proven, LogInsAfter]":
        """Verify a backup with its recovery code; what it holds, and who can log in then. Changes nothing.

        Args:
            progress: what it raises ends the work.

        Raises:
            BadInput, WrongPassphrase: the code is mistyped, or another one.
            UnreadableBackup: it is not whole.
            StoreNotWritable: no room for a temporary copy, as encrypted as the backup.
        """
        from scribe_desktop.session import backup_file, restoring
        from scribe_desktop.session.log_ins_after import LogInsAfter

        unlocked = backup_file.unlock_with_code(backup, code)
        proven = restoring.verify(unlocked, progress)
        return proven, LogInsAfter.of(self.profile.folder, unlocked)

    def restore(
        self, backup: Path, code: str, progress: "Progress", *, replace: bool = False
    ) -> "Restoration":
        """Put a backup into this profile. Raises as `look_into` and `restoring.restore` do."""
        from scribe_desktop.session import backup_file, restoring

        return restoring.restore(
            backup_file.unlock_with_code(backup, code),
            self.profile.folder,
            replace=replace,
            progress=progress,
            clock=self._clock,
        )

    def _settled(self, data_key: bytes) -> bytes:
        if self._vault.staged() is None:
            return data_key
        from scribe_desktop.session import rekeying

        return rekeying.settle(self.profile.folder, self._vault, data_key)

    @staticmethod
    def _or_close(session: "Session", do: Callable[[], None]) -> "Session":
        """The session after `do`; closed if that fails."""
        try:
            do()
        except BaseException:
            session.close()
            raise
        return session

    @property
    def needs_administrator(self) -> bool:
        """True where nobody can give a log-in to a physician or administrator: it was set up by a scribe."""
        return not any(login.role in roles_to_begin() for login in self.logins())

    def appoint(self, person: Person, code: str, passphrase: str) -> "Session":
        """Make the first administrator of a workstation that has none, with its recovery code.

        Raises:
            NotAllowed: somebody here can add people already, or the role does not administer.
            BadInput, WrongPassphrase: as `recover` does for the code.
            WeakPassphrase: with the reason.
        """
        _require_beginner(person)
        if not self.needs_administrator:
            raise NotAllowed(
                "This workstation has somebody who adds people.", remedy="Ask them for a log-in."
            )
        with self._noted(person.id, "recovery code"):
            data_key = self._vault.unlock_with_recovery(code)
            self._vault.require_strong(passphrase, person.name)
            session = self._open(person.id, data_key, newcomer=person, how=AuditKind.RECOVERY_USED)

        def add() -> None:
            said = f"{person.role.value} {person.id}"
            record = self._record(session)
            with announced(session.desk, AuditKind.PERSON_ADDED, said), record.changing(person.id):
                self._vault.add(data_key, person, passphrase)
            record.code_is_written_down()
            session.audit.told += record.tell(session.desk)

        return self._or_close(session, add)

    @contextmanager
    def _noted(self, person_id: str, what: str) -> Iterator[None]:
        """Keep for the audit trail that somebody did not get in."""
        try:
            yield
        except VaultError as error:
            if type(error) in _NOT_IN:
                said = _NOT_IN[type(error)].format(what)
                FailedLogins(self.profile.folder).note(Attempt(self._clock(), person_id, said))
            raise

    def _open(
        self,
        person_id: str,
        data_key: bytes,
        *,
        newcomer: Person | None = None,
        how: AuditKind = AuditKind.LOGGED_IN,
        code: str | None = None,
    ) -> "Session":
        # not before it is needed, so that the log-in window comes up without it
        from scribe_desktop.session.opening import open_session

        return open_session(
            self.profile,
            self._vault,
            data_key,
            person_id,
            newcomer=newcomer,
            how=how,
            code=code,
            clock=self._clock,
        )


_NOT_IN: dict[type[VaultError], str] = {
    WrongPassphrase: "{} wrong",
    WrongCode: "{} wrong",
    MustWait: "{} not looked at: too soon after a wrong one",
    LockedOut: "{} not looked at: too many wrong ones",
    DeviceKeyMissing: "{} without this device's key",
    NotInForce: "void by now: an older key file was put back",
}
"""What the audit trail says of somebody who did not get in."""


def _require_beginner(person: Person) -> None:
    if person.role not in roles_to_begin():
        raise NotAllowed(
            f"A {person.role.label.lower()} cannot be the first person of a workstation.",
            remedy="Let a physician or an administrator set it up; they give everybody else a log-in.",
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreNotWritable(
            f"The folder {folder} cannot be made: {error.strerror}.", remedy="Choose another folder."
        ) from error
