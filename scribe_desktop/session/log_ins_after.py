"""Who can log in after a restore: nobody whose log-in was taken away since, where that can be known."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from scribe_desktop.errors import DamagedKeyFile, NewerStore
from scribe_desktop.session.backup_file import Unlocked
from scribe_desktop.session.swap import KEYS
from scribe_desktop.vault import key_file
from scribe_desktop.vault.key_file import KeyFile, Login
from scribe_desktop.vault.succession import follow


@dataclass(frozen=True)
class LogInsAfter:
    """The keys that a restored store goes on with."""

    keys: KeyFile
    data_key: bytes
    as_they_are: bool
    """Log-ins, passphrases and the recovery code stay those of the store that is replaced."""
    returned: tuple[Login, ...]
    """Who can log in afterwards and, as far as is known here, could not before."""
    left_out: tuple[Login, ...]
    """Who could when the backup was made, was removed since, and stays removed."""

    @classmethod
    def of(cls, folder: Path, backup: Unlocked) -> "LogInsAfter":
        """Into this folder, from this backup; changes nothing.

        Keys that are there, readable and of the same workstation are newer than the backup's. Where the
        backup's data key leads to theirs, they stay in force as they are. Where it does not, because the
        store got a new key since, the backup's do, without those who were removed since.
        """
        there = _there(folder, backup.keys)
        if there is None:
            return cls(backup.keys, backup.data_key, False, _people(backup.keys), ())
        known = set(_people(there))
        left_out = tuple(login for login in _people(backup.keys) if login not in known)
        data_key = follow(there.links, backup.data_key, there.key_id)
        if data_key is not None:
            return cls(there, data_key, True, (), left_out)
        staying = tuple((login, wrap) for login, wrap in backup.keys.people if login in known)
        return cls(replace(backup.keys, people=staying), backup.data_key, False, (), left_out)

    @property
    def in_words(self) -> str:
        if self.as_they_are:
            said = "Log-ins, passphrases and the recovery code stay as they are here now."
        else:
            said = "Everybody logs in with the passphrase of that day; its recovery code is in force again."
        if self.returned:
            said += f" Log-ins that come with it: {named(self.returned)}."
            said += " Whether somebody among them was removed since is not known here."
        if self.left_out:
            said += f" Removed since, and not brought back: {named(self.left_out)}."
        return f"{said} Second factors are those of that day."


def named(logins: tuple[Login, ...]) -> str:
    """Names and roles, e.g. "Ada Okafor (physician), Sam Ito (scribe)"."""
    return ", ".join(f"{login.name} ({login.role.label.lower()})" for login in logins)


def _there(folder: Path, keys: KeyFile) -> KeyFile | None:
    """The key file in the folder, if it can be read, is this workstation's, and somebody gets in by it."""
    for path in (folder / KEYS, key_file.copy_of(folder / KEYS)):
        with suppress(DamagedKeyFile, NewerStore):
            there = key_file.read(path)
            return there if there.workstation.id == keys.workstation.id and there.people else None
    return None


def _people(keys: KeyFile) -> tuple[Login, ...]:
    return tuple(login for login, _ in keys.people)
