"""Reads a text file that somebody chose or wrote, and says in plain words why it cannot be read."""

from pathlib import Path

from scribe_desktop.errors import BadInput


def read_text(path: Path, remedy: str, *, limit: tuple[int, str] | None = None) -> str:
    """The file's text, which has to be UTF-8; a byte order mark is left out.

    Args:
        remedy: what to do about a file that is too large or in another encoding.
        limit: the most bytes, and what the file would be too large for.

    Raises:
        BadInput: it cannot be read; names the line of a wrong character.
    """
    try:
        if limit is not None and path.stat().st_size > limit[0]:
            raise BadInput(f"{path.name} is too large for {limit[1]}.", remedy=remedy)
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{path.name} cannot be read: {error.strerror}.", remedy="Check the file and its permissions."
        ) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{path.name}, line {line}: a character is not in UTF-8.", remedy=remedy) from error
