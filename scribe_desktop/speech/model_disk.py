"""What the disk can do to a model that is being installed, in plain words."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.speech.model_progress import Step, Watcher

BLOCK = 1 << 20

_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "Make room, then try again."),
    errno.EDQUOT: ("the quota is used up", "Make room, then try again."),
    errno.EROFS: ("the disk is read-only", "Have it made writable, then try again."),
    errno.EACCES: ("you may not write there", "Have the folder's rights changed, then try again."),
    errno.EPERM: ("you may not write there", "Have the folder's rights changed, then try again."),
}


@contextmanager
def written_to(folder: Path) -> Iterator[None]:
    """Raise what the disk under this folder did as a `StoreNotWritable`."""
    try:
        yield
    except OSError as error:
        said, remedy = _REMEDIES.get(error.errno or 0, (str(error.strerror or error), "Then try again."))
        raise StoreNotWritable(f"Nothing can be written to {folder}: {said}.", remedy=remedy) from error


def require_room(folder: Path, needed: int) -> None:
    """Raise `OSError` as a full disk does, unless there is room for so many bytes."""
    if shutil.disk_usage(folder).free < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def sha256(path: Path, watcher: Watcher) -> str:
    """The file's checksum in lower-case hexadecimal digits. Raises `Cancelled`, `OSError`."""
    total, found = path.stat().st_size, hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
            watcher.note(Step.CHECKING, file.tell(), total)
    return found.hexdigest()
