"""A dot phrase: a short name that stands for a longer text with blanks."""

from dataclasses import dataclass

NAME = r"[a-z][a-z0-9_-]*"
"""Regular expression of a name, in lower case: a letter, then letters, digits, hyphens and underscores."""


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
