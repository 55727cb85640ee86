"""Files that are there whole or not at all, also after a power cut."""

import os
from pathlib import Path


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
