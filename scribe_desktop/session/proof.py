"""The passphrase typed again before what outlasts an unlocked window; it then lasts a while."""

from collections.abc import Callable

from scribe_desktop.errors import PassphraseNeeded
from scribe_desktop.notes.rights import EXPORTS, PROVEN, Action
from scribe_desktop.session.confirmation import confirm
from scribe_desktop.session.desk import Desk
from scribe_desktop.vault.instant import awake_or_asleep
from scribe_desktop.vault.vault import Vault

LASTS = 5 * 60.0
"""Seconds. Long enough for a few exports in a row, shorter than the time after which the window locks."""


class Proof:
    """Belongs to one session and ends with it; nobody sets the clock that it asks. Any thread may call."""

    def __init__(self, desk: Desk, vault: Vault, now: Callable[[], float] = awake_or_asleep) -> None:
        self._desk, self._vault, self._now = desk, vault, now
        self._until = 0.0

    @property
    def lasts(self) -> float:
        """Seconds for which no passphrase is asked for; 0.0 when one is."""
        return max(0.0, self._until - self._now())

    def require(self, action: Action, passphrase: str, purpose: str = "") -> None:
        """Raise unless this person may do it and has proved who they are, now or a moment ago.

        Args:
            action: one of `PROVEN`.
            passphrase: empty where none was typed. One that was typed counts, whatever went before.
            purpose: what it is for, if it is not what the action says, e.g. "to reset a second factor".

        Raises:
            NotAllowed: this role does not do it.
            PassphraseNeeded: none was typed, and the last one is too long ago.
            WrongPassphrase, MustWait: it is another one; from now on one is asked for.
        """
        self._desk.require(action)
        if action not in PROVEN:
            raise ValueError(f"{action} takes no passphrase")
        purpose = purpose or f"to {action.value}"
        if not passphrase and self.lasts:
            return
        self._until = 0.0
        if not passphrase:
            said = "The file will not be encrypted." if action in EXPORTS else "This takes your passphrase."
            raise PassphraseNeeded(said, remedy=f"Type it once more {purpose}.")
        confirm(self._desk, self._vault, passphrase, purpose)
        self._until = self._now() + LASTS
