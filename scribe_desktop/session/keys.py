"""Keys of this workstation, for who is logged in: the own passphrase, others' log-ins, a new data key."""

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.rights import APPOINTED, MAY, Action
from scribe_desktop.session.audit import announced
from scribe_desktop.session.confirmation import confirm
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.key_record import KeyRecord
from scribe_desktop.vault.passphrase import normalised
from scribe_desktop.vault.vault import Login, Successor, Vault


class Keys:
    """Every method hashes a passphrase or waits for the keyring: off the GUI thread."""

    def __init__(self, desk: Desk, vault: Vault, data_key: bytes) -> None:
        self._desk, self._vault, self._data_key = desk, vault, data_key
        self._record = KeyRecord(desk.store, vault)

    def change_passphrase(self, old: str, new: str) -> None:
        """Replace this person's own passphrase; the old one opens nothing from now on.

        Raises:
            WrongPassphrase: the old one is not theirs.
            WeakPassphrase: with the reason.
            BadInput: the new one is the old one.
        """
        confirm(self._desk, self._vault, old, "to change it")
        if normalised(old) == normalised(new):
            raise BadInput("That is the passphrase you have.", remedy="Choose another one.")
        me = self._desk.person.id
        with announced(self._desk, AuditKind.PASSPHRASE_SET), self._record.changing(me):
            self._vault.set_passphrase(self._data_key, me, new)

    def logins(self) -> tuple[Login, ...]:
        """Everybody who can log in here."""
        return self._vault.logins()

    def remove_login(self, person_id: str, passphrase: str) -> None:
        """Take somebody's log-in away; what they wrote stays, and stays theirs.

        Nobody removes their own, and it takes one who gives log-ins to physicians to remove another: so
        somebody is always left who does. Somebody is left who signs, too, if anybody did.

        Raises:
            NotAllowed: this role does not manage people, or not one with these rights.
            WrongPassphrase: the passphrase typed again is not this person's.
            BadInput: it is the person who is logged in, the last who signs, or nobody with a log-in.
        """
        self._desk.require(Action.MANAGE_PEOPLE)
        if person_id == self._desk.person.id:
            raise BadInput("You are logged in with it.", remedy="Let somebody else remove your log-in.")
        self._require_removable(person_id)
        confirm(self._desk, self._vault, passphrase, "to remove a log-in")
        with (
            announced(self._desk, AuditKind.LOGIN_REMOVED, person_id),
            self._record.changing(person_id),
        ):
            self._vault.remove(self._data_key, person_id)

    def _require_removable(self, person_id: str) -> None:
        roles = {login.person_id: login.role for login in self._vault.logins()}
        if roles.get(person_id) in APPOINTED:
            self._desk.require(Action.APPOINT)
        signers = [one for one, role in roles.items() if role in MAY[Action.SIGN]]
        if signers == [person_id]:
            raise BadInput(
                "Nobody could sign notes here any more.",
                remedy="Add another physician first, then remove this log-in.",
            )

    def succeed(self, passphrase: str) -> Successor:
        """Prepare a new data key and recovery code; `rekeying.carry_out` puts them in force.

        Raises:
            NotAllowed: this role does not give log-ins to physicians, as the recovery code does.
            WrongPassphrase: the passphrase typed again is not this person's.
        """
        self._desk.require(Action.APPOINT)
        confirm(self._desk, self._vault, passphrase, "to change the data key")
        with announced(self._desk, AuditKind.DATA_KEY_RENEWED):
            return self._vault.succeed(self._data_key, self._desk.person.id, passphrase)
