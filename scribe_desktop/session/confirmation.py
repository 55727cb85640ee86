"""Proving again who one is, before what takes more than having logged in once."""

from scribe_desktop.errors import VaultError, WrongPassphrase
from scribe_desktop.notes.audit import AuditKind, Outcome
from scribe_desktop.session.desk import Desk
from scribe_desktop.session.key_record import KeyRecord
from scribe_desktop.vault.vault import Vault


def confirm(desk: Desk, vault: Vault, passphrase: str, purpose: str, *, note_id: str | None = None) -> None:
    """Raise unless this is the passphrase of whoever is logged in; the audit trail keeps that it was not.

    Args:
        purpose: what it is for, e.g. "to sign".

    Raises:
        WrongPassphrase: it is another one.
        NotInForce: an older key file was put back, in which it still is theirs.
        DeviceKeyMissing: the keyring did not answer.
    """
    try:
        vault.confirm(desk.person.id, passphrase)
        KeyRecord(desk.store, vault).require_in_force(desk.person.id)
    except VaultError as error:
        desk.audit(AuditKind.NOT_CONFIRMED, note_id=note_id, outcome=Outcome.FAILED, detail=purpose)
        if isinstance(error, WrongPassphrase):
            remedy = "Check Caps Lock and the keyboard layout and try again."
            raise WrongPassphrase(str(error), remedy=remedy, wait=error.wait) from error
        raise
