"""What the clinic has decided for everybody at this store: when it locks, and what a log-in takes."""

from dataclasses import asdict, dataclass

from scribe_desktop.errors import BadInput
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.audit import settings_change
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.proof import Proof

LONGEST_IDLE = 15
"""Minutes; what an unattended workstation with patients' data is commonly held to."""

_SETTING = "policy"


@dataclass(frozen=True)
class Policy:
    lock_after: int = 10
    """Minutes without a key, a click or a dictated word."""
    second_factor: bool = False
    """Everybody needs an authenticator app."""
    credentials: bool = False
    """What a scribe documented is sent only while that scribe's certificate is current."""

    def weakens(self, before: "Policy") -> bool:
        """Whether it protects less in anything than the one before."""
        return (
            self.lock_after > before.lock_after
            or self.second_factor < before.second_factor
            or self.credentials < before.credentials
        )


class Policies:
    """Reads the store when it is made and when the policy is set; `now` may be read on any thread."""

    def __init__(self, desk: Desk, proof: Proof) -> None:
        self._desk, self._proof = desk, proof
        kept = desk.store.settings.section(_SETTING)
        self.now = Policy(
            lock_after=_minutes(kept.get("lock_after", "")),
            second_factor=kept.get("second_factor") == "on",
            credentials=kept.get("credentials") == "on",
        )

    def set(self, policy: Policy, own_passphrase: str = "") -> None:
        """Keep this for everybody.

        Raises:
            NotAllowed: this role does not change it.
            BadInput: a time that is too long.
            PassphraseNeeded, WrongPassphrase, MustWait: it protects less than before, and whoever is logged
                in has not proved that it is they, see `Proof.require`.
        """
        self._desk.require(Action.CHANGE_POLICY)
        if not 1 <= policy.lock_after <= LONGEST_IDLE:
            raise BadInput("The minutes cannot be right.", remedy=f"Give 1 to {LONGEST_IDLE}.")
        if policy.weakens(self.now):
            self._proof.require(Action.CHANGE_POLICY, own_passphrase)
        before = asdict(self.now)
        for name, value in asdict(policy).items():
            if value != before[name]:
                with settings_change(self._desk, f"{_SETTING}.{name}: {_text(value) or 'off'}"):
                    self._desk.store.settings.put(f"{_SETTING}.{name}", _text(value))
        self.now = policy


def _text(value: bool | int) -> str:
    return ("on" if value else "") if isinstance(value, bool) else str(value)


def _minutes(kept: str) -> int:
    known = kept.isascii() and kept.isdigit() and 1 <= int(kept) <= LONGEST_IDLE
    return int(kept) if known else Policy.lock_after
