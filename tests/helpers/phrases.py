"""The phrases that come with the program, and libraries of folders that a test has written."""

from pathlib import Path

from scribe_desktop import assets
from scribe_desktop.phrases.library import Library
from scribe_desktop.phrases.shelves import Shelves


def loaded(starter: Path, own: Path = Path("nowhere")) -> Library:
    """What is at hand in a note of no specialty."""
    return Shelves.load(starter, own).library(())


STARTER = loaded(assets.resource("phrases"))
