"""Files that leave the program in the clear: for this user only, whole or not at all, harmless to open."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from scribe_desktop import durable
from scribe_desktop.errors import BadInput

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the first four in full width, which some spreadsheets take for the same."""


@contextmanager
def fresh_file(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A text file that takes its place when it is complete. Raises `BadInput`; there is none then."""
    fresh = path.with_name(f".{path.name}.new")
    with _told(path):
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding=encoding, newline="") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Put this content into the file. Raises `BadInput`; the file is as it was then."""
    with _told(path):
        durable.replace_whole(path, content)


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadInput(
            f"{path.name} cannot be written: {error.strerror}.", remedy="Check the folder and the disk."
        ) from error
