"""keys.json: who can log in here and their sealed copies of the data key, written whole or not at all."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scribe_desktop.durable import replace_whole, staged, sync_folder
from scribe_desktop.errors import DamagedKeyFile, NewerStore, StoreNotWritable
from scribe_desktop.notes.people import Role, Workstation
from scribe_desktop.vault.succession import Link
from scribe_desktop.vault.wrap import NONCE_LENGTH, SALT_LENGTH, SEALED_LENGTH, Cost, Wrap

FORMAT = 2
"""2 only while the links of a re-keying are in it; else 1, which earlier versions read."""


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
    behind: Mapping[str, str] = field(default_factory=dict)
    """By person id, the data key that their wrap still holds; whoever is not in it has the present one."""
    links: tuple[Link, ...] = ()
    """From those keys to the present one."""

    def key_of(self, person_id: str) -> str:
        """Fingerprint of the data key in a person's wrap."""
        return self.behind.get(person_id, self.key_id)


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
        data = path.read_bytes()
    except OSError as error:
        raise _damaged(path) from error
    return parse(data, path)


def parse(data: bytes, path: Path) -> KeyFile:
    """The same from the file's content; `path` is what messages call it."""
    try:
        table = json.loads(data.decode("utf-8"))
        known = table["format"]
        if type(known) is int and known > FORMAT:
            raise NewerStore(
                f"{path} was written by a newer version of this program.",
                remedy="Install the newer version on this machine as well.",
            )
        return _parsed(table)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(path) from error


def stage(path: Path, keys: KeyFile) -> None:
    """Write one whole file where none is used yet. Raises `StoreNotWritable`."""
    try:
        replace_whole(path, written(keys))
    except OSError as error:
        raise _not_writable(path, error) from error


def write(path: Path, keys: KeyFile) -> None:
    """Replace the file and its copy; at every moment one whole version of it is there.

    Raises:
        StoreNotWritable: nothing was changed.
    """
    data = written(keys)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = [(staged(target, data), target) for target in (path, copy_of(path))]
        for new, target in fresh:
            new.replace(target)
        sync_folder(path.parent)
    except OSError as error:
        raise _not_writable(path, error) from error


def written(keys: KeyFile) -> bytes:
    """The content of a key file."""
    body = _table(keys)
    return json.dumps({**body, "sha256": checksum(body)}, indent=2, ensure_ascii=False).encode()


def _not_writable(path: Path, error: OSError) -> StoreNotWritable:
    return StoreNotWritable(
        f"The key file {path} cannot be written: {error.strerror}.",
        remedy="Free some disk space or make the folder writable, then try again.",
    )


def _damaged(path: Path) -> DamagedKeyFile:
    return DamagedKeyFile(f"The key file {path} is missing or damaged.", remedy=_remedy(path))


def _remedy(path: Path) -> str:
    if copy_of(path).exists():
        return f"Rename {copy_of(path).name}, the copy beside it, to {path.name}; else restore a backup."
    return "Restore it from a backup of this folder; without it nobody can open the notes."


def checksum(body: Mapping[str, Any]) -> str:
    """Tells damage from a wrong passphrase; forgery is for the seals to tell."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode("ascii")).hexdigest()


def _table(keys: KeyFile) -> dict[str, Any]:
    succession = {
        "behind": dict(keys.behind),
        "links": [
            {**asdict(one), "sealed": base64.b64encode(one.sealed).decode("ascii")} for one in keys.links
        ],
    }
    return {
        "format": FORMAT if keys.links else 1,
        "workstation": asdict(keys.workstation),
        "key_id": keys.key_id,
        "people": [{**asdict(login), "wrap": wrap_table(wrap)} for login, wrap in keys.people],
        "recovery": wrap_table(keys.recovery),
        **(succession if keys.links else {}),
    }


def wrap_table(wrap: Wrap) -> dict[str, Any]:
    """A wrap as a JSON object."""
    binary = {name: base64.b64encode(getattr(wrap, name)).decode("ascii") for name in _LENGTHS}
    return {"argon2id": asdict(wrap.cost), **binary, "device": wrap.device}


_LENGTHS = {"salt": SALT_LENGTH, "nonce": NONCE_LENGTH, "sealed": SEALED_LENGTH}
_COSTS = {"memory_kib": range(512, 1 << 21), "passes": range(1, 100), "lanes": range(1, 65)}
"""What Argon2 takes (8 KiB for each lane) and what would not hang the program."""


def _parsed(table: object) -> KeyFile:
    added = ("behind", "links") if isinstance(table, dict) and table["format"] == FORMAT else ()
    whole = _exactly(table, "format", "workstation", "key_id", "people", "recovery", "sha256", *added)
    if whole["format"] not in (1, FORMAT) or whole.pop("sha256") != checksum(whole):
        raise ValueError("format or checksum differ")
    workstation = _exactly(whole["workstation"], "id", "name")
    people = tuple(_person(entry) for entry in whole["people"])
    return KeyFile(
        Workstation(_text(workstation["id"]), _text(workstation["name"])),
        _text(whole["key_id"]),
        people,
        read_wrap(whole["recovery"]),
        {_text(person_id): _text(key_id) for person_id, key_id in whole.get("behind", {}).items()},
        tuple(map(_link, whole.get("links", ()))),
    )


def _link(value: object) -> Link:
    entry = _exactly(value, "old", "new", "sealed")
    return Link(
        _text(entry["old"]), _text(entry["new"]), base64.b64decode(_text(entry["sealed"]), validate=True)
    )


def _person(value: object) -> tuple[Login, Wrap]:
    entry = _exactly(value, "person_id", "name", "role", "wrap")
    login = Login(_text(entry["person_id"]), _text(entry["name"]), Role(entry["role"]))
    return login, read_wrap(entry["wrap"])


def read_wrap(value: object) -> Wrap:
    """What `wrap_table` made. Raises `ValueError` or `TypeError` when it cannot be that."""
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
