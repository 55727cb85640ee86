"""The people of this workstation: who is here, and adding one."""

from pathlib import Path

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.ids import new_id
from scribe_desktop.notes.people import Person, Role
from scribe_desktop.notes.rights import APPOINTED, Action, roles_to_give
from scribe_desktop.session import recovery_kit
from scribe_desktop.session.audit import announced
from scribe_desktop.session.confirmation import confirm
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.key_record import RECOVERY, KeyRecord
from scribe_desktop.session.proof import Proof
from scribe_desktop.vault.vault import Vault


class People:
    def __init__(self, desk: Desk, vault: Vault, data_key: bytes, proof: Proof) -> None:
        self._desk = desk
        self._vault = vault
        self._proof = proof
        self._data_key = data_key
        self._record = KeyRecord(desk.store, vault)

    def all(self) -> tuple[Person, ...]:
        return self._desk.store.people.all()

    def roles_to_give(self) -> tuple[Role, ...]:
        """The roles in which this person may add others; none for those who do not manage people."""
        return roles_to_give(self._desk.person)

    def add(
        self, name: str, role: Role, credentials: str, passphrase: str, *, own_passphrase: str = ""
    ) -> Person:
        """Give somebody a log-in of their own; they type the passphrase themselves.

        Args:
            own_passphrase: of whoever is logged in, see `Proof.require`.

        Raises:
            PassphraseNeeded, WrongPassphrase, MustWait: whoever is logged in has not proved that it is they.
            NotAllowed: this role does not add people, or none with that role.
            BadInput: no name, or the name is taken.
            WeakPassphrase: with the reason.
        """
        self._desk.require(Action.MANAGE_PEOPLE)
        if role in APPOINTED:
            self._desk.require(Action.APPOINT)
        person = new_person(name, role, credentials)
        if any(other.name.casefold() == person.name.casefold() for other in self._vault.logins()):
            raise BadInput(f"{person.name} has a log-in already.", remedy="Add a middle initial.")
        self._proof.require(Action.MANAGE_PEOPLE, own_passphrase)
        # In this order: a log-in whose person is not in the store yet gets one at the first log-in.
        with (
            announced(self._desk, AuditKind.PERSON_ADDED, f"{role.value} {person.id}"),
            self._record.changing(person.id),
        ):
            self._vault.add(self._data_key, person, passphrase)
            self._desk.store.people.add(person)
        return person

    def renew_recovery(self, passphrase: str) -> str:
        """Make a new recovery code, told only here; the one before opens nothing from now on.

        Whoever holds it can give anybody a new passphrase, physicians too.

        Raises:
            NotAllowed: this role does not give log-ins to physicians.
            WrongPassphrase: the passphrase typed again is not this person's.
        """
        self._desk.require(Action.APPOINT)
        confirm(self._desk, self._vault, passphrase, "to renew the recovery code")
        with announced(self._desk, AuditKind.RECOVERY_RENEWED), self._record.changing(RECOVERY):
            return self._vault.renew_recovery(self._data_key)

    def save_kit(self, path: Path, code: str) -> None:
        """Write the recovery kit with this code into a file. Raises `NotAllowed` or `StoreNotWritable`."""
        self._desk.require(Action.APPOINT)
        with announced(self._desk, AuditKind.KIT_SAVED):
            recovery_kit.save(path, self._desk.workstation, code)

    def code_is_written_down(self) -> None:
        """The recovery code in force was typed back from paper: until then each log-in is reminded.

        Raises `NotAllowed`: this role does not make such codes.
        """
        self._desk.require(Action.APPOINT)
        self._record.code_is_written_down()

    def confirm(self, passphrase: str) -> None:
        """Have whoever is logged in prove it again. Raises `WrongPassphrase` or `MustWait`."""
        confirm(self._desk, self._vault, passphrase, "to open the locked window")

    def open_again(self, person_id: str, own_passphrase: str = "") -> None:
        """Let somebody try their passphrase again who typed it wrong too often.

        Raises `NotAllowed`, also for those to whom this role gives no log-in: a passphrase is guessed
        as often as somebody takes the count back. Raises as `Proof.require` does.
        """
        self._desk.require(Action.MANAGE_PEOPLE)
        if self._desk.store.people.get(person_id).role in APPOINTED:
            self._desk.require(Action.APPOINT)
        self._proof.require(Action.MANAGE_PEOPLE, own_passphrase, "to open a log-in again")
        with announced(self._desk, AuditKind.ATTEMPTS_RESET, person_id):
            self._vault.proved(person_id)


def new_person(name: str, role: Role, credentials: str) -> Person:
    """A person with a fresh id. Raises `BadInput` without a name."""
    if not name.strip():
        raise BadInput("The name is missing.", remedy="Type first and last name as they sign.")
    return Person(new_id(), " ".join(name.split()), role, credentials.strip())
