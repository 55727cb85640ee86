"""Phrase files on the disk: written whole or not at all, what they held before kept beside them."""

from pathlib import Path

from scribe_desktop.errors import BadInput


def put_keeping(path: Path, text: str, stamp: str) -> None:
    """Write a file and its folder; what it held before is kept as `name.STAMP.old`. Raises `BadInput`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        former = path.read_text(encoding="utf-8") if path.exists() else None
    except OSError as error:
        raise _unwritable(path, error) from error
    if former is not None:
        put(path.with_name(f"{path.name}.{stamp}.old"), former)
    put(path, text)


def put(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises `BadInput` when that is not possible."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> BadInput:
    return BadInput(
        f"{path.name} cannot be written: {error.strerror}.", remedy="Check the folder and the disk."
    )
