"""One's own second factor: switching it on with a first code, proving it at log-in, switching it off."""

from dataclasses import dataclass

from scribe_desktop.errors import BadInput, CodeNeeded, WrongCode
from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.rights import APPOINTED, Action
from scribe_desktop.session.confirmation import confirm
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.policies import Policies
from scribe_desktop.session.proof import Proof
from scribe_desktop.vault import second_factor
from scribe_desktop.vault.second_factor import SecondFactor
from scribe_desktop.vault.vault import Vault


@dataclass(frozen=True)
class Enrolment:
    """A second factor that waits for its first code; nothing is kept until then."""

    factor: SecondFactor
    address: str
    """For the QR code."""
    spelled: str
    """The same secret, to be typed."""


class OwnSecondFactor:
    """The secret lies in the encrypted store, so it asks whoever has unlocked that; it encrypts nothing."""

    def __init__(self, desk: Desk, vault: Vault, policies: Policies, proof: Proof) -> None:
        self._desk = desk
        self._vault = vault
        self._policies = policies
        self._proof = proof
        self.is_on = self._stored(desk.person.id) is not None
        """Whether this person has one; known without asking the store."""

    @property
    def is_due(self) -> bool:
        """Whether the clinic wants everybody to have one and this person has none yet."""
        return self._policies.now.second_factor and not self.is_on

    @property
    def paper_left(self) -> int:
        """How many paper codes were not used yet."""
        factor = self._stored(self._desk.person.id)
        return len(factor.paper) if factor else 0

    def propose(self) -> Enrolment:
        """A fresh secret to put into an authenticator app."""
        factor = second_factor.new()
        person, desk = self._desk.person, self._desk.workstation
        return Enrolment(factor, factor.address(f"{person.name} at {desk.name}"), factor.spelled)

    def switch_on(self, enrolment: Enrolment, code: str, passphrase: str) -> tuple[str, ...]:
        """Ask for a code at every log-in from now on; returns the paper codes, told only here.

        Raises:
            BadInput: there is one already, which nobody replaces without switching it off first.
            WrongPassphrase: the passphrase typed again is not this person's.
            WrongCode: the app does not show this code; nothing was switched on.
        """
        if self._stored(self._desk.person.id) is not None:
            raise BadInput(
                "The second factor is on already.",
                remedy="To move it, switch it off first, or have it reset under People.",
            )
        confirm(self._desk, self._vault, passphrase, "to switch the second factor on")
        used = enrolment.factor.accept(code, self._desk.clock().timestamp())
        if used is None:
            raise WrongCode(
                "This is not the code that the app should show now.",
                remedy="Wait for the next one. If that is wrong too, one of the two clocks is off: set it.",
            )
        kept, codes = used.with_new_paper()
        self._change(self._desk.person.id, kept, "switched on")
        self.is_on = True
        self._desk.gate.open()
        return codes

    def renew_paper(self, passphrase: str) -> tuple[str, ...]:
        """New paper codes in place of the old ones. Raises `WrongPassphrase`, or `BadInput` if it is off."""
        confirm(self._desk, self._vault, passphrase, "to renew paper codes")
        factor = self._stored(self._desk.person.id)
        if factor is None:
            raise BadInput("The second factor is off.", remedy="Switch it on first.")
        kept, codes = factor.with_new_paper()
        self._change(self._desk.person.id, kept, "paper codes renewed")
        return codes

    def switch_off(self, passphrase: str) -> None:
        """Ask for the passphrase alone from now on.

        Raises:
            WrongPassphrase: the passphrase typed again is not this person's.
            BadInput: the clinic wants everybody to have one.
        """
        if self._policies.now.second_factor:
            raise BadInput(
                "The clinic asks everybody for a second factor.",
                remedy="To move it to another phone, have it reset under People.",
            )
        confirm(self._desk, self._vault, passphrase, "to switch the second factor off")
        self._change(self._desk.person.id, None, "switched off")
        self.is_on = False

    def hold_back(self) -> None:
        """While it is due, whoever has just come in does nothing else here before they switch it on."""
        if self.is_due:
            self._desk.gate.shut(
                "The clinic asks everybody for a second factor, and you have none yet.",
                remedy="Log in at the window and set it up there.",
            )

    def reset(self, person_id: str, own_passphrase: str = "") -> None:
        """Switch it off for somebody who lost phone and paper.

        Raises `NotAllowed`, or as `Proof.require` does.
        """
        self._desk.require(Action.MANAGE_PEOPLE)
        person = self._desk.store.people.get(person_id)
        if person.role in APPOINTED:
            self._desk.require(Action.APPOINT)
        self._proof.require(Action.MANAGE_PEOPLE, own_passphrase, "to reset a second factor")
        self._change(person_id, None, f"reset for {person_id}")

    def drop(self) -> None:
        """Switch it off, on record, for whoever came in by the recovery code, which stands in for it."""
        if self.is_on:
            self._change(self._desk.person.id, None, "switched off: the recovery code was used")
            self.is_on = False
            self.hold_back()

    def prove(self, typed: str) -> None:
        """Ask for a code, if this person has switched that on; a code counts once.

        Raises:
            CodeNeeded: none was typed yet.
            WrongCode: it does not count; said with the time to wait.
            MustWait: there were wrong ones just before.
        """
        person_id = self._desk.person.id
        factor = self._stored(person_id)
        if factor is None:
            self._vault.proved(person_id)
            return
        if not typed.strip():
            raise CodeNeeded("Type the code that your authenticator app shows now, or one from paper.")
        with self._vault.counted(person_id):
            used = factor.accept(typed, self._desk.clock().timestamp())
            if used is None:
                raise WrongCode(
                    "This code does not count: it is wrong, too old, or was used before.",
                    remedy="Type the next one that the app shows, or a code from paper.",
                )
            self._keep(person_id, used)

    def _change(self, person_id: str, factor: SecondFactor | None, said: str) -> None:
        with self._desk.store.together():
            self._keep(person_id, factor)
            self._desk.audit(AuditKind.SECOND_FACTOR_CHANGED, detail=said)

    def _stored(self, person_id: str) -> SecondFactor | None:
        stored = self._desk.store.settings.get(_key(person_id))
        return SecondFactor.read(stored) if stored else None

    def _keep(self, person_id: str, factor: SecondFactor | None) -> None:
        self._desk.store.settings.put(_key(person_id), factor.stored() if factor else "")


def _key(person_id: str) -> str:
    return f"person.{person_id}.second-factor"
