"""What the audit trail is told at a log-in: whether it is whole, and who did not get in since the last."""

import logging
from typing import TYPE_CHECKING

from scribe_desktop.errors import BadInput, DeviceKeyMissing, StoreNotWritable
from scribe_desktop.notes.audit import AuditEvent, AuditKind, Outcome
from scribe_desktop.session import swap
from scribe_desktop.session.audit import clock_jump
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.profile import Profile
from scribe_desktop.session.restored import Restored
from scribe_desktop.store.audit_anchor import Anchor, objection
from scribe_desktop.vault.failed_logins import STORED_BASE, Attempt, Base, FailedLogins
from scribe_desktop.vault.vault import Vault

if TYPE_CHECKING:
    from scribe_desktop.store.store import Store

_log = logging.getLogger(__name__)


def keyring_name(store: "Store") -> str:
    """Under what the keyring keeps the anchor of this store."""
    return f"audit-anchor-{store.audit.chain.id}"


class AuditBegin:
    """Used once, when a store has just been opened for somebody."""

    def __init__(self, desk: Desk, vault: Vault, profile: Profile) -> None:
        self._desk, self._vault = desk, vault
        self._failed, self._folder = FailedLogins(profile.folder), profile.folder
        self.told: list[str] = []
        """For whoever logs in, whatever they may do: of a restore just before, of a clock that is off."""

    def enter(self, how: AuditKind) -> tuple[str, ...]:
        """Bring the trail up to date, in one commit with the entry that this person came in.

        A disk that takes no more keeps nobody from the charts: everything is added later then.

        Returns:
            What was found to be wrong with the trail, or with the record of failed log-ins.
        """
        try:
            with self._failed.held():
                base, wrong = self._begin(how)
                self._failed.clear(base)
        except (StoreNotWritable, OSError) as error:
            _log.warning("the audit trail cannot be written yet: %s", type(error).__name__)
            self._desk.audit.owe(how)
            return ()
        self._clear_restore()
        if keep_in_keyring(self._desk.store, self._vault):
            self._acknowledge()
        return wrong

    def _clear_restore(self) -> None:
        """What a restore left that was cut short is told, and can go."""
        try:
            swap.clear(self._folder)
        except OSError as error:
            _log.warning("what a restore left is removed at the next log-in: %s", type(error).__name__)

    def _acknowledge(self) -> None:
        """The restore before this log-in is told, and its anchor moved."""
        restored = Restored.pending(self._desk.store)
        if restored is not None:
            try:
                restored.acknowledge(self._desk.store, self._vault)
            except (DeviceKeyMissing, StoreNotWritable) as error:
                _log.warning("the restore is told again at the next log-in: %s", type(error).__name__)

    def _begin(self, how: AuditKind) -> tuple[Base, tuple[str, ...]]:
        desk, audit = self._desk, self._desk.store.audit
        restored = Restored.pending(desk.store)
        if restored is not None:
            self.told.append(restored.in_words)
        cut_short = swap.was_cut_short(self._folder)
        if cut_short:
            self.told.append("A restore was cut short. Nothing was changed by it.")
        jump = clock_jump(audit.last_at(), desk.clock())
        if jump is not None:
            self.told.append(f"The clock of this computer is {jump[1]}. Check it: notes carry its time.")
        in_keyring, explained = self._keyring_objection(restored)
        broken = [said for said in (audit.begin(), in_keyring) if said]
        found = self._failed.collect(Base.parsed(desk.store.settings.get(STORED_BASE)))
        with desk.store.together():
            for said in broken:
                desk.audit(AuditKind.AUDIT_BROKEN, outcome=Outcome.FAILED, detail=said)
            if found.trouble:
                desk.audit(AuditKind.ATTEMPTS_BROKEN, outcome=Outcome.FAILED, detail=found.trouble)
            for attempt in found.attempts:
                audit.append(self._failure(attempt, authentic=found.authentic))
            desk.audit(how)
            if cut_short:
                said = "cut short; nothing was changed"
                desk.audit(AuditKind.RESTORED, outcome=Outcome.FAILED, detail=said)
            if explained:
                desk.audit(AuditKind.RESTORED, detail=explained)
            desk.store.settings.put(STORED_BASE, found.base.text)
        return found.base, tuple(said for said in (*broken, found.trouble) if said)

    def _keyring_objection(self, restored: Restored | None) -> tuple[str, str]:
        """What the anchor in the keyring, which no copy of the folder replaces, says against the trail.

        Returns:
            The objection, or why there is none though the anchor does not fit: one of the two is empty.
        """
        audit = self._desk.store.audit
        try:
            kept = self._vault.remembered(keyring_name(self._desk.store))
            anchor = Anchor.parsed(kept.decode("ascii", "replace")) if kept else None
            said = anchor and objection(anchor, audit.chain, audit.head(), audit.mac_at(anchor.seq))
            if anchor is None or not said:
                return "", ""
            explained = restored is not None and restored.explains(anchor, self._desk.store, self._vault)
        except (DeviceKeyMissing, BadInput):
            # Logging in does not need it; the anchor beside the database is looked at in any case.
            return "", ""
        if restored is not None and explained:
            return (
                "",
                f"the anchor in the keyring knew entry {anchor.seq} of {anchor.at}; see entry {restored.seq}",
            )
        return f"Anchor in the keyring: {said}", ""

    def _failure(self, attempt: Attempt, *, authentic: bool) -> AuditEvent:
        roles = {login.person_id: login.role.value for login in self._vault.logins()}
        said = attempt.what
        if attempt.count > 1:
            said = f"{attempt.count} more times until {attempt.last_at or attempt.at:%Y-%m-%d %H:%M:%S} UTC"
        return AuditEvent(
            AuditKind.LOG_IN_FAILED,
            attempt.at,
            attempt.person_id,
            roles.get(attempt.person_id, ""),
            self._desk.workstation.id,
            outcome=Outcome.FAILED,
            detail=said if authentic else f"{said} (not authenticated)",
        )


def keep_in_keyring(store: "Store", vault: Vault) -> bool:
    """Put an anchor where only this machine's user has it; False: the keyring did not answer."""
    try:
        vault.remember(keyring_name(store), store.audit.anchor().text.encode("ascii"))
    except DeviceKeyMissing:
        # It is a second anchor; that it lags does no harm, and the next log-in tries again.
        return False
    return True
