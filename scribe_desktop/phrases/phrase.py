"""A dot phrase: a short name that stands for a longer text with blanks."""

from dataclasses import dataclass, field
from pathlib import Path

NAME = r"[a-z][a-z0-9_-]*"
"""Regular expression of a name, in lower case: a letter, then letters, digits, hyphens and underscores."""


@dataclass(frozen=True)
class Use:
    """Another phrase named in a body, as `{.name}`."""

    name: str
    line: int


@dataclass(frozen=True)
class Phrase:
    name: str
    """Without its dot, in lower case."""
    title: str
    sections: tuple[str, ...]
    """Keys of the sections where it is offered first; it may be used in any."""
    body: str
    file: str
    """Name of the file that it comes from."""
    uses: tuple[Use, ...] = field(default=(), compare=False)
    path: Path = field(default=Path(), compare=False)
    """The file itself; its folder says which library it belongs to."""
    keys: str = ""
    """A key combination in Qt's portable notation that puts it in; empty: none."""
    spoken: tuple[str, ...] = ()
    """What it may be called after "insert", besides its name and its title."""
