"""What a restored store tells of it: an entry in its audit trail, and a word to whoever logs in first."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from scribe_desktop.notes.audit import AuditEvent, AuditKind
from scribe_desktop.session import returned_log_ins
from scribe_desktop.store.audit_anchor import Anchor
from scribe_desktop.vault.failed_logins import STORED_BASE

if TYPE_CHECKING:
    from scribe_desktop.session.backup_file import Manifest
    from scribe_desktop.session.log_ins_after import LogInsAfter
    from scribe_desktop.store.store import Store
    from scribe_desktop.vault.vault import Vault

_PENDING = "audit.restored"
"""Setting: the number of the entry that tells of a restore which nobody has logged in after."""


def enter(store: "Store", manifest: "Manifest", log_ins: "LogInsAfter", aside: str, at: datetime) -> None:
    """Say in the trail of a store that it was restored, in one commit with what the next log-in needs.

    Args:
        aside: name of the folder to which what was there goes; empty when nothing was.
    """

    def tell(kind: AuditKind, detail: str) -> None:
        store.audit.append(AuditEvent(kind, at, "", "", manifest.workstation.id, detail=detail))

    with store.together():
        if aside:
            tell(AuditKind.SET_ASIDE, aside)
        for login in log_ins.left_out:
            tell(AuditKind.LOGIN_REMOVED, f"{login.person_id}, before the restore")
        for login in log_ins.returned:
            tell(AuditKind.LOGIN_RETURNED, f"{login.role.value} {login.person_id}")
        returned_log_ins.put(store, log_ins.returned)
        tell(AuditKind.RESTORED, f"backup {manifest.id} of {manifest.made_at:%Y-%m-%d %H:%M} UTC")
        store.settings.put(_PENDING, str(store.audit.head().seq))
        # the record of failed log-ins that it knew is not beside it any more
        store.settings.put(STORED_BASE, "")


@dataclass(frozen=True)
class Restored:
    """A restore that nobody has logged in after."""

    seq: int
    """Number of the entry that tells of it."""
    mac: str
    """That entry's MAC, in hexadecimal digits."""
    what: str

    @classmethod
    def pending(cls, store: "Store") -> "Restored | None":
        kept = store.settings.get(_PENDING)
        entry = store.audit.entry(int(kept)) if kept.isdecimal() else None
        mac = store.audit.mac_at(entry.seq) if entry else None
        if entry is None or mac is None or entry.kind != AuditKind.RESTORED:
            return None
        return cls(entry.seq, mac.hex(), entry.detail)

    @property
    def in_words(self) -> str:
        return f"Restored from a {self.what}. What was written after that is not in it."

    def explains(self, anchor: Anchor, store: "Store", vault: "Vault") -> bool:
        """Whether this restore is why the trail is not the one that an anchor in the keyring knows.

        Once for each restore: the keyring remembers those that were acknowledged, so that an older copy of
        the folder, put back later, cannot pass for the same restore again.
        """
        after = anchor.genuine(store.audit.chain) and anchor.seq >= self.seq
        return after and self.mac not in _acknowledged(store, vault)

    def acknowledge(self, store: "Store", vault: "Vault") -> None:
        """Nobody need be told any more. Raises `DeviceKeyMissing`; it is told again then."""
        known = _acknowledged(store, vault)
        if self.mac not in known:
            vault.remember(_keyring_name(store), " ".join([*known, self.mac]).encode("ascii"))
        store.settings.put(_PENDING, "")


def _acknowledged(store: "Store", vault: "Vault") -> list[str]:
    """The MACs of restores that this machine's keyring knows."""
    return (vault.remembered(_keyring_name(store)) or b"").decode("ascii", "replace").split()


def _keyring_name(store: "Store") -> str:
    return f"audit-restores-{store.audit.chain.id}"
