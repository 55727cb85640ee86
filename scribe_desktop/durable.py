"""Files that are there whole or not at all, also after a power cut; and files that are gone."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

_WIPE = 1 << 20
"""Bytes overwritten at a time."""


def staged(target: Path, data: bytes) -> Path:
    """This content on the disk beside `target`, for this user only, to take its place. Raises `OSError`."""
    new = target.with_name(f"{target.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return new


def replace_whole(path: Path, data: bytes) -> None:
    """Put this content in place of the file's. Raises `OSError`; nothing changed then."""
    staged(path, data).replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make new names in it last through a power cut, where the system has a way to say so."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def shred(path: Path) -> None:
    """Overwrite and remove a file; one that is gone already is fine. Raises `OSError`.

    On media that write elsewhere than they are told to, it is the loss of its key that counts.
    """
    with suppress(FileNotFoundError):
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                file.write(secrets.token_bytes(min(left, _WIPE)))
                left -= _WIPE
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)


def shred_folder(folder: Path) -> None:
    """Overwrite and remove all that is in a folder, and the folder. Raises `OSError`; the rest stays then."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            shred_folder(path)
        elif path.is_symlink():
            path.unlink()
        else:
            shred(path)
    with suppress(FileNotFoundError):
        folder.rmdir()
