"""A new data key for the whole store: prepared while it is open, carried out while it is closed.

The order makes every moment safe: the next key file lies beside the present one; the store is copied under
the new key; the copy takes the store's name; the next key file takes the present one's. Killed before the
renaming, the old key is in force and the rest is removed at the next log-in; killed after it, the next
log-in finishes.
"""

from contextlib import ExitStack
from pathlib import Path

from scribe_desktop.errors import WrongPassphrase
from scribe_desktop.session.backup_file import Progress
from scribe_desktop.store import copying, store
from scribe_desktop.vault.succession import follow
from scribe_desktop.vault.vault import Successor, Vault
from scribe_desktop.vault.wrap import fingerprint

_COPY = f"{store.FILE}.rekey"


def carry_out(folder: Path, vault: Vault, successor: Successor, progress: Progress) -> None:
    """Give a closed store its new key. What it raises leaves the old key in force.

    Raises:
        StoreInUse: it is open somewhere.
        DamagedStore: it is damaged.
        StoreNotWritable: no room for a copy, or no permission.
    """
    with ExitStack() as held:
        store.lock(folder, held)
        copy = folder / _COPY
        try:
            _clear(folder)
            vault.stage(successor)
            copying.copy(folder / store.FILE, successor.old_key, copy, successor.new_key, progress)
            copying.put_in_place(copy, folder / store.FILE, successor.old_key)
        except BaseException:
            _clear(folder)
            vault.unstage()
            raise
        vault.promote()


def settle(folder: Path, vault: Vault, data_key: bytes) -> bytes:
    """The key in force, after finishing or undoing a re-keying that was cut short.

    Raises:
        StoreInUse: the store is open somewhere.
        WrongPassphrase: the key is one that never came into force.
    """
    staged = vault.staged()
    if staged is None:
        return data_key
    with ExitStack() as held:
        store.lock(folder, held)
        new_key = follow(staged.links, data_key, staged.key_id)
        file = folder / store.FILE
        if new_key is not None and copying.opens(file, new_key):
            vault.promote()
            _clear(folder)
            return new_key
        _clear(folder)
        vault.unstage()
    if fingerprint(data_key) == staged.key_id:
        raise WrongPassphrase(
            "The change of keys that this recovery code was made for did not take place.",
            remedy="Use the code from before, and change the keys again.",
        )
    return data_key


def _clear(folder: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        (folder / f"{_COPY}{ending}").unlink(missing_ok=True)
