"""One backup as one file: a manifest, the sealed key file, the encrypted database; nothing in it has a name.

Layout: 16 bytes that say what it is, 4 that say how long the manifest is, then the three parts without gaps.
"""

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from scribe_desktop.errors import ScribeError, StoreNotWritable, UnreadableBackup, WrongPassphrase
from scribe_desktop.notes.people import Workstation
from scribe_desktop.vault import key_file, sealed
from scribe_desktop.vault.key_file import KeyFile
from scribe_desktop.vault.vault import recovered
from scribe_desktop.vault.wrap import KEY_LENGTH, Wrap, fingerprint

SUFFIX = ".scribe-backup"
_MAGIC = b"scribe-backup 1\n"
_LENGTH_BYTES = 4
_LONGEST_MANIFEST = 1 << 18
_LONGEST_KEY_FILE = 1 << 22
_CHUNK = 1 << 20

Progress = Callable[[float], None]
"""Told how much is done, from 0 to 1; what it raises ends the work."""


@dataclass(frozen=True)
class Part:
    length: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself in the clear: no patient's data, and nothing that opens it."""

    id: str
    workstation: Workstation
    made_at: datetime
    revision: str
    """Of the tables."""
    rows: Mapping[str, int]
    key_id: str
    """Fingerprint of the data key that seals the backup's own key."""
    recovery: Wrap
    """The data key, sealed for the recovery code that was valid then."""
    backup_key: bytes
    """Sealed under the data key."""
    keys: Part
    database: Part

    @property
    def name(self) -> str:
        """What the file is called: desk and time, never a patient."""
        at = f"{self.made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return f"{self.workstation.id[-12:]}-{at}-{self.id[-6:]}{SUFFIX}"


@dataclass(frozen=True)
class Found:
    """A backup that lies in a folder."""

    path: Path
    manifest: Manifest


@dataclass(frozen=True)
class Unlocked:
    """A backup whose keys are known and whose manifest is proven to be the one that was written."""

    path: Path
    manifest: Manifest
    data_key: bytes
    backup_key: bytes
    keys: KeyFile

    def extract(self, target: Path, progress: Progress) -> None:
        """Write the encrypted database to `target`, which must not exist.

        Raises:
            UnreadableBackup: it is not the one that the manifest promises.
            StoreNotWritable: no room or no permission.
        """
        with self.path.open("rb") as file:
            file.seek(_start_of_parts(file) + self.manifest.keys.length)
            try:
                with target.open("xb") as out:
                    written = _copied(file, out, self.manifest.database.length, progress)
                    out.flush()
                    os.fsync(out.fileno())
            except OSError as error:
                raise cannot_write(target.parent, error) from error
        if written != self.manifest.database:
            raise unreadable(self.path, "its database is damaged or was altered")


def new_key(data_key: bytes, backup_id: str) -> tuple[bytes, bytes]:
    """A random key for one backup, and the same sealed under the data key."""
    key = secrets.token_bytes(KEY_LENGTH)
    return key, sealed.seal(data_key, key, _purpose("key", backup_id))


def sealed_keys(backup_key: bytes, keys: KeyFile, backup_id: str) -> bytes:
    """The key file as it goes into a backup: who can log in is nobody else's business."""
    return sealed.seal(backup_key, key_file.written(keys), _purpose("key file", backup_id))


def part_of(content: bytes) -> Part:
    return Part(len(content), hashlib.sha256(content).hexdigest())


def part_in(path: Path) -> Part:
    with path.open("rb") as file:
        return _copied(file, None, path.stat().st_size, lambda _done: None)


def write(target: Path, manifest: Manifest, keys: bytes, database: Path, key: bytes, tell: Progress) -> None:
    """Put the parts into one file under a hidden name, force it to the disk, compare it, give it its name.

    Raises:
        StoreNotWritable: nothing is left behind.
    """
    hidden = target.with_name(f".{target.name}.part")
    try:
        # what a crash left here: only one process at a time makes backups of a workstation
        for left in target.parent.glob(f".{manifest.workstation.id[-12:]}-*{SUFFIX}.part"):
            left.unlink(missing_ok=True)
        with os.fdopen(os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(_head(manifest, key) + keys)
            with database.open("rb") as file:
                _copied(file, out, manifest.database.length, tell)
            out.flush()
            os.fsync(out.fileno())
        _compare(hidden, manifest)
        hidden.replace(target)
    except OSError as error:
        raise cannot_write(target.parent, error) from error
    finally:
        hidden.unlink(missing_ok=True)


def _compare(path: Path, manifest: Manifest) -> None:
    """Read back what was written."""
    with path.open("rb") as file:
        file.seek(_start_of_parts(file))
        for part in (manifest.keys, manifest.database):
            if _copied(file, None, part.length, lambda _done: None) != part:
                raise unreadable(path, "the disk did not keep what was written")


def read(path: Path) -> Manifest:
    """What a file says that it is; whether that is true is known when it is unlocked.

    Raises:
        UnreadableBackup: no backup, cut short, or of a newer version of the program.
    """
    try:
        with path.open("rb") as file:
            manifest = _manifest(_body(path, file))
            expected = _start_of_parts(file) + manifest.keys.length + manifest.database.length
    except OSError as error:
        raise unreadable(path, f"it cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise unreadable(path, "it is damaged") from error
    if path.stat().st_size != expected:
        raise unreadable(path, "it is cut short or something was added to it")
    return manifest


def all_in(folder: Path) -> tuple[Found, ...]:
    """The backups in a folder, the oldest first; what cannot be used as one is passed by."""
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        with suppress(UnreadableBackup):
            found.append(Found(path, read(path)))
    return tuple(sorted(found, key=lambda one: one.manifest.id))


def unlock_with_code(path: Path, code: str) -> Unlocked:
    """Open a backup with the recovery code that was valid when it was made.

    Raises:
        BadInput: the code is mistyped.
        WrongPassphrase: it is another workstation's, or a later or earlier one.
        UnreadableBackup: see `read`, or it was altered.
    """
    manifest = read(path)
    data_key = recovered(manifest.recovery, manifest.key_id, code)
    if data_key is None:
        raise WrongPassphrase(
            f"This is not the recovery code that belongs to {path.name}.",
            remedy=f"Look for the code of {manifest.workstation.name} that was valid on "
            f"{manifest.made_at:%m/%d/%Y}.",
        )
    return unlock(path, data_key)


def unlock(path: Path, data_key: bytes) -> Unlocked:
    """Open a backup with the data key. Raises `UnreadableBackup`: another key's, damaged or altered."""
    manifest = read(path)
    if fingerprint(data_key) != manifest.key_id:
        raise unreadable(path, "it was made with other keys", "Open it with its recovery code.")
    key = sealed.unseal(data_key, manifest.backup_key, _purpose("key", manifest.id))
    with path.open("rb") as file:
        body = _body(path, file)
        told = body.pop("mac", None)
        keys = file.read(manifest.keys.length)
    if key is None or not secrets.compare_digest(str(told).encode(), _mac(body, key).encode()):
        raise unreadable(path, "it was altered")
    content = sealed.unseal(key, keys, _purpose("key file", manifest.id))
    if content is None or part_of(keys) != manifest.keys:
        raise unreadable(path, "its keys are damaged")
    return Unlocked(path, manifest, data_key, key, key_file.parse(content, path))


def destroy(path: Path) -> None:
    """Overwrite the keys of a backup in place, then remove it: what a disk may keep of it opens no more.

    Raises:
        StoreNotWritable: it could not be removed.
    """
    try:
        with path.open("r+b") as file:
            length = min(path.stat().st_size, _LONGEST_MANIFEST + _LONGEST_KEY_FILE)
            file.write(secrets.token_bytes(length))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except OSError as error:
        raise cannot_write(path.parent, error) from error


def unreadable(path: Path, why: str, remedy: str = "Use another backup.") -> UnreadableBackup:
    return UnreadableBackup(f"The backup {path.name} cannot be used: {why}.", remedy=remedy)


def cannot_write(folder: Path, error: OSError) -> ScribeError:
    return StoreNotWritable(
        f"The folder {folder} cannot be written: {error.strerror}.",
        remedy="Connect the disk, make room on it, or choose another folder.",
    )


def _head(manifest: Manifest, key: bytes) -> bytes:
    body = _table(manifest)
    text = json.dumps({**body, "mac": _mac(body, key)}).encode("ascii")
    return _MAGIC + len(text).to_bytes(_LENGTH_BYTES, "big") + text


def _body(path: Path, file: BinaryIO) -> dict[str, Any]:
    """The manifest's table, the file left at its end."""
    if file.read(len(_MAGIC)) != _MAGIC:
        raise unreadable(path, "it is no backup of this program, or one of a newer version")
    length = int.from_bytes(file.read(_LENGTH_BYTES), "big")
    if length > _LONGEST_MANIFEST:
        raise unreadable(path, "it is damaged")
    body = json.loads(file.read(length))
    if not isinstance(body, dict):
        raise TypeError("a manifest is an object")
    return body


def _start_of_parts(file: BinaryIO) -> int:
    file.seek(len(_MAGIC))
    return len(_MAGIC) + _LENGTH_BYTES + int.from_bytes(file.read(_LENGTH_BYTES), "big")


def _mac(body: Mapping[str, Any], key: bytes) -> str:
    return sealed.mac(key, json.dumps(body, sort_keys=True).encode("ascii"), "backup manifest")


def _purpose(what: str, backup_id: str) -> str:
    return f"backup {what} {backup_id}"


def _table(manifest: Manifest) -> dict[str, Any]:
    return {
        "id": manifest.id,
        "workstation": asdict(manifest.workstation),
        "made_at": manifest.made_at.isoformat(),
        "revision": manifest.revision,
        "rows": dict(manifest.rows),
        "key_id": manifest.key_id,
        "recovery": key_file.wrap_table(manifest.recovery),
        "backup_key": base64.b64encode(manifest.backup_key).decode("ascii"),
        "keys": asdict(manifest.keys),
        "database": asdict(manifest.database),
    }


def _manifest(table: Mapping[str, Any]) -> Manifest:
    made_at = datetime.fromisoformat(_text(table["made_at"]))
    if made_at.tzinfo is None:
        raise ValueError("a moment without its time zone")
    workstation = table["workstation"]
    return Manifest(
        _text(table["id"]),
        Workstation(_text(workstation["id"]), _text(workstation["name"])),
        made_at,
        _text(table["revision"]),
        {_text(name): _count(number) for name, number in table["rows"].items()},
        _text(table["key_id"]),
        key_file.read_wrap(table["recovery"]),
        base64.b64decode(_text(table["backup_key"]), validate=True),
        _part(table["keys"], most=_LONGEST_KEY_FILE),
        _part(table["database"]),
    )


def _part(value: Mapping[str, Any], most: int = 1 << 50) -> Part:
    length = _count(value["length"])
    if length > most:
        raise ValueError("a part longer than it can be")
    return Part(length, _text(value["sha256"]))


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("expected a count")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("expected text")
    return value


def _copied(file: BinaryIO, out: BinaryIO | None, length: int, progress: Progress) -> Part:
    """Read this many bytes, write them on if there is somewhere to, and say what they were."""
    hashed, left = hashlib.sha256(), length
    while left and (chunk := file.read(min(left, _CHUNK))):
        hashed.update(chunk)
        left -= len(chunk)
        if out is not None:
            out.write(chunk)
        progress(1 - left / length)
    return Part(length - left, hashed.hexdigest())
