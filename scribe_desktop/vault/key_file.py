"""keys.json: who can log in here and their sealed copies of the data key, written whole or not at all."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scribe_desktop.errors import DamagedKeyFile, NewerStore, StoreNotWritable
from scribe_desktop.notes.people import Role, Workstation
from scribe_desktop.vault.files import staged, sync_folder
from scribe_desktop.vault.wrap import NONCE_LENGTH, SALT_LENGTH, SEALED_LENGTH, Cost, Wrap

FORMAT = 1


@dataclass(frozen=True)
class Login:
    """A name on the login page."""

    person_id: str
    name: str
    role: Role


@dataclass(frozen=True)
class KeyFile:
    workstation: Workstation
    key_id: str
    """Fingerprint of the data key."""
    people: tuple[tuple[Login, Wrap], ...]
    recovery: Wrap


def copy_of(path: Path) -> Path:
    """Where the second copy lies, for the day the first is damaged."""
    return path.with_name(f"{path.name}.bak")


def read(path: Path) -> KeyFile:
    """Read and check every part of the file.

    Raises:
        DamagedKeyFile: missing, cut short, altered or not a key file.
        NewerStore: its format is from a newer version of the program.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        known = table["format"]
        if type(known) is int and known > FORMAT:
            raise NewerStore(
                f"{path} was written by a newer version of this program.",
                remedy="Install the newer version on this machine as well.",
            )
        return _parsed(table)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedKeyFile(f"The key file {path} is missing or damaged.", remedy=_remedy(path)) from error


def write(path: Path, keys: KeyFile) -> None:
    """Replace the file and its copy; at every moment one whole version of it is there.

    Raises:
        StoreNotWritable: nothing was changed.
    """
    body = _table(keys)
    data = json.dumps({**body, "sha256": checksum(body)}, indent=2, ensure_ascii=False).encode()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = [(staged(target, data), target) for target in (path, copy_of(path))]
        for new, target in fresh:
            new.replace(target)
        sync_folder(path.parent)
    except OSError as error:
        raise StoreNotWritable(
            f"The key file {path} cannot be written: {error.strerror}.",
            remedy="Free some disk space or make the folder writable, then try again.",
        ) from error


def _remedy(path: Path) -> str:
    if copy_of(path).exists():
        return f"Rename {copy_of(path).name}, the copy beside it, to {path.name}; else restore a backup."
    return "Restore it from a backup of this folder; without it nobody can open the notes."


def checksum(body: Mapping[str, Any]) -> str:
    """Tells damage from a wrong passphrase; forgery is for the seals to tell."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode("ascii")).hexdigest()


def _table(keys: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "workstation": asdict(keys.workstation),
        "key_id": keys.key_id,
        "people": [{**asdict(login), "wrap": _wrap_table(wrap)} for login, wrap in keys.people],
        "recovery": _wrap_table(keys.recovery),
    }


def _wrap_table(wrap: Wrap) -> dict[str, Any]:
    binary = {name: base64.b64encode(getattr(wrap, name)).decode("ascii") for name in _LENGTHS}
    return {"argon2id": asdict(wrap.cost), **binary, "device": wrap.device}


_LENGTHS = {"salt": SALT_LENGTH, "nonce": NONCE_LENGTH, "sealed": SEALED_LENGTH}
_COSTS = {"memory_kib": range(512, 1 << 21), "passes": range(1, 100), "lanes": range(1, 65)}
"""What Argon2 takes (8 KiB for each lane) and what would not hang the program."""


def _parsed(table: object) -> KeyFile:
    whole = _exactly(table, "format", "workstation", "key_id", "people", "recovery", "sha256")
    if whole["format"] != FORMAT or whole.pop("sha256") != checksum(whole):
        raise ValueError("format or checksum differ")
    workstation = _exactly(whole["workstation"], "id", "name")
    people = tuple(_person(entry) for entry in whole["people"])
    return KeyFile(
        Workstation(_text(workstation["id"]), _text(workstation["name"])),
        _text(whole["key_id"]),
        people,
        _wrap(whole["recovery"]),
    )


def _person(value: object) -> tuple[Login, Wrap]:
    entry = _exactly(value, "person_id", "name", "role", "wrap")
    return Login(_text(entry["person_id"]), _text(entry["name"]), Role(entry["role"])), _wrap(entry["wrap"])


def _wrap(value: object) -> Wrap:
    entry = _exactly(value, "argon2id", "device", *_LENGTHS)
    cost = _exactly(entry["argon2id"], *_COSTS)
    for name, possible in _COSTS.items():
        if type(cost[name]) is not int or cost[name] not in possible:
            raise ValueError(f"{name} out of range")
    binary = {name: base64.b64decode(_text(entry[name]), validate=True) for name in _LENGTHS}
    for name, length in _LENGTHS.items():
        if len(binary[name]) != length:
            raise ValueError(f"{name} is {len(binary[name])} bytes long")
    return Wrap(Cost(**cost), **binary, device=_text(entry["device"]))


def _exactly(value: object, *names: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise ValueError(f"expected exactly {', '.join(names)}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("expected text")
    return value
