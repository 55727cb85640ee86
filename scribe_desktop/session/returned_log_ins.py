"""Log-ins that a restore brought: who gives log-ins is told of them until they have looked at them."""

from typing import TYPE_CHECKING

from scribe_desktop.notes.audit import AuditKind
from scribe_desktop.notes.rights import Action
from scribe_desktop.session.log_ins_after import named
from scribe_desktop.vault.key_file import Login

if TYPE_CHECKING:
    from scribe_desktop.session.desk import Desk
    from scribe_desktop.store.store import Store
    from scribe_desktop.vault.vault import Vault

_RETURNED = "people.returned"
"""Setting: the ids of people whose log-ins came with a restore and were not looked at."""


def put(store: "Store", logins: tuple[Login, ...]) -> None:
    """Remember these for the next log-ins of those who give log-ins."""
    store.settings.put(_RETURNED, " ".join(login.person_id for login in logins))


class ReturnedLogIns:
    """They are not kept out meanwhile: after the loss of a machine nobody would be there who lets them in."""

    def __init__(self, desk: "Desk", vault: "Vault") -> None:
        self._desk, self._vault = desk, vault

    def pending(self) -> tuple[Login, ...]:
        """Those of others that still exist; none for whoever gives no log-ins."""
        if not self._desk.may(Action.MANAGE_PEOPLE):
            return ()
        ids = set(self._desk.store.settings.get(_RETURNED).split()) - {self._desk.person.id}
        return tuple(login for login in self._vault.logins() if login.person_id in ids)

    @property
    def in_words(self) -> str:
        """What to tell at a log-in; empty when there is nothing to."""
        logins = self.pending()
        if not logins:
            return ""
        return (
            f"The restore brought these log-ins: {named(logins)}. If somebody may not come any more, "
            "remove theirs: Settings, Passphrase and keys."
        )

    def looked(self) -> None:
        """Tell of them no more. Raises `NotAllowed`."""
        self._desk.require(Action.MANAGE_PEOPLE)
        with self._desk.store.together():
            self._desk.store.settings.put(_RETURNED, "")
            self._desk.audit(AuditKind.LOGINS_REVIEWED)
