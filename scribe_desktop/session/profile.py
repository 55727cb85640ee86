"""Where this program keeps its files, and which folder holds what."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

PROFILE_VARIABLE = "SCRIBE_DESKTOP_PROFILE"
RESTORE_TO_FINISH = "restore.complete"
"""The folder in a profile whose content is to take the place of what is there, whatever happens meanwhile."""


@dataclass(frozen=True)
class Profile:
    """One folder with everything: keys, encrypted store, own phrases, speech models."""

    folder: Path

    @classmethod
    def default(cls) -> "Profile":
        """The folder named by SCRIBE_DESKTOP_PROFILE, else the platform's place for program data."""
        named = os.environ.get(PROFILE_VARIABLE)
        return cls(Path(named) if named else Path(platformdirs.user_data_dir("scribe-desktop", False)))

    @property
    def sample(self) -> "Profile":
        """The sample clinic's own profile, apart from the real one."""
        return Profile(self.folder / "sample-clinic")

    @property
    def phrases(self) -> Path:
        return self.folder / "phrases"

    @property
    def note_types(self) -> Path:
        """Where a clinic puts note types of its own."""
        return self.folder / "note_types"

    @property
    def models(self) -> Path:
        return self.folder / "models"

    @property
    def sound(self) -> Path:
        """Encrypted recordings of what was dictated, until they are discarded."""
        return self.folder / "sound"

    @property
    def outgoing(self) -> Path:
        """Where the folder connector delivers unless told otherwise."""
        return self.folder / "delivered"
