"""Small files that are there whole or not at all, also after a power cut."""

import os
from pathlib import Path


def staged(target: Path, data: bytes) -> Path:
    """This content on the disk beside `target`, ready to take its place. Raises `OSError`."""
    new = target.with_name(f"{target.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return new


def sync_folder(folder: Path) -> None:
    """Make a new name last through a power cut, where the system has a way to say so."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
